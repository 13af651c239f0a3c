import { openStore } from "../../src/store/store.ts";
import { type Member, trainPopulation } from "../../src/study/population.ts";

/**
 * Trains walkers into a store: `tsx trainWalkers.ts FOLDER WORKERS RULE SEED …`. RULE is
 * `tinyRule`, or `killedRule` for one whose process is killed on the way.
 */
const [folder, workers, rule, ...seeds] = process.argv.slice(2);

await trainPopulation(
  seeds.map(
    (seed): Member => ({
      cell: { rule: "walk", task: "rdm", noise: 1, reading: "working", variant: "as-is" },
      seed: Number(seed),
    }),
  ),
  {
    store: openStore(folder, (message) => process.stderr.write(`${message}\n`)),
    workers: Number(workers),
    engine: "wasm",
    tell: () => {},
    rules: new Map([["walk", new URL(`./${rule}.ts`, import.meta.url).href]]),
  },
);
