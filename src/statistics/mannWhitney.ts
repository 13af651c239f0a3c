import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import { requireFields, requireHas, requireWord } from "../numerics/gate.ts";
import { requireSample } from "./moments.ts";
import { ALTERNATIVES, type Alternative } from "./permutation.ts";
import { type RankTails, rankSumCost, rankSumTails } from "./rankSum.ts";
import { midRanks, tieSizes } from "./ranks.ts";

/** The Mann–Whitney test of two samples. */
export type MannWhitney = {
  /** How many pairs (a_i, b_j) have a_i > b_j; a tie counts ½. */
  readonly u: number;
  /** U / (n_a n_b): the chance that a network of `a` lies above one of `b`. */
  readonly superiority: number;
  readonly p: number;
  /** How p was computed. */
  readonly method: "exact" | "normal";
};

/** How p is computed. */
export type MannWhitneySettings = {
  /** `greater`: the values of `a` are the larger ones; `two-sided` where it is left out. */
  readonly alternative?: Alternative;
  /**
   * `exact`: from all ways to share out the (mid)ranks, so it is exact with ties too. `normal`: the
   * approximation with tie and continuity correction. `auto`, where it is left out: exact up to
   * 1e8 additions, which are 168 values a side without ties and 70 with them, else normal.
   */
  readonly method?: "auto" | "exact" | "normal";
};

/** The most additions for which `auto` is exact, and those that may be asked for. */
const [AUTO_STEPS, MOST_STEPS] = [100_000_000, 5_000_000_000];

/** More values than this have more ways to be shared out than a number can say. */
const MOST_EXACT = 1000;

/**
 * Mann–Whitney U. Two-sided p: twice the smaller tail, at most 1.
 * @source Mann & Whitney 1947; Streitberg & Röhmel 1986 (exact with ties)
 * @throws RangeError for an empty sample, a value that is not finite, an unknown word, or more
 * values where `exact` is asked for than can be counted: 447 a side without ties, 188 with them.
 */
export function mannWhitney(
  samples: { readonly a: ArrayLike<number>; readonly b: ArrayLike<number> },
  settings: MannWhitneySettings = {},
): MannWhitney {
  requireHas("samples", samples, ["a", "b"]);
  requireFields("settings", settings, { needed: [], optional: ["alternative", "method"] });
  const { alternative = "two-sided", method = "auto" } = settings;
  requireWord("alternative", alternative, ALTERNATIVES);
  requireWord("method", method, ["auto", "exact", "normal"]);
  const { a, b } = samples;
  requireSample("a", a, 1);
  requireSample("b", b, 1);
  const pooled = [...Array.from(a), ...Array.from(b)];
  const ranks = midRanks(pooled);
  const ties = tieSizes(pooled);
  let rankSum = 0;
  for (let i = 0; i < a.length; i++) rankSum += ranks[i];
  const u = rankSum - (a.length * (a.length + 1)) / 2;
  const pairs = a.length * b.length;
  const used = usedMethod(method, [a.length, b.length], ties.length > 0);
  const tails =
    used === "exact"
      ? rankSumTails(ranks, a.length, u)
      : normalTails({ u, pairs, size: pooled.length, ties });
  const p =
    alternative === "two-sided"
      ? Math.min(1, 2 * Math.min(tails.greater, tails.less))
      : tails[alternative];
  return { u, superiority: u / pairs, p, method: used };
}

/** @throws RangeError where `exact` is asked for of more values than can be. */
function usedMethod(
  asked: "auto" | "exact" | "normal",
  sizes: readonly [number, number],
  tied: boolean,
): "exact" | "normal" {
  const all = sizes[0] + sizes[1];
  const steps = all > MOST_EXACT ? Number.POSITIVE_INFINITY : rankSumCost(sizes, tied);
  if (asked === "exact" && steps > MOST_STEPS)
    throw new RangeError(`a, b: expected fewer values for an exact test, got ${all}: use normal`);
  if (asked !== "auto") return asked;
  return steps <= AUTO_STEPS ? "exact" : "normal";
}

function normalTails({
  u,
  pairs,
  size,
  ties,
}: {
  readonly u: number;
  readonly pairs: number;
  readonly size: number;
  readonly ties: readonly number[];
}): RankTails {
  const tied = ties.reduce((sum, t) => sum + (t * t * t - t), 0);
  const variance = (pairs / 12) * (size + 1 - tied / (size * (size - 1)));
  if (!(variance > 0)) return { greater: 1, less: 1 };
  const deviation = Math.sqrt(variance);
  return {
    greater: normalCdf(-(u - pairs / 2 - 0.5) / deviation, 0, 1),
    less: normalCdf((u - pairs / 2 + 0.5) / deviation, 0, 1),
  };
}
