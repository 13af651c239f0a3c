import { parseArgs } from "node:util";
import { nativeAvailable, useInstructionSet } from "../src/engine/native/kernel.ts";
import { analysts } from "./analysts.ts";
import {
  type Contestant,
  nativeContestant,
  torchContestant,
  wasmContestant,
} from "./contestants.ts";
import { deviceContestants } from "./devices.ts";
import { GOALS, type Timed, timeRace, timeTrials } from "./goals.ts";
import { timePulses } from "./pulses.ts";
import {
  ANALYSIS_JOBS,
  GOAL_JOBS,
  type GoalJob,
  JOB_NAMES,
  type JobName,
  operations,
  TRAINING_JOBS,
} from "./sizes.ts";
import { timeLarge, timeLargest, timeSets, timeStarts } from "./starts.ts";

/*
 * npm run -s bench -- [names] [--json] [--runs 9] [--software]
 * Times `train`, `validate`, `generation`, `hebbian` and `force` at the paper's sizes, and of
 * analysis `attractors`, `svcca`, `permanova`, `silhouettes` and `smacof`. The engines take turns,
 * so that what else the machine does hits them alike; the median of the turns counts, of process
 * time in analysis. `webgpu` and `tfjs` are among them where they are installed, with their device;
 * a program that does as a card only with --software. `trial` (200 Hebbian trials beside
 * a plain loop in C) and `race` (a genetic generation beside all its networks on all its trials)
 * have goals, and so have fixed points: `starts` (100 on a trained network, beside JAX), `sets` (of
 * that network, beside one start after another), `large` (N = 200, beside scipy) and `largest` (a
 * set of N = 500, in milliseconds), and `pulses` (two of that network, beside one state at a time).
 * Of these the least process time counts, and the ratio is printed with the goal.
 */

type Row = {
  readonly name: JobName;
  readonly engine: string;
  readonly device?: string;
  /** The median. */
  readonly ms: number;
  /** Null where operations are not counted. */
  readonly gflops: number | null;
  readonly runs: number;
};

/** A row of a job that has a goal, with what it is divided by. */
type GoalRow = Row & { readonly ratio: number | null; readonly goal: number };

const WARM_UPS = 3;

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

async function timeJob(
  name: JobName,
  contestants: readonly Contestant[],
  runs: number,
): Promise<Row[]> {
  const times = contestants.map((): number[] => []);
  for (let turn = -WARM_UPS; turn < runs; turn++)
    for (const [k, contestant] of contestants.entries()) {
      const milliseconds = await contestant.time(name);
      if (turn >= 0) times[k].push(milliseconds);
    }
  return contestants.map(({ engine, device }, k) => {
    const ms = median(times[k]);
    const on = device === undefined ? {} : { device };
    return { name, engine, ...on, ms: rounded(ms), gflops: gflopsOf(name, ms), runs };
  });
}

const rounded = (ms: number): number => Math.round(ms * 10) / 10;

const gflopsOf = (name: JobName, ms: number): number | null => {
  const counted = operations(name);
  return counted === null ? null : Math.round(counted / ms / 1e5) / 10;
};

/** How each job that has a goal is timed. */
const TIME_GOALS: Readonly<Record<GoalJob, (runs: number) => Promise<readonly Timed[]>>> = {
  trial: (runs) => timeTrials(runs, nativeAvailable()),
  race: (runs) => timeRace(runs, nativeAvailable()),
  ...{ starts: timeStarts, sets: timeSets, large: timeLarge, largest: timeLargest },
  pulses: timePulses,
};

/** Times a job that has a goal; a race is long enough to be run a few times only. */
async function timeGoal(name: GoalJob, runs: number): Promise<readonly GoalRow[]> {
  const turns = name === "race" ? Math.ceil(runs / 3) : name === "largest" ? 1 : runs;
  const timed = await TIME_GOALS[name](turns);
  return timed.map(({ engine, ms, against }) => {
    const other = timed.find((each) => each.engine === against);
    return {
      ...{ name, engine, ms: rounded(ms), gflops: gflopsOf(name, ms), runs: turns },
      ratio: other === undefined ? null : ms / other.ms,
      goal: GOALS[name],
    };
  });
}

/** A line a row, with its ratio and goal where it has one. */
function printGoals(rows: readonly GoalRow[]): void {
  for (const { name, engine, ms, ratio, goal } of rows) {
    const against = ratio === null ? "" : `  ${ratio.toFixed(3)}, goal ${goal}`;
    console.log(`${name.padEnd(10)} ${engine.padEnd(14)} ${ms.toFixed(1)} ms${against}`);
  }
}

/** Engines of others. */
const PEERS = ["torch", "scipy", "numpy", "sklearn"];

/** A line a row, with the ratio to a peer's time where there is one. */
function print(rows: readonly Row[]): void {
  for (const { name, engine, device, ms, gflops } of rows) {
    const peer = rows.find((row) => row.name === name && PEERS.includes(row.engine));
    const ratio =
      peer && peer.engine !== engine ? `  ${(ms / peer.ms).toFixed(3)} × ${peer.engine}` : "";
    const rate = gflops === null ? "" : `  ${gflops} GFLOP/s`;
    const on = device === undefined ? "" : `  (${device})`;
    console.log(`${name.padEnd(10)} ${engine.padEnd(11)} ${ms.toFixed(1)} ms${rate}${ratio}${on}`);
  }
}

const isJobName = (name: string): name is JobName => JOB_NAMES.some((job) => job === name);

async function trainers(software: boolean): Promise<readonly Contestant[]> {
  const torch = await torchContestant();
  if (!torch) process.stderr.write("bench: no python3 here has torch; its rows are left out\n");
  const native = nativeAvailable();
  if (!native) process.stderr.write("bench: native is not built; its rows are left out\n");
  const best = native ? useInstructionSet("best") : "";
  return [
    wasmContestant(),
    ...(native ? [nativeContestant("native", "best")] : []),
    // What a machine without AVX-512 would have.
    ...(best === "avx512" ? [nativeContestant("native-avx2", "avx2")] : []),
    ...(torch ? [torch] : []),
    ...(await deviceContestants(software, (line) => process.stderr.write(`bench: ${line}\n`))),
  ];
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      runs: { type: "string", default: "9" },
      software: { type: "boolean", default: false },
    },
  });
  const unknown = positionals.find((name) => !isJobName(name));
  if (unknown !== undefined)
    throw new Error(`names: expected ${JOB_NAMES.join(" or ")}, got ${unknown}`);
  const runs = Number(values.runs);
  if (!(Number.isInteger(runs) && runs >= 1))
    throw new Error(`--runs: expected a positive integer, got ${values.runs}`);
  const names = positionals.length > 0 ? positionals.filter(isJobName) : JOB_NAMES;
  const asked = (jobs: readonly JobName[]) => names.some((name) => jobs.includes(name));
  const contestants = [
    ...(asked(TRAINING_JOBS) ? await trainers(values.software) : []),
    ...(asked(ANALYSIS_JOBS) ? await analysts() : []),
  ];
  const rows: Row[] = [];
  const goals: GoalRow[] = [];
  for (const name of GOAL_JOBS.filter((job) => names.includes(job)))
    goals.push(...(await timeGoal(name, runs)));
  for (const name of names.filter((job) => !GOAL_JOBS.some((goal) => goal === job)))
    rows.push(
      ...(await timeJob(
        name,
        contestants.filter(({ jobs }) => jobs.includes(name)),
        runs,
      )),
    );
  for (const contestant of contestants) contestant.close();
  if (values.json) console.log(JSON.stringify([...rows, ...goals]));
  else {
    print(rows);
    printGoals(goals);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
