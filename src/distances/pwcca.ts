import {
  asActivity,
  centredToScale,
  requireSameSamples,
  type Samples,
} from "../representations/activity.ts";
import { subspaceOf } from "../representations/subspace.ts";
import type { ComparisonNote } from "./comparisonError.ts";
import { canonical } from "./svcca.ts";

/** Canonical correlations, weighted by what they say of the first activity. */
export type PwccaResult = {
  /** `compared`, or `no variance` where one of the two never changes: then the score is 0. */
  readonly outcome: "compared" | "no variance";
  /** Σ α_k ρ_k, in [0, 1]. */
  readonly score: number;
  /** The canonical correlations ρ_k, descending. */
  readonly correlations: readonly number[];
  /** α_k ∝ Σ_i |⟨h_k, x_i⟩| over the units i of the first; they add up to 1. */
  readonly weights: readonly number[];
  /** What must be known: with fewer samples than units the correlations are near 1, whatever. */
  readonly note: ComparisonNote;
};

/**
 * Projection-weighted canonical correlation analysis: the mean of all canonical correlations, each
 * weighted by how much of the first activity its canonical variate h_k accounts for. Not symmetric:
 * the weights are those of `a`.
 * @source Morcos et al. 2018, eq. 4–6
 * @throws RangeError where the numbers of samples differ, there are fewer than two, or a value is
 * not finite.
 */
export function pwcca(a: Samples, b: Samples): PwccaResult {
  const first = subspaceOf("a", a, 1);
  const second = subspaceOf("b", b, 1);
  requireSameSamples(first, second);
  const { diagonal: correlations, left } = canonical(first, second);
  const note =
    first.samples < Math.max(first.units, second.units) ? "fewer samples than units" : null;
  if (correlations.length === 0)
    return { outcome: "no variance", score: 0, correlations, weights: [], note };
  const { samples, units, values } = centredToScale(asActivity("a", a));
  const sizes = correlations.map((_, k) => {
    const variate = new Float64Array(samples);
    for (let c = 0; c < first.components; c++)
      for (let t = 0; t < samples; t++) variate[t] += left.get(c, k) * first.basis[c * samples + t];
    let size = 0;
    for (let unit = 0; unit < units; unit++) {
      let product = 0;
      for (let t = 0; t < samples; t++) product += variate[t] * values[t * units + unit];
      size += Math.abs(product);
    }
    return size;
  });
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const weights = sizes.map((size) => size / total);
  const score = weights.reduce((sum, weight, k) => sum + weight * correlations[k], 0);
  const isSame = correlations.every((correlation) => correlation === 1);
  return { outcome: "compared", score: isSame ? 1 : score, correlations, weights, note };
}
