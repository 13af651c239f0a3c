import { placeTest } from "../../src/distances/placeOrSpread.ts";
import type { Rng } from "../../src/numerics/rng.ts";
import { type DistanceMatrix, euclideanDistances } from "../../src/statistics/distanceMatrix.ts";
import { normalRows } from "../representations/made.ts";
import { powerGrows } from "../statistics/chances.ts";
import { validUnderNull } from "../statistics/underNull.ts";

/** Any test for "the groups lie apart": its p. */
export type ApartTest = (distances: DistanceMatrix, labels: number[], rng: Rng) => number;

/** Ours. */
export const ourPlaceTest: ApartTest = (distances, labels, rng) =>
  placeTest({ distances, labels, permutations: 39 }, rng).p;

const labelsOf = (sizes: readonly [number, number]): number[] =>
  Array.from({ length: sizes[0] + sizes[1] }, (_, i) => (i < sizes[0] ? 0 : 1));

/** Two groups in three dimensions, the second elsewhere or of another spread. */
const made = (
  sizes: readonly [number, number],
  { gap = 0, spread = 1 }: { readonly gap?: number; readonly spread?: number },
  rng: Rng,
): DistanceMatrix =>
  euclideanDistances(
    normalRows({ rows: sizes[0] + sizes[1], columns: 3 }, rng).map((row, i) =>
      row.map((x, j) => (i < sizes[0] ? x : spread * x + (j === 0 ? gap : 0))),
    ),
  );

export const placeTestValid = validUnderNull<ApartTest, "place-test/valid">({
  id: "place-test/valid",
  says: "P(p ≤ α) ≤ α for groups of one place, also where their spreads differ much",
  cite: "Anderson & Walsh 2013; claims, apart",
  replicates: 600,
  trials: [
    {
      name: "5 v 9, alike",
      p: (test, rng) => test(made([5, 9], {}, rng), labelsOf([5, 9]), rng),
    },
    {
      name: "12 v 12, spread 1 and 4",
      p: (test, rng) => test(made([12, 12], { spread: 4 }, rng), labelsOf([12, 12]), rng),
    },
    {
      name: "16 v 12, spread 1 and 4",
      p: (test, rng) => test(made([16, 12], { spread: 4 }, rng), labelsOf([16, 12]), rng),
    },
  ],
  mutants: [
    {
      name: "the silhouette's p alone",
      subject: (distances, labels, rng) =>
        placeTest({ distances, labels, permutations: 39 }, rng).silhouetteP,
    },
    {
      name: "the smaller of the two",
      subject: (distances, labels, rng) => {
        const found = placeTest({ distances, labels, permutations: 39 }, rng);
        return Math.min(found.silhouetteP, found.centresP);
      },
    },
    {
      name: "PERMDISP's p",
      subject: (distances, labels, rng) =>
        placeTest({ distances, labels, permutations: 39 }, rng).spreadP,
    },
  ],
});

export const placeTestPower = powerGrows<ApartTest, "place-test/power">({
  id: "place-test/power",
  says: "power grows with the distance of the groups, of one spread or of two",
  cite: "claims, apart",
  replicates: 100,
  trials: [
    {
      name: "one spread",
      rising: [0, 1.2, 3],
      p: (test, gap, rng) => test(made([8, 8], { gap }, rng), labelsOf([8, 8]), rng),
    },
    {
      name: "spread 1 and 3",
      rising: [0, 3, 8],
      p: (test, gap, rng) => test(made([8, 8], { gap, spread: 3 }, rng), labelsOf([8, 8]), rng),
    },
  ],
  mutants: [
    {
      name: "PERMDISP's p",
      subject: (distances, labels, rng) =>
        placeTest({ distances, labels, permutations: 39 }, rng).spreadP,
    },
    {
      name: "groups of unequal spread never lie apart",
      subject: (distances, labels, rng) => {
        const { p, spreadP } = placeTest({ distances, labels, permutations: 39 }, rng);
        return spreadP <= 0.05 ? 1 : p;
      },
    },
  ],
});
