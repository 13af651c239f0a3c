import type { Command } from "commander";
import type { PopulationName } from "../claims/finding.ts";
import { PILOT_FOLDER } from "../study/shippedFolder.ts";
import {
  index,
  limitMinutes,
  population,
  populations,
  positive,
  rules,
  studyFolder,
  wholeNumber,
} from "./flags.ts";
import type { Host } from "./host.ts";

// Each command is loaded when it is asked for: the report alone takes half a second to load.

/** Adds `attest network`. */
export function addNetwork(program: Command, host: Host): void {
  program
    .command("network")
    .description("write a page of one network: training, fixed points, eigenvalues, pulse, weights")
    .argument("<network>", "its key or the beginning of it; or a population's file, with --seed")
    .option("--seed <n>", "with a population's file: which of its networks", index)
    .addOption(populations("where a key is looked for"))
    .addOption(population("the pilot, or the study's networks that were measured for a claim"))
    .addOption(studyFolder())
    .addOption(rules())
    .option("--out <folder>", "where network-KEY.html goes; nothing else is written", "report")
    .addHelpText(
      "after",
      "\nKeys are in the report, under Populations, and in the lines of attest audit.\n" +
        "\nExample: attest network bptt_rdm_1_working.safetensors --seed 3 --out pages" +
        "\nExample: attest network 0123456789abcdef",
    )
    .action(
      async (
        network: string,
        options: {
          seed?: number;
          populations: string;
          population?: PopulationName;
          study: string;
          rules: readonly string[];
          out: string;
        },
      ) => {
        const { networkPage } = await import("./network.ts");
        const isShipped = options.populations === PILOT_FOLDER;
        const { seed, population: whose } = options;
        await networkPage({ ...options, network, seed, population: whose, isShipped }, host);
      },
    );
}

/** Adds `attest attractors`. */
export function addAttractors(program: Command, host: Host): void {
  program
    .command("attractors")
    .description("solve for the fixed points of networks in a safetensors file")
    .argument("<file>", "our tensors, or the state of a PyTorch module: see docs/networks.md")
    .option(
      "--input <values>",
      "a number for each channel, or a file of such rows; repeatable",
      eachGiven,
    )
    .option("--starts <n>", "the most starts drawn, or a file with a state a line", "2000")
    .option("--slow <speed>", "list slow points below this distance a step too", positive)
    .option("--tolerance <speed>", "a place without a proof is near below this", positive, 1e-8)
    .option("--minutes <n>", "the time for each network and input; no end otherwise", limitMinutes)
    .option("--workers <n>", "sets solved at once", wholeNumber, host.cores)
    .option("--page <file>", "write an HTML page: places, eigenvalues, trajectories")
    .option("--json", "print JSON of the schema attest.attractors.1", false)
    .addHelpText(
      "after",
      "\nExit status 1 where a network could not be solved; the others are." +
        "\nExample: attest attractors networks.safetensors --input 0.2 --input -0.2" +
        "\nExample: attest attractors networks.safetensors --page points.html --minutes 5",
    )
    .action(async (file: string, options: AttractorsFlags) => {
      const { attractors } = await import("./attractors.ts");
      const { input = ["0"], slow, minutes, page } = options;
      const given = { ...options, file, input, slow, minutes, page };
      if (!(await attractors(given, host))) process.exitCode = 1;
    });
}

type AttractorsFlags = {
  input?: readonly string[];
  starts: string;
  slow?: number;
  tolerance: number;
  minutes?: number;
  workers: number;
  page?: string;
  json: boolean;
};

/** An option that may be given several times. */
const eachGiven = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

/** What `attest roots` may be given. */
type RootsFlags = {
  populations?: string;
  population?: PopulationName;
  study: string;
  only?: string;
  rules: readonly string[];
};

/** Adds `attest roots`. */
export function addRoots(program: Command, host: Host): void {
  program
    .command("roots")
    .description("solve for the fixed points of populations, and write them beside their files")
    .option("--populations <folder>", "the folder of the populations")
    .addOption(population("instead: the study's networks that a registered claim needs"))
    .addOption(studyFolder())
    .option("--only <name>", "cells whose name holds this")
    .addOption(rules())
    .addHelpText("after", "\nExample: attest roots --populations populations --only rdm")
    .action(async (options: RootsFlags) => {
      const { roots } = await import("./roots.ts");
      const { populations: given, population: whose, study, only, rules: files } = options;
      const isStudy = whose === "study";
      const folder = given ?? (isStudy ? study : whose === "pilot" ? PILOT_FOLDER : undefined);
      if (folder === undefined)
        throw new RangeError("roots: expected --populations or --population");
      await roots({ folder, only, rules: files, isStudy }, host);
    });
}

/** Adds `attest build-native`. */
export function addBuildNative(program: Command, host: Host): void {
  program
    .command("build-native")
    .description(
      "compile the native engine with this machine's C++ compiler: the same bytes, sooner",
    )
    .addHelpText("after", "\nExample: CXX=clang++ attest build-native")
    .action(async () => {
      const { buildNative } = await import("../engine/native/build.ts");
      host.out(`built ${buildNative()}\n`);
    });
}

/** Adds `attest doctor`. */
export function addDoctor(program: Command, host: Host): void {
  program
    .command("doctor")
    .description("say what this machine has: engines, instruction set, GPU, Node, workers")
    .option("--json", "print JSON", false)
    .addHelpText(
      "after",
      "\nNothing that is missing is needed: what would help is said below the table." +
        "\nExample: attest doctor",
    )
    .action(async (options: { json: boolean }) => {
      const { doctor } = await import("./doctor.ts");
      await doctor(options, host);
    });
}
