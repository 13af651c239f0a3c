import type { Rng } from "../../numerics/rng.ts";
import { judgeDifference } from "../../statistics/difference.ts";
import { type RankStratum, stratifiedRanks } from "../../statistics/stratifiedRanks.ts";
import { tQuantile } from "../../statistics/studentT.ts";
import { cellName } from "../../study/cell.ts";
import { type Evidence, lackingOf, rowsOfGroup, tallied, valuesOf } from "../evidence.ts";
import type { Part } from "../finding.ts";
import { measureParts, type NetworkInstrument } from "../instrument.ts";
import { bare, missingPart, partOfSome, tooFewPart } from "../parts.ts";
import type { Numbers, Place, Test } from "../test.ts";

/** Two groups of networks, stratum by stratum, of which `a` is claimed to have larger values. */
export type RankedGroups = {
  readonly name: string;
  readonly strata: readonly RankStratum[];
  /** What was found, as the start of a sentence. */
  readonly found: string;
};

/**
 * A rank test within strata; the effect is 2P − 1, P the chance that a network of `a` lies above
 * one of `b`: from −1 to 1, and 0 where the groups are alike.
 */
export function judgeRanks(
  { name, strata, found }: RankedGroups,
  registered: Pick<Numbers, "level" | "margin" | "fewest" | "permutations">,
  rng: Rng,
): Part {
  const n = strata.reduce((sum, { a, b }) => sum + a.length + b.length, 0);
  if (!strata.some(({ a, b }) => a.length > 0 && b.length > 0)) {
    const why = `${found}: nowhere are there networks of both kinds.`;
    return tooFewPart(bare(name, "inconclusive", why, n), 0, registered);
  }
  const { level, margin, fewest } = registered;
  const { superiority, standardError, networks, p } = stratifiedRanks(
    strata,
    { permutations: registered.permutations, alternative: "greater" },
    rng,
  );
  const effect = 2 * superiority - 1;
  const reach = (probability: number): number =>
    networks < 2 ? 2 : tQuantile(probability, networks - 1) * 2 * standardError;
  const clip = (value: number): number => Math.max(-1, Math.min(1, value));
  const upper = clip(effect + reach(1 - level));
  const half = reach(1 - level / 2);
  const part: Part = {
    name,
    verdict: judgeDifference({ effect, p, upper }, { delta: margin, alpha: level }),
    effect,
    interval: [clip(effect - half), clip(effect + half)],
    p,
    n,
    why:
      `${found}; the effect's upper bound is ${upper.toFixed(2)}, ` +
      `the smallest of interest ${margin}.`,
  };
  return networks < fewest ? tooFewPart(part, networks, registered) : part;
}

/** The median, for a sentence; "none" of no values. */
export function medianText(values: readonly number[]): string {
  if (values.length === 0) return "none";
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2).toFixed(3);
}

/** Judges strata by a test's numbers. */
type JudgeOfStrata = (groups: RankedGroups, test: Test, rng: Rng) => Part;

/**
 * A test by ranks within its places: whether networks of the first group lie above those of the
 * second one, in the places where that can be asked.
 */
export function rankedPart(
  test: Test & { readonly by: "ranks" | "strata" },
  evidence: Evidence,
  instrument: NetworkInstrument,
  rng: Rng,
  judge: JudgeOfStrata = judgeRanks,
): Part {
  const { name, on } = test;
  const { id, value } = measureParts(test.measure);
  const absent = lackingOf(evidence, on, id);
  const conditions = new Set(
    on.flatMap(({ groups }) => groups.flatMap(({ of }) => of.map(cellName))),
  );
  if (absent.length === conditions.size) return missingPart(name, absent);
  const leavesOut = test.by === "ranks" ? test.without : undefined;
  const without = on.filter((place) => isLeftOut(leavesOut, place, { measure: id, evidence }));
  const strata = on
    .filter((place) => !without.includes(place))
    .map(({ groups }) => {
      const [a = [], b = []] = ["a", "b"].map((side) => {
        const group = groups.find((each) => each.name === side);
        return group === undefined ? [] : valuesOf(evidence, group, { id, value });
      });
      return { a, b };
    });
  const said = (values: readonly number[]): string => `${medianText(values)} of ${values.length}`;
  const beside = tallied(evidence, on, instrument);
  const found =
    test.words
      .replace("{a}", said(strata.flatMap(({ a }) => a)))
      .replace("{b}", said(strata.flatMap(({ b }) => b))) +
    (beside.length === 0 ? "" : ` (${beside.join(", ")})`) +
    (without.length === 0
      ? ""
      : `; without ${without.map((place) => place.name).join(", ")}, ${leavesOut?.words}`);
  return partOfSome(judge({ name, strata, found }, test, rng), absent);
}

/** Whether what leaves a place out is true of all networks of its second group. */
function isLeftOut(
  without: (Test & { readonly by: "ranks" })["without"],
  place: Place,
  { measure, evidence }: { readonly measure: string; readonly evidence: Evidence },
): boolean {
  const group = place.groups.find(({ name }) => name === "b");
  if (without === undefined || group === undefined) return false;
  const rows = rowsOfGroup(evidence, group, measure).filter(({ status }) => status !== "lacking");
  return rows.length > 0 && rows.every(({ values }) => values[without.value] === true);
}
