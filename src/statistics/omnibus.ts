import { requireFunction, requireList, requireShare } from "../numerics/gate.ts";
import { askedBounds, type BoundsAt } from "./estimate.ts";

/** One-sided bounds of the largest of several effects. */
export type LargestBounds = {
  /** The largest of the upper bounds at this level, and of the lower ones at 1 − (1 − level)/k. */
  readonly boundsAt: BoundsAt;
  /** How many effects there are (k). */
  readonly parts: number;
};

/**
 * Bounds of the largest of k effects, max θ_i, whether or not their networks are the same.
 * Upper: the largest of the k upper bounds, each at the level itself. It holds with that level,
 * since it is never below the bound of the effect that is truly largest (intersection–union): "all
 * are alike" needs no correction. Lower: the largest of the k lower bounds, each at 1 − (1 −
 * level)/k (Bonferroni), since any of the k may be the one that is too high by chance.
 * The mean of the effects has a tighter bound (`meanEstimate`) but says less: that they are alike
 * on average.
 * @source Berger 1982 (intersection–union tests); claims "Alike", C07, C13, C14
 * @throws RangeError for no effects.
 */
export function largestOf(effects: readonly BoundsAt[]): LargestBounds {
  requireList("effects", effects);
  const parts = effects.length;
  if (parts === 0) throw new RangeError("effects: expected at least one, got none");
  for (let i = 0; i < parts; i++) requireFunction(`effects[${i}]`, effects[i], "of a level");
  const boundsOf = (level: number) =>
    effects.map((boundsAt, i) => askedBounds(`effects[${i}]`, boundsAt, level));
  return {
    parts,
    boundsAt: (level) => {
      requireShare("level", level);
      return {
        upper: Math.max(...boundsOf(level).map(({ upper }) => upper)),
        lower: Math.max(...boundsOf(1 - (1 - level) / parts).map(({ lower }) => lower)),
      };
    },
  };
}
