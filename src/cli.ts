#!/usr/bin/env node
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError } from "commander";
import type { Host } from "./commands/host.ts";
import { defaultEngineName, ENGINE_NAMES } from "./engine/choose.ts";
import { type Limits, UnfinishedError } from "./training/limits.ts";

const shippedFolder = fileURLToPath(new URL("../fixtures/populations/", import.meta.url));

/** The exit status of work that was told to stop, and goes on when it is run again: EX_TEMPFAIL. */
const STOPPED = 75;

const stop = new AbortController();
const host: Host = {
  out: (text) => process.stdout.write(text),
  note: (text) => process.stderr.write(text),
  interactive: process.stderr.isTTY === true,
  width: process.stdout.columns ?? 100,
  nowMs: () => performance.now(),
  cores: availableParallelism(),
  signal: stop.signal,
};

/** What this process has had of the processor so far. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The engine that the environment asks for. */
async function engineNamed(): Promise<string> {
  const name = process.env.ATTEST_ENGINE ?? (await defaultEngineName());
  if (!ENGINE_NAMES.some((each) => each === name))
    throw new RangeError(
      `ATTEST_ENGINE: there is no engine "${name}"; there are ${ENGINE_NAMES.join(", ")}`,
    );
  return name;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 1 && value <= 1024))
    throw new InvalidArgumentError("expected a whole number from 1 to 1024");
  return value;
}

function index(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(Number.isInteger(value) && value >= 0))
    throw new InvalidArgumentError("expected a whole number from 0");
  return value;
}

/** What `attest train` may be given. */
type TrainFlags = {
  rule?: string;
  task?: string;
  noise?: number;
  seeds?: readonly number[];
  variant: string;
  reading: string;
  plan?: string;
  index?: number;
  into?: string;
  stored: boolean;
  store: string;
  workers: number;
  json: boolean;
  mostMinutes?: number;
  mostUpdates?: number;
  mostMegabytes?: number;
};

function drawCount(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 1 && value <= 100_000))
    throw new InvalidArgumentError("expected a whole number from 1 to 100000");
  return value;
}

function finite(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new InvalidArgumentError("expected a number");
  return value;
}

function positive(text: string): number {
  const value = finite(text);
  if (!(value > 0 && value <= 1e6))
    throw new InvalidArgumentError("expected a number above 0, at most 1000000");
  return value;
}

const numbers = (text: string): readonly number[] => text.split(",").map(finite);

/** `8,16,32`: networks a cell. */
const networkCounts = (text: string): readonly number[] => text.split(",").map(wholeNumber);

function share(text: string): number {
  const value = finite(text);
  if (!(value >= 0 && value < 1)) throw new InvalidArgumentError("expected a share from 0 to 1");
  return value;
}

const words = (text: string): readonly string[] => text.split(",").map((word) => word.trim());

/** `3`, `0-7` or `1000,1003-1005`; a seed given twice would be trained twice at once. */
function seedList(text: string): readonly number[] {
  const seeds = text.split(",").flatMap((part) => {
    const range = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part.trim());
    if (range === null) throw new InvalidArgumentError("expected seeds such as 0-7 or 3,5");
    const first = Number(range[1]);
    const last = range[2] === undefined ? first : Number(range[2]);
    if (last < first || last - first >= 100_000)
      throw new InvalidArgumentError("expected a rising range of at most 100,000 seeds");
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  const sorted = Float64Array.from(seeds).sort();
  const again = sorted.find((seed, i) => seed === sorted[i - 1]);
  if (again !== undefined) throw new InvalidArgumentError(`seed ${again} is given twice`);
  return seeds;
}

/** Limits on the training of one network; the clock is read here, and by no result. */
function limitsOf({
  mostMinutes,
  mostUpdates,
  mostMegabytes,
}: {
  readonly mostMinutes?: number;
  readonly mostUpdates?: number;
  readonly mostMegabytes?: number;
}): Limits {
  return {
    ...(mostMinutes === undefined
      ? {}
      : { deadline: () => AbortSignal.timeout(Math.ceil(mostMinutes * 60_000)) }),
    ...(mostUpdates === undefined ? {} : { mostUpdates }),
    ...(mostMegabytes === undefined ? {} : { mostBytes: mostMegabytes * 1e6 }),
  };
}

// Each command is loaded when it is asked for: the report alone takes half a second to load.
const program = new Command("attest")
  .description(
    "A paper you can run in CI: executable claims about learning rules in recurrent networks.",
  )
  .showHelpAfterError("(add --help for what can be said)")
  .addHelpText(
    "after",
    "\nExit status: 0 done, 1 something was wrong, 130 interrupted, 75 told to stop by a limit," +
      "\nSIGTERM or SIGUSR1; after the last two, run it again to go on from the last checkpoint.",
  );

program
  .command("reproduce")
  .description("audit a network of each rule, judge the claims, write the report")
  .option("--populations <folder>", "the folder of the populations", shippedFolder)
  .option("--scale <name>", "train smoke, desk or paper first, and judge those populations")
  .option("--store <folder>", "with a scale: where trained networks are kept", "store")
  .option("--report <folder>", "where the report goes", "report")
  .option("--workers <n>", "networks trained at once", wholeNumber, host.cores)
  .addHelpText(
    "after",
    "\nExit status 1 where the bytes or a verdict are not the expected ones." +
      "\nExample: attest reproduce\nExample: attest reproduce --scale smoke",
  )
  .action(
    async (options: {
      populations: string;
      scale?: string;
      store: string;
      report: string;
      workers: number;
    }) => {
      const engine = await engineNamed();
      const { reproduce } = await import("./commands/reproduce.ts");
      const { scale } = options;
      if (!(await reproduce({ ...options, scale, engine }, host))) process.exitCode = 1;
    },
  );

program
  .command("audit")
  .description("train shipped networks again from scratch, and compare the bytes")
  .argument("[keys...]", "keys of networks, or the beginnings of them; a sample otherwise")
  .option("--networks <n>", "how many are drawn", wholeNumber, 3)
  .option("--seed <n>", "draws the sample", index, 0)
  .option("--populations <folder>", "the folder of the populations", shippedFolder)
  .option("--workers <n>", "networks trained at once", wholeNumber, host.cores)
  .addHelpText("after", "\nExample: attest audit --networks 3 --seed 7")
  .action(
    async (
      keys: readonly string[],
      options: { networks: number; seed: number; populations: string; workers: number },
    ) => {
      const engine = await engineNamed();
      const { audit } = await import("./commands/audit.ts");
      if (!(await audit({ ...options, keys, engine }, host))) process.exitCode = 1;
    },
  );

program
  .command("discrepancies")
  .description("judge the claims again as the release analyses, a row at a time")
  .option("--populations <folder>", "the folder of the populations", shippedFolder)
  .option("--rows <list>", "such as score,activity; those that need no solving otherwise")
  .option("--json", "print JSON", false)
  .addHelpText("after", "\nExample: attest discrepancies --rows score,silhouetteMetric")
  .action(async (options: { populations: string; rows?: string; json: boolean }) => {
    const { discrepancies } = await import("./commands/discrepancies.ts");
    await discrepancies({ ...options, rows: options.rows?.split(",") }, host);
  });

program
  .command("train")
  .description("train the networks of one cell, or of a plan")
  .option("--rule <name>", "the learning rule")
  .option("--task <name>", "the task: rdm, cdi, 3-cdi, …")
  .option("--noise <level>", "the paper's input noise level", finite)
  .option("--seeds <list>", "such as 1000-1007 or 3,5", seedList)
  .option("--variant <name>", "what is changed in the cell", "as-is")
  .option("--reading <name>", "text, code or working", "working")
  .option("--plan <plan>", "instead of a cell: smoke, desk, paper, or a plan's file")
  .option("--index <n>", "with a plan: the one unit of work to do, from 0", index)
  .option("--into <folder>", "with a plan: where each population's file is written")
  .option("--stored", "with a plan: write what the store holds, train nothing", false)
  .option("--store <folder>", "where trained networks are kept", "store")
  .option("--workers <n>", "networks trained at once", wholeNumber, host.cores)
  .option("--json", "print JSON", false)
  .option("--most-minutes <n>", "stop a network after so long; it goes on when run again", positive)
  .option("--most-updates <n>", "the same, after so many updates", positive)
  .option("--most-megabytes <n>", "the same, where its worker takes more", positive)
  .addHelpText(
    "after",
    "\nExample: attest train --rule bptt --task rdm --noise 1 --seeds 1000-1007" +
      "\nExample: attest train --plan smoke --into populations",
  )
  .action(async (options: TrainFlags) => {
    const engine = await engineNamed();
    const { rule, task, noise, seeds, plan, index, into } = options;
    if (plan !== undefined) {
      const { trainPlan } = await import("./commands/trainPlan.ts");
      await trainPlan({ ...options, plan, index, into, engine, limits: limitsOf(options) }, host);
      return;
    }
    if (rule === undefined || task === undefined || noise === undefined || seeds === undefined)
      throw new RangeError(
        "train: expected --rule, --task, --noise and --seeds, or --plan (see train --help)",
      );
    const { trainCell } = await import("./commands/train.ts");
    const limits = limitsOf(options);
    await trainCell({ ...options, rule, task, noise, seeds, engine, limits }, host);
  });

/** What `attest plan` may be given. */
type PlanFlags = {
  scale: string;
  json: boolean;
  slurm: boolean;
  cost: boolean;
  store: string;
  into?: string;
  populations: string;
  workers: number;
};

program
  .command("plan")
  .description("say what a scale trains, what of it is done, and what it would cost here")
  .option("--scale <plan>", "smoke, desk, paper, or a plan's file", "desk")
  .option("--json", "print the plan's file, which attest train --plan reads", false)
  .option("--slurm", "print a script for sbatch, and write the plan into the store", false)
  .option("--no-cost", "do not time the rules here, which takes up to a minute")
  .option("--store <folder>", "where trained networks are kept", "store")
  .option("--into <folder>", "where each population's file is written; see below")
  .option("--populations <folder>", "networks that say what to expect", shippedFolder)
  .option("--workers <n>", "networks trained at once", wholeNumber, host.cores)
  .addHelpText(
    "after",
    "\nNetworks count as done where they are in the store or in a file of --into that this plan" +
      "\nwrote. Without --into that is the folder of --populations; with --slurm, of the store." +
      "\n\nExample: attest plan --scale paper --workers 8" +
      "\nExample: attest plan --scale paper --slurm > paper.sh && bash paper.sh",
  )
  .action(async (options: PlanFlags) => {
    const engine = await engineNamed();
    const { plan } = await import("./commands/plan.ts");
    const attest = [process.execPath, ...process.execArgv, fileURLToPath(import.meta.url)];
    await plan({ ...options, into: options.into, attest, engine, cpuMs }, host);
  });

program
  .command("power")
  .description("say by simulation, from the populations at hand, how many networks a claim needs")
  .argument("<claim>", "the claim, such as C09")
  .option("--populations <folder>", "the folder of the populations", shippedFolder)
  .option("--store <folder>", "trained networks, in the place of populations")
  .option("--draws <n>", "populations drawn for each number of networks", drawCount, 200)
  .option("--networks <list>", "networks a cell to try, such as 8,16,32", networkCounts)
  .option("--json", "print JSON", false)
  .addHelpText(
    "after",
    "\nPopulations are drawn with replacement from the networks at hand and judged as the claim " +
      "judges.\nWith few networks at hand the answer is a guide.\n" +
      "\nExample: attest power C09 --draws 100 --networks 12,16,24",
  )
  .action(
    async (
      claim: string,
      options: {
        populations: string;
        store?: string;
        draws: number;
        networks?: readonly number[];
        json: boolean;
      },
    ) => {
      const { power } = await import("./commands/power.ts");
      const { POWER_LADDER } = await import("./claims/power.ts");
      const { store } = options;
      await power({ ...options, store, claim, ladder: options.networks ?? POWER_LADDER }, host);
    },
  );

program
  .command("roots")
  .description("solve for the fixed points of populations, and write them beside their files")
  .option("--populations <folder>", "the folder of the populations", shippedFolder)
  .option("--only <name>", "cells whose name holds this")
  .addHelpText("after", "\nExample: attest roots --populations populations --only rdm")
  .action(async (options: { populations: string; only?: string }) => {
    const { roots } = await import("./commands/roots.ts");
    await roots({ folder: options.populations, only: options.only }, host);
  });

/** What `attest check` may be given. */
type CheckFlags = {
  networks: number;
  claims?: readonly string[];
  tasks?: readonly string[];
  minutes?: number;
  expect: string;
  skipLaws: boolean;
  populations: string;
  store: string;
  workers: number;
  json?: string;
  junit?: string;
};

program
  .command("check")
  .description("a learning rule of your own: its laws, its networks, a verdict on each claim")
  .argument("<file>", "the module that exports the rule by default; see defineRule")
  .option("--networks <n>", "networks of each cell: seeds 0 to n − 1", wholeNumber, 16)
  .option("--claims <list>", "such as C01,C04; all that ask something of a new rule", words)
  .option("--tasks <list>", "only cells of these tasks, such as rdm,cdi", words)
  .option("--minutes <n>", "for all training together; run it again to go on", positive)
  .option("--expect <verdicts>", "of all, or of some: C04=supported,C09=contradicted", "supported")
  .option("--skip-laws", "go on without trying the laws", false)
  .option("--populations <folder>", "the other rules' networks", shippedFolder)
  .option("--store <folder>", "where trained networks are kept", "store")
  .option("--workers <n>", "networks trained at once", wholeNumber, host.cores)
  .option("--json <file>", "write all that was found as JSON")
  .option("--junit <file>", "write what came true as JUnit XML")
  .addHelpText("after", "\nExample: attest check ./rule.ts --claims C01,C04 --tasks rdm")
  .action(async (file: string, options: CheckFlags) => {
    const engine = await engineNamed();
    const { check } = await import("./commands/check.ts");
    const { claims, tasks, json, junit, minutes } = options;
    const deadline =
      minutes === undefined ? undefined : () => AbortSignal.timeout(Math.ceil(minutes * 60_000));
    const given = { ...options, file, claims, tasks, json, junit, deadline, engine };
    if (!(await check(given, host))) process.exitCode = 1;
  });

/** What `attest judge` may be given. */
type JudgeFlags = {
  distances?: string;
  rule?: string;
  task?: string;
  noise?: number;
  claims?: readonly string[];
  expect?: string;
  criterion: number;
  populations: string;
  json: boolean;
};

program
  .command("judge")
  .description("judge claims on networks, or compare groups by distances, made elsewhere")
  .argument("[files...]", "safetensors; metadata activation, readout, alpha, rule, task, noise")
  .option("--distances <file>", "instead: JSON with distances and labels")
  .option("--rule <name>", "what the networks' rule is called, in the place of metadata")
  .option("--task <name>", "the task: rdm, cdi, 3-cdi, …, in the place of metadata")
  .option("--noise <level>", "the paper's input noise level, in the place of metadata", finite)
  .option("--claims <list>", "such as C01,C04; all that the networks can answer", words)
  .option("--expect <verdicts>", "of all, or of some: C04=supported,C09=contradicted")
  .option("--criterion <share>", "of fresh trials right, above which a network counts", share, 0.9)
  .option("--populations <folder>", "the other rules' networks", shippedFolder)
  .option("--json", "print JSON", false)
  .addHelpText("after", "\nExample: attest judge networks.safetensors --task rdm --noise 1")
  .action(async (files: readonly string[], options: JudgeFlags) => {
    const { distances, rule, task, noise, claims, expect, json } = options;
    if ((distances === undefined) === (files.length === 0))
      throw new RangeError("judge: expected files of networks, or --distances");
    if (distances !== undefined) {
      const { judgeDistances } = await import("./commands/judgeDistances.ts");
      judgeDistances({ file: distances, json }, host);
      return;
    }
    const engine = await engineNamed();
    const { judge } = await import("./commands/judge.ts");
    const given = { ...options, files, rule, task, noise, claims, expect, engine };
    if (!(await judge(given, host))) process.exitCode = 1;
  });

program
  .command("attractors")
  .description("solve for the fixed points of networks in a safetensors file")
  .argument("<file>", "tensors recurrent, input, output; metadata activation, readout, alpha")
  .option("--input <values>", "the static input, a number for each channel", numbers, [0])
  .option("--starts <n>", "random starts, and as many from trajectories", wholeNumber, 100)
  .option("--json", "print JSON", false)
  .addHelpText("after", "\nExample: attest attractors networks.safetensors --input 0.2")
  .action(
    async (file: string, options: { input: readonly number[]; starts: number; json: boolean }) => {
      const { attractors } = await import("./commands/attractors.ts");
      attractors({ file, ...options }, host);
    },
  );

program
  .command("build-native")
  .description("compile the native engine with this machine's C++ compiler: the same bytes, sooner")
  .addHelpText("after", "\nExample: CXX=clang++ attest build-native")
  .action(async () => {
    const { buildNative } = await import("./engine/native/build.ts");
    host.out(`built ${buildNative()}\n`);
  });

process.once("SIGINT", () => {
  process.stderr.write("\nInterrupted. What was finished is stored; run it again to go on.\n");
  process.exit(130);
});

// What a scheduler sends before it takes the machine away: checkpoints are written all along.
for (const name of ["SIGTERM", "SIGUSR1"] as const)
  process.once(name, () => {
    process.stderr.write(`\n${name}: stopped. Run it again to go on from the last checkpoint.\n`);
    process.exit(STOPPED);
  });

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`attest: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UnfinishedError && error.byLimits ? STOPPED : 1;
}
