import type { Rng } from "../../numerics/rng.ts";
import { judgeDifference } from "../../statistics/difference.ts";
import { deleteOneJackknife, stratifiedVariance } from "../../statistics/jackknife.ts";
import { jonckheere } from "../../statistics/jonckheere.ts";
import { sampleMean } from "../../statistics/moments.ts";
import { tQuantile } from "../../statistics/studentT.ts";
import { cellName } from "../../study/cell.ts";
import { type Evidence, rowsOfGroup, valuesOf } from "../evidence.ts";
import type { Part } from "../finding.ts";
import { measureParts, type NetworkInstrument } from "../instrument.ts";
import { bare, missingPart, partOfSome, tooFewPart } from "../parts.ts";
import type { Test } from "../test.ts";

/** One group of each place, in order. */
export type Level = {
  readonly at: number;
  readonly cell: string;
  readonly atHand: number;
  readonly values: readonly number[];
  readonly lacking: number;
};

/** Judges the levels of a trend, whose value is called so. */
type JudgeOfLevels = (test: Test, says: string, levels: readonly Level[], rng: Rng) => Part;

/**
 * A trend of a value over places. The effect is 2J/J_max − 1: the share of pairs of networks that
 * rise less the share that fall.
 */
export function trendPart(
  test: Test,
  evidence: Evidence,
  instrument: NetworkInstrument,
  rng: Rng,
  judge: JudgeOfLevels = judgeLevels,
): Part {
  const { id, value } = measureParts(test.measure);
  const levels = test.on.map(({ at, groups: [group] }): Level => {
    const rows = rowsOfGroup(evidence, group, id);
    return {
      at,
      cell: group.of.map(cellName).join(", "),
      atHand: rows.filter(({ status }) => status !== "lacking").length,
      values: valuesOf(evidence, group, { id, value }),
      lacking: rows.reduce((sum, { values }) => sum + Number(values.lacking ?? 0), 0),
    };
  });
  const absent = levels.filter(({ atHand }) => atHand === 0).map(({ cell }) => cell);
  const there = levels.filter(({ atHand }) => atHand > 0);
  if (there.length < 2) return missingPart(test.name, absent);
  return partOfSome(judge(test, instrument.says[value] ?? value, there, rng), absent);
}

/** 2J/J_max − 1: from −1 (all pairs fall) to 1 (all rise); a tie counts nothing. */
export function risingExcess(groups: readonly (readonly number[])[]): number {
  let rising = 0;
  let pairs = 0;
  for (let high = 1; high < groups.length; high++)
    for (let low = 0; low < high; low++)
      for (const a of groups[low])
        for (const b of groups[high]) {
          rising += Math.sign(b - a);
          pairs += 1;
        }
  return pairs === 0 ? 0 : rising / pairs;
}

function judgeLevels(test: Test, says: string, levels: readonly Level[], rng: Rng): Part {
  const groups = levels.map(({ values }) => values);
  const n = groups.reduce((sum, group) => sum + group.length, 0);
  const fewest = Math.min(...groups.map((group) => group.length));
  const found = foundAt(says, levels);
  const { name, level, margin } = test;
  if (fewest < 2) return tooFewPart(bare(name, "inconclusive", `${found}.`, n), fewest, test);
  const { effect, low, high, upper } = trend(groups, level);
  const { p } = jonckheere(groups, test.permutations, rng);
  const part: Part = {
    ...{ name, verdict: "inconclusive", effect, interval: [low, high], p, n },
    why: `${found}; the trend's p is ${p.toFixed(4)}.`,
  };
  if (fewest < test.fewest) return tooFewPart(part, fewest, test);
  const verdict = judgeDifference({ effect, p, upper }, { delta: margin, alpha: level });
  const why =
    verdict === "supported"
      ? `${found}; the trend is significant.`
      : `${found}; the upper bound of the trend is ${upper.toFixed(2)}, ` +
        `the smallest of interest ${margin}.`;
  return { ...part, verdict, why };
}

/** The mean at each level, in words. */
export function foundAt(says: string, levels: readonly Level[]): string {
  const means = levels.map(({ at, values }) =>
    values.length === 0 ? `none at ${at}` : `${sampleMean(values).toFixed(2)} at ${at}`,
  );
  const incomplete = levels.reduce((sum, level) => sum + level.lacking, 0);
  const lacking = incomplete === 0 ? "" : ` (${incomplete} sets of fixed points lack one)`;
  return `${says}: ${means.join(", ")}${lacking}`;
}

/** The effect with its two-sided interval and its one-sided upper bound, by the jackknife. */
function trend(
  groups: readonly (readonly number[])[],
  level: number,
): { effect: number; low: number; high: number; upper: number } {
  const members = groups.flatMap((group, g) => group.map((value) => ({ g, value })));
  const of = (kept: ArrayLike<number>): number =>
    risingExcess(
      groups.map((_, g) =>
        Array.from(kept, (index) => members[index])
          .filter((member) => member.g === g)
          .map((member) => member.value),
      ),
    );
  const effect = risingExcess(groups);
  const { estimates } = deleteOneJackknife(members.length, of);
  const variance = stratifiedVariance(
    estimates,
    members.map(({ g }) => g),
  );
  const degrees = Math.min(...groups.map((group) => group.length)) - 1;
  const error = Math.sqrt(variance);
  const clip = (value: number): number => Math.max(-1, Math.min(1, value));
  const half = tQuantile(1 - level / 2, degrees) * error;
  return {
    effect,
    low: clip(effect - half),
    high: clip(effect + half),
    upper: clip(effect + tQuantile(1 - level, degrees) * error),
  };
}
