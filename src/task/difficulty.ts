import { exponential, naturalLog } from "../numerics/logarithm.ts";
import type { Key } from "../numerics/rng.ts";
import { requireWithin } from "./task.ts";

/** What a task is asked to draw, its difficulty said. */
export type Drawing = { readonly key: Key; readonly count: number; readonly difficulty: number };

/** What the easiest trials multiply the means and the noise's deviation by: chosen, on pilots. */
export const EASIEST = { mean: 8, noise: 0.5 } as const;

/** What a difficulty multiplies the means and the noise's standard deviation by. */
export type DifficultyScales = { readonly mean: number; readonly noise: number };

/**
 * The scales of a difficulty within 0 … 1: those of `EASIEST` at 0, exactly 1 at 1, and between
 * them geometric, so that an equal step of difficulty is an equal factor of either.
 * @throws RangeError for a difficulty outside 0 … 1.
 */
export function scalesAt(difficulty: number): DifficultyScales {
  requireWithin("difficulty", difficulty, { low: 0, high: 1 });
  if (difficulty === 1) return { mean: 1, noise: 1 };
  const scaleOf = (easiest: number): number => exponential((1 - difficulty) * naturalLog(easiest));
  return { mean: scaleOf(EASIEST.mean), noise: scaleOf(EASIEST.noise) };
}
