import { intervalOf } from "../../statistics/estimate.ts";
import { judgeProportions } from "../../statistics/judgeShares.ts";
import { shareDifference, shareDifferenceBounds } from "../../statistics/shareDifference.ts";
import { cellName } from "../../study/cell.ts";
import { type Evidence, lackingOf, valuesOf } from "../evidence.ts";
import type { Part } from "../finding.ts";
import { measureParts, type NetworkInstrument } from "../instrument.ts";
import { missingPart, partOfSome, tooFewPart } from "../parts.ts";
import { registrationIn } from "../registered.ts";
import type { Test } from "../test.ts";

/**
 * Whether a larger share of the first group of a place has something than of the second one, by
 * the exact test of two shares and its bounds. Where it is not found larger, `otherwise` is said.
 * @source Chan & Zhang 1999; claims C08, C12
 */
export function proportionsPart(
  test: Test & { readonly by: "proportions" },
  evidence: Evidence,
  instrument: NetworkInstrument,
): Part {
  const { name, on, otherwise } = test;
  const { id, value } = measureParts(test.measure);
  const absent = lackingOf(evidence, on, id);
  const [groupA, groupB] = on[0].groups;
  const [a, b] = [groupA, groupB].map((group) => {
    const flags = group === undefined ? [] : valuesOf(evidence, group, { id, value });
    return { successes: flags.reduce((sum, flag) => sum + flag, 0), trials: flags.length };
  });
  if (a.trials === 0 || b.trials === 0) {
    const names = on[0].groups.flatMap(({ of }) => of.map(cellName));
    return missingPart(name, absent.length > 0 ? absent : names);
  }
  const { difference: effect, greaterP: p } = shareDifference({ a, b });
  const { verdict, why } = judgeProportions({ a, b }, registrationIn(test));
  const also = otherwise !== undefined && p > test.level ? ` It is ${otherwise}.` : "";
  const part: Part = {
    ...{ name, verdict, effect, p, n: a.trials + b.trials },
    interval: intervalOf(shareDifferenceBounds({ a, b })),
    why: `Of those that ${instrument.says[value] ?? value}, ${why}${also}`,
  };
  const fewest = Math.min(a.trials, b.trials);
  return partOfSome(fewest < test.fewest ? tooFewPart(part, fewest, test) : part, absent);
}
