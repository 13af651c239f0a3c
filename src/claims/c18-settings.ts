import type { Rng } from "../numerics/rng.ts";
import { stratifiedRanks } from "../statistics/stratifiedRanks.ts";
import { tQuantile } from "../statistics/studentT.ts";
import {
  type DistanceEvidence,
  resampleDistances,
  topologyEvidence,
} from "../study/distanceEvidence.ts";
import { TASK_CONTEXTS } from "../training/cell.ts";
import { cellOf } from "../training/plan.ts";
import type { Claim, Registered } from "./claim.ts";
import { differencePart } from "./compare.ts";
import { groupOf } from "./comparedCells.ts";
import { drawWithReplacement } from "./draw.ts";
import type { Part } from "./finding.ts";
import { madeDistances } from "./madeDistances.ts";

/** The two settings of CDI: topology, and stable points at zero input. */
export type SettingEvidence = {
  readonly topology: DistanceEvidence;
  /** Stable points at zero input of each network, the mean over contexts, setting by setting. */
  readonly counts: readonly (readonly number[])[];
};

const SETTINGS = ["Mante", "Miconi"] as const;

/**
 * C18: settings of CDI from different studies give different attractors: means of at most 0.1857
 * and noise 1.0 (Mante et al.), against means of ±1 and noise 0.5 (Miconi).
 * @source §1, §3.3
 */
export const c18: Claim<SettingEvidence> = {
  id: "C18",
  says: "Task inputs of different studies (Mante, Miconi) may lead to different dynamics on CDI.",
  cite: "§1, §3.3",
  registered: {
    measure: "stable points at zero input, and excess silhouette of topology vectors, by setting",
    level: 0.05,
    margin: 0.2,
    networks: 16,
    fewest: 12,
    family: "§3.3",
    reasons: [
      "0.20: of the excess silhouette as in C03; of the counts, in the share of pairs of " +
        "networks that differ one way less the share that differ the other way.",
      "Either way: the paper claims that they differ, not which has more.",
      "Means of ±1 of one size: the paper says that Miconi set the mean to 1.",
    ],
  },
  cells: (subject) =>
    subject === undefined
      ? [cellOf("bptt", "cdi"), cellOf("bptt", "cdi", { noise: 0.5, variant: "miconi" })]
      : [],
  async measure(analysis, cells) {
    const groups = cells.map((cell, k) => groupOf(analysis, cell, SETTINGS[k]));
    const counts: number[][] = [];
    for (const { networks } of groups) {
      const own: number[] = [];
      for (const trained of networks) {
        const contexts = TASK_CONTEXTS[trained.cell.task];
        let stable = 0;
        for (let context = 0; context < contexts; context++) {
          const { points } = await analysis.fixedPoints(trained, { value: 0, context });
          stable += points.filter((point) => point.stable).length / contexts;
        }
        own.push(stable);
      }
      counts.push(own);
    }
    return { topology: await topologyEvidence(analysis, groups), counts };
  },
  resample: ({ topology, counts }, n, rng) => ({
    topology: resampleDistances(topology, n, rng),
    counts: counts.map((own) => drawWithReplacement(own, n, rng)),
  }),
  judge: ({ topology, counts }, registered, rng) =>
    counts.length === 0
      ? []
      : [
          countsPart(counts, registered, rng),
          { ...differencePart(topology, SETTINGS, registered, rng), name: "topology" },
        ],
  controls: [
    { name: "one, and two or three", evidence: made([1], [2, 3], 9), verdict: "supported" },
    { name: "the same", evidence: made([1, 1, 1, 1], [1, 1, 1, 1], 0), verdict: "contradicted" },
    { name: "too few", evidence: made([1], [2, 3], 9, 8), verdict: "inconclusive" },
  ],
};

function countsPart(
  [a, b]: readonly (readonly number[])[],
  { level, margin, fewest }: Registered,
  rng: Rng,
): Part {
  const n = a.length + b.length;
  const part = { name: "stable points at zero input", n } as const;
  if (Math.min(a.length, b.length) < fewest)
    return {
      ...part,
      verdict: "inconclusive",
      effect: null,
      interval: null,
      p: null,
      why: `Too few networks: ${a.length} and ${b.length}; ${fewest} are the fewest.`,
    };
  const found = stratifiedRanks(
    [{ a: b, b: a }],
    { permutations: 9999, alternative: "two-sided" },
    rng,
  );
  const { p, networks } = found;
  const effect = 2 * found.superiority - 1;
  const reach = 2 * tQuantile(0.975, networks - 1) * found.standardError;
  const isSmall = Math.abs(effect) + reach < margin;
  const mean = (own: readonly number[]): string =>
    (own.reduce((sum, count) => sum + count, 0) / own.length).toFixed(2);
  return {
    ...part,
    verdict: p <= level ? "supported" : isSmall ? "contradicted" : "inconclusive",
    effect,
    interval: [Math.max(-1, effect - reach), Math.min(1, effect + reach)],
    p,
    why: `On average ${mean(a)} (Mante) and ${mean(b)} (Miconi).`,
  };
}

function made(
  a: readonly number[],
  b: readonly number[],
  apart: number,
  count = 16,
): SettingEvidence {
  const fill = (values: readonly number[]): readonly number[] =>
    Array.from({ length: count }, (_, i) => values[i % values.length]);
  return {
    topology: madeDistances(
      [
        { name: SETTINGS[0], centre: 0 },
        { name: SETTINGS[1], centre: apart },
      ],
      count,
    ),
    counts: [fill(a), fill(b)],
  };
}
