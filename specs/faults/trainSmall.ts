import { join } from "node:path";
import { bpttJob, CELL, trainingOf } from "../../properties/training/made.ts";
import { chooseEngine } from "../../src/engine/choose.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openStore } from "../../src/store/store.ts";
import type { Cell } from "../../src/study/cell.ts";
import { trainPopulation } from "../../src/study/population.ts";
import { storedNetwork } from "../../src/study/storedNetwork.ts";
import { type Trainee, trainMember } from "../../src/training/member.ts";

/**
 * Trains networks at a small size, that are not stored yet, until it is killed or done:
 * `tsx trainSmall.ts FOLDER ENGINES FIRST COUNT [WORKERS]`. Each engine has a store of its own in
 * the folder, where the same networks must have the same bytes. With WORKERS, every eighth seed
 * also trains two networks of real size in workers. Tells its parent how much memory it takes.
 */
const [folder, engines, first, count, workers = "0"] = process.argv.slice(2);

const warn = (message: string): boolean => process.stderr.write(`${message}\n`);

function smallTrainee(seed: number, engine: Engine): Trainee {
  const { rule, settings } = bpttJob(seed);
  const budget = { updates: 45, restarts: 1 };
  const given = { ...settings, trialsPerUpdate: 100, validateEvery: 15, budget };
  return trainingOf({ seed, rule, settings: given, engine });
}

async function trainOn(name: string, seed: number): Promise<void> {
  const store = openStore(join(folder, name), warn);
  const engine = await chooseEngine(name);
  const trainee = smallTrainee(seed, engine);
  const cell = { ...CELL, rule: "bptt" };
  if (storedNetwork(store, trainee.key, { cell, seed }) !== undefined) return;
  // A turn of the loop between updates, so that messages to the parent go out.
  await trainMember(trainee, { store, engine, tell: () => {} });
  await new Promise((resolve) => setImmediate(resolve));
}

async function trainWalkers(seed: number): Promise<void> {
  const cell: Cell = { rule: "walk", task: "rdm", noise: 1, reading: "working", variant: "as-is" };
  await trainPopulation(
    [seed, seed + 1].map((each) => ({ cell, seed: each })),
    {
      store: openStore(join(folder, "walkers"), warn),
      workers: Number(workers),
      engine: engines.split(",")[(seed / 8) % 2] ?? "wasm",
      tell: () => {},
      rules: new Map([
        ["walk", new URL("../../properties/training/tinyRule.ts", import.meta.url).href],
      ]),
    },
  );
}

const timer = setInterval(() => process.send?.(process.memoryUsage.rss()), 250);
for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
  for (const engine of engines.split(",")) await trainOn(engine, seed);
  if (Number(workers) > 0 && seed % 8 === 0) await trainWalkers(seed);
}
clearInterval(timer);
