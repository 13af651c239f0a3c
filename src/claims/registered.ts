import { contradictionOf, type Registration } from "../statistics/judgeByWords.ts";
import type { Numbers } from "./test.ts";

/**
 * What statistics ask of a test's numbers. They share the error of contradiction among parts, so a
 * level between two of theirs is taken as the lower one.
 */
export const registrationIn = ({
  margin,
  level,
  contradicting,
}: Pick<Numbers, "margin" | "level" | "contradicting">): Registration => ({
  delta: margin,
  alpha: level,
  parts: Math.max(1, Math.ceil(contradictionOf({ parts: 1 }) / contradicting - 1e-9)),
});

/**
 * Bounds by t are too narrow far out where a group hardly varies: at .05/7 they missed an effect of
 * .2 in up to .019 of simulated experiments with 32 networks a group. What contradicts is asked of
 * them at this part of the level, where they missed it in .006 at most.
 */
const TAIL = 1 / 4;

/** The same for what is bounded by t. */
export const registrationByT = (test: Parameters<typeof registrationIn>[0]): Registration =>
  registrationIn({ ...test, contradicting: test.contradicting * TAIL });
