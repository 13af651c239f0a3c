import { existsSync, mkdtempSync, rmSync } from "node:fs";
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
import { brokenIsSeen, chunksAgree } from "../../properties/engine/tfjs.laws.ts";
import { bindLaw, type Law } from "../../properties/law.ts";
import { specLaws } from "../../properties/specLaws.ts";
import { CELL, opaque, smallSettings } from "../../properties/training/made.ts";
import type { Question } from "../../src/engine/joined.ts";
import { createTfjsEngine } from "../../src/engine/tfjs/engine.ts";
import type { TensorLibrary } from "../../src/engine/tfjs/library.ts";
import { isOnGpu, loadGpuLibrary } from "../../src/engine/tfjs/load.ts";
import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import { initialise } from "../../src/model/initialise.ts";
import { WEIGHT_NAMES } from "../../src/model/model.ts";
import { ADAM_DEFAULTS } from "../../src/numerics/adam.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import { bptt } from "../../src/rules/bptt.ts";
import { openStore } from "../../src/store/store.ts";
import { contextual } from "../../src/task/contextual.ts";
import type { Trainee } from "../../src/training/member.ts";
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

const NOTHING = { numTensors: 0, numBytes: 0 };

/** Networks of the paper's size, each with trials of its own. */
function realQuestions(networks: number): readonly Question[] {
  const key = deriveKey(null, "tensorflow", "real size");
  const task = contextual({
    contexts: 2,
    steps: 750,
    coherence: { kind: "uniform", largest: 0.1857 },
    means: "independent",
    noiseDeviation: 1,
    initialDeviation: 0.5,
  });
  const settings = {
    model: {
      activation: "shifted-tanh",
      readout: "rates",
      clamped: [],
      trains: WEIGHT_NAMES,
      alpha: 0.1,
    },
    channels: task.channels,
    outputs: 1,
    initialisation: {
      units: 50,
      recurrentDeviation: 0.14,
      inputDeviation: 0.7,
      outputDeviation: 0.3,
    },
  } as const;
  return Array.from({ length: networks }, (_, k) => ({
    network: initialise(settings, deriveKey(key, k)),
    trials: task.draw(deriveKey(key, "trials", k), 500),
  }));
}

/** A network of 12 units and 30 steps that BPTT trains until it meets the criterion. */
function smallTrainee(): Trainee {
  const settings = smallSettings(opaque(bptt), { units: 12, steps: 30 });
  const noisy = { noiseDeviation: 0.2, initialDeviation: 0.1 };
  return {
    cell: { ...CELL, rule: bptt.name },
    seed: 1001,
    rule: opaque(bptt),
    settings: {
      ...settings,
      trainTask: { ...settings.trainTask, ...noisy },
      validationTask: { ...settings.validationTask, ...noisy, noiseDeviation: 0.05 },
      hyper: { ...ADAM_DEFAULTS, learningRate: 0.02, loss: "mean" },
      trialsPerUpdate: 100,
      validateEvery: 1,
      budget: { updates: 200, restarts: 0 },
      stopping: "first-passage",
    },
  };
}

if (!isInstalled)
  describe("TensorFlow on CPU", () => {
    it.skip("never run: it is not installed (npm run gpu:install -- --cpu)", () => {});
  });
else {
  const library = loadGpuLibrary();
  const engine = createTfjsEngine(library);

  describe.skipIf(isOnGpu(library))("TensorFlow on CPU", () => {
    afterAll(() => expect(alive(library)).toMatchObject(NOTHING));

    const bound = <Subject, Case>(law: Law<Subject, Case>, subject: Subject) =>
      bindLaw({ ...law, mutants: [] }, subject);
    specLaws("engine", [
      bound(agreesWithOracle, engine),
      bound(gradientIsDerivative, engine),
      bound(networksApart, engine),
      bound(trialsApart, engine),
      bound(traceFollows, engine),
      bound(chunksAgree, (maxBytes) => createTfjsEngine(library, { maxBytes })),
      bound(brokenIsSeen, engine),
    ]);

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

    it("trains a network to its end: the updates and the accuracy of float32", async () => {
      const folder = mkdtempSync(join(tmpdir(), "attest-tensorflow-"));
      try {
        const store = openStore(folder, (message) => {
          throw new Error(message);
        });
        const trainee = smallTrainee();
        const [mine] = await trainTogether([trainee], { store, engine, tell: () => {} });
        const theirs = await train({ ...trainee, engine: wasmEngine });
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
