import type { Rng } from "../numerics/rng.ts";
import { sampleMean } from "../statistics/moments.ts";
import type { Analysis } from "../study/analysis.ts";
import { type Cell, cellName } from "../training/cell.ts";
import { drawWithReplacement } from "./draw.ts";
import type { Share } from "./shares.ts";

/** How many networks of a cell met the criterion, and how well they do on fresh trials. */
export type CriterionCell = {
  readonly name: string;
  /** Whether each network met the criterion within its budget: 1 or 0. */
  readonly met: readonly number[];
  /** Accuracy of each network on 20,000 fresh trials, in the same order. */
  readonly freshAccuracy: readonly number[];
  /** The ideal observer's accuracy on the same trials. */
  readonly idealAccuracy: readonly number[];
};

/** The first seeds of a cell alone: later ones are trained only where earlier ones failed. */
const FIRST_SEEDS = 16;

/** The first 16 seeds of a cell, whatever became of them. */
export function measureCriterion(analysis: Analysis, cell: Cell): CriterionCell {
  const networks = [...analysis.networks(cell)]
    .sort((a, b) => a.seed - b.seed)
    .slice(0, FIRST_SEEDS);
  return {
    name: cellName(cell),
    met: networks.map(({ reason }) => (reason === "criterion" ? 1 : 0)),
    freshAccuracy: networks.map(({ freshAccuracy }) => freshAccuracy),
    idealAccuracy: networks.map(({ idealAccuracy }) => idealAccuracy),
  };
}

/** `n` networks of a cell, drawn with replacement. */
export function resampleCriterion(cell: CriterionCell, n: number, rng: Rng): CriterionCell {
  const drawn = drawWithReplacement([...cell.met.keys()], n, rng);
  return {
    name: cell.name,
    met: drawn.map((k) => cell.met[k]),
    freshAccuracy: drawn.map((k) => cell.freshAccuracy[k]),
    idealAccuracy: drawn.map((k) => cell.idealAccuracy[k]),
  };
}

/** The share that met the criterion, with the accuracy of those networks beside it. */
export function shareThatMet({ name, met, freshAccuracy, idealAccuracy }: CriterionCell): Share {
  const passed = [...met.keys()].filter((k) => met[k] === 1);
  const mean = (values: readonly number[]): string =>
    sampleMean(passed.map((k) => values[k])).toFixed(3);
  return {
    name,
    cell: name,
    atHand: met.length,
    flags: met,
    does: "met the criterion",
    beside:
      passed.length === 0
        ? ""
        : `Their mean accuracy on fresh trials is ${mean(freshAccuracy)}, ` +
          `the ideal observer's ${mean(idealAccuracy)}.`,
  };
}
