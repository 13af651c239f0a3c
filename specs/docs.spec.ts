import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ruleKitLaws } from "../properties/rules/kit.laws.ts";
import { ACTIVATIONS } from "../src/model/activation.ts";
import { READOUTS } from "../src/model/readout.ts";
import { bptt } from "../src/rules/bptt.ts";
import { NEEDS } from "../src/rules/rule.ts";
import { filesUnder, ROOT, textOf } from "./source.ts";

const pages = filesUnder(".", ".md");

/** Scripts that npm has of itself. */
const OWN = new Set(["audit", "ci", "cit", "init", "install", "test", "pack", "pkg"]);

/** The names in the `scripts` of package.json. */
function scripts(): ReadonlySet<string> {
  const manifest: unknown = JSON.parse(textOf("package.json"));
  if (typeof manifest !== "object" || manifest === null || !("scripts" in manifest))
    throw new Error("package.json: expected scripts");
  return new Set(Object.keys(manifest.scripts ?? {}));
}

/** How GitHub names the anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

const anchors = (page: string): readonly string[] =>
  [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading));

/** A page without its blocks of code. */
const prose = (page: string): string => textOf(page).replace(/^```[\s\S]*?^```/gm, "");

describe("the pages", () => {
  it("are there", () => {
    for (const page of ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
      expect(pages).toContain(page);
  });

  it.each(pages)("%s links to what exists", (page) => {
    const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
    const broken = links.filter((link) => {
      if (/^(https?|mailto):/.test(link)) return false;
      const [path, anchor] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && target.endsWith(".md") && !anchors(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it.each(pages)("%s names files that exist", (page) => {
    const named = [...prose(page).matchAll(/`((?:src|properties|specs|bench|docs)\/[\w./-]+)`/g)];
    expect(named.map(([, path]) => path).filter((path) => !existsSync(join(ROOT, path)))).toEqual(
      [],
    );
  });

  it.each(pages)("%s names scripts that exist", (page) => {
    const known = scripts();
    const named = [...textOf(page).matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map(
      ([, name]) => name,
    );
    const short = [...textOf(page).matchAll(/\bnpm (?!run\b)([a-z]+)/g)].map(([, name]) => name);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    expect(short.filter((name) => !OWN.has(name))).toEqual([]);
  });
});

describe("the tutorial of a learning rule", () => {
  const page = textOf("docs/check.md");

  it("shows the rule that is type-checked and under test in examples", () => {
    const [, code] = /^```ts\n([\s\S]*?)^```/m.exec(page) ?? [];
    expect(code).toBe(textOf("examples/momentum.ts"));
  });

  it("names every law, and no other", () => {
    const laws = ruleKitLaws(bptt).map(({ id }) => id.split("/")[1]);
    const rows = [...page.matchAll(/^\| `(kit-\w+)`/gm)].map(([, law]) => law);
    expect(rows).toEqual(laws);
  });

  it("names all that a rule may ask for, and may choose", () => {
    for (const name of [...NEEDS, ...ACTIVATIONS, ...READOUTS])
      expect(page).toContain(`\`${name}\``);
  });
});
