import { intervalOf } from "../../statistics/estimate.ts";
import { meanBounds } from "../../statistics/meanBounds.ts";
import { spearmanRho } from "../../statistics/spearmanRho.ts";
import { cellName } from "../../study/cell.ts";
import { type Evidence, valuesOf } from "../evidence.ts";
import type { Part } from "../finding.ts";
import { measureParts, type NetworkInstrument } from "../instrument.ts";
import { bare, missingPart } from "../parts.ts";
import type { Test } from "../test.ts";

/** The mean of a value over networks with its interval: shown, not judged. */
export function meanPart(test: Test, evidence: Evidence, instrument: NetworkInstrument): Part {
  const { name, on } = test;
  const { id, value } = measureParts(test.measure);
  const says = instrument.says[value] ?? value;
  const values = on.flatMap(({ groups: [group] }) => valuesOf(evidence, group, { id, value }));
  const n = values.length;
  if (n === 0) return { ...missingPart(name, conditionNames(test)), verdict: null };
  if (n === 1)
    return { ...bare(name, "inconclusive", `${says}: of one network.`, n), verdict: null };
  const boundsAt = (level: number) => meanBounds(values, level);
  const effect = meanBounds(values).estimate;
  return {
    ...{ name, verdict: null, effect, interval: intervalOf(boundsAt), p: null, n },
    why: `${says}: mean ${effect.toFixed(3)} of ${n} networks.`,
  };
}

/** Spearman's rank correlation of a value with another one over networks: shown, not judged. */
export function relationPart(
  test: Test & { readonly by: "relation" },
  evidence: Evidence,
  instrument: NetworkInstrument,
): Part {
  const { name, on, to } = test;
  const { id, value } = measureParts(test.measure);
  const read = (of: string) =>
    on.flatMap(({ groups: [group] }) => valuesOf(evidence, group, { id, value: of }));
  const [values, others] = [read(value), read(to)];
  const n = values.length;
  if (n === 0) return { ...missingPart(name, conditionNames(test)), verdict: null };
  const says = `${instrument.says[value] ?? value} and ${instrument.says[to] ?? to}`;
  if (n < 2 || others.length !== n)
    return { ...bare(name, "inconclusive", `${says}: of too few networks.`, n), verdict: null };
  const effect = spearmanRho(values, others);
  return {
    ...{ name, verdict: null, effect, interval: null, p: null, n },
    why: `${says}: Spearman's rank correlation ${effect.toFixed(2)} over ${n} networks.`,
  };
}

const conditionNames = ({ on }: Test): readonly string[] =>
  on.flatMap(({ groups: [group] }) => group.of.map(cellName));
