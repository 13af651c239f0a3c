import { chooseEngine, defaultEngineName } from "../src/engine/choose.ts";
import type { Engine } from "../src/engine/engine.ts";
import { loadRule } from "../src/rules/registry.ts";
import { cellName } from "../src/study/cell.ts";
import { jobOf } from "../src/study/job.ts";
import { cellOf } from "../src/study/plan.ts";
import { settingsOf } from "../src/study/population.ts";
import { FRESH_TRIALS, VALIDATION_TRIALS } from "../src/training/score.ts";
import { train } from "../src/training/train.ts";

/**
 * Prints which share of its validations' trials a network runs on average, from the first to the
 * last: they are run hardest first, until the answer is certain. Pilots, a line a network.
 */
const cells = [
  { cell: cellOf("bptt", "rdm"), seeds: [1000, 1001] },
  { cell: cellOf("bptt", "cdi", { noise: 0.5 }), seeds: [1000] },
  { cell: cellOf("full-force", "rdm"), seeds: [1000, 1001, 1002] },
  { cell: cellOf("full-force", "cdi"), seeds: [1000, 1001] },
  { cell: cellOf("hebbian", "rdm"), seeds: [1000, 1001] },
  { cell: cellOf("genetic", "rdm", { noise: 0.1 }), seeds: [1000, 1001] },
];

const engine = await chooseEngine(await defaultEngineName());

for (const { cell, seeds } of cells)
  for (const seed of seeds) {
    let run = 0;
    const counting: Engine = {
      ...engine,
      evaluate(networks, trials) {
        // A generation runs many networks at once, and a score all its fresh trials.
        if (networks.length === 1 && trials.count < FRESH_TRIALS) run += trials.count;
        return engine.evaluate(networks, trials);
      },
    };
    const reference = { name: cell.rule, module: null };
    const settings = await settingsOf(cell, reference);
    const rule = await loadRule(reference);
    const job = jobOf({ cell, settings, seed }, engine.tier);
    const { validations } = await train({ ...job, rule, engine: counting });
    const share = run / (validations * VALIDATION_TRIALS);
    const name = `${cellName(cell)} seed ${seed}`;
    process.stdout.write(`${name}: ${validations} validations, ${share.toFixed(3)} of them run\n`);
  }
