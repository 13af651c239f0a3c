import fc from "fast-check";
import type { Rng } from "../../src/numerics/rng.ts";
import { euclideanDistances } from "../../src/statistics/distanceMatrix.ts";
import { omegaContrast } from "../../src/statistics/omegaContrast.ts";
import { permanova } from "../../src/statistics/permanova.ts";
import { permutationTest } from "../../src/statistics/permutation.ts";
import {
  type CrossedDistances,
  crossedDesign,
  crossedSums,
  type TwoWay,
  twoWayPermanova,
} from "../../src/statistics/twoWayPermanova.ts";
import type { Law } from "../law.ts";
import { average, normalRows } from "../representations/made.ts";
import { powerGrows } from "./chances.ts";
import { type Covered, intervalsCover } from "./coverage.ts";
import { validUnderNull } from "./underNull.ts";

/** How many levels and networks, and how far apart levels lie. */
type Layout = {
  readonly levels: readonly [number, number];
  readonly networks: number;
  readonly gaps: readonly [number, number];
};

/** A crossed design whose factors move networks along an axis each, of three. */
function made({ levels: [a, b], networks, gaps }: Layout, rng: Rng): CrossedDistances {
  const size = a * b * networks;
  const first = Array.from({ length: size }, (_, i) => i % a);
  const second = Array.from({ length: size }, (_, i) => Math.floor(i / a) % b);
  const rows = normalRows({ rows: size, columns: 3 }, rng);
  for (const [i, row] of rows.entries()) {
    row[0] += gaps[0] * first[i];
    row[1] += gaps[1] * second[i];
  }
  return { distances: euclideanDistances(rows), first, second };
}

/** A table of numbers, `[first][second][network]`. */
export type CrossedNumbers = readonly (readonly (readonly number[])[])[];

const numbers: fc.Arbitrary<CrossedNumbers> = fc
  .tuple(
    fc.integer({ min: 2, max: 3 }),
    fc.integer({ min: 2, max: 3 }),
    fc.integer({ min: 2, max: 4 }),
  )
  .chain(([a, b, n]) => {
    const cell = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n, maxLength: n });
    const row = fc.array(cell, { minLength: b, maxLength: b });
    return fc.array(row, { minLength: a, maxLength: a });
  });

/** What splits the squares of a design; ours by its sums alone. */
export type SplitSquares = (given: CrossedDistances) => TwoWay;

/** Ours. */
export const ourSquares: SplitSquares = (given) =>
  crossedSums(given.distances, crossedDesign(given));

const crossed = (table: CrossedNumbers): CrossedDistances => {
  const rows = table.flatMap((row, a) =>
    row.flatMap((cell, b) => cell.map((value) => ({ a, b, value }))),
  );
  return {
    distances: euclideanDistances(rows.map(({ value }) => [value])),
    first: rows.map(({ a }) => a),
    second: rows.map(({ b }) => b),
  };
};

export const twoWayDefinition: Law<SplitSquares, CrossedNumbers, "two-way/definition"> = {
  id: "two-way/definition",
  says: "of numbers it is the two-way analysis of variance, and the squares add up to the total",
  cite: "Fisher 1925; Anderson 2001",
  needs: [],
  cases: () => numbers,
  holds(split, table) {
    const found = split(crossed(table));
    const all = average(table.flat(2));
    const [a, b, n] = [table.length, table[0].length, table[0][0].length];
    const rowMeans = table.map((row) => average(row.flat()));
    const columnMeans = table[0].map((_, j) => average(table.flatMap((row) => row[j])));
    const squares = (list: readonly number[]): number =>
      list.reduce((sum, x) => sum + (x - all) * (x - all), 0);
    const near = (what: string, actual: number, expected: number): void => {
      if (!(Math.abs(actual - expected) <= 1e-8 * (Math.abs(expected) + 1)))
        throw new Error(`${what}: ${actual}, expected ${expected}`);
    };
    near("first", found.first.squares, b * n * squares(rowMeans));
    near("second", found.second.squares, a * n * squares(columnMeans));
    const { first, second, interaction, residual, total } = found;
    near("sum", first.squares + second.squares + interaction.squares + residual.squares, total);
    const error = table.flat().reduce((sum, cell) => {
      const middle = average(cell);
      return sum + cell.reduce((inner, x) => inner + (x - middle) * (x - middle), 0);
    }, 0);
    near("residual", residual.squares, error);
    const meanError = error / (a * b * (n - 1));
    if (total > 0)
      near(
        "omega squared",
        first.omegaSquared,
        (b * n * squares(rowMeans) - (a - 1) * meanError) / (total + meanError),
      );
  },
  mutants: [
    {
      name: "factors exchanged",
      subject: (given) => {
        const found = ourSquares(given);
        return { ...found, first: found.second, second: found.first };
      },
    },
    {
      name: "the interaction in the residual",
      subject: (given) => {
        const found = ourSquares(given);
        const squares = found.residual.squares + found.interaction.squares;
        return {
          ...found,
          interaction: { ...found.interaction, squares: 0 },
          residual: { ...found.residual, squares },
        };
      },
    },
    {
      name: "R² for ω²",
      subject: (given) => {
        const found = ourSquares(given);
        const omegaSquared = found.total > 0 ? found.first.squares / found.total : 0;
        return { ...found, first: { ...found.first, omegaSquared } };
      },
    },
  ],
};

/** Any test of the first of two crossed factors: its p. */
export type FactorTest = (given: CrossedDistances, rng: Rng) => number;

/** Ours. */
export const ourTwoWay: FactorTest = (given, rng) =>
  twoWayPermanova({ ...given, permutations: 19 }, rng).firstP;

export const twoWayValid = validUnderNull<FactorTest, "two-way/valid">({
  id: "two-way/valid",
  says: "P(p ≤ α) ≤ α of a factor that does nothing, whatever the other does",
  cite: "Anderson & ter Braak 2003",
  replicates: 800,
  trials: [
    {
      name: "2 × 3 of 3, the second apart",
      p: (test, rng) => test(made({ levels: [2, 3], networks: 3, gaps: [0, 3] }, rng), rng),
    },
    {
      name: "3 × 2 of 4, neither",
      p: (test, rng) => test(made({ levels: [3, 2], networks: 4, gaps: [0, 0] }, rng), rng),
    },
  ],
  mutants: [
    {
      name: "the other factor's levels are shuffled",
      subject: (given, rng) => {
        const design = crossedDesign(given);
        return permutationTest(
          {
            labels: design.second,
            statistic: (shuffled) => {
              const second = Int32Array.from(shuffled);
              return crossedSums(given.distances, { ...design, second }).first.f;
            },
            permutations: 19,
            alternative: "greater",
          },
          rng,
        ).p;
      },
    },
    {
      name: "p of the other factor",
      subject: (given, rng) => twoWayPermanova({ ...given, permutations: 19 }, rng).secondP,
    },
    {
      name: "p = b / m",
      subject: (given, rng) => Math.max(0, (20 * ourTwoWay(given, rng) - 1) / 19),
    },
  ],
});

export const twoWayPower = powerGrows<FactorTest, "two-way/power">({
  id: "two-way/power",
  says: "power grows with the distance of a factor's levels, though the other's lie far apart",
  cite: "Anderson 2001",
  replicates: 100,
  trials: [
    {
      name: "distance",
      rising: [0, 0.9, 2.2],
      p: (test, gap, rng) => test(made({ levels: [2, 3], networks: 4, gaps: [gap, 5] }, rng), rng),
    },
  ],
  mutants: [
    {
      name: "one way: the other factor counts as error",
      subject: ({ distances, first }, rng) =>
        permanova({ distances, labels: first, permutations: 19 }, rng).p,
    },
  ],
});

/** Anything that says how much more of the variance the first factor has, with an interval. */
export type ContrastOf = (given: CrossedDistances, rng: Rng) => Covered & { readonly p: number };

/** Ours. */
export const ourContrast: ContrastOf = (given, rng) => {
  const { estimate, p, boundsAt } = omegaContrast({ ...given, draws: 99 }, rng);
  const { lower, upper } = boundsAt(0.975);
  return { estimate, p, interval: [lower, upper] };
};

const layouts: readonly (Layout & { readonly widest: number })[] = [
  { levels: [3, 2], networks: 6, gaps: [1, 0], widest: 1.5 },
  { levels: [2, 3], networks: 8, gaps: [1, 1], widest: 1.6 },
  // Where neither factor does anything no network tells, and draws vary more than networks.
  { levels: [2, 2], networks: 8, gaps: [0, 0], widest: 2.2 },
];

const named = ({ levels, networks, gaps }: Layout): string =>
  `${levels.join(" × ")} of ${networks}, ${gaps.join(" and ")} apart`;

/** ω² of the first factor less that of the second, of endlessly many networks. */
function truthOf({ levels, gaps }: Layout): number {
  const [first, second] = levels.map((count, k) => (gaps[k] * gaps[k] * (count * count - 1)) / 12);
  return (first - second) / (first + second + 3);
}

export const contrastCovers = intervalsCover<ContrastOf, "omega-contrast/coverage">({
  id: "omega-contrast/coverage",
  says: "95 % intervals of a difference of two factors' ω² hold it 93 times in 100",
  cite: "Efron & Tibshirani 1993; claim C20",
  replicates: 200,
  trials: layouts.map((layout) => ({
    name: named(layout),
    truth: () => truthOf(layout),
    widest: layout.widest,
    find: (find: ContrastOf, rng: Rng) => find(made(layout, rng), rng),
  })),
  mutants: [
    {
      name: "pairs as units",
      subject: (given, rng) => {
        const found = ourContrast(given, rng);
        const scale = Math.sqrt(2 / (given.first.length - 1));
        const [low, high] = found.interval.map(
          (bound) => found.estimate + scale * (bound - found.estimate),
        );
        return { ...found, interval: [low, high] };
      },
    },
    {
      name: "bounds around no difference",
      subject: (given, rng) => {
        const found = ourContrast(given, rng);
        const [low, high] = found.interval.map((bound) => bound - found.estimate);
        return { ...found, interval: [low, high] };
      },
    },
    {
      name: "factors exchanged",
      subject: (given, rng) =>
        ourContrast({ ...given, first: given.second, second: given.first }, rng),
    },
  ],
});

export const contrastValid = validUnderNull<ContrastOf, "omega-contrast/valid">({
  id: "omega-contrast/valid",
  says: "P(p ≤ α) ≤ α where both factors have one share of variance",
  cite: "claim C20",
  replicates: 400,
  trials: [
    { levels: [2, 2] as const, networks: 6, gaps: [0, 0] as const },
    { levels: [2, 2] as const, networks: 8, gaps: [2, 2] as const },
  ].map((layout) => ({
    name: named(layout),
    p: (find: ContrastOf, rng: Rng) => find(made(layout, rng), rng).p,
  })),
  mutants: [
    {
      name: "p of the first factor against nothing",
      subject: (given, rng) => ({
        ...ourContrast(given, rng),
        p: twoWayPermanova({ ...given, permutations: 19 }, rng).firstP,
      }),
    },
    {
      name: "the estimate's sign for p",
      subject: (given, rng) => {
        const found = ourContrast(given, rng);
        return { ...found, p: found.estimate > 0 ? 0.01 : 1 };
      },
    },
  ],
});
