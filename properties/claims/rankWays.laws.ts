import fc from "fast-check";
import type { Part, Verdict } from "../../src/claims/finding.ts";
import { madeEvidence } from "../../src/claims/made.ts";
import { one } from "../../src/claims/places.ts";
import type { Place, Test } from "../../src/claims/test.ts";
import type { Rng } from "../../src/numerics/rng.ts";
import type { Cell } from "../../src/study/cell.ts";
import { cellOf, PAPER_NOISES } from "../../src/study/plan.ts";
import type { Law } from "../law.ts";
import { madeRng } from "../representations/made.ts";
import { mostByChance } from "../statistics/underNull.ts";
import { at, type JudgesOne, LEVELS, NUMBERS, ours } from "./ways.laws.ts";

/** An experiment of which the truth is known: a test, and values of networks by their condition. */
type Trial = {
  readonly name: string;
  readonly test: Test;
  readonly draw: (rng: Rng) => (cell: Cell) => readonly Record<string, number | string>[];
};

const noises = PAPER_NOISES.map((noise) => cellOf("bptt", "rdm", { noise }));
const rising: Test = {
  ...{
    ...NUMBERS,
    ...LEVELS,
    margin: 0.2,
    by: "rising",
    name: "trend",
    on: noises.map((c) => one(c)),
  },
  measure: "stableAtZero.count",
};

/** Counts 1 or 2, the second one with a chance at each noise; of so many networks. */
const countsOf = (name: string, chances: readonly number[], sizes: readonly number[]): Trial => ({
  ...{ name, test: rising },
  draw: (rng) => (cell) => {
    const k = noises.findIndex(({ noise }) => noise === cell.noise);
    return Array.from({ length: sizes[k] }, () => ({ count: rng.uniform() < chances[k] ? 2 : 1 }));
  },
});

const rules = ["bptt", "genetic", "full-force"].map((rule) => cellOf(rule, "rdm"));
const strata: Test = {
  ...{ ...NUMBERS, ...LEVELS, margin: 0.2, by: "strata", name: "held", words: "Held {a} and {b}" },
  on: rules.map(
    (cell): Place => ({
      ...{ name: cell.rule, at: 0 },
      groups: ["a", "b"].map((name) => ({ name, of: [cell], only: { value: "way", is: name } })),
    }),
  ),
  measure: "memory.held",
};

/** Held in part or not at all, in strata that differ; `more` is what `a` holds beyond `b`. */
const heldOf = (
  name: string,
  more: number,
  sizes: readonly (readonly [number, number])[],
  least = 0.2,
): Trial => ({
  ...{ name, test: strata },
  draw: (rng) => (cell) => {
    const k = rules.findIndex(({ rule }) => rule === cell.rule);
    return sizes[k].flatMap((size, side) =>
      Array.from({ length: size }, () => ({
        way: side === 0 ? "a" : "b",
        held: rng.uniform() < least * (1 + k) + (side === 0 ? more : 0) ? 1 : 0,
      })),
    );
  },
});

const UNEQUAL = [
  [4, 20],
  [18, 6],
  [12, 10],
] as const;
const NULLS: readonly Trial[] = [
  countsOf("no trend, 48, 32, 32", [0.3, 0.3, 0.3], [32, 32, 48]),
  countsOf("no trend, few and unequal", [0.5, 0.5, 0.5], [6, 9, 7]),
  heldOf("nothing more is held, unequal kinds", 0, UNEQUAL, 0.3),
];
const SIZES = [
  [14, 20],
  [18, 16],
  [12, 18],
] as const;
const AT_MARGIN: readonly Trial[] = [
  countsOf("a trend of .2", [0.3, 0.4, 0.6], [24, 24, 24]),
  countsOf("a trend of .2 from none", [0, 0.1, 0.3], [32, 32, 32]),
  heldOf("a difference of .2", 0.2, SIZES),
  heldOf("a difference of .2 from none", 0.2, SIZES, 0),
];

/** Trends and differences, with what they are. */
const TRUE: readonly (readonly [number, Trial])[] = [
  ...AT_MARGIN.map((trial) => [0.2, trial] as const),
  [0.0225, countsOf("hardly a trend, hardly any that differ", [0.02, 0.02, 0.05], [32, 32, 48])],
  [0.66875, countsOf("nearly none, and all", [0.03, 0.5, 1], [32, 32, 48])],
];

/** What an experiment comes to, again and again. */
function repeated(judge: JudgesOne, { name, test, draw }: Trial, times: number): readonly Part[] {
  return Array.from({ length: times }, (_, i) => {
    const rng = madeRng(i, "ways", name);
    const values = draw(rng);
    return judge(test, madeEvidence([test], { values }), rng);
  });
}

const count = (parts: readonly Part[], verdict: Verdict): number =>
  parts.filter((part) => part.verdict === verdict).length;

export const rankLevels: Law<JudgesOne, number, "ways/ranks"> = {
  id: "ways/ranks",
  says: "trends and strata are supported under no effect, and contradicted at δ, by chance alone",
  cite: "Jonckheere 1954; van Elteren 1960",
  needs: [],
  runs: 1,
  cases: () => fc.constant(300),
  holds(judge, times) {
    for (const trial of NULLS) {
      const found = count(repeated(judge, trial, times), "supported");
      const most = mostByChance({ trials: times, share: LEVELS.level });
      if (found > most) throw new Error(`${trial.name}: supported ${found}, at most ${most}`);
    }
    for (const trial of AT_MARGIN) {
      const found = count(repeated(judge, trial, times), "contradicted");
      const most = mostByChance({ trials: times, share: LEVELS.contradicting });
      if (found > most) throw new Error(`${trial.name}: contradicted ${found}, at most ${most}`);
    }
  },
  mutants: [
    {
      name: "α of .2",
      subject: at({ level: 0.2 })((test, ...rest) => ours({ ...test, margin: 0.05 }, ...rest)),
    },
    {
      name: "the estimate for its upper bound",
      subject: (test, evidence, rng) => {
        const part = ours(test, evidence, rng);
        return (part.effect ?? 0) < test.margin ? { ...part, verdict: "contradicted" } : part;
      },
    },
    { name: "bounds of t as they are", subject: at({ contradicting: 0.05 })(ours) },
    {
      name: "strata as if they were one",
      subject: (test, evidence, rng) => ours(pooled(test), evidence, rng),
    },
  ],
};

/** A test of strata with all of them in one. */
function pooled(test: Test): Test {
  if (test.by !== "strata") return test;
  const groups = ["a", "b"].map((name) => ({
    ...{ name, of: rules, only: { value: "way", is: name } },
  }));
  return { ...test, on: [{ name: "all", at: 0, groups }] };
}

/** Ours with intervals of another width. */
const asWide =
  (factor: number): JudgesOne =>
  (test, evidence, rng) => {
    const part = ours(test, evidence, rng);
    const { effect, interval } = part;
    if (effect === null || interval === null) return part;
    const [low, high] = interval.map((bound) => effect + factor * (bound - effect));
    return { ...part, interval: [low, high] };
  };

export const rankCoverage: Law<JudgesOne, number, "ways/coverage"> = {
  id: "ways/coverage",
  says: "intervals of trends and strata hold the truth 93 times in 100, where few differ too",
  cite: "claims, statistics",
  needs: [],
  runs: 1,
  cases: () => fc.constant(300),
  holds(judge, times) {
    const most = mostByChance({ trials: times, share: 0.07 });
    for (const [truth, trial] of TRUE) {
      const parts = repeated(judge, trial, times);
      const missed = parts.filter(({ interval }) => {
        const [low, high] = interval ?? [Number.NaN, Number.NaN];
        return !(low <= truth && truth <= high);
      }).length;
      if (missed > most) throw new Error(`${trial.name}: ${missed} miss ${truth}, at most ${most}`);
    }
  },
  mutants: [
    { name: "without width", subject: asWide(0) },
    { name: "half as wide", subject: asWide(0.5) },
  ],
};
