import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { tanh32 } from "../../src/engine/arithmetic.ts";
import { definedEngine } from "../../src/engine/defined.ts";
import { referenceEngine } from "../../src/engine/reference.ts";
import { compileKernel } from "../../src/engine/wasm/compile.ts";
import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import { assemblyPlans, nativePlans } from "../../src/engine/wasm/plansWritten.ts";
import { initialise } from "../../src/model/initialise.ts";
import { WEIGHT_NAMES } from "../../src/model/model.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import { rdm } from "../../src/task/rdm.ts";
import { specLaws } from "../specLaws.ts";
import { mustAgree, mustBeSame } from "./bytes.laws.ts";
import { engineLaws } from "./engine.ts";
import { makeRun } from "./made.ts";

specLaws("engine", engineLaws);

const key = deriveKey(null, "engine.spec");

const paperTask = rdm({
  steps: 750,
  coherence: { kind: "uniform", largest: 0.1857 },
  noiseDeviation: 1,
  initialDeviation: 0.3,
});

const paperNetwork = initialise(
  {
    model: {
      activation: "shifted-tanh",
      readout: "rates",
      clamped: [],
      trains: WEIGHT_NAMES,
      alpha: 0.1,
    },
    channels: 1,
    outputs: 1,
    initialisation: {
      units: 50,
      recurrentDeviation: Math.sqrt(1 / 50),
      inputDeviation: Math.sqrt(0.5),
      outputDeviation: Math.sqrt(0.1),
    },
  },
  key,
);

describe("engine: the paper's size", () => {
  it("wasm and defined make the same bytes of a gradient (N = 50, T = 750, B = 500)", async () => {
    const trials = paperTask.draw(deriveKey(key, 0), 500);
    const [mine] = await wasmEngine.gradient([paperNetwork], trials);
    const [theirs] = await definedEngine.gradient([paperNetwork], trials);
    expect(mine.loss).toBe(theirs.loss);
    for (const name of WEIGHT_NAMES) mustBeSame(name, mine.gradient[name], theirs.gradient[name]);
  });

  it("float32 agrees with float64", async () => {
    const trials = paperTask.draw(key, 33);
    const [mine] = await wasmEngine.gradient([paperNetwork], trials);
    const [theirs] = await referenceEngine.gradient([paperNetwork], trials);
    expect(Math.abs(mine.loss / theirs.loss - 1)).toBeLessThan(1e-5);
    for (const name of WEIGHT_NAMES) {
      const largest = Math.max(...theirs.gradient[name].map(Math.abs));
      const worst = Math.max(
        ...theirs.gradient[name].map((g, k) => Math.abs(g - mine.gradient[name][k])),
      );
      expect(worst / largest, name).toBeLessThan(1e-4);
    }
  });

  it.each([1, 15, 16, 17, 32])("the same bytes for a batch of %i", async (count) => {
    const trials = paperTask.draw(deriveKey(key, "batch", count), count);
    await mustAgree(
      { engine: wasmEngine, other: definedEngine },
      { network: paperNetwork, trials: { ...trials, steps: 40, checkpoints: [0, 39] } },
    );
  });
});

describe("engine: examples", () => {
  const run = makeRun({
    seed: 1,
    units: 4,
    channels: 2,
    outputs: 1,
    count: 3,
    steps: 6,
    activation: "tanh",
    readout: "rates",
    alpha: 0.1,
    clamps: 0,
    gain: 1,
    drawn: false,
    checkpoints: 2,
  });
  const { network, trials } = run;

  it.each([
    ["wasm/assembly/plans.ts", assemblyPlans()],
    ["native/plans.h", nativePlans()],
  ])("%s is what plans.ts says", (path, text) => {
    const committed = readFileSync(new URL(`../../src/engine/${path}`, import.meta.url), "utf8");
    expect(committed).toBe(text);
  });

  it("kernel.wasm is what assembly/ compiles to", async () => {
    const committed = readFileSync(new URL("../../src/engine/wasm/kernel.wasm", import.meta.url));
    expect(Buffer.compare(committed, await compileKernel())).toBe(0);
  });

  it("tanh32 is odd, within ±1, within 4e-7 of tanh, and keeps NaN", () => {
    for (let x = -12; x <= 12; x += 0.000917) {
      const t = tanh32(Math.fround(x));
      expect(Math.abs(t - Math.tanh(Math.fround(x)))).toBeLessThan(4e-7);
      expect(tanh32(-Math.fround(x))).toBe(-t);
    }
    expect(tanh32(Number.NaN)).toBeNaN();
    expect(tanh32(Number.POSITIVE_INFINITY)).toBeCloseTo(1, 6);
  });

  it("no checkpoint: no outputs, loss 0, gradient 0", async () => {
    const free = { ...trials, checkpoints: [], targets: new Float64Array(0) };
    for (const engine of [wasmEngine, definedEngine, referenceEngine]) {
      expect((await engine.evaluate([network], free))[0].length, engine.name).toBe(0);
      const [{ loss, gradient }] = await engine.gradient([network], free);
      expect(loss).toBe(0);
      for (const name of WEIGHT_NAMES) expect(gradient[name].every((g) => g === 0)).toBe(true);
    }
  });

  it("a deviation too small for float32 still uses up its normals", async () => {
    const drawn = {
      ...trials,
      inputs: {
        kind: "gaussian" as const,
        mean: new Float64Array(6).fill(0.25),
        deviation: Float64Array.of(1e-60, 0.5),
        key,
      },
    };
    await mustAgree({ engine: wasmEngine, other: definedEngine }, { network, trials: drawn });
  });

  it("what does not fit is named", async () => {
    for (const engine of [wasmEngine, definedEngine, referenceEngine]) {
      const ask = (change: Partial<typeof trials>) =>
        engine.gradient([network], { ...trials, ...change });
      await expect(ask({ channels: 3 })).rejects.toThrow("channels: the network has 2");
      await expect(ask({ targets: new Float64Array(1) })).rejects.toThrow("targets: expected");
      await expect(ask({ checkpoints: [3, 3] })).rejects.toThrow("checkpoints[1]");
      await expect(ask({ numbers: new Uint32Array(1) })).rejects.toThrow("numbers: expected 3");
      await expect(ask({ inputs: { kind: "given", values: new Float64Array(5) } })).rejects.toThrow(
        "inputs.values: expected 36",
      );
      await expect(
        ask({ initial: { kind: "given", values: new Float64Array(5) } }),
      ).rejects.toThrow("initial.values: expected 12");
      const twoOutputs = {
        ...network,
        outputs: 2,
        model: { ...network.model, readout: "unit" as const },
      };
      await expect(
        engine.evaluate(
          [{ ...twoOutputs, weights: { ...network.weights, output: new Float64Array(8) } }],
          { ...trials, outputs: 2, targets: new Float64Array(2 * trials.targets.length) },
        ),
      ).rejects.toThrow("outputs: expected 1");
    }
  });
});
