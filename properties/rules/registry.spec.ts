import { describe, expect, it } from "vitest";
import { bptt } from "../../src/rules/bptt.ts";
import { isRule, whyNoRule } from "../../src/rules/declaration.ts";
import { builtInRules, loadRule, requireRule, ruleOf } from "../../src/rules/registry.ts";

/** A module of this text. */
const moduleOf = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;

/** A module whose default export is a rule that only has a name. */
const ruleModule = (name: string): string =>
  moduleOf(`const f = () => {}; export const other = 1; export default {
    name: "${name}", cite: "", needs: [],
    settings: f, begin: f, learn: f, network: f, atRest: f, lastLoss: f };`);

describe("a rule", () => {
  it("is found among ours by its name", async () => {
    for (const rule of builtInRules)
      expect(await loadRule({ name: rule.name, module: null })).toBe(rule);
    await expect(loadRule({ name: "osmosis", module: null })).rejects.toThrow(
      'rule: there is no "osmosis"; there are bptt, genetic, hebbian, full-force',
    );
  });

  it("is the default export of a module, under its own name or as asked for", async () => {
    const module = ruleModule("osmosis");
    expect((await ruleOf(module)).name).toBe("osmosis");
    expect((await loadRule({ name: "osmosis", module })).name).toBe("osmosis");
    await expect(loadRule({ name: "bptt", module })).rejects.toThrow(
      'exports the rule "osmosis", expected "bptt"',
    );
    await expect(ruleOf(ruleModule("bptt"))).rejects.toThrow(
      'calls itself "bptt", which is one of ours',
    );
    await expect(ruleOf(moduleOf("export const rule = 1"))).rejects.toThrow(
      "does not export a rule by default: there is no default export; see defineRule",
    );
  });

  it("that is one of ours may be asked for by its module", () => {
    expect(requireRule(bptt, { name: "bptt", module: "ours.ts" })).toBe(bptt);
  });

  it("whose module does not load is refused with the reason, and with what helps", async () => {
    const failing = (text: string) =>
      expect(ruleOf(moduleOf(`const failure = ${text}; throw failure`))).rejects;
    await failing('new Error("on purpose")').toThrow(/cannot load data:.*: on purpose$/s);
    await failing("7").toThrow(/cannot load data:.*: 7$/s);
    const commonJs = 'new SyntaxError("Cannot use import statement outside a module")';
    await failing(commonJs).toThrow(/outside a module\. It was taken for CommonJS: set "type"/);
    await failing('new Error("import statement outside a module")').toThrow(/a module$/);
    await failing('new SyntaxError("missing )")').toThrow(/missing \)$/);
  });

  it("in TypeScript that Node does not load is told how it would", async () => {
    const unknown = "Object.assign(new Error('no'), { code: 'ERR_UNKNOWN_FILE_EXTENSION' })";
    const named = (end: string) => ruleOf(`${moduleOf(`throw ${unknown};//`)}${end}`);
    for (const end of [".ts", ".mts", ".cts"])
      await expect(named(end)).rejects.toThrow(/: no\. Node v\d+.* does not load it: Node 22\.18/s);
    for (const end of [".wasm", ".ts.txt", ".xts"])
      await expect(named(end)).rejects.toThrow(/: no$/);
    const plain = `${moduleOf("throw new Error('no');//")}.ts`;
    await expect(ruleOf(plain)).rejects.toThrow(/: no$/);
  });

  it("in a file is named by its path", () => {
    const from = { name: "x", module: new URL("file:///rules/x.ts").href };
    expect(() => requireRule(1, from)).toThrow(/^rule: \/rules\/x\.ts does not export a rule/);
    expect(() => requireRule(1, { ...from, module: "x file:" })).toThrow(/^rule: x file: does/);
  });
});

describe("what keeps a value from being a rule", () => {
  const cases: readonly (readonly [unknown, string | null])[] = [
    [bptt, null],
    [{ ...bptt, needs: [] }, null],
    [undefined, "there is no default export"],
    [null, "expected an object, got null"],
    ["bptt", "expected an object, got string"],
    [() => {}, "expected an object, got function"],
    [{ ...bptt, name: "a b" }, 'name: expected at most 64 letters, digits and dashes, got "a b"'],
    [{ ...bptt, name: 7 }, "name: expected at most 64 letters, digits and dashes, got number"],
    [{ ...bptt, cite: ["a"] }, 'cite: expected where the rule comes from, got ["a"]'],
    [{ ...bptt, cite: [1] }, "cite: expected where the rule comes from, got another list"],
    [{ ...bptt, cite: ["a", 1] }, "cite: expected where the rule comes from, got another list"],
    [
      { ...bptt, needs: ["loss", "luck"] },
      'needs: expected a list of gradient, loss, session, got ["loss", "luck"]',
    ],
    [{ ...bptt, needs: "loss" }, 'needs: expected a list of gradient, loss, session, got "loss"'],
    [{ ...bptt, learn: 1 }, "learn: expected a function, got number"],
    [{ ...bptt, ready: () => true, difficulty: () => 1 }, null],
    [{ ...bptt, ready: true }, "ready: expected a function or nothing, got boolean"],
    [{ ...bptt, difficulty: "0" }, 'difficulty: expected a function or nothing, got "0"'],
    [{ ...bptt, lastLoss: undefined }, "lastLoss: expected a function, got undefined"],
  ];

  it.each(cases)("%#", (value, why) => {
    expect(whyNoRule(value)).toBe(why);
    expect(isRule(value)).toBe(why === null);
  });
});
