import { binomialBounds } from "../../statistics/binomialBounds.ts";
import { judgeDifference } from "../../statistics/difference.ts";
import { sampleMean } from "../../statistics/moments.ts";
import { signTest } from "../../statistics/signTest.ts";
import { cellName } from "../../study/cell.ts";
import type { CustomJudge } from "../claim.ts";
import { type Evidence, rowsOfGroup, tallied, valuesOf } from "../evidence.ts";
import type { Part } from "../finding.ts";
import { measureParts } from "../instrument.ts";
import { ownSets, RULE_UNKNOWN } from "../measures/ownSets.ts";
import { bare, missingPart, tooFewPart } from "../parts.ts";
import type { Test } from "../test.ts";

/** A value of each network after training and with its initial weights. */
function pairedOf(test: Test, evidence: Evidence) {
  const { id, value } = measureParts(test.measure);
  const [group] = test.on[0].groups;
  const read = (of: string): readonly number[] => valuesOf(evidence, group, { id, value: of });
  return { after: read(value), before: read(`${value}Before`), value, group, id };
}

/** Whether the contexts' sets are further apart than with the same network's initial weights. */
export const furtherApart: CustomJudge = {
  ...{ name: "furtherApart", version: 1 },
  judge(test, evidence) {
    const { name } = test;
    const { after, before, value, group, id } = pairedOf(test, evidence);
    const rows = rowsOfGroup(evidence, group, id);
    if (rows.every(({ status }) => status === "lacking"))
      return [missingPart(name, group.of.map(cellName))];
    if (rows.some(({ why }) => why === RULE_UNKNOWN)) {
      const why = "The rule is not at hand, so its initial weights cannot be drawn again.";
      return [bare(name, "not applicable", why)];
    }
    const beside = tallied(evidence, test.on, ownSets)
      .map((tally) => ` ${tally}.`)
      .join("");
    return [signPart(test, { after, before, says: ownSets.says[value], beside })];
  },
};

function signPart(
  test: Test,
  {
    after,
    before,
    says,
    beside,
  }: {
    readonly after: readonly number[];
    readonly before: readonly number[];
    readonly says: string;
    readonly beside: string;
  },
): Part {
  const { name, level, margin, fewest } = test;
  const n = after.length;
  if (n === 0) {
    const why = `No network could be measured.${beside}`;
    return tooFewPart(bare(name, "inconclusive", why), n, test);
  }
  const change = after.map((each, k) => each - before[k]);
  const { positive, p } = signTest(change, "greater");
  const counts = { successes: positive, trials: n };
  const both = binomialBounds(counts);
  const { high } = binomialBounds(counts, { level: 1 - level, sides: "upper" });
  const share = positive / n;
  const difference = { effect: share - 0.5, p, upper: high };
  const part: Part = {
    name,
    verdict: judgeDifference(difference, { delta: margin, alpha: level }),
    effect: share,
    interval: [both.low, both.high],
    p,
    n,
    why:
      `${positive} of ${n} ${says} (mean distance ${sampleMean(after).toFixed(2)}, before ` +
      `${sampleMean(before).toFixed(2)}); the share's upper bound is ${high.toFixed(2)}, ` +
      `the smallest of interest ${margin}.${beside}`,
  };
  return n < fewest ? tooFewPart(part, n, test) : part;
}

/** In how many networks a value rose in training: shown, not counted; nothing of no networks. */
export const rose: CustomJudge = {
  ...{ name: "rose", version: 1 },
  judge(test, evidence) {
    const { after, before } = pairedOf(test, evidence);
    const n = after.length;
    if (n === 0) return [];
    const count = after.filter((each, k) => each > before[k]).length;
    const { low, high } = binomialBounds({ successes: count, trials: n });
    const [now, was] = [after, before].map((each) => sampleMean(each).toFixed(2));
    const part: Part = {
      ...{ name: test.name, verdict: null, effect: count / n, interval: [low, high] },
      ...{ p: null, n, why: `${count} of ${n} rose; mean ${now}, before training ${was}.` },
    };
    return [part];
  },
};
