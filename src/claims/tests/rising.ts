import type { Rng } from "../../numerics/rng.ts";
import { type BoundsAt, intervalOf } from "../../statistics/estimate.ts";
import { jonckheere } from "../../statistics/jonckheere.ts";
import { jonckheereEffect } from "../../statistics/jonckheereEffect.ts";
import { jonckheereExact } from "../../statistics/jonckheereExact.ts";
import { judgeTrend } from "../../statistics/judgeByWords.ts";
import type { Part } from "../finding.ts";
import { bare, tooFewPart } from "../parts.ts";
import { EXACT_UP_TO } from "../permutations.ts";
import { registrationByT } from "../registered.ts";
import type { Test } from "../test.ts";
import { foundAt, type Level } from "./trend.ts";

/**
 * A trend of a value over places by Jonckheere's test, exact for few networks; the effect is
 * 2J/J_max − 1, with bounds of its own.
 * @source Jonckheere 1954; claim C09
 */
export function risingLevels(test: Test, says: string, levels: readonly Level[], rng: Rng): Part {
  const groups = levels.map(({ values }) => values);
  const n = groups.reduce((sum, group) => sum + group.length, 0);
  const fewest = Math.min(...groups.map((group) => group.length));
  const found = foundAt(says, levels);
  const { name } = test;
  if (fewest < 2) return tooFewPart(bare(name, "inconclusive", `${found}.`, n), fewest, test);
  const { estimate } = jonckheereEffect(groups);
  const boundsAt = widerBounds(groups);
  const exact = n <= EXACT_UP_TO ? jonckheereExact(groups) : null;
  const p = exact ?? jonckheere(groups, test.permutations, rng).p;
  const { verdict, why } = judgeTrend({ estimate, p, boundsAt }, registrationByT(test));
  const part: Part = {
    ...{ name, verdict, effect: estimate, interval: intervalOf(boundsAt), p, n },
    why: `${found}. ${why}`,
  };
  return fewest < test.fewest ? tooFewPart(part, fewest, test) : part;
}

/**
 * The wider of the effect's bounds and of those with the least and the largest value added to each
 * group: a group without spread would else say that it has none.
 * @source Agresti & Caffo 2000 (of shares)
 */
function widerBounds(groups: readonly (readonly number[])[]): BoundsAt {
  const all = groups.flat();
  const ends = [Math.min(...all), Math.max(...all)];
  const own = jonckheereEffect(groups).boundsAt;
  const more = jonckheereEffect(groups.map((group) => [...group, ...ends])).boundsAt;
  return (level) => {
    const [a, b] = [own(level), more(level)];
    return { lower: Math.min(a.lower, b.lower), upper: Math.max(a.upper, b.upper) };
  };
}
