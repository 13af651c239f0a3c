import fc from "fast-check";
import type { Evidence } from "../../src/claims/evidence.ts";
import type { Part } from "../../src/claims/finding.ts";
import { judgeTest } from "../../src/claims/judgeTest.ts";
import { flags, madeEvidence } from "../../src/claims/made.ts";
import { instruments } from "../../src/claims/measures/index.ts";
import { one } from "../../src/claims/places.ts";
import type { Test } from "../../src/claims/test.ts";
import type { Rng } from "../../src/numerics/rng.ts";
import { binomialChances } from "../../src/statistics/binomialChances.ts";
import type { Cell } from "../../src/study/cell.ts";
import { cellOf } from "../../src/study/plan.ts";
import type { Law } from "../law.ts";
import { madeRng } from "../representations/made.ts";

/** The part that a test comes to on evidence. */
export type JudgesOne = (test: Test, evidence: Evidence, rng: Rng) => Part;

/** Ours: the first part of a test, which is the one that counts. */
export const ours: JudgesOne = (test, evidence, rng) =>
  judgeTest(test, evidence, { instruments, judges: [] }, rng)[0];

/** Numbers of made-up tests: few permutations are enough for their level. */
export const NUMBERS = {
  networks: 32,
  fewest: 6,
  permutations: 199,
  role: "confirmatory",
} as const;
/** Levels of a claim of a figure of four, with three parts. */
export const LEVELS = { level: 0.0125, contradicting: 0.05 / 3 } as const;

const bptt = cellOf("bptt", "rdm");
const tenInARow: Cell = { ...bptt, criterion: "ten-in-a-row" };
const also = {
  on: [one(tenInARow)],
  names: ["first passage", "ten in a row"],
  otherwise: "hangs on the criterion",
} as const;

type Share = { readonly n: number; readonly margin: number; readonly level: number };

const shareTest = (by: "shareAtLeast" | "shareAtMost", { margin, level }: Share): Test => ({
  ...{ ...NUMBERS, ...LEVELS, level, margin, by },
  ...{ name: "share", on: [one(bptt)], measure: "reaching.met" },
});

/** How likely each verdict is where the true share is the margin itself: exactly. */
function chancesOf(
  judge: JudgesOne,
  test: Test,
  n: number,
): Record<"supported" | "contradicted", number> {
  const chances = binomialChances(n, test.margin);
  const found = { supported: 0, contradicted: 0 };
  for (let k = 0; k <= n; k++) {
    const evidence = madeEvidence([test], { values: () => flags("met", k, n) });
    const { verdict } = judge(test, evidence, madeRng(0, "shares"));
    if (verdict === "supported" || verdict === "contradicted") found[verdict] += chances[k];
  }
  return found;
}

/** One that judges at other levels. */
export const at =
  (change: Partial<Pick<Test, "level" | "contradicting">>) =>
  (judge: JudgesOne): JudgesOne =>
  (test, evidence, rng) =>
    judge({ ...test, ...change }, evidence, rng);

export const shareLevels: Law<JudgesOne, Share, "ways/shares"> = {
  id: "ways/shares",
  says: "at the margin a share is supported with chance α at most, contradicted with .05/k at most",
  cite: "Clopper & Pearson 1934",
  needs: [],
  runs: 12,
  cases: () =>
    fc.record({
      n: fc.integer({ min: 12, max: 48 }),
      margin: fc.constantFrom(0.25, 0.5, 0.6),
      level: fc.constantFrom(0.05, 0.025, 0.0125, 0.01),
    }),
  holds(judge, given) {
    for (const by of ["shareAtLeast", "shareAtMost"] as const) {
      const found = chancesOf(judge, shareTest(by, given), given.n);
      if (!(found.supported <= given.level + 1e-12))
        throw new Error(`${by}: supported with ${found.supported}, α ${given.level}`);
      if (!(found.contradicted <= LEVELS.contradicting + 1e-12))
        throw new Error(`${by}: contradicted with ${found.contradicted}`);
    }
  },
  mutants: [
    { name: "α of one claim for all of a figure", subject: at({ level: 0.2 })(ours) },
    { name: "each part contradicts at .2", subject: at({ contradicting: 0.2 })(ours) },
    {
      name: "the share that was seen, for its bound",
      subject: (test, evidence, rng) => {
        const part = ours(test, evidence, rng);
        return {
          ...part,
          verdict: (part.effect ?? 0) >= test.margin ? "supported" : "contradicted",
        };
      },
    },
  ],
};

/** Networks that met each of two criteria. */
type Met = {
  readonly first: number;
  readonly second: number;
  readonly way: "shareAtLeast" | "shareAtMost";
};

export const agreementOfForms: Law<JudgesOne, Met, "ways/agreement"> = {
  id: "ways/agreement",
  says: "a test of two forms has the verdict on which they agree; else it says what it hangs on",
  cite: "claims C01, C08, C09, C18",
  needs: [],
  runs: 60,
  cases: () =>
    fc.record({
      first: fc.integer({ min: 0, max: 16 }),
      second: fc.integer({ min: 0, max: 16 }),
      way: fc.constantFrom("shareAtLeast", "shareAtMost"),
    }),
  holds(judge, { first, second, way }) {
    const test = shareTest(way, { n: 16, margin: 0.5, level: 0.05 });
    const evidence = madeEvidence([{ ...test, also }], {
      values: ({ criterion }) => flags("met", criterion === undefined ? first : second),
    });
    const rng = madeRng(0, "agreement");
    const forms = [test, { ...test, on: also.on }].map((form) => ours(form, evidence, rng).verdict);
    const { verdict, why } = judge({ ...test, also }, evidence, rng);
    const expected = forms[0] === forms[1] ? forms[0] : "inconclusive";
    if (verdict !== expected) throw new Error(`${forms.join(" and ")} make ${verdict}`);
    if (/^Hangs on the criterion/.test(why) !== (forms[0] !== forms[1]))
      throw new Error(`${forms.join(" and ")}: ${why}`);
  },
  mutants: [
    {
      name: "the first form alone",
      subject: ({ also: _, ...test }, evidence, rng) => ours(test, evidence, rng),
    },
    {
      name: "one form is enough",
      subject: (test, evidence, rng) => {
        const { also: second, ...form } = test;
        const other = ours({ ...form, on: second?.on ?? form.on }, evidence, rng);
        const own = ours(form, evidence, rng);
        return own.verdict === "inconclusive" ? other : own;
      },
    },
  ],
};
