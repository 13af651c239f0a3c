import { requireFields, requireRng, requireShare, shown } from "../numerics/gate.ts";
import type { Rng } from "../numerics/rng.ts";
import { usualSize } from "./distanceMatrix.ts";
import type { BoundsAt } from "./estimate.ts";
import {
  type CrossedDesign,
  type CrossedDistances,
  crossedDesign,
  crossedSums,
} from "./twoWayPermanova.ts";

/** How much more of the variance one factor has than another. */
export type OmegaContrast = {
  /** ω²(first) − ω²(second). */
  readonly estimate: number;
  /** Of the estimate, by the bootstrap. */
  readonly standardError: number;
  /** The p against "the first has no more", (b + 1)/(draws + 1), b deviations ≥ the estimate. */
  readonly p: number;
  /** One-sided bounds; the level may not ask for more than there are draws. */
  readonly boundsAt: BoundsAt;
};

/**
 * ω² of the first factor less ω² of the second, of one balanced two-way design, with bounds by the
 * bootstrap of networks within cells. A network that is drawn twice has distance 0 to itself, so
 * every draw has too little residual and too much of both factors: deviations are taken from the
 * mean of the draws, and made √(n/(n − 1)) times as wide, n the networks a cell. The bound at a
 * level L is estimate − quantile_L of the deviations.
 * @source Efron & Tibshirani 1993, ch. 10 and 13 (bias, basic interval); Davison & Hinkley 1997,
 * p. 100 (n − 1 for n); claim C20
 * @throws RangeError as `crossedDesign`, or for fewer than 99 draws; `boundsAt` for a level whose
 * tail holds less than one draw.
 */
export function omegaContrast(
  given: CrossedDistances & { readonly draws: number },
  rng: Rng,
): OmegaContrast {
  requireFields("given", given, { needed: ["distances", "first", "second", "draws"] });
  requireRng("rng", rng);
  const { draws } = given;
  if (!(Number.isInteger(draws) && draws >= 99))
    throw new RangeError(`draws: expected an integer from 99, got ${shown(draws)}`);
  const design = crossedDesign(given);
  // ω² has no unit, so that of the distances does not matter.
  const { distances } = usualSize(given.distances);
  const contrast = (drawn?: Int32Array): number => {
    const { first, second } = crossedSums(distances, design, drawn);
    return first.omegaSquared - second.omegaSquared;
  };
  const estimate = contrast();
  const draw = drawerWithinCells(design, rng);
  const found = Float64Array.from({ length: draws }, () => contrast(draw()));
  const mean = found.reduce((sum, each) => sum + each / draws, 0);
  const stretch = Math.sqrt(design.networks / (design.networks - 1));
  const deviations = found.map((each) => (each - mean) * stretch).sort();
  const squares = deviations.reduce((sum, each) => sum + each * each, 0);
  return {
    estimate,
    standardError: Math.sqrt(squares / (draws - 1)),
    p: (deviations.filter((each) => each >= estimate).length + 1) / (draws + 1),
    boundsAt: (level) => {
      requireShare("level", level);
      const beyond = Math.floor((1 - level) * (draws + 1) + 1e-9);
      if (!(level > 0.5 && beyond >= 1))
        throw new RangeError(`level: expected one in (.5, 1 − 1/${draws + 1}], got ${level}`);
      return {
        lower: estimate - deviations[draws - beyond],
        upper: estimate - deviations[beyond - 1],
      };
    },
  };
}

/** Draws networks with replacement, each from the cell of the one whose place it takes. */
function drawerWithinCells({ first, second, levels }: CrossedDesign, rng: Rng): () => Int32Array {
  const members = Array.from({ length: levels[0] * levels[1] }, (): number[] => []);
  const cellOf = Int32Array.from(first, (level, i) => level * levels[1] + second[i]);
  for (const [i, cell] of cellOf.entries()) members[cell].push(i);
  return () => cellOf.map((cell) => members[cell][rng.integer(members[cell].length)]);
}
