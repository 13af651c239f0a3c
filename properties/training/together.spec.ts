import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import type { Joined } from "../../src/engine/joined.ts";
import { createTfjsEngine } from "../../src/engine/tfjs/engine.ts";
import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import { WEIGHT_NAMES } from "../../src/model/model.ts";
import { ADAM_DEFAULTS } from "../../src/numerics/adam.ts";
import { bptt } from "../../src/rules/bptt.ts";
import { genetic } from "../../src/rules/genetic.ts";
import type { AnyRule } from "../../src/rules/rule.ts";
import type { Storable } from "../../src/setting/storable.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { networkKey } from "../../src/study/trained.ts";
import type { JobEvent } from "../../src/training/jobEvent.ts";
import type { Trainee } from "../../src/training/member.ts";
import type { Trained } from "../../src/training/result.ts";
import { trainTogether } from "../../src/training/together.ts";
import { type TrainingJob, train } from "../../src/training/train.ts";
import { mustBeClose } from "../close.ts";
import { eachAlone } from "../engine/joined.laws.ts";
import { CELL, opaque, smallSettings, trainingOf } from "./made.ts";

const root = mkdtempSync(join(tmpdir(), "attest-together-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const storeNamed = (name: string): Store =>
  openStore(join(root, name), (message) => {
    throw new Error(message);
  });

/** A network to train on any engine. */
type Small = Parameters<typeof trainingOf>[0];

/** Three seeds of a rule at a small size: 12 units, 30 steps. */
function small(rule: AnyRule, hyper: Storable, updates: number): readonly Small[] {
  const settings = smallSettings(rule, { units: 12, steps: 30 });
  const noisy = { noiseDeviation: 0.2, initialDeviation: 0.1 };
  return [1, 2, 3].map((seed) => ({
    seed,
    rule,
    settings: {
      ...settings,
      trainTask: { ...settings.trainTask, ...noisy },
      validationTask: { ...settings.validationTask, ...noisy, noiseDeviation: 0.05 },
      hyper,
      trialsPerUpdate: 100,
      validateEvery: 1,
      budget: { updates, restarts: 0 },
      stopping: "first-passage",
    },
  }));
}

const smalls: readonly Small[] = [
  ...small(opaque(bptt), { ...ADAM_DEFAULTS, learningRate: 0.02, loss: "mean" }, 25),
  ...small(
    opaque(genetic),
    { first: 8, children: 8, elites: 2, parents: 3, mutationDeviation: 0.2 },
    14,
  ),
];

const on = (engine: Engine): readonly TrainingJob[] =>
  smalls.map((each) => trainingOf({ ...each, engine }));

const silent = (): void => {};

const alone = (engine: Engine): Promise<readonly Trained[]> => Promise.all(on(engine).map(train));

/** What must be the same of a network however it was trained. */
const course = ({ seed, reason, updates, validations, trials }: Trained) => ({
  seed,
  reason,
  updates,
  validations,
  trials,
});

describe("networks trained together on an engine of bytes", () => {
  const engine = eachAlone(wasmEngine);
  const members = on(engine);
  let expected: readonly Trained[] = [];
  beforeAll(async () => {
    expected = await alone(wasmEngine);
  });

  it("are the networks that each would have been alone, byte for byte", async () => {
    const store = storeNamed("whole");
    const trained = await trainTogether(members, { store, engine, tell: silent });
    expect(trained).toEqual(expected);
    expect(store.keys("networks")).toEqual(expected.map(({ key }) => key).sort());
    expect(store.keys("checkpoints")).toEqual([]);
  });

  it("each stop on their own", () => {
    expect(new Set(expected.map(({ updates }) => updates)).size).toBeGreaterThan(4);
    expect(new Set(expected.map(({ reason }) => reason))).toContain("criterion");
  });

  it("stopped and gone on with, are the same", async () => {
    const store = storeNamed("cut");
    const controller = new AbortController();
    const tell = (_: number, event: JobEvent): void => {
      if (event.kind === "progress" && event.progress.update >= 15) controller.abort();
    };
    await expect(
      trainTogether(members, { store, engine, tell, signal: controller.signal }),
    ).rejects.toThrow();
    expect(store.keys("checkpoints").length).toBeGreaterThan(0);
    expect(store.keys("networks").length).toBeLessThan(members.length);
    expect(await trainTogether(members, { store, engine, tell: silent })).toEqual(expected);
    expect(store.keys("checkpoints")).toEqual([]);
  });

  it("stop where one of them fails, with its error", async () => {
    const store = storeNamed("failed");
    const failing: Trainee = {
      ...members[0],
      rule: {
        ...members[0].rule,
        learn: async () => {
          throw new Error("this rule cannot learn");
        },
      },
    };
    const others = members.slice(1);
    await expect(
      trainTogether([failing, ...others], { store, engine, tell: silent }),
    ).rejects.toThrow("this rule cannot learn");
    expect(store.keys("networks").length).toBeLessThan(others.length);
  });
});

describe.each(["cpu", "wasm"])("populations trained on tfjs's backend %s", (backend) => {
  const calls: number[] = [];
  const plain = createTfjsEngine(tf);
  const engine: Engine & Joined = {
    ...plain,
    gradientEach(questions) {
      calls.push(questions.length);
      return plain.gradientEach(questions);
    },
  };
  const members = on(engine);
  const store = storeNamed(backend);
  let trained: readonly Trained[] = [];
  let before = 0;
  beforeAll(async () => {
    await tf.setBackend(backend);
    before = tf.memory().numTensors;
    trained = await trainTogether(members, { store, engine, tell: silent });
  });

  it("have joined their gradients, and left no tensor", () => {
    expect(Math.max(...calls)).toBe(3);
    const isBptt = (_: unknown, at: number): boolean => members[at].rule.name === "bptt";
    const updates = trained.filter(isBptt).map((each) => each.updates);
    expect(calls.reduce((sum, each) => sum + each, 0)).toBe(
      updates.reduce((sum, each) => sum + each, 0),
    );
    // The number of calls is that of the network which took longest.
    expect(calls).toHaveLength(Math.max(...updates));
    expect(tf.memory().numTensors).toBe(before);
  });

  it("have each their own stop, that of float32", async () => {
    expect(trained.map(course)).toEqual((await alone(wasmEngine)).map(course));
  });

  it.skipIf(backend === "cpu")("are close to those that each would have been alone", async () => {
    const singles = await alone(plain);
    trained.forEach(({ network }, k) => {
      for (const name of WEIGHT_NAMES)
        mustBeClose(name, network.weights[name], singles[k].network.weights[name], 1e-3);
    });
  });

  it("say so: their tier, and keys of their own", () => {
    for (const [k, { seed, settings, rule }] of smalls.entries()) {
      const member = { cell: { ...CELL, rule: rule.name }, seed, settings };
      expect(trained[k].tier).toBe("tolerance");
      expect(trained[k].key).toBe(networkKey(member, "tolerance"));
      expect(trained[k].key).not.toBe(networkKey(member, "float32"));
      expect(store.read("networks", trained[k].key)).toMatchObject({ tier: "tolerance" });
    }
    expect(store.keys("networks")).toHaveLength(members.length);
  });
});
