import { binomialBounds } from "../../statistics/binomialBounds.ts";
import { binomialUpperTail } from "../../statistics/binomialTail.ts";
import { cellName } from "../../study/cell.ts";
import { type Evidence, rowsOfGroup, tallied, valuesOf } from "../evidence.ts";
import type { Part } from "../finding.ts";
import { measureParts, type NetworkInstrument } from "../instrument.ts";
import { bare, missingPart, tooFewPart } from "../parts.ts";
import type { Numbers, Test } from "../test.ts";

/** What is true of some networks of a cell. */
export type Share = {
  readonly name: string;
  /** The cell's name. */
  readonly cell: string;
  /** Networks of the cell that are at hand, whether they entered or not. */
  readonly atHand: number;
  /** 1 or 0 for each network that entered. */
  readonly flags: readonly number[];
  /** What the flag says, as in "14 of 16 met the criterion". */
  readonly does: string;
  /** A sentence that stands beside; may be empty. */
  readonly beside: string;
};

/** Whether the share is claimed to be at least the margin, or at most. */
export type ShareSide = "at least" | "at most";

/**
 * A share judged by its exact one-sided bounds: supported if the bound on the claim's far side
 * keeps to the margin, contradicted if the other bound does not reach it. p is the exact one of the
 * first bound: against a share on the other side of the margin. What a share below the margin would
 * say says nothing where training ended `within` a budget that no source states.
 */
export function judgeShare(
  share: Share,
  side: ShareSide,
  registered: Pick<Numbers, "level" | "contradicting" | "margin" | "fewest">,
  within?: string,
): Part {
  const { name, cell, atHand, flags } = share;
  if (atHand === 0) return missingPart(name, [cell]);
  const n = flags.length;
  if (n === 0) return tooFewPart(bare(name, "inconclusive", "No network entered."), 0, registered);
  const { low, high, part } = boundsOf(share, side, registered);
  if (n < registered.fewest) return tooFewPart(part, n, registered);
  const { margin } = registered;
  const supported = side === "at least" ? low >= margin : high <= margin;
  const contradicted = side === "at least" ? high < margin : low > margin;
  const successes = flags.reduce((sum, flag) => sum + flag, 0);
  const isShort = within !== undefined && (side === "at least" ? contradicted : supported);
  const toTest = { trials: n, successes: side === "at least" ? successes : n - successes };
  return {
    ...part,
    p: binomialUpperTail(toTest, side === "at least" ? margin : 1 - margin),
    verdict: isShort
      ? "inconclusive"
      : contradicted
        ? "contradicted"
        : supported
          ? "supported"
          : "inconclusive",
    why:
      `${counted(share)}; one-sided bounds ${low.toFixed(2)} and ${high.toFixed(2)}, ` +
      `${side} ${margin} is claimed.${after(share)}` +
      (isShort ? ` Not reached within ${within}, a budget that no source states.` : ""),
  };
}

/** The bound that may support is at the test's level, the other one at that of contradiction. */
function boundsOf(
  share: Share,
  side: ShareSide,
  { level, contradicting }: Pick<Numbers, "level" | "contradicting">,
): { readonly low: number; readonly high: number; readonly part: Part } {
  const trials = share.flags.length;
  const successes = share.flags.reduce((sum, flag) => sum + flag, 0);
  const counts = { successes, trials };
  const both = binomialBounds(counts);
  const [below, above] = side === "at least" ? [level, contradicting] : [contradicting, level];
  return {
    low: binomialBounds(counts, { level: 1 - below, sides: "lower" }).low,
    high: binomialBounds(counts, { level: 1 - above, sides: "upper" }).high,
    part: {
      name: share.name,
      verdict: "inconclusive",
      effect: successes / trials,
      interval: [both.low, both.high],
      p: null,
      n: trials,
      why: `${counted(share)}.${after(share)}`,
    },
  };
}

const counted = ({ flags, does }: Share): string =>
  `${flags.reduce((sum, flag) => sum + flag, 0)} of ${flags.length} ${does}`;

const after = ({ beside }: Share): string => (beside === "" ? "" : ` ${beside}`);

/** The share of a test: of its first group, by one of an instrument's flags. */
export function shareOf(test: Test, evidence: Evidence, instrument: NetworkInstrument): Share {
  const { id, value } = measureParts(test.measure);
  const [group] = test.on[0].groups;
  const rows = rowsOfGroup(evidence, group, id);
  const tallies = tallied(evidence, test.on, instrument).map((tally) => `${tally}.`);
  const flags = valuesOf(evidence, group, { id, value });
  const said = instrument.beside?.(rows, value) ?? "";
  return {
    name: test.name,
    cell: group.of.map(cellName).join(", "),
    atHand: rows.filter(({ status }) => status !== "lacking").length,
    flags,
    does: instrument.says[value] ?? value,
    beside: [...tallies, ...(said === "" ? [] : [said])].join(" "),
  };
}
