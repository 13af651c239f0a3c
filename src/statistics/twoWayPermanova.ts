import { type Groups, numberLabels, requireFields } from "../numerics/gate.ts";
import type { Rng } from "../numerics/rng.ts";
import { type DistanceMatrix, requireDistances, usualSize } from "./distanceMatrix.ts";
import { permutationTest } from "./permutation.ts";

/** Networks of two crossed factors, as many in each cell, with their distances. */
export type CrossedDistances = {
  readonly distances: DistanceMatrix;
  /** The level of the first factor, one a network, any values; of the second likewise. */
  readonly first: ArrayLike<unknown>;
  readonly second: ArrayLike<unknown>;
};

/** What one source of variance comes to. */
export type VarianceSource = {
  /** Its sum of squares. */
  readonly squares: number;
  readonly degrees: number;
  /** Pseudo-F: its mean square over the residual's; 0 where all distances are zero. */
  readonly f: number;
  /** ω² = (SS − df · MS_E) / (SS_T + MS_E). */
  readonly omegaSquared: number;
};

/** A balanced two-way analysis of variance of distances. */
export type TwoWay = {
  readonly first: VarianceSource;
  readonly second: VarianceSource;
  readonly interaction: VarianceSource;
  readonly residual: { readonly squares: number; readonly degrees: number };
  readonly total: number;
};

/** A design as level numbers 0 …, checked to be balanced. */
export type CrossedDesign = {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly levels: readonly [number, number];
  /** Networks a cell. */
  readonly networks: number;
};

/**
 * The levels of two crossed factors as numbers, in order of occurrence.
 * @throws RangeError for levels of another length, a factor with one level, a cell that has other
 * than as many networks as the rest, or fewer than two.
 */
export function crossedDesign({ distances, first, second }: CrossedDistances): CrossedDesign {
  requireDistances("distances", distances);
  const { size } = distances;
  const [a, b] = [numbered("first", first, size), numbered("second", second, size)];
  const cells = new Int32Array(a.count * b.count);
  for (let i = 0; i < size; i++) cells[a.of[i] * b.count + b.of[i]] += 1;
  const networks = cells[0];
  if (networks < 2 || cells.some((own) => own !== networks))
    throw new RangeError(
      `first, second: expected as many networks in each cell, two or more, got ${cells.join(", ")}`,
    );
  return { first: a.of, second: b.of, levels: [a.count, b.count], networks };
}

function numbered(name: string, levels: ArrayLike<unknown>, size: number): Groups {
  const found = numberLabels(name, levels, size);
  if (found.count < 2) throw new RangeError(`${name}: expected two levels, got ${found.count}`);
  return found;
}

/**
 * The sums of squares of a balanced design, from distances d of networks i, of which each may stand
 * for another (`drawn`): SS_A = SS_T − Σ_levels Σ_{i<j} d²/n_level, SS_E the same within cells, and
 * SS_AB the rest; in a balanced design they add up.
 * @source Anderson 2001; McArdle & Anderson 2001
 */
export function crossedSums(
  { size, values }: DistanceMatrix,
  { first, second, levels, networks }: CrossedDesign,
  drawn?: Int32Array,
): TwoWay {
  let [all, inFirst, inSecond, inCell] = [0, 0, 0, 0];
  for (let i = 0; i < size; i++) {
    const row = (drawn?.[i] ?? i) * size;
    for (let j = 0; j < i; j++) {
      const distance = values[row + (drawn?.[j] ?? j)];
      const square = distance * distance;
      all += square;
      if (first[i] === first[j]) {
        inFirst += square;
        if (second[i] === second[j]) inCell += square;
      }
      if (second[i] === second[j]) inSecond += square;
    }
  }
  const [a, b] = levels;
  const total = all / size;
  const squaresOfFirst = total - inFirst / (b * networks);
  const squaresOfSecond = total - inSecond / (a * networks);
  const residual = { squares: inCell / networks, degrees: a * b * (networks - 1) };
  const source = (squares: number, degrees: number): VarianceSource => {
    if (total === 0) return { squares: 0, degrees, f: 0, omegaSquared: 0 };
    const error = residual.squares / residual.degrees;
    // Cells of identical networks: F is as large as a number can say, not infinite.
    const f = Math.max(0, squares) / degrees / Math.max(error, total * Number.EPSILON);
    return { squares, degrees, f, omegaSquared: (squares - degrees * error) / (total + error) };
  };
  return {
    first: source(squaresOfFirst, a - 1),
    second: source(squaresOfSecond, b - 1),
    interaction: source(
      total - residual.squares - squaresOfFirst - squaresOfSecond,
      (a - 1) * (b - 1),
    ),
    residual,
    total,
  };
}

/**
 * Two-way PERMANOVA of a balanced design, with p of each factor by its pseudo-F where its levels
 * are shuffled within the levels of the other: exact where the factor does nothing, whatever the
 * other does. There is no such test of the interaction, so it has no p.
 * @source Anderson 2001; Anderson & ter Braak 2003; claim C20
 * @throws RangeError as `crossedDesign`, or for no permutations.
 */
export function twoWayPermanova(
  given: CrossedDistances & { readonly permutations: number },
  rng: Rng,
): TwoWay & { readonly firstP: number; readonly secondP: number } {
  requireFields("given", given, { needed: ["distances", "first", "second", "permutations"] });
  const { permutations } = given;
  const design = crossedDesign(given);
  const { distances, scale } = usualSize(given.distances);
  const pOf = (factor: "first" | "second"): number =>
    permutationTest(
      {
        labels: design[factor],
        strata: factor === "first" ? design.second : design.first,
        statistic: (shuffled) =>
          crossedSums(distances, { ...design, [factor]: shuffled })[factor].f,
        permutations,
        alternative: "greater",
      },
      rng,
    ).p;
  const found = crossedSums(distances, design);
  const inUnits = <Part extends { readonly squares: number }>(part: Part): Part => ({
    ...part,
    squares: part.squares / scale / scale,
  });
  return {
    first: inUnits(found.first),
    second: inUnits(found.second),
    interaction: inUnits(found.interaction),
    residual: inUnits(found.residual),
    total: found.total / scale / scale,
    firstP: pOf("first"),
    secondP: pOf("second"),
  };
}
