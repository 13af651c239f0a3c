import { openStore } from "../../src/store/store.ts";
import { type Member, trainPopulation } from "../../src/study/population.ts";

/**
 * Trains three mortal networks in three workers: `tsx trainMortals.ts FOLDER`. Says what is
 * retried and what training throws, and leaves the end to Node: it comes once nothing runs.
 */
const [folder] = process.argv.slice(2);

await trainPopulation(
  [1, 2, 3].map(
    (seed): Member => ({
      cell: { rule: "mortal", task: "rdm", noise: 1, reading: "working", variant: "as-is" },
      seed,
    }),
  ),
  {
    store: openStore(folder, (message) => process.stderr.write(`${message}\n`)),
    workers: 3,
    engine: "wasm",
    tell: (event) => {
      if (event.kind === "retried") process.stderr.write(`retried: ${event.why}\n`);
    },
    rules: new Map([["mortal", new URL("./mortalRule.ts", import.meta.url).href]]),
  },
).catch((error: unknown) => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
