import { readCellFile } from "../src/store/cellFile.ts";
import { readNetworkFile } from "../src/store/networkFile.ts";
import { decodeSafetensors } from "../src/store/safetensors.ts";
import { decodeArtifact } from "../src/store/store.ts";
import { asPlan } from "../src/study/planFile.ts";
import { decodePopulation } from "../src/study/populationFile.ts";
import { decodeRoots } from "../src/study/rootsFile.ts";
import { rootsFuzzing } from "./claims/fuzzRoots.laws.ts";
import { checkLaw, type Law } from "./law.ts";
import { realPopulations, realRoots } from "./realFiles.ts";
import { fuzzedDeclarations, ourRuleReading } from "./rules/declaration.laws.ts";
import { fuzzedCells } from "./store/cells.laws.ts";
import { fuzzedArtifacts, fuzzedNetworks, fuzzedSafetensors } from "./store/fuzz.laws.ts";
import { fuzzedPlans } from "./study/fuzzPlan.laws.ts";
import { populationFuzzing } from "./study/fuzzPopulation.laws.ts";
import { fuzzedStored, ourStoredReading } from "./study/stored.laws.ts";

/**
 * Tries the laws of hostile inputs on many: `tsx fuzz.ts [RUNS] [NAME]`, each whose id holds NAME,
 * 25,000 inputs where it is left out. Prints a line a law: inputs, how many of them were accepted,
 * the slowest, and memory.
 */
const runs = Number(process.argv[2] ?? 25_000);
const [, , , wanted = ""] = process.argv;
if (!(Number.isInteger(runs) && runs >= 1))
  throw new RangeError(`runs: expected a whole number of 1 or more, got ${process.argv[2]}`);

/** A reader that counts what it accepts, and the longest that it took. */
function counted<Input, Output>(read: (input: Input) => Output) {
  const figures = { accepted: 0, slowestMs: 0 };
  return {
    figures,
    read(input: Input): Output {
      const started = performance.now();
      try {
        const answer = read(input);
        figures.accepted += 1;
        return answer;
      } finally {
        figures.slowestMs = Math.max(figures.slowestMs, performance.now() - started);
      }
    },
  };
}

async function campaign<Input, Output>(
  law: Law<(input: Input) => Output, Input>,
  read: (input: Input) => Output,
): Promise<void> {
  if (!law.id.includes(wanted)) return;
  const { figures, read: subject } = counted(read);
  await checkLaw({ ...law, runs }, subject);
  const memory = Math.round(process.memoryUsage.rss() / 2 ** 20);
  process.stdout.write(
    `${law.id}: ${runs} inputs, ${figures.accepted} accepted as they are, ` +
      `slowest ${figures.slowestMs.toFixed(1)} ms, ${memory} MiB resident\n`,
  );
}

await campaign(fuzzedSafetensors, decodeSafetensors);
await campaign(fuzzedArtifacts, decodeArtifact);
await campaign(fuzzedNetworks, readNetworkFile);
await campaign(fuzzedCells, readCellFile);
await campaign(fuzzedStored, ourStoredReading);
await campaign(fuzzedPlans, asPlan);
await campaign(fuzzedDeclarations, ourRuleReading);
await campaign(populationFuzzing(realPopulations), decodePopulation);
await campaign(rootsFuzzing(realRoots), decodeRoots);
