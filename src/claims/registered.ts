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
