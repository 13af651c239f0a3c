import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { mustBeClose } from "../../properties/close.ts";
import { agreesWithOracle } from "../../properties/engine/agreement.laws.ts";
import { gradientIsDerivative } from "../../properties/engine/gradient.laws.ts";
import {
  networksApart,
  traceFollows,
  trialsApart,
} from "../../properties/engine/independence.laws.ts";
import { makeRun } from "../../properties/engine/made.ts";
import { realSize } from "../../properties/engine/realSize.ts";
import { brokenIsSeen, chunksAgree } from "../../properties/engine/tfjs.laws.ts";
import { bindLaw, type Law } from "../../properties/law.ts";
import { specLaws } from "../../properties/specLaws.ts";
import { opaque, smallSettings, trainingOf } from "../../properties/training/made.ts";
import type { Question } from "../../src/engine/joined.ts";
import { referenceEngine } from "../../src/engine/reference.ts";
import { bytesOf } from "../../src/engine/tfjs/chunks.ts";
import { createTfjsEngine, type TfjsOptions } from "../../src/engine/tfjs/engine.ts";
import type { Graphs } from "../../src/engine/tfjs/graphs.ts";
import type { TensorLibrary } from "../../src/engine/tfjs/library.ts";
import { gpuGraphs, isOnGpu, loadGpuLibrary } from "../../src/engine/tfjs/load.ts";
import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import { ACTIVATIONS } from "../../src/model/activation.ts";
import { WEIGHT_NAMES } from "../../src/model/model.ts";
import { READOUTS } from "../../src/model/readout.ts";
import { ADAM_DEFAULTS } from "../../src/numerics/adam.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import { bptt } from "../../src/rules/bptt.ts";
import { genetic } from "../../src/rules/genetic.ts";
import type { AnyRule } from "../../src/rules/rule.ts";
import type { Storable } from "../../src/setting/storable.ts";
import { openStore } from "../../src/store/store.ts";
import { trainTogether } from "../../src/training/together.ts";
import { train } from "../../src/training/train.ts";

/*
 * The tensor library that `npm run gpu:install -- --cpu` compiles, on TensorFlow's CPU device. All
 * mutants of the laws were tried elsewhere.
 */

const isInstalled = ["cpu", "gpu"].some((kind) =>
  existsSync(new URL(`../python/${kind}/installed.txt`, import.meta.url)),
);

/** What the library itself counts: the tensors that live, and their bytes. */
function alive(library: TensorLibrary): unknown {
  const memory: unknown = Reflect.get(library, "memory");
  return typeof memory === "function" ? memory() : undefined;
}

/** Sizes that are filled up: 5 networks, 7 trials and 40 steps. */
const SHAPE = {
  ...{ units: 7, channels: 2, outputs: 2, count: 7, steps: 40, alpha: 0.1 },
  ...{ clamps: 1, gain: 1, drawn: true, checkpoints: 3 },
};

const NOTHING = { numTensors: 0, numBytes: 0 };

/** Networks of the paper's size, each with trials of its own. */
function realQuestions(networks: number): readonly Question[] {
  const key = deriveKey(null, "tensorflow", "real size");
  return Array.from({ length: networks }, (_, k) =>
    realSize(2, { network: deriveKey(key, k), trials: deriveKey(key, "trials", k) }),
  );
}

/** A network of 12 units and 30 steps that a rule trains until it meets the criterion. */
function small(rule: AnyRule, hyper: Storable): Parameters<typeof trainingOf>[0] {
  const settings = smallSettings(rule, { units: 12, steps: 30 });
  const noisy = { noiseDeviation: 0.2, initialDeviation: 0.1 };
  return {
    seed: 1001,
    rule,
    settings: {
      ...settings,
      trainTask: { ...settings.trainTask, ...noisy },
      validationTask: { ...settings.validationTask, ...noisy, noiseDeviation: 0.05 },
      hyper,
      trialsPerUpdate: 100,
      validateEvery: 1,
      budget: { updates: 200, restarts: 0 },
      stopping: "first-passage",
    },
  };
}

const SMALL = [
  small(opaque(bptt), { ...ADAM_DEFAULTS, learningRate: 0.02, loss: "mean" }),
  small(opaque(genetic), {
    ...{ first: 8, children: 8, elites: 2, parents: 3, mutationDeviation: 0.2 },
  }),
];

if (!isInstalled)
  describe("TensorFlow on CPU", () => {
    it.skip("never run: it is not installed (npm run gpu:install -- --cpu)", () => {});
  });
else {
  const library = loadGpuLibrary();
  const graphs = gpuGraphs(library, undefined, (message) => {
    throw new Error(message);
  });
  if (graphs === undefined) throw new Error("gpu/graphs: expected them");
  const bound = <Subject, Case>(law: Law<Subject, Case>, subject: Subject) =>
    bindLaw({ ...law, mutants: [] }, subject);
  const ways: readonly (readonly [string, TfjsOptions])[] = [
    ["op by op", {}],
    ["compiled by XLA", { graphs }],
  ];

  describe.skipIf(isOnGpu(library))("TensorFlow on CPU, op by op", () => {
    const engine = createTfjsEngine(library);
    specLaws("engine", [
      bound(agreesWithOracle, engine),
      bound(gradientIsDerivative, engine),
      bound(networksApart, engine),
      bound(trialsApart, engine),
      bound(traceFollows, engine),
      bound(chunksAgree, (maxBytes) => createTfjsEngine(library, { maxBytes })),
      bound(brokenIsSeen, engine),
    ]);

    it("leaves no tensor where the library fails halfway", async () => {
      const [{ network, trials }] = realQuestions(1);
      let products = 0;
      const failing: TensorLibrary = {
        ...library,
        matMul(...operands) {
          products += 1;
          if (products === 9) throw new Error("out of memory");
          return library.matMul(...operands);
        },
      };
      await expect(createTfjsEngine(failing).gradient([network], trials)).rejects.toThrow(
        "out of memory",
      );
      expect(products).toBe(9);
      expect(alive(library)).toMatchObject(NOTHING);
    });
  });

  describe.skipIf(isOnGpu(library))("TensorFlow on CPU, compiled by XLA", () => {
    const engine = createTfjsEngine(library, { graphs });
    // Each shape is compiled, for a second or so: fewer cases than op by op.
    specLaws("engine", [
      bound({ ...agreesWithOracle, runs: 12 }, engine),
      bound({ ...gradientIsDerivative, runs: 4 }, engine),
      bound({ ...brokenIsSeen, runs: 12 }, engine),
    ]);

    it.each(
      ACTIVATIONS.flatMap((activation) =>
        READOUTS.map((readout) => [activation, readout] as const),
      ),
    )("answers as reference does: %s, %s", async (activation, readout) => {
      const given = { ...SHAPE, activation, readout } as const;
      const questions = [1, 2, 3, 4, 5].map((seed) => makeRun({ ...given, seed }));
      const [{ trials }] = questions;
      const same = questions.map(({ network }) => ({ network, trials }));
      const mine = await engine.gradientEach(same);
      const outputs = await engine.evaluateEach(same);
      for (const [k, { network }] of questions.entries()) {
        const [{ loss, gradient }] = await referenceEngine.gradient([network], trials);
        mustBeClose("loss", [mine[k].loss], [loss], 1e-5);
        for (const name of WEIGHT_NAMES)
          mustBeClose(name, mine[k].gradient[name], gradient[name], 1e-5);
        const [expected] = await referenceEngine.evaluate([network], trials);
        mustBeClose("outputs", outputs[k], expected, 1e-5);
      }
      expect(alive(library)).toMatchObject(NOTHING);
    });

    it("leaves no tensor where the graph fails", async () => {
      const failing: Graphs = {
        find: async (network, kind) => {
          const model = await graphs.find(network, kind);
          if (model === undefined) return undefined;
          const predict = (): never => {
            throw new Error("out of memory");
          };
          return { inputs: model.inputs, predict };
        },
      };
      const { network, trials } = makeRun({
        ...SHAPE,
        activation: "relu",
        readout: "unit",
        seed: 1,
      });
      await expect(
        createTfjsEngine(library, { graphs: failing }).gradient([network], trials),
      ).rejects.toThrow("out of memory");
      expect(alive(library)).toMatchObject(NOTHING);
    });

    it.each([1, 3, 5])("cut to %i trials of a network at a time, answers alike", async (count) => {
      const given = { ...SHAPE, activation: "shifted-tanh", readout: "rates", seed: 1 } as const;
      const run = makeRun(given);
      const { fixed, each } = bytesOf(run, { steps: 48, keeps: "gradient" });
      const cut = createTfjsEngine(library, { graphs, maxBytes: fixed + count * each });
      const [mine] = await cut.gradient([run.network], run.trials);
      const [whole] = await engine.gradient([run.network], run.trials);
      for (const name of WEIGHT_NAMES)
        mustBeClose(name, mine.gradient[name], whole.gradient[name], 1e-5);
    });
  });

  describe.skipIf(isOnGpu(library))("TensorFlow on CPU, a graph that cannot be used", () => {
    const run = makeRun({ ...SHAPE, activation: "tanh", readout: "state", seed: 1 });

    it("is said once, and each operation is a call", async () => {
      const folder = mkdtempSync(join(tmpdir(), "attest-graphs-"));
      try {
        writeFileSync(join(folder, "saved_model.pb"), "no graph");
        const said: string[] = [];
        const broken = gpuGraphs(library, folder, (message) => void said.push(message));
        if (broken === undefined) throw new Error("expected graphs");
        const engine = createTfjsEngine(library, { graphs: broken });
        const plain = createTfjsEngine(library);
        for (let k = 0; k < 2; k++)
          expect(await engine.gradient([run.network], run.trials)).toEqual(
            await plain.gradient([run.network], run.trials),
          );
        await engine.evaluate([run.network], run.trials);
        expect(said).toHaveLength(1);
        expect(said[0]).toContain("cannot be used");
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });

    it("is not there where its folder is not", () => {
      expect(gpuGraphs(library, join(tmpdir(), "attest-no-such-folder"))).toBe(undefined);
    });
  });

  describe.skipIf(isOnGpu(library)).each(ways)("TensorFlow on CPU, %s", (_, options) => {
    const engine = createTfjsEngine(library, options);
    afterAll(() => expect(alive(library)).toMatchObject(NOTHING));

    it("makes the gradients of wasm at the real size", async () => {
      const questions = realQuestions(2);
      const mine = await engine.gradientEach(questions);
      for (const [k, { network, trials }] of questions.entries()) {
        const [{ loss, gradient }] = await wasmEngine.gradient([network], trials);
        mustBeClose("loss", [mine[k].loss], [loss], 1e-5);
        for (const name of WEIGHT_NAMES)
          mustBeClose(name, mine[k].gradient[name], gradient[name], 1e-5);
      }
    });

    it.each(SMALL)("trains a network of $rule.name to its end, as float32", async (each) => {
      const folder = mkdtempSync(join(tmpdir(), "attest-tensorflow-"));
      try {
        const store = openStore(folder, (message) => {
          throw new Error(message);
        });
        const [mine] = await trainTogether([trainingOf({ ...each, engine })], {
          store,
          engine,
          tell: () => {},
        });
        const theirs = await train(trainingOf(each));
        expect(mine.reason).toBe("criterion");
        expect(mine.updates).toBe(theirs.updates);
        expect(mine.validations).toEqual(theirs.validations);
        expect(mine.tier).toBe("tolerance");
        for (const name of WEIGHT_NAMES)
          mustBeClose(name, mine.network.weights[name], theirs.network.weights[name], 1e-3);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });
}
