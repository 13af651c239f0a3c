import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { madeData, ONE_RULE } from "../properties/report/madeData.ts";
import { madeNetworkData } from "../properties/report/madeNetwork.ts";
import { reportHtml } from "../src/report/html.ts";
import { networkHtml } from "../src/report/networkHtml.ts";
import { findChromium, openPage, type Page } from "./reportBrowser.ts";

const chromium = findChromium();

if (chromium === undefined)
  test.skip("the report in a browser: no chromium was found, so this did not run", () => {});
else describe("the report in a browser", () => inBrowser(chromium));

function inBrowser(path: string): void {
  const folder = mkdtempSync(join(tmpdir(), "attest-report-"));
  const file = join(folder, "index.html");
  const url = pathToFileURL(file).href;
  const networkFile = join(folder, "network.html");
  const networkUrl = pathToFileURL(networkFile).href;
  let page: Page;

  beforeAll(async () => {
    const data = madeData({ ...ONE_RULE, rules: ["bptt", "genetic"], networksPerCell: 4 });
    const [first] = data.findings;
    // A word without a space, and a sentence of them, must not widen the page.
    const long = { ...first, id: "C99", says: "x".repeat(300), why: "y".repeat(300) };
    writeFileSync(file, reportHtml({ ...data, findings: [...data.findings, long] }));
    // As many contexts as there are, and words that are longer than a narrow page is wide.
    const made = { seed: 1, contexts: 6, losses: 40, clamped: 2, diverged: false };
    const network = madeNetworkData({ ...made, text: "hebbian-cdi-".repeat(12) });
    writeFileSync(networkFile, networkHtml(network));
    page = await openPage(path);
  });

  afterAll(async () => {
    await page.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (width: number, address = url): Promise<void> => {
    await page.resize(width, 900);
    await page.open(address);
  };
  const openAll = () =>
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");

  it("opens from disk, asks for nothing else and complains of nothing", async () => {
    await open(1280);
    await openAll();
    expect(await page.evaluate("document.querySelectorAll('details.claim').length")).toBe(5);
    expect(page.requests).toEqual([url]);
    expect(page.complaints).toEqual([]);
  });

  it("shows a claim's table and figure once it is opened", async () => {
    await open(1280);
    const seen = (what: string) =>
      page.evaluate(
        `(() => {
          const shown = document.querySelector('details.claim ${what}');
          return shown.checkVisibility() && shown.getBoundingClientRect().height > 20;
        })()`,
      );
    expect([await seen("table"), await seen("figure svg")]).toEqual([false, false]);
    await page.evaluate("document.querySelector('details.claim summary').click()");
    expect([await seen("table"), await seen("figure svg")]).toEqual([true, true]);
  });

  it.each([
    ["the report", 1280, url],
    ["the report", 390, url],
    ["the page of a network", 1280, networkUrl],
    ["the page of a network", 390, networkUrl],
  ])("%s is no wider than a window of %i px", async (_name, width, address) => {
    await open(width, address);
    await openAll();
    // A scroll bar takes some of the window's width; a panel cut off would not widen the page.
    const widths = await page.evaluate(
      `[innerWidth, document.documentElement.scrollWidth - document.documentElement.clientWidth,
        [...document.querySelectorAll('.panel, .legend, .command')].filter(
          (each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1,
        ).length]`,
    );
    expect(widths).toEqual([width, 0, 0]);
    expect(page.requests).toEqual([address]);
    expect(page.complaints).toEqual([]);
  });

  it("shows every number of a table on a narrow screen", async () => {
    await open(390);
    await openAll();
    const hidden = await page.evaluate(
      `[...document.querySelectorAll('td')].filter(
        (each) => each.getBoundingClientRect().right > document.documentElement.clientWidth,
      ).length`,
    );
    expect(hidden).toBe(0);
  });

  it("leads from a claim to its networks by keyboard", async () => {
    await open(1280);
    await page.evaluate("document.querySelector('#claim-C01 > summary').focus()");
    await page.press("Enter");
    await page.evaluate("document.querySelector('#claim-C01 a[href^=\"#population-\"]').focus()");
    await page.press("Enter");
    const target = "document.getElementById(location.hash.slice(1))";
    expect(await page.evaluate(`${target}.className`)).toBe("networks");
    await page.evaluate(`${target}.querySelector('summary').focus()`);
    await page.press("Enter");
    expect(
      await page.evaluate(
        `[...${target}.querySelectorAll('.command code')].map((each) =>
          each.textContent.split(' ').slice(0, 3).join(' '))`,
      ),
    ).toEqual(["npx attest train", "npx attest audit", "npx attest network"]);
  });

  it("can be used by keyboard alone", async () => {
    await open(1280);
    const focused = () => page.evaluate("document.activeElement.outerHTML.split('>')[0]");
    const order: unknown[] = [];
    for (let presses = 0; presses < 4; presses++) {
      await page.press("Tab");
      order.push(await focused());
    }
    expect(order).toEqual([
      '<a href="#claims"',
      '<a href="#figures"',
      '<a href="#populations"',
      "<summary",
    ]);
    expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe(
      "solid",
    );
    await page.press("Enter");
    expect(await page.evaluate("document.querySelector('details.claim').open")).toBe(true);
    await page.press("Tab");
    expect(await focused()).toMatch(/^<a href="#figure-3"/);
    await page.press("Enter");
    expect(await page.evaluate("location.hash")).toBe("#figure-3");
    const top = "document.getElementById('figure-3').getBoundingClientRect().top";

    expect(await page.evaluate(`${top} >= 0 && ${top} < innerHeight`)).toBe(true);
  });
}
