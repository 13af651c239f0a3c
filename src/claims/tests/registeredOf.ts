import type { Registration } from "../../statistics/judgeByWords.ts";
import type { Numbers } from "../test.ts";

/** The error with which a claim as a whole may be contradicted. */
const CONTRADICTION = 0.05;

/**
 * The number of parts k of which each may contradict at `contradicting` = .05/k; the next larger
 * one where that is no whole number, so that a part contradicts at no more than it was given.
 */
export const partsOf = ({ contradicting = CONTRADICTION }: Partial<Numbers>): number =>
  Math.max(1, Math.ceil(CONTRADICTION / contradicting - 1e-9));

/** What judges ask for, of the numbers of a test. */
export const registeredOf = (
  numbers: Pick<Numbers, "margin" | "level" | "contradicting">,
): Registration => ({
  delta: numbers.margin,
  alpha: numbers.level,
  parts: partsOf(numbers),
});
