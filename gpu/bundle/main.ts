import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { populationQuestion, timeGradients } from "../../bench/populationQuestion.ts";
import type { Host } from "../../src/commands/host.ts";
import { stoppableBy } from "../../src/commands/signals.ts";
import { planNamed, type TrainPlanOptions, trainPlan } from "../../src/commands/trainPlan.ts";
import { chooseEngine } from "../../src/engine/choose.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import { WEIGHT_NAMES } from "../../src/model/model.ts";
import { UnfinishedError } from "../../src/training/limits.ts";
import { asDevice, placeOf } from "../device.ts";

/*
 * ./attest-gpu [--plan FILE] [--minutes N] [--networks 1,16,64,256] [--store store] [--into DIR]
 * On a machine without a network: checks that this device makes the bytes of wasm, prints a table
 * of times, and trains a plan until the time is up. Run again it goes on from there.
 */

const note = (text: string): void => void process.stderr.write(text);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const nowMs = (): number => performance.now();
const stop = new AbortController();

const host: Host = {
  out: (text) => void process.stdout.write(text),
  ...{ note, nowMs, interactive: false, colours: false, width: 100, signal: stop.signal },
  salt: () => randomBytes(8).toString("hex"),
  now: () => new Date().toISOString().replace(/\.\d+Z$/, "Z"),
  cpuMs: () => process.cpuUsage().user / 1000,
  cores: availableParallelism(),
  stoppable: stoppableBy(process, stop, { note, nowMs }),
};

/** Sizes of populations that are timed; a program that does as a card is slow enough with one. */
const SIZES = [1, 16, 64, 256];

function sizesOf(asked: string | undefined): readonly number[] | undefined {
  if (asked === undefined) return undefined;
  const sizes = asked.split(",").map(Number);
  if (!sizes.every((size) => Number.isInteger(size) && size > 0))
    throw new RangeError(`--networks: expected positive integers, got ${asked}`);
  return sizes;
}

/** @throws Error where a gradient of the real size is not that of wasm, to the bit. */
async function requireBytes(engine: Engine): Promise<void> {
  const { network, trials } = populationQuestion(0);
  const [mine] = await engine.gradient([network], trials);
  const [theirs] = await wasmEngine.gradient([network], trials);
  const off = WEIGHT_NAMES.reduce(
    (sum, name) =>
      sum +
      theirs.gradient[name].filter((value, k) => !Object.is(mine.gradient[name][k], value)).length,
    Object.is(mine.loss, theirs.loss) ? 0 : 1,
  );
  if (off > 0) throw new Error(`${off} numbers of a gradient are not those of wasm`);
  say("bytes: those of wasm, in its questions and in a gradient of 500 trials of 750 steps");
}

/** Times of one gradient; each size is run twice, and the second counts. */
async function printTimes(engine: Engine, sizes: readonly number[]): Promise<void> {
  say("networks  one gradient  each");
  for (const size of sizes) {
    const questions = Array.from({ length: size }, (_, k) => populationQuestion(k));
    await timeGradients(engine, questions);
    const milliseconds = await timeGradients(engine, questions);
    const each = `${(milliseconds / size).toFixed(1)} ms`;
    say(`${String(size).padStart(8)}  ${`${milliseconds.toFixed(0)} ms`.padStart(12)}  ${each}`);
  }
}

/** Trains until the time is up, and writes what there is of each population. */
async function train(options: TrainPlanOptions): Promise<void> {
  try {
    await trainPlan(options, host);
  } catch (error) {
    if (!(error instanceof UnfinishedError && error.byLimits)) throw error;
    note(`${error.message}\n`);
    await trainPlan({ ...options, stored: true, limits: {} }, host);
  }
}

async function main(): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: {
      ...{ plan: text, minutes: text, networks: text },
      store: { ...text, default: "store" },
      into: { ...text, default: "populations" },
    },
  });
  const { plan, minutes, store, into } = values;
  if (minutes !== undefined && !(Number(minutes) > 0))
    throw new RangeError(`--minutes: expected a positive number, got ${minutes}`);
  // A plan that there cannot be is refused before anything is timed.
  if (plan !== undefined) planNamed(plan);
  const sizes = sizesOf(values.networks);
  const engine = await chooseEngine("webgpu");
  const [name, isSoftware] = ["adapter", "isSoftware"].map((key) => Reflect.get(engine, key));
  const device = asDevice({ engine: engine.name, name, isSoftware });
  say(placeOf(device));
  await requireBytes(engine);
  await printTimes(engine, sizes ?? (device.isSoftware ? [1] : SIZES));
  if (plan === undefined) return;
  const until = minutes === undefined ? {} : { until: AbortSignal.timeout(Number(minutes) * 6e4) };
  const options = { plan, store, into, limits: until, engine: "webgpu", workers: 1 };
  await host.stoppable(
    () => train({ ...options, index: undefined, rules: [], stored: false, json: false }),
    { goesOn: true },
  );
}

main().catch((error: unknown) => {
  note(`attest-gpu: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
