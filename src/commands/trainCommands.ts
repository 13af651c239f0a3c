import { type Command, Option } from "commander";
import type { PopulationName } from "../claims/finding.ts";
import { STUDY_FOLDER } from "../study/shippedFolder.ts";
import type { Limits } from "../training/limits.ts";
import { CELL_VARIANTS } from "./cellVariants.ts";
import { engineNamed } from "./engineNamed.ts";
import {
  finite,
  index,
  limitMinutes,
  niceness,
  population,
  populations,
  positive,
  rules,
  seedList,
  studyFolder,
  wholeNumber,
  words,
} from "./flags.ts";
import type { Host } from "./host.ts";
import { GOES_ON } from "./signals.ts";

// Each command is loaded when it is asked for: the report alone takes half a second to load.

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

/** What `attest train` may be given. */
type TrainFlags = {
  rule?: string;
  task?: string;
  noise?: number;
  seeds?: readonly number[];
  variant: string;
  reading: string;
  rules: readonly string[];
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

/** Adds `attest train`. */
export function addTrain(program: Command, host: Host): void {
  program
    .command("train")
    .description("train the networks of one cell, or of a plan")
    .option("--rule <name>", "the learning rule")
    .option("--task <name>", "the task: rdm, cdi, 3-cdi, …")
    .option("--noise <level>", "the paper's input noise level", finite)
    .option("--seeds <list>", "such as 1000-1007 or 3,5", seedList)
    .option("--variant <name>", `what is changed: ${CELL_VARIANTS.join(", ")}`, "as-is")
    .option("--reading <name>", "text, code or working", "working")
    .addOption(
      new Option(
        "--plan <plan>",
        "instead of a cell: smoke, pilots, desk, paper, or a plan's file",
      ).conflicts(["rule", "task", "noise", "seeds", "variant", "reading"]),
    )
    .addOption(rules())
    .option("--index <n>", "with a plan: the one unit of work to do, from 0", index)
    .option("--into <folder>", "with a plan: where each population's file is written")
    .addOption(
      new Option("--stored", "with a plan: write what the store holds, train nothing")
        .default(false)
        .conflicts(["mostMinutes", "mostUpdates", "mostMegabytes"]),
    )
    .option("--store <folder>", "where trained networks are kept", "store")
    .option("--workers <n>", "networks trained at once", wholeNumber, host.cores)
    .option("--json", "print JSON", false)
    .option(
      "--most-minutes <n>",
      "stop a network after so long; it goes on when run again",
      limitMinutes,
    )
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
        const { trainPlan } = await import("./trainPlan.ts");
        const given = { ...options, plan, index, into, engine, limits: limitsOf(options) };
        await host.stoppable(() => trainPlan(given, host), { goesOn: true });
        return;
      }
      if (index !== undefined || into !== undefined || options.stored)
        throw new RangeError("train: --index, --into and --stored go with --plan");
      if (rule === undefined || task === undefined || noise === undefined || seeds === undefined)
        throw new RangeError(
          "train: expected --rule, --task, --noise and --seeds, or --plan (see train --help)",
        );
      const { trainCell } = await import("./train.ts");
      const limits = limitsOf(options);
      const given = { ...options, rule, task, noise, seeds, engine, limits };
      await host.stoppable(() => trainCell(given, host), { goesOn: true });
    });
}

/** What `attest plan` may be given. */
type PlanFlags = {
  scale?: string;
  rules: readonly string[];
  json: boolean;
  slurm: boolean;
  cost: boolean;
  progress: boolean;
  store: string;
  into?: string;
  populations: string;
  workers: number;
};

/** Adds `attest plan`. */
export function addPlan(program: Command, host: Host): void {
  program
    .command("plan")
    .description("say what a scale trains, what of it is done, and what it would cost here")
    .option("--scale <plan>", "smoke, pilots, desk, paper, study, or a plan's file; desk")
    .addOption(
      new Option("--json", "print the plan's file, which attest train --plan reads")
        .default(false)
        .conflicts("slurm"),
    )
    .addOption(
      new Option("--progress", "say how far each condition of the study is, and how long is left")
        .default(false)
        .conflicts(["slurm"]),
    )
    .option("--slurm", "print a script for sbatch, and write the plan into the store", false)
    .option("--no-cost", "do not time the rules here, which takes up to a minute")
    .addOption(rules())
    .option("--store <folder>", "where trained networks are kept", "store")
    .option("--into <folder>", "where each population's file is written; see below")
    .addOption(populations("networks that say what to expect"))
    .option("--workers <n>", "networks trained at once", wholeNumber, host.cores)
    .addHelpText(
      "after",
      "\nWith --progress the plan is the study's, and --into the folder of its files." +
        "\nNetworks count as done where they are in the store, or in a file of --into that this" +
        "\nplan wrote. Without --into that is the folder of --populations; with --slurm, of the" +
        "\nstore." +
        "\n\nExample: attest plan --scale paper --workers 8" +
        "\nExample: attest plan --scale paper --slurm > paper.sh && bash paper.sh",
    )
    .action(async (options: PlanFlags) => {
      const engine = await engineNamed();
      if (options.progress) {
        const { planProgress } = await import("./planProgress.ts");
        const { scale = "study", into = STUDY_FOLDER } = options;
        await planProgress({ ...options, plan: scale, into, engine }, host);
        return;
      }
      const { plan } = await import("./plan.ts");
      const attest = [process.execPath, ...process.execArgv, process.argv[1]];
      const { scale = "desk", into } = options;
      await plan({ ...options, scale, into, attest, engine, cpuMs: host.cpuMs }, host);
    });
}

/** What `attest study` may be given. */
type StudyFlags = {
  plan: string;
  write: boolean;
  store: string;
  into: string;
  workers: number;
  nice: number;
};

/** Adds `attest study`. */
export function addStudy(program: Command, host: Host): void {
  program
    .command("study")
    .description("train what the study lacks, at the lowest priority, until it is complete")
    .option("--plan <plan>", "a plan's name or file", "study")
    .option("--write", "train nothing: write a file for each condition that is complete", false)
    .option("--store <folder>", "where trained networks are kept", "store")
    .addOption(
      new Option("--into <folder>", "the folder of those files").default(
        STUDY_FOLDER,
        "that of the study",
      ),
    )
    .option("--workers <n>", "networks trained at once", wholeNumber, host.cores)
    .option("--nice <n>", "from 0 to 19: how far it gives way to other processes", niceness, 19)
    .addHelpText(
      "after",
      "\nIt goes on from what the store holds, so it may be ended at any time and run again; a" +
        "\nsecond one on the same store is refused. attest plan --progress says how far it is." +
        "\n\nExample: nohup attest study > study.log 2>&1 &" +
        "\nExample: attest study --write",
    )
    .action(async (options: StudyFlags) => {
      const engine = await engineNamed();
      const { trainStudy, writeStudy } = await import("./study.ts");
      const given = { ...options, engine };
      if (options.write) await writeStudy(given, host);
      else await host.stoppable(() => trainStudy(given, host), { goesOn: true });
    });
}

/** What `attest check` may be given. */
type CheckFlags = {
  networks: number;
  claims?: readonly string[];
  tasks?: readonly string[];
  minutes: number;
  expect: string;
  skipLaws: boolean;
  populations: string;
  population?: PopulationName;
  study: string;
  store: string;
  workers: number;
  json?: string;
  junit?: string;
};

/** Adds `attest check`. */
export function addCheck(program: Command, host: Host): void {
  program
    .command("check")
    .description("a learning rule of your own: its laws, its networks, a verdict on each claim")
    .argument("<file>", "the module that exports the rule by default; see defineRule")
    .option("--networks <n>", "networks of each cell: seeds 0 to n − 1", wholeNumber, 16)
    .option("--claims <list>", "such as C01,C04; all that ask something of a new rule", words)
    .option("--tasks <list>", "only cells of these tasks, such as rdm,cdi", words)
    .option("--minutes <n>", "for all training together; run it again to go on", limitMinutes, 60)
    .option(
      "--expect <verdicts>",
      "of all, or of some: C04=supported,C09=contradicted",
      "supported",
    )
    .option("--skip-laws", "go on without trying the laws", false)
    .addOption(populations("the other rules' networks"))
    .addOption(population("whose: the pilot's, or the study's that were measured"))
    .addOption(studyFolder())
    .option("--store <folder>", "where trained networks are kept", "store")
    .option("--workers <n>", "networks trained at once", wholeNumber, host.cores)
    .option("--json <file>", "write all that was found as JSON")
    .option("--junit <file>", "write what came true as JUnit XML")
    .addHelpText(
      "after",
      "\nFewer than 12 networks of a cell leave a claim inconclusive, which is no pass." +
        "\nExit status 1 where a law is broken or a verdict is another, 75 where time was up." +
        "\nHow to write a rule: docs/check.md of the package." +
        "\nExample: attest check ./rule.ts --claims C01,C04 --tasks rdm --minutes 60",
    )
    .action(async (file: string, options: CheckFlags) => {
      const engine = await engineNamed();
      const { check } = await import("./check.ts");
      const { claims, tasks, json, junit, minutes, population: whose } = options;
      host.note(`Training takes ${minutes} minutes at most (--minutes).\n`);
      const deadline = () => AbortSignal.timeout(Math.ceil(minutes * 60_000));
      const asked = { ...options, file, claims, tasks, json, junit, population: whose };
      const given = { ...asked, deadline, engine };
      const outcome = await check(given, host);
      if (outcome !== "expected") process.exitCode = outcome === "unfinished" ? GOES_ON : 1;
    });
}
