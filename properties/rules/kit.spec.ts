import { describe, expect, it } from "vitest";
import { hebbianRepeats } from "../../src/rules/hebbianRepeats.ts";
import { builtInRules } from "../../src/rules/registry.ts";
import { specLaws } from "../specLaws.ts";
import { fullForceLaws } from "./fullForce.laws.ts";
import { hebbianLaws } from "./hebbian.laws.ts";
import { hebbianRepeatsLaws } from "./hebbianRepeats.laws.ts";
import { kitLaws, ruleKitLaws } from "./kit.laws.ts";
import { lessonOf } from "./kit.ts";

specLaws("rules: full-force", fullForceLaws);
specLaws("rules: hebbian", hebbianLaws);
specLaws("rules: hebbian with repeats", hebbianRepeatsLaws);
specLaws("rules: the kit and its mutants", kitLaws);

for (const rule of builtInRules) specLaws(`rules: ${rule.name} and the kit`, ruleKitLaws(rule));
specLaws("rules: hebbian with repeats and the kit", ruleKitLaws(hebbianRepeats));

describe("rules: the kit's lesson", () => {
  it.each(builtInRules)("is long enough for $name to learn", async (rule) => {
    const lesson = lessonOf(rule, { seed: 1, reading: "working" });
    const before = rule.network(lesson.begin()).weights;
    expect(rule.network(await lesson.learnAll()).weights.recurrent).not.toEqual(before.recurrent);
  });
});
