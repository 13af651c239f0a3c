import type { Rng } from "../../src/numerics/rng.ts";
import { euclideanDistances } from "../../src/statistics/distanceMatrix.ts";
import type { Estimate } from "../../src/statistics/estimate.ts";
import type { GroupedDistances } from "../../src/statistics/omegaSquared.ts";
import { spreadRatio } from "../../src/statistics/spreadRatio.ts";
import { normalRows } from "../representations/made.ts";
import { coveredBy, intervalsCover } from "./coverage.ts";
import { validUnderNull } from "./underNull.ts";

type Ratio = (given: GroupedDistances, rng: Rng) => Estimate & { readonly p: number };

/** Two groups, 3 apart, of which the first is spread `ratio` times as widely. */
function made(
  [above, below]: readonly [number, number],
  ratio: number,
  rng: Rng,
): GroupedDistances {
  const labels = Array.from({ length: above + below }, (_, i) => (i < above ? 5 : 2));
  const rows = normalRows({ rows: labels.length, columns: 3 }, rng).map((row, i) =>
    row.map((x, j) => (i < above ? ratio * x : x + (j === 0 ? 3 : 0))),
  );
  return { distances: euclideanDistances(rows), labels };
}

const ratioTrial = (sizes: readonly [number, number], ratio: number) => ({
  name: `${sizes.join(" v ")}, ${ratio} times as wide`,
  truth: () => Math.log(ratio),
  widest: 1.5,
  find: (find: Ratio, rng: Rng) => coveredBy(find(made(sizes, ratio, rng), rng)),
});

/** Ours with another error. */
const withError =
  (change: (error: number, given: GroupedDistances) => number): Ratio =>
  (given, rng) => {
    const found = spreadRatio(given, rng);
    return { ...found, standardError: change(found.standardError, given) };
  };

export const spreadRatioCovers = intervalsCover<Ratio, "spread-ratio/coverage">({
  id: "spread-ratio/coverage",
  says: "95 % intervals hold the ln ratio of spreads 93 times in 100, wherever the groups lie",
  cite: "Anderson 2006; claim C19",
  replicates: 300,
  trials: [ratioTrial([8, 8], 1), ratioTrial([6, 14], 1.5), ratioTrial([10, 6], 4)],
  mutants: [
    {
      name: "pairs as units",
      subject: withError((error, { labels }) => error * Math.sqrt(2 / (labels.length - 1))),
    },
    { name: "an error twice as wide", subject: withError((error) => 2 * error) },
    {
      name: "the ratio of variances",
      subject: (given, rng) => {
        const found = spreadRatio(given, rng);
        return { ...found, estimate: 2 * found.estimate, standardError: 2 * found.standardError };
      },
    },
    {
      name: "the other group above the line",
      subject: (given, rng) => {
        const found = spreadRatio(given, rng);
        return { ...found, estimate: -found.estimate };
      },
    },
  ],
});

export const spreadRatioValid = validUnderNull<Ratio, "spread-ratio/valid">({
  id: "spread-ratio/valid",
  says: "P(p ≤ α) ≤ α for groups of one spread far from each other, of unequal size",
  cite: "claim C19",
  replicates: 500,
  trials: [
    { name: "8 v 8", p: (find, rng) => find(made([8, 8], 1, rng), rng).p },
    { name: "6 v 15", p: (find, rng) => find(made([6, 15], 1, rng), rng).p },
  ],
  mutants: [
    {
      name: "either direction",
      subject: (given, rng) => {
        const found = spreadRatio(given, rng);
        return { ...found, p: Math.min(found.p, 1 - found.p) };
      },
    },
    {
      name: "the sign for p",
      subject: (given, rng) => {
        const found = spreadRatio(given, rng);
        return { ...found, p: found.estimate > 0 ? 0.01 : 1 };
      },
    },
  ],
});
