import { existsSync } from "node:fs";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { chooseEngine } from "../../src/engine/choose.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openSession } from "../../src/engine/openSession.ts";
import { bytesOf } from "../../src/engine/tfjs/chunks.ts";
import { createTfjsEngine } from "../../src/engine/tfjs/engine.ts";
import { isTensorLibrary, type TensorLibrary } from "../../src/engine/tfjs/library.ts";
import { type BoundLaw, bindLaw, type Law } from "../law.ts";
import { specLaws } from "../specLaws.ts";
import { agreesWithOracle } from "./agreement.laws.ts";
import { gradientIsDerivative } from "./gradient.laws.ts";
import { networksApart, traceFollows, trialsApart } from "./independence.laws.ts";
import { makeRun } from "./made.ts";
import { brokenIsSeen, chunksAgree } from "./tfjs.laws.ts";

const tfjsEngine = createTfjsEngine(tf);

const isInstalled = existsSync(new URL("../../gpu/node_modules", import.meta.url));

const run = makeRun({
  seed: 9,
  units: 7,
  channels: 2,
  outputs: 2,
  count: 11,
  steps: 40,
  activation: "shifted-tanh",
  readout: "rates",
  alpha: 0.1,
  clamps: 1,
  gain: 1,
  drawn: true,
  checkpoints: 3,
});

const { network, trials } = run;

const other = { ...network, model: { ...network.model, readout: "state" as const } };

/** The mutants are no tfjs engines: once is enough for them. */
const onBackend = <Subject, Case>(
  backend: string,
  law: Law<Subject, Case>,
  subject: Subject,
): BoundLaw =>
  bindLaw(
    { ...law, id: `${law.id}/${backend}`, mutants: backend === "cpu" ? law.mutants : [] },
    subject,
  );

const knownLaw = <Case>(backend: string, law: Law<Engine, Case>): BoundLaw =>
  bindLaw({ ...law, id: `${law.id}/${backend}`, mutants: [] }, tfjsEngine);

describe.each(["cpu", "wasm"])("the tfjs engine on the backend %s", (backend) => {
  beforeAll(async () => {
    expect(await tf.setBackend(backend)).toBe(true);
  });

  specLaws("engine", [
    knownLaw(backend, agreesWithOracle),
    knownLaw(backend, gradientIsDerivative),
    knownLaw(backend, networksApart),
    knownLaw(backend, trialsApart),
    knownLaw(backend, traceFollows),
    onBackend(backend, chunksAgree, (maxBytes) => createTfjsEngine(tf, { maxBytes })),
    onBackend(backend, brokenIsSeen, tfjsEngine),
  ]);

  it("leaves no tensor behind", async () => {
    const before = tf.memory();
    const networks = [network, other, network];
    await tfjsEngine.evaluate(networks, trials);
    await tfjsEngine.gradient(networks, trials);
    await tfjsEngine.trace(network, trials);
    await tfjsEngine.trace(other, trials);
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
  });

  it("leaves none behind where the library fails halfway", async () => {
    const before = tf.memory().numTensors;
    let products = 0;
    const failing: TensorLibrary = {
      ...tf,
      matMul(...operands) {
        products += 1;
        if (products === 9) throw new Error("out of memory");
        return Reflect.apply(tf.matMul, tf, operands);
      },
    };
    await expect(createTfjsEngine(failing).gradient([network], trials)).rejects.toThrow(
      "out of memory",
    );
    expect(products).toBe(9);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(["gradient", "nothing"] as const)("keeps to maxBytes, keeping %s", async (keeps) => {
    const { fixed, each } = bytesOf(run, { steps: trials.steps, keeps });
    const maxBytes = 2 * (fixed + trials.count * each);
    const before = tf.memory().numBytes;
    let most = 0;
    let forwardSteps = 0;
    const watched: TensorLibrary = {
      ...tf,
      tanh(x) {
        most = Math.max(most, tf.memory().numBytes - before);
        forwardSteps += 1;
        return Reflect.apply(tf.tanh, tf, [x]);
      },
      add(a, b) {
        most = Math.max(most, tf.memory().numBytes - before);
        return Reflect.apply(tf.add, tf, [a, b]);
      },
    };
    const engine = createTfjsEngine(watched, { maxBytes });
    const networks = Array.from({ length: 6 }, () => network);
    await (keeps === "gradient"
      ? engine.gradient(networks, trials)
      : engine.evaluate(networks, trials));
    expect(forwardSteps).toBe(3 * (1 + Math.max(...trials.checkpoints) + 1));
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(maxBytes);
  });

  it("calls go one after another", async () => {
    const [a, b] = await Promise.all([
      tfjsEngine.gradient([network], trials),
      tfjsEngine.gradient([other], trials),
    ]);
    expect(a).toEqual(await tfjsEngine.gradient([network], trials));
    expect(b).toEqual(await tfjsEngine.gradient([other], trials));
  });
});

describe("the tfjs engine", () => {
  it("names the least memory that would do", async () => {
    const engine = createTfjsEngine(tf, { maxBytes: 100 });
    await expect(engine.gradient([network], trials)).rejects.toThrow(/maxBytes: expected at least/);
  });

  it("without a checkpoint there is nothing to run", async () => {
    const free = { ...trials, checkpoints: [], targets: new Float64Array(0) };
    expect((await tfjsEngine.evaluate([network], free))[0]).toHaveLength(0);
    const [{ loss, gradient }] = await tfjsEngine.gradient([network], free);
    expect(loss).toBe(0);
    expect(gradient.recurrent.every((g) => g === 0)).toBe(true);
  });

  it("names what does not fit", async () => {
    const wrong = { ...trials, channels: 3 };
    await expect(tfjsEngine.gradient([network], wrong)).rejects.toThrow("channels: the network");
    await expect(tfjsEngine.trace(network, wrong)).rejects.toThrow("channels: the network");
  });

  it("opens the defined sessions", () => {
    expect(tfjsEngine.open).toBe(openSession);
    expect(tfjsEngine.tier).toBe("tolerance");
  });

  it("is known by what it can do", () => {
    expect(isTensorLibrary(tf)).toBe(true);
    expect(isTensorLibrary({ ...tf, matMul: undefined })).toBe(false);
    expect(isTensorLibrary(null)).toBe(false);
  });

  // Where it is installed it is not loaded here: two libraries in one process get into a tangle.
  it.skipIf(isInstalled)("by name comes from gpu/ alone, which says how to get it", async () => {
    await expect(chooseEngine("tfjs")).rejects.toThrow("npm run gpu:install");
  });
});
