import type { Rng } from "../../numerics/rng.ts";
import { stratifiedRanks } from "../../statistics/stratifiedRanks.ts";
import { tQuantile } from "../../statistics/studentT.ts";
import { type Evidence, valuesOf } from "../evidence.ts";
import type { Part } from "../finding.ts";
import { measureParts } from "../instrument.ts";
import type { Test } from "../test.ts";

/**
 * Whether two groups differ in a value, either way: the share of pairs of networks that differ one
 * way less the share that differ the other way, by a two-sided rank test.
 */
export function differPart(test: Test, evidence: Evidence, rng: Rng): Part {
  const { name, level, margin, fewest, permutations } = test;
  const [{ groups }] = test.on;
  const [a = [], b = []] = groups.map((group) =>
    valuesOf(evidence, group, measureParts(test.measure)),
  );
  const n = a.length + b.length;
  const part = { name, n } as const;
  if (Math.min(a.length, b.length) < fewest)
    return {
      ...part,
      ...{ verdict: "inconclusive", effect: null, interval: null, p: null },
      why: `Too few networks: ${a.length} and ${b.length}; ${fewest} are the fewest.`,
    };
  const how = { permutations, alternative: "two-sided" } as const;
  const { p, networks, superiority, standardError } = stratifiedRanks([{ a: b, b: a }], how, rng);
  const effect = 2 * superiority - 1;
  const reach = 2 * tQuantile(0.975, networks - 1) * standardError;
  const isSmall = Math.abs(effect) + reach < margin;
  const mean = (own: readonly number[]): string =>
    (own.reduce((sum, value) => sum + value, 0) / own.length).toFixed(2);
  return {
    ...part,
    verdict: p <= level ? "supported" : isSmall ? "contradicted" : "inconclusive",
    effect,
    interval: [Math.max(-1, effect - reach), Math.min(1, effect + reach)],
    p,
    why: `On average ${mean(a)} (${groups[0].name}) and ${mean(b)} (${groups[1].name}).`,
  };
}
