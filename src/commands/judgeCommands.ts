import { type Command, Option } from "commander";
import type { PopulationName } from "../claims/finding.ts";
import { engineNamed } from "./engineNamed.ts";
import {
  drawCount,
  finite,
  index,
  isGiven,
  isoTime,
  networkCounts,
  population,
  populations,
  rules,
  share,
  studyFolder,
  wholeNumber,
  words,
} from "./flags.ts";
import type { Host } from "./host.ts";

// Each command is loaded when it is asked for: the report alone takes half a second to load.

/** How long networks that were drawn may train again; those that take longer stay open. */
const AUDIT_MINUTES = 4;

/** Adds `attest reproduce`. */
export function addReproduce(program: Command, host: Host): void {
  program
    .command("reproduce")
    .description("audit a network of each rule, judge the claims, write the report")
    .addOption(populations("the folder of the populations"))
    .addOption(
      new Option(
        "--scale <name>",
        "train smoke, pilots, desk or paper first, and judge those populations",
      ).conflicts(["populations", "population"]),
    )
    .addOption(population("the pilot or the study alone; else both"))
    .addOption(studyFolder())
    .addOption(
      new Option(
        "--expect <what>",
        "what verdicts are held against; the ledger, of what is shipped",
      ).choices(["ledger", "none"]),
    )
    .addOption(rules())
    .option("--store <folder>", "with a scale: where trained networks are kept", "store")
    .option("--report <folder>", "where the report goes", "report")
    .option("--workers <n>", "networks trained at once", wholeNumber, host.cores)
    .option("--salt <text>", "draws the samples of a run again; each run prints its own")
    .addHelpText(
      "after",
      "\nExit status 1 where the bytes or a verdict are not the expected ones." +
        "\nExample: attest reproduce\nExample: attest reproduce --scale smoke",
    )
    .action(
      async (
        options: {
          populations: string;
          population?: PopulationName;
          study: string;
          rules: readonly string[];
          scale?: string;
          expect?: "ledger" | "none";
          store: string;
          report: string;
          workers: number;
          salt?: string;
        },
        command: Command,
      ) => {
        if (options.scale === undefined && isGiven(command, "store"))
          throw new RangeError("reproduce: --store goes with --scale");
        const engine = await engineNamed();
        const { reproduce } = await import("./reproduce.ts");
        const { scale, expect, population: whose, salt } = options;
        const auditUntil = () => AbortSignal.timeout(AUDIT_MINUTES * 60_000);
        const given = { ...options, scale, expect, engine, population: whose, salt, auditUntil };
        if (!(await reproduce(given, host))) process.exitCode = 1;
      },
    );
}

/** Adds `attest audit`. */
export function addAudit(program: Command, host: Host): void {
  program
    .command("audit")
    .description("train shipped networks again from scratch, and compare the bytes")
    .argument("[keys...]", "keys of networks, or the beginnings of them; a sample otherwise")
    .option("--networks <n>", "how many are drawn", wholeNumber, 3)
    .option("--seed <n>", "draws the sample", index, 0)
    .option(
      "--all",
      "all that the list does not hold yet, which those join that are the same",
      false,
    )
    .option("--list <file>", "with --all: in the place of audited.json beside the populations")
    .addOption(populations("the folder of the populations"))
    .addOption(population("the pilot's networks, or the study's"))
    .addOption(studyFolder())
    .addOption(rules())
    .option("--workers <n>", "networks trained at once", wholeNumber, host.cores)
    .option("--json", "print JSON", false)
    .addHelpText("after", "\nExample: attest audit --networks 3 --seed 7")
    .action(
      async (
        keys: readonly string[],
        options: {
          networks: number;
          seed: number;
          all: boolean;
          list?: string;
          populations: string;
          population?: PopulationName;
          study: string;
          rules: readonly string[];
          workers: number;
          json: boolean;
        },
        command: Command,
      ) => {
        if (keys.length > 0 && (isGiven(command, "networks") || isGiven(command, "seed")))
          throw new RangeError("audit: expected keys, or a sample by --networks and --seed");
        const isSample = keys.length > 0 || isGiven(command, "networks");
        if (options.all && (isSample || isGiven(command, "seed")))
          throw new RangeError("audit: expected --all, or keys, or a sample");
        if (options.list !== undefined && !options.all)
          throw new RangeError("audit: --list goes with --all");
        const engine = await engineNamed();
        const { audit } = await import("./audit.ts");
        const given = { ...options, population: options.population, keys, engine };
        if (!(await audit(given, host))) process.exitCode = 1;
      },
    );
}

/** Adds `attest discrepancies`. */
export function addDiscrepancies(program: Command, host: Host): void {
  program
    .command("discrepancies")
    .description("judge the claims again as the release analyses, a row at a time")
    .addOption(populations("the folder of the populations"))
    .addOption(population("the pilot, or the claims that were judged on the study"))
    .addOption(studyFolder())
    .addOption(rules())
    .option("--rows <list>", "such as score,activity; those that need no solving otherwise", words)
    .option("--json", "print JSON", false)
    .addHelpText("after", "\nExample: attest discrepancies --rows score,silhouetteMetric")
    .action(
      async (options: {
        populations: string;
        population?: PopulationName;
        study: string;
        rules: readonly string[];
        rows?: readonly string[];
        json: boolean;
      }) => {
        const { discrepancies } = await import("./discrepancies.ts");
        const { rows, population: whose } = options;
        await discrepancies({ ...options, rows, population: whose }, host);
      },
    );
}

/** What `attest power` may be given. */
type PowerFlags = {
  registration?: string;
  populations: string;
  population?: PopulationName;
  study: string;
  store?: string;
  rule?: string;
  rules: readonly string[];
  draws: number;
  networks?: readonly number[];
  json: boolean;
};

/** Adds `attest power`. */
export function addPower(program: Command, host: Host): void {
  program
    .command("power")
    .description("say by simulation, from the populations at hand, how many networks a claim needs")
    .argument("[claim]", "the claim, such as C09, or the file of one")
    .addOption(
      new Option(
        "--registration <file>",
        "write size and power into it, of all its claims or of one; goes on when run again",
      ).conflicts(["rule", "networks", "store", "population"]),
    )
    .addOption(populations("the folder of the populations"))
    .addOption(population("the pilot's networks, or those of the study that were measured"))
    .addOption(studyFolder())
    .addOption(
      new Option("--store <folder>", "trained networks, in the place of populations").conflicts([
        "populations",
        "population",
      ]),
    )
    .option("--rule <name>", "of this rule in its role, not of the paper's")
    .addOption(rules())
    .option("--draws <n>", "populations drawn for each number of networks", drawCount, 200)
    .option("--networks <list>", "networks a cell to try, such as 8,16,32", networkCounts)
    .option("--json", "print JSON", false)
    .addHelpText(
      "after",
      "\nPopulations are drawn with replacement from the networks at hand and judged as the " +
        "claim judges.\nWith few networks at hand the answer is a guide.\n" +
        "\nExample: attest power C09 --draws 100 --networks 12,16,24" +
        "\nExample: attest power --registration draft.json",
    )
    .action(async (claim: string | undefined, options: PowerFlags) => {
      const { registration, store, rule, population: whose } = options;
      if (registration !== undefined) {
        const { powerOfRegistration } = await import("./powerOfRegistration.ts");
        await powerOfRegistration({ ...options, registration, claim }, host);
        return;
      }
      if (claim === undefined) throw new RangeError("power: expected a claim, or --registration");
      const { power } = await import("./power.ts");
      const { POWER_LADDER } = await import("../claims/power.ts");
      const ladder = options.networks ?? POWER_LADDER;
      await power({ ...options, population: whose, store, rule, claim, ladder }, host);
    });
}

/** Adds `attest register`. */
export function addRegister(program: Command, host: Host): void {
  program
    .command("register")
    .description("register claims: the hash of what each verdict hangs on, before it is judged")
    .option("--draft", "say that it binds nobody: instruments may still change", false)
    .option("--claims <list>", "such as C01,./mine.ts; all otherwise", words)
    .option("--out <file>", "instead of registration.json of the study; of a draft none otherwise")
    .option("--date <time>", "such as 2026-12-01T12:00:00Z, in the place of now", isoTime)
    .addOption(studyFolder())
    .addHelpText(
      "after",
      "\nClaims that the file has already stay in it; one that was judged keeps its form.\n" +
        "\nExample: attest register --draft --out draft.json" +
        "\nExample: attest register --claims C01,C08",
    )
    .action(
      async (options: {
        draft: boolean;
        claims?: readonly string[];
        out?: string;
        date?: string;
        study: string;
      }) => {
        const { register } = await import("./register.ts");
        const { claims, out, date } = options;
        await register({ ...options, claims, out, date }, host);
      },
    );
}

/** What `attest judge` may be given. */
type JudgeFlags = {
  distances?: string;
  labels?: string;
  rule?: string;
  task?: string;
  noise?: number;
  claims?: readonly string[];
  rules: readonly string[];
  store?: string;
  expect?: string;
  criterion: number;
  populations: string;
  population?: PopulationName;
  study: string;
  json: boolean;
};

/** Adds `attest judge`. */
export function addJudge(program: Command, host: Host): void {
  program
    .command("judge")
    .description("judge claims on networks from elsewhere or at hand, or groups by distances")
    .argument("[files...]", "safetensors; metadata activation, readout, alpha, rule, task, noise")
    .addOption(
      new Option(
        "--distances <file>",
        "instead: distances, as JSON with labels, .npy or .csv, square or condensed",
      ).conflicts(["rule", "task", "noise", "claims", "expect", "criterion", "populations"]),
    )
    .option("--labels <file>", "with --distances: a label a line, or a JSON list")
    .option("--rule <name>", "what the files' rule is called; without files, the rule to judge")
    .addOption(rules())
    .option("--store <folder>", "without files: where networks of that rule are kept")
    .option("--task <name>", "the task: rdm, cdi, 3-cdi, …, in the place of metadata")
    .option("--noise <level>", "the paper's input noise level, in the place of metadata", finite)
    .option("--claims <list>", "such as C01,./mine.ts; all that the networks can answer", words)
    .option("--expect <verdicts>", "of all, or of some: C04=supported,C09=contradicted")
    .option(
      "--criterion <share>",
      "of fresh trials right, above which a network counts",
      share,
      0.9,
    )
    .addOption(populations("the other rules' networks"))
    .addOption(
      population("whose networks, without files: the study's where a claim is judged on it"),
    )
    .addOption(studyFolder())
    .option("--json", "print JSON", false)
    .addHelpText(
      "after",
      "\nOn the study a claim is judged once, when it is registered and its networks are there." +
        "\n\nExample: attest judge networks.safetensors --task rdm --noise 1" +
        "\nExample: attest judge --claims C04 --population study",
    )
    .action(async (files: readonly string[], options: JudgeFlags) => {
      const { distances, labels, rule, task, noise, claims, store, expect, json } = options;
      const { population: whose } = options;
      const isNone = [distances, rule, claims, whose].every((each) => each === undefined);
      if (files.length === 0 ? isNone : distances !== undefined)
        throw new RangeError(
          "judge: expected files, --rule, --claims, --population or --distances",
        );
      if (labels !== undefined && distances === undefined)
        throw new RangeError("labels: expected --distances beside --labels");
      if (distances !== undefined) {
        const { judgeDistances } = await import("./judgeDistances.ts");
        judgeDistances({ file: distances, labelsFile: labels, json }, host);
        return;
      }
      const engine = await engineNamed();
      const { judge } = await import("./judge.ts");
      const given = { ...options, files, rule, task, noise, claims, store, expect, engine };
      const judged = await judge({ ...given, population: whose }, host);
      if (!judged) process.exitCode = 1;
    });
}
