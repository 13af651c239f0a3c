import { requireRng } from "../numerics/gate.ts";
import type { Rng } from "../numerics/rng.ts";
import { selectDistances } from "./distanceMatrix.ts";
import { type Estimate, pOfEstimate } from "./estimate.ts";
import { groupJackknife } from "./groupJackknife.ts";
import { type GroupedDistances, requireGrouped } from "./omegaSquared.ts";
import { numberGroups } from "./permanova.ts";
import { permdisp } from "./permdisp.ts";

/** A spread of 0 counts as one of rounding. */
const ROUNDING = 1e-12;

/**
 * How much more widely one of two groups is spread: ln of the ratio of the mean distances of
 * networks to their own centre (those of `permdisp`, with its correction for n), its standard error
 * by the delete-one jackknife within each group, and p of "more widely" from t. The group of the
 * first network is the one above the line.
 * @source Anderson 2006; Arvesen 1969; claim C19
 * @throws RangeError unless there are two groups of three networks or more.
 */
export function spreadRatio(given: GroupedDistances, rng: Rng): Estimate & { readonly p: number } {
  requireGrouped("given", given);
  requireRng("rng", rng);
  const { distances, labels } = given;
  const { of, sizes } = numberGroups(labels, distances.size);
  if (sizes.length !== 2 || Math.min(...sizes) < 3)
    throw new RangeError(
      `labels: expected two groups of 3 networks or more, got ${sizes.join(", ")}`,
    );
  const ratioOf = (kept: Int32Array): number => {
    const own = Array.from(kept, (i) => of[i]);
    const near = selectDistances(distances, kept);
    // Of spreads alone: how they are shuffled does not matter.
    const { spreads } = permdisp({ distances: near, labels: own, permutations: 1 }, rng);
    const [above, below] = own[0] === 0 ? spreads : [spreads[1], spreads[0]];
    return Math.log(Math.max(ROUNDING, above) / Math.max(ROUNDING, below));
  };
  const estimate: Estimate = {
    estimate: ratioOf(Int32Array.from(of, (_, i) => i)),
    ...groupJackknife(of, ratioOf),
  };
  const { standardError, degrees } = estimate;
  return {
    estimate: estimate.estimate,
    standardError,
    degrees,
    p: pOfEstimate(estimate).greaterP,
  };
}
