import { describe, expect, it } from "vitest";
import { twoOutputs } from "../properties/task/twoOutputs.ts";
import { mean } from "../src/engine/loss.ts";
import { wasmEngine } from "../src/engine/wasm/engine.ts";
import { initialise } from "../src/model/initialise.ts";
import { deriveKey } from "../src/numerics/rng.ts";
import { bptt } from "../src/rules/bptt.ts";
import { fullForce } from "../src/rules/fullForce.ts";
import { genetic } from "../src/rules/genetic.ts";
import { hebbian } from "../src/rules/hebbian.ts";
import type { AnyRule } from "../src/rules/rule.ts";
import { worldOf, worldOn } from "../src/rules/world.ts";
import { working } from "../src/setting/readings.ts";
import { type Cell, resolveCell, TASK_NAMES, type TaskName } from "../src/study/cell.ts";
import { cellOf } from "../src/study/plan.ts";
import { defineTask } from "../src/task/defineTask.ts";
import { makeTask } from "../src/task/settings.ts";
import { testTask } from "../src/testing/testTask.ts";

for (const task of TASK_NAMES)
  testTask(makeTask(resolveCell(cellOf("bptt", task), bptt, working).trainTask));
testTask(defineTask(twoOutputs));

/** The mean loss of a rule's network on the trials of two outputs, before and after learning. */
async function lossesOn(rule: AnyRule, updates: number): Promise<readonly number[]> {
  const task = defineTask(twoOutputs);
  const { hyper, model, trialsPerUpdate } = rule.settings(task, working);
  const world = worldOf(rule, wasmEngine);
  const key = deriveKey(null, "two outputs", rule.name);
  const deviations = { recurrentDeviation: 0.3, inputDeviation: 0.7, outputDeviation: 0.3 };
  let memory = rule.begin(
    ({ index = 0, extraChannels = 0 } = {}) =>
      initialise(
        {
          ...{ model, channels: task.channels + extraChannels, outputs: task.outputs },
          initialisation: { units: 20, ...deviations },
        },
        deriveKey(key, "initial", index),
      ),
    hyper,
    deriveKey(key, "begin"),
  );
  const untrained = rule.network(memory);
  for (let update = 0; update < updates; update++) {
    const on = task.draw(deriveKey(key, "trials", update), Math.min(trialsPerUpdate, 50));
    memory = await rule.learn(memory, on, world, hyper, deriveKey(key, "learn", update));
  }
  const fresh = task.draw(deriveKey(key, "fresh"), 200);
  const losses = await worldOn(wasmEngine).loss([untrained, rule.network(memory)], fresh);
  return losses.map(mean);
}

describe("a task of two outputs with targets at three steps", () => {
  it.each([
    ["bptt", bptt, 100],
    ["genetic", genetic, 10],
    ["full-force", fullForce, 1000],
  ] as const)("is learned by %s", async (_name, rule, updates) => {
    const [before, after] = await lossesOn(rule, updates);
    expect(after).toBeLessThan(0.8 * before);
  });

  it("is refused by the Hebbian rule, which has one output's error", () => {
    const settings = () => hebbian.settings(defineTask(twoOutputs), working);
    expect(settings).toThrow(/^outputs: the rule hebbian knows the error of one, and two-outputs/);
  });
});

describe("a task whose cue ends", () => {
  it("has full-FORCE update from the first steps on, others as the reading says", () => {
    const from = (task: TaskName): unknown =>
      resolveCell(cellOf("full-force", task), fullForce, working).hyper;
    expect(from("memory")).toMatchObject({ updatesFrom: 1 });
    expect(from("rdm")).toMatchObject({ updatesFrom: 200 });
  });
});

describe("a task that there is not", () => {
  const unknown = JSON.parse('"flip-flop"');
  const kind = JSON.parse('{ "kind": "flip-flop", "steps": 10 }');
  const cell: Cell = { ...cellOf("bptt", "rdm"), task: unknown };

  it("is refused in words where a cell is named, means something, or is made", () => {
    const says = /task: there is no "flip-flop"; there are rdm, .*memory/;
    expect(() => cellOf("bptt", unknown)).toThrow(says);
    expect(() => resolveCell(cell, bptt, working)).toThrow(says);
    expect(() => makeTask(kind)).toThrow(
      /kind: expected rdm, contextual or memory, got "flip-flop"/,
    );
  });

  it("is not made of a variant that means nothing on it", () => {
    const miconi = cellOf("bptt", "memory", { variant: "miconi" });
    expect(() => resolveCell(miconi, bptt, working)).toThrow(/variant: miconi draws means/);
  });
});
