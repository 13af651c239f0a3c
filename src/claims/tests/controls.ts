import { excessSilhouette } from "../../distances/excessSilhouette.ts";
import type { Rng } from "../../numerics/rng.ts";
import { type DistanceMatrix, selectDistances } from "../../statistics/distanceMatrix.ts";
import { type DistanceEvidence, groupSize, selectGroups } from "../../study/distanceEvidence.ts";
import type { Part } from "../finding.ts";
import { PERMUTATIONS } from "../permutations.ts";
import { alikePart, type ComparisonForm, firstOfEach } from "./compare.ts";

type How = Pick<ComparisonForm, "level" | "permutations"> & { readonly rng: Rng };

/** Fewer networks of a kind tell nothing. */
const FEWEST = 3;

/**
 * Whether two groups cannot be told apart, by a measure that tells the groups of a positive control
 * apart with as many networks. Where the control has none, the part lacks networks.
 */
export function controlledPart(
  evidence: DistanceEvidence,
  names: readonly [string, string],
  { control, ...form }: ComparisonForm & { readonly control: readonly [string, string] },
  rng: Rng,
  where = "",
): Part {
  const n = Math.min(...names.map((group) => groupSize(evidence, group)));
  const sensitive = tellsApart(evidence, control, n, { ...form, rng });
  const part = alikePart(evidence, names, { ...form, sensitive }, rng, where);
  const absent = control.filter((group) => groupSize(evidence, group) < FEWEST);
  if (absent.length === 0 || part.lacking === true || part.verdict !== "inconclusive") return part;
  return { ...part, lacking: true, why: `${part.why} Of the control ${absent[0]} is lacking.` };
}

/**
 * Whether a measure tells a positive control apart, with `n` networks a group at most: p ≤ level of
 * its excess silhouette. Spread alone may do it: the control says that the measure is not blind.
 */
export function tellsApart(
  evidence: DistanceEvidence,
  names: readonly [string, string],
  n: number,
  how: How,
): boolean {
  const { distances, labels } = selectGroups(evidence, names);
  return separates(distances, labels, firstOfEach(labels, n), how);
}

/**
 * Whether a measure tells networks with one stable point at zero input from those with several, all
 * groups pooled, at `n` a kind at most.
 */
export function tellsCountsApart(evidence: DistanceEvidence, n: number, how: How): boolean {
  const { distances } = selectGroups(evidence, evidence.groups);
  const labels = evidence.bistable.map((several) => (several ? 1 : 0));
  return separates(distances, labels, firstOfEach(labels, n), how);
}

function separates(
  distances: DistanceMatrix,
  labels: readonly number[],
  kept: readonly number[],
  { level, permutations = PERMUTATIONS, rng }: How,
): boolean {
  const own = kept.map((network) => labels[network]);
  const sizes = [...new Set(own)].map((label) => own.filter((each) => each === label).length);
  if (sizes.length !== 2 || Math.min(...sizes) < FEWEST) return false;
  const { test, excess } = excessSilhouette(
    { distances: selectDistances(distances, kept), labels: own, permutations },
    rng,
  );
  return excess > 0 && test.p <= level;
}
