import { describe, expect, it } from "vitest";
import { rflo } from "../../examples/rflo.ts";
import { opaque, smallSettings, trainingOf } from "../../properties/training/made.ts";
import tinyRule from "../../properties/training/tinyRule.ts";
import { type Network, withWeights } from "../../src/model/model.ts";
import { builtInRules } from "../../src/rules/registry.ts";
import type { AnyRule, DrawNetwork } from "../../src/rules/rule.ts";
import type { Cell } from "../../src/study/cell.ts";
import type { Trained } from "../../src/training/result.ts";
import { train } from "../../src/training/train.ts";

/** Ours, one from the examples, and one that looks at no loss. */
const rules: readonly AnyRule[] = [...builtInRules, opaque(rflo), opaque(tinyRule)];

/** A rule that begins with another network than it was given. */
function beginningWith(rule: AnyRule, change: (network: Network) => Network): AnyRule {
  const begin: AnyRule["begin"] = (draw, hyper, key) => {
    const changed: DrawNetwork = (options) => change(draw(options));
    return rule.begin(changed, hyper, key);
  };
  return { ...rule, begin };
}

const scaled =
  (factor: number) =>
  (network: Network): Network =>
    withWeights(network, {
      recurrent: network.weights.recurrent.map((w) => w * factor),
      input: network.weights.input.map((w) => w * factor),
      output: network.weights.output.map((w) => w * factor),
    });

/** A few updates at a small size. */
function trained(rule: AnyRule): Promise<Trained> {
  const settings = smallSettings(rule, { units: 12, steps: 20 });
  const cell: Cell = {
    rule: rule.name,
    task: "rdm",
    noise: 1,
    reading: "working",
    variant: "as-is",
  };
  const given = trainingOf({
    cell,
    settings: {
      ...settings,
      trainTask: { ...settings.trainTask, noiseDeviation: 0.5 },
      validateEvery: 1000,
      trialsPerUpdate: Math.min(16, settings.trialsPerUpdate),
      budget: { updates: 150, restarts: 0 },
    },
    rule,
    seed: 1,
  });
  return train(given);
}

describe.each(rules.map((rule) => [rule.name, rule] as const))("%s", (_name, rule) => {
  const mustDiverge = async (result: Promise<Trained>): Promise<void> => {
    const { reason, detail, freshAccuracy, updates } = await result;
    expect(reason).toBe("diverged");
    expect(detail).toMatch(new RegExp(`^update ${updates}: .*norm [\\d.]+`));
    expect(freshAccuracy).toBe(0);
  };

  it("says that a weight that is not a number is one", async () => {
    const poison = (network: Network): Network => {
      const recurrent = network.weights.recurrent.map((w, k) => (k === 3 ? Number.NaN : w));
      return withWeights(network, { ...network.weights, recurrent });
    };
    await mustDiverge(trained(beginningWith(rule, poison)));
  });

  it("does not diverge where nothing overflows", async () => {
    expect((await trained(rule)).reason).toBe("budget");
  });
});

describe("overflow", () => {
  it("of weights beyond float32 is found by the loss that they give", async () => {
    for (const rule of [...builtInRules, opaque(rflo)]) {
      const { reason, detail } = await trained(beginningWith(rule, scaled(1e200)));
      expect(`${rule.name} ${reason}`).toBe(`${rule.name} diverged`);
      expect(detail).toMatch(/^update \d+: .*norm/);
    }
  });
});
