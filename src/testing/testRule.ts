import { describe, expect, it } from "vitest";
import { ruleKitLaws } from "../../properties/rules/kit.laws.ts";
import { wasmEngine } from "../engine/wasm/engine.ts";
import type { AnyRule } from "../rules/rule.ts";
import { describeImprovement, type Improves, improvement } from "./improvement.ts";

/** What a rule is expected to do, beyond what every rule must. */
export type Expects = { readonly improves?: Improves };

/**
 * Registers a vitest block that tries every law that any learning rule must obey on `rule`; with
 * `expects.improves` also that training at real size lowers the loss on fresh trials, the 95 %
 * interval of the difference above 0.
 */
export function testRule(rule: AnyRule, { expects = {} }: { readonly expects?: Expects } = {}) {
  describe(`the rule ${rule.name}`, () => {
    for (const law of ruleKitLaws(rule)) it(`${law.id}: ${law.says}`, () => law.check(), 0);
    const { improves } = expects;
    if (improves === undefined) return;
    const { task, noise, updates } = improves;
    const says = `improves on ${task} at noise ${noise} in ${updates} updates`;
    const check = async (): Promise<void> => {
      const found = await improvement(rule, improves, wasmEngine);
      expect(found.interval[0], describeImprovement(found, improves)).toBeGreaterThan(0);
    };
    // No time limit, here and above: what is slow on a machine that is busy is not wrong.
    it(says, check, 0);
  });
}
