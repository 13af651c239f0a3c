import { describe, expect, it } from "vitest";
import { bptt as backpropagation } from "../../src/rules/bptt.ts";
import { builtInRules } from "../../src/rules/registry.ts";
import { working } from "../../src/setting/readings.ts";
import { type Cell, resolveCell } from "../../src/study/cell.ts";
import { initialNetwork } from "../../src/study/initialNetwork.ts";
import { ofCell } from "../../src/study/trained.ts";
import { train } from "../../src/training/train.ts";
import { CELL, opaque, trainingOf } from "../training/made.ts";

const bptt = opaque(backpropagation);

describe("the network that training began with", () => {
  it.each(builtInRules.map((rule) => [rule.name, rule] as const))(
    "is that of no updates, with %s",
    async (name, rule) => {
      const cell: Cell = { ...CELL, rule: name, task: "cdi", variant: "untrained" };
      const all = resolveCell(cell, rule, working);
      const settings = { ...all, trainTask: { ...all.trainTask, steps: 2 } };
      const trained = ofCell(cell, await train(trainingOf({ cell, settings, rule, seed: 7 })));
      expect(initialNetwork(trained, rule, settings)).toEqual(trained.network);
      expect(initialNetwork({ ...trained, seed: 8 }, rule, settings)).not.toEqual(trained.network);
    },
  );

  it("is that of the last attempt", async () => {
    const all = resolveCell({ ...CELL, rule: "bptt" }, bptt, working);
    const settings = {
      ...all,
      trainTask: { ...all.trainTask, steps: 2 },
      validationTask: { ...all.validationTask, steps: 2 },
      hyper: bptt.atRest(all.hyper),
      trialsPerUpdate: 4,
      budget: { updates: 2, restarts: 2 },
    };
    const cell = { ...CELL, rule: "bptt" };
    const trained = ofCell(cell, await train(trainingOf({ settings, rule: bptt, seed: 3 })));
    expect(trained).toMatchObject({ attempts: 3, reason: "budget" });
    const begun = (attempts: number) => initialNetwork({ ...trained, attempts }, bptt, settings);
    expect(begun(3)).toEqual(trained.network);
    for (const attempts of [1, 2]) expect(begun(attempts)).not.toEqual(trained.network);
  });
});
