import {
  numberLabels,
  requireFields,
  requireFlag,
  requireInteger,
  requireNotNegative,
  requireRng,
  requireWord,
  shown,
} from "../numerics/gate.ts";
import type { Rng } from "../numerics/rng.ts";
import { eachLabelling, labellingsWithin } from "./labellings.ts";

/** Which way a statistic must deviate to count against the null. */
export type Alternative = "greater" | "less" | "two-sided";

/** The words of `Alternative`. */
export const ALTERNATIVES = ["greater", "less", "two-sided"] as const;

/** A permutation test's question. */
export type PermutationQuestion<Label = number> = {
  /** One label a network: the unit is the network, never the pair or the trial. Any values. */
  readonly labels: ArrayLike<Label>;
  /** Labels are shuffled within each stratum only; one stratum where it is left out. Any values. */
  readonly strata?: ArrayLike<unknown>;
  /** The statistic of labels, `[network]`: those given. The array is used again: do not keep it. */
  readonly statistic: (labels: readonly Label[]) => number;
  /** How many shuffled labellings (m). */
  readonly permutations: number;
  readonly alternative: Alternative;
  /** Where there are no more than `permutations` different labellings, each once; else shuffled. */
  readonly exactWhereSmall?: boolean;
  /** Values of the statistic that differ by no more are the same; else it is seen from them. */
  readonly error?: number;
};

/** A permutation test's answer. */
export type PermutationTest = {
  readonly observed: number;
  /** (b + 1) / (m + 1); two-sided: twice the smaller one, at most 1. */
  readonly p: number;
  /** The mean of the statistic over the shuffled labellings. */
  readonly mean: number;
  /** How many shuffled labellings deviate at least as far (b), each way. */
  readonly atLeast: number;
  readonly atMost: number;
  /** How many labellings beside the given one (m). */
  readonly permutations: number;
  /** `shuffled` labellings, or `every` different one: then p is exact. */
  readonly labellings: "shuffled" | "every";
};

/**
 * Statistics that differ by less than this share are the same: relabellings round differently. It
 * is a share of the two that are compared, and of the mean size of all: one that is 0 in truth is
 * left with the rounding error of the numbers that it is the difference of.
 */
const ROUNDING = 1e-12;

const FIELDS = {
  needed: ["labels", "statistic", "permutations", "alternative"],
  optional: ["strata", "exactWhereSmall", "error"],
} as const;

/**
 * A label permutation test: P(p ≤ α) ≤ α under the null, for any n, with ties and with statistics
 * of one shared distance matrix. Labels may be any values: the statistic sees the ones given.
 * @source Phipson & Smyth 2010
 * @throws RangeError for fewer than two labels or a missing one, strata of another length, no
 * permutations, an unknown alternative, or a statistic that is not finite.
 */
export function permutationTest<Label>(
  question: PermutationQuestion<Label>,
  rng: Rng,
): PermutationTest {
  requireFields("question", question, FIELDS);
  const { labels, permutations, statistic, alternative, exactWhereSmall = false } = question;
  numberLabels("labels", labels);
  if (!(labels.length >= 2))
    throw new RangeError(`labels: expected at least 2, got ${labels.length}`);
  if (typeof statistic !== "function")
    throw new RangeError(`statistic: expected a function of labels, got ${shown(statistic)}`);
  requireInteger("permutations", permutations, 1);
  requireWord("alternative", alternative, ALTERNATIVES);
  requireFlag("exactWhereSmall", exactWhereSmall);
  if (question.error !== undefined) requireNotNegative("error", question.error);
  requireRng("rng", rng);
  const strata = strataOf(question);
  const shuffled = Array.from(labels);
  const measure = (): number => {
    const value = statistic(shuffled);
    if (!Number.isFinite(value))
      throw new RangeError(`statistic: expected a finite number, got ${shown(value)}`);
    return value;
  };
  const observed = measure();
  const isSmall = exactWhereSmall && labellingsWithin(labels, strata) <= permutations;
  const values: number[] = [];
  if (isSmall) {
    eachLabelling(shuffled, strata, () => values.push(measure()));
    // The given labelling is among them: it is the 1 of (b + 1) / (m + 1).
    const given = values.indexOf(observed);
    if (given >= 0) values.splice(given, 1);
  } else
    for (let m = 0; m < permutations; m++) {
      for (const members of strata) shuffleWithin(shuffled, members, rng);
      values.push(measure());
    }
  const counts = countsOf(observed, values, question.error);
  const p = pValue(counts, alternative);
  return { observed, p, ...counts, labellings: isSmall ? "every" : "shuffled" };
}

type Counts = Pick<PermutationTest, "atLeast" | "atMost" | "mean" | "permutations">;

function countsOf(observed: number, values: readonly number[], given?: number): Counts {
  const permutations = values.length;
  let size = Math.abs(observed) / (permutations + 1);
  for (const value of values) size += Math.abs(value) / (permutations + 1);
  const error = given ?? ROUNDING * size;
  let [atLeast, atMost, sum] = [0, 0, 0];
  for (const value of values) {
    const slack = Math.max(error, ROUNDING * Math.max(Math.abs(observed), Math.abs(value)));
    if (value >= observed - slack) atLeast += 1;
    if (value <= observed + slack) atMost += 1;
    sum += value - observed;
  }
  return { atLeast, atMost, mean: observed + sum / Math.max(1, permutations), permutations };
}

/** The p-value of counts: (b + 1) / (m + 1). */
function pValue(
  counts: { readonly atLeast: number; readonly atMost: number; readonly permutations: number },
  alternative: Alternative,
): number {
  const greater = (counts.atLeast + 1) / (counts.permutations + 1);
  const less = (counts.atMost + 1) / (counts.permutations + 1);
  if (alternative === "greater") return greater;
  return alternative === "less" ? less : Math.min(1, 2 * Math.min(greater, less));
}

/** The indices of each stratum's labels. */
function strataOf({
  labels,
  strata,
}: Pick<PermutationQuestion<unknown>, "labels" | "strata">): readonly Int32Array[] {
  const size = labels.length;
  if (strata === undefined) return [Int32Array.from({ length: size }, (_, i) => i)];
  const { of, count } = numberLabels("strata", strata, size);
  const members = Array.from({ length: count }, (): number[] => []);
  for (let i = 0; i < size; i++) members[of[i]].push(i);
  return members.map((stratum) => Int32Array.from(stratum));
}

/** Fisher–Yates on the entries named by `members`, in place. */
function shuffleWithin<Label>(labels: Label[], members: Int32Array, rng: Rng): void {
  for (let i = members.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    const moved = labels[members[i]];
    labels[members[i]] = labels[members[j]];
    labels[members[j]] = moved;
  }
}
