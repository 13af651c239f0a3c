import { afterAll, describe, expect, it } from "vitest";
import { populationQuestion } from "../../bench/populationQuestion.ts";
import { agreesWithOracle } from "../../properties/engine/agreement.laws.ts";
import { sameBytes } from "../../properties/engine/bytes.laws.ts";
import { networksApart, trialsApart } from "../../properties/engine/independence.laws.ts";
import { checkLaw, type Law } from "../../properties/law.ts";
import type { Engine } from "../../src/engine/engine.ts";
import type { Question } from "../../src/engine/joined.ts";
import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import { createWebgpuEngine } from "../../src/engine/webgpu/engine.ts";
import { loadWebgpu } from "../../src/engine/webgpu/load.ts";
import { exactEngine, fastEngine, type Opened, openDevice } from "../../src/engine/webgpu/open.ts";
import { proveExact } from "../../src/engine/webgpu/prove.ts";
import { WEIGHT_NAMES } from "../../src/model/model.ts";

/** `own` may have no adapter; the drivers that were asked for must. */
const driver = process.env.ATTEST_WEBGPU_DRIVER ?? "own";

const gpu = await loadWebgpu();

async function open(): Promise<Opened | Error> {
  try {
    const found = await openDevice(gpu);
    if (driver !== "own" || !found.isSoftware) return found;
    return new Error(`${found.adapter} is a program, which is checked under its own name`);
  } catch (error) {
    if (driver === "own" && error instanceof Error) return error;
    throw error;
  }
}

const opened = await open();
if (opened instanceof Error) console.log(`driver own: did not run: ${opened.message}`);

/** How many numbers of two engines' gradients differ. */
async function differing(engine: Engine, { network, trials }: Question): Promise<number> {
  const [mine] = await engine.gradient([network], trials);
  const [theirs] = await wasmEngine.gradient([network], trials);
  let off = Object.is(mine.loss, theirs.loss) ? 0 : 1;
  for (const name of WEIGHT_NAMES)
    theirs.gradient[name].forEach((value, k) => {
      if (!Object.is(mine.gradient[name][k], value)) off += 1;
    });
  return off;
}

describe.skipIf(opened instanceof Error)(`the engine webgpu on the driver ${driver}`, async () => {
  if (opened instanceof Error) return;
  const { device, adapter, isSoftware } = opened;
  const engine = await exactEngine(opened, wasmEngine);
  const onDevice = async <Subject, Case>(law: Law<Subject, Case>, subject: Subject, runs: number) =>
    checkLaw({ ...law, runs }, subject);

  afterAll(() => device.destroy());

  it(`makes the bytes of wasm on ${adapter}`, () => {
    expect(engine.tier).toBe("float32");
    expect(engine.name).toBe("webgpu");
    if (driver !== "own") expect(isSoftware).toBe(true);
  });

  it("makes them for every activation, readout, clamp, given and drawn trials", () =>
    onDevice(sameBytes, { engine, other: wasmEngine }, 8));

  it("agrees with float64", () => onDevice(agreesWithOracle, engine, 3));

  it("answers each network and each trial as if it were alone", async () => {
    await onDevice(networksApart, engine, 1);
    await onDevice(trialsApart, engine, 1);
  });

  it("makes them at the real size: 500 trials of 750 steps", async () => {
    expect(await differing(engine, populationQuestion(0))).toBe(0);
  });

  it("is the same however work is cut", async () => {
    const questions = [0, 1, 2].map((number) =>
      populationQuestion(number, { count: 40, steps: 20 }),
    );
    const whole = await engine.gradientEach(questions);
    for (const maxBlocks of [1, 5]) {
      const cut = createWebgpuEngine(device, wasmEngine, {
        ...{ guard: "products", rolled: true, cut: { maxBlocks } },
      });
      expect(await cut.gradientEach(questions)).toEqual(whole);
    }
  });

  it("ranks networks as wasm does", async () => {
    const { trials } = populationQuestion(0, { count: 40, steps: 50 });
    const networks = [0, 1, 2, 3].map((number) => populationQuestion(number).network);
    expect(await engine.lowest?.(networks, trials, 2)).toEqual(
      await wasmEngine.lowest?.(networks, trials, 2),
    );
  });

  it("without guards is another engine, with a tolerance", async () => {
    const fast = fastEngine(opened, wasmEngine);
    expect(fast).toMatchObject({ name: "webgpu-fast", tier: "tolerance" });
    await onDevice(agreesWithOracle, fast, 2);
    const difference = await proveExact({ ...fast, name: "webgpu" }, wasmEngine);
    // lavapipe contracts products and sums; SwiftShader does not.
    if (driver === "lavapipe") expect(difference).toMatch(/numbers of \w+ differ/);
  });
});

describe.skipIf(opened instanceof Error)("a device that is lost", () => {
  it("in the midst of a gradient is an error with its reason", async () => {
    const own = await openDevice(gpu);
    const engine = createWebgpuEngine(own.device, wasmEngine, { guard: "products", rolled: true });
    const { network, trials } = populationQuestion(0, { count: 64, steps: 200 });
    const answer = engine.gradient([network], trials);
    setImmediate(() => own.device.destroy());
    await expect(answer).rejects.toThrow(/engine webgpu: the device was lost \(destroyed/);
    await expect(engine.evaluate([network], trials)).rejects.toThrow(/run it again to go on/);
  });
});
