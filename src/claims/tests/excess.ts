import { excessEstimate } from "../../distances/excessEstimate.ts";
import type { Rng } from "../../numerics/rng.ts";
import { constantBounds } from "../../statistics/constantBounds.ts";
import { type BoundsAt, boundsOfEstimate, type Estimate } from "../../statistics/estimate.ts";
import { type DistanceEvidence, groupSize, selectGroups } from "../../study/distanceEvidence.ts";
import { balancedOver } from "./balancedOver.ts";

/** An excess silhouette of as many networks of each group. */
export type Excess = Estimate & {
  readonly boundsAt: BoundsAt;
  /** Networks of each group. */
  readonly networks: number;
};

/** Shuffled labellings that centre an excess, and those of each round of its jackknife. */
const CENTRING = { permutations: 400, rounds: 30 } as const;

/**
 * The excess silhouette of groups with its bounds, on as many networks of each. It has no p, so
 * that few shuffles do: they centre it to about .002.
 */
export function excessOf(evidence: DistanceEvidence, names: readonly string[], rng: Rng): Excess {
  const balanced = balancedOver(evidence, names);
  const { distances, labels } = selectGroups(balanced, names);
  const { estimate, standardError, degrees } = excessEstimate(
    { distances, labels, ...CENTRING },
    rng,
  );
  const networks = groupSize(balanced, names[0]);
  const found = { estimate, standardError, degrees };
  return { ...found, networks, boundsAt: shareBounds(found, networks) };
}

/**
 * Bounds of a measure within ±1, by t; where no network moves it, and t's interval has no width,
 * the exact ones of a measure of which all networks gave the same.
 */
export function shareBounds(found: Estimate, networks: number, reach = 1): BoundsAt {
  if (found.standardError > 0) return boundsOfEstimate(found);
  const value = Math.max(-reach, Math.min(reach, found.estimate));
  return constantBounds({ value, networks, least: -reach, most: reach });
}
