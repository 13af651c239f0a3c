import fc from "fast-check";
import type { Verdict } from "../../src/claims/finding.ts";
import { madeEvidence } from "../../src/claims/made.ts";
import { one } from "../../src/claims/places.ts";
import type { Place, Test } from "../../src/claims/test.ts";
import type { Rng } from "../../src/numerics/rng.ts";
import type { Cell } from "../../src/training/cell.ts";
import { cellOf, PAPER_NOISES } from "../../src/training/plan.ts";
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
): Trial => ({
  ...{ name, test: strata },
  draw: (rng) => (cell) => {
    const k = rules.findIndex(({ rule }) => rule === cell.rule);
    return sizes[k].flatMap((size, side) =>
      Array.from({ length: size }, () => ({
        way: side === 0 ? "a" : "b",
        held: rng.uniform() < 0.2 + 0.25 * k + (side === 0 ? more : 0) ? 1 : 0,
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
  heldOf("nothing more is held, unequal kinds", 0, UNEQUAL),
];
const AT_MARGIN: readonly Trial[] = [
  countsOf("a trend of .2", [0.3, 0.4, 0.6], [24, 24, 24]),
  heldOf("a difference of .2", 0.2, [
    [14, 20],
    [18, 16],
    [12, 18],
  ]),
];

/** How often a verdict comes out. */
function count(
  judge: JudgesOne,
  { name, test, draw }: Trial,
  verdict: Verdict,
  times: number,
): number {
  return Array.from({ length: times }, (_, i) => {
    const rng = madeRng(i, "ways", name);
    const values = draw(rng);
    return judge(test, madeEvidence([test], { values }), rng);
  }).filter((part) => part.verdict === verdict).length;
}

export const rankLevels: Law<JudgesOne, number> = {
  id: "ways/ranks",
  says: "trends and strata are supported under no effect, and contradicted at δ, by chance alone",
  cite: "Jonckheere 1954; van Elteren 1960",
  needs: [],
  runs: 1,
  cases: () => fc.constant(300),
  holds(judge, times) {
    for (const trial of NULLS) {
      const found = count(judge, trial, "supported", times);
      const most = mostByChance({ trials: times, share: LEVELS.level });
      if (found > most) throw new Error(`${trial.name}: supported ${found}, at most ${most}`);
    }
    for (const trial of AT_MARGIN) {
      const found = count(judge, trial, "contradicted", times);
      // As of other intervals: 7 misses in 100 where 5 are said.
      const most = mostByChance({ trials: times, share: 1.4 * LEVELS.contradicting });
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
