import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { playgroundPage } from "../playground/bundle.ts";
import { makeLessons } from "../playground/lessons.ts";
import { findChromium, openPage, type Page } from "./reportBrowser.ts";

const chromium = findChromium();

if (chromium === undefined)
  test.skip("the playground in a browser: no chromium was found, so this did not run", () => {});
else describe("the playground in a browser", () => inBrowser(chromium));

/** Chromium's own program that does as a card. */
const SWIFTSHADER = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

function inBrowser(path: string): void {
  const folder = mkdtempSync(join(tmpdir(), "attest-playground-"));
  const file = join(folder, "playground.html");
  const small = 5;
  let html = "";
  let hashes: readonly string[] = [];
  let page: Page | undefined;

  beforeAll(async () => {
    html = await playgroundPage();
    hashes = (await makeLessons()).map(({ sha256 }) => sha256);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const text = async (id: string): Promise<string> =>
    String(await page?.evaluate(`document.getElementById("${id}").textContent`));

  /** Trains to the end, and answers what the page then says. */
  async function train(written: string, asked: string, flags?: readonly string[]) {
    writeFileSync(file, written);
    const url = `${pathToFileURL(file).href}#${asked}`;
    page = await openPage(path, flags);
    try {
      await page.open(url);
      await page.evaluate("document.getElementById('train').click()");
      await page.until("['done', 'failed'].includes(document.body.dataset.state)");
      await page.until("document.getElementById('points').textContent.includes('stable')");
      const elsewhere = page.requests.filter((each) => !/^(blob|file|data):/.test(each));
      expect([elsewhere, page.complaints]).toEqual([[], []]);
      const [verdict, engine, update, hash] = await Promise.all(
        ["verdict", "engine", "update", "hash"].map(text),
      );
      return { verdict, engine, update, hash };
    } finally {
      await page.close();
    }
  }

  it("trains ten updates on WebGPU to the bytes of wasm", async () => {
    expect(await train(html, `lesson=${small}&engine=webgpu`, SWIFTSHADER)).toEqual({
      verdict: "Done: the same bytes as wasm in Node.",
      engine: "webgpu on google swiftshader, a program that does as a card",
      update: "10",
      hash: `${hashes[small]} (after 10 updates)`,
    });
  });

  it("takes wasm in the place of a program that does as a card", async () => {
    const said = await train(html, `lesson=${small}`, SWIFTSHADER);
    expect(said.engine).toBe("wasm, since google swiftshader is a program that does as a card");
    expect(said.verdict).toBe("Done: the same bytes as wasm in Node.");
  });

  it("trains a shipped network to its end without WebGPU, and says so", async () => {
    const said = await train(html, "lesson=1");
    expect(said).toMatchObject({ update: "16", hash: `${hashes[1]} (after 16 updates)` });
    expect(said.verdict).toMatch(/^Done: the same bytes as the shipped network [0-9a-f]{32}\.$/);
    expect(said.engine).toMatch(/^wasm, since /);
  });

  it("says so where the bytes are others", async () => {
    const other = html.replaceAll(hashes[small], "0".repeat(64));
    const said = await train(other, `lesson=${small}&engine=wasm`);
    expect(said).toMatchObject({ verdict: "Not those of wasm in Node!", update: "10" });
    expect(said.engine).toBe("wasm, since it was asked for");
  });
}
