import { type Claim, defineRegistered } from "../../src/claims/claim.ts";
import type { Block, Evidence } from "../../src/claims/evidence.ts";
import { combine, type Part, type Verdict } from "../../src/claims/finding.ts";
import { judgeTests } from "../../src/claims/judge.ts";
import { judgeTest } from "../../src/claims/judgeTest.ts";
import { instruments } from "../../src/claims/measures/index.ts";
import type { GivenTest, Group, Place, Test } from "../../src/claims/test.ts";
import { excessOf } from "../../src/claims/tests/excess.ts";
import type { Rng } from "../../src/numerics/rng.ts";
import { euclideanDistances, toRows } from "../../src/statistics/distanceMatrix.ts";
import { cellOf } from "../../src/study/plan.ts";
import { average, madeRng } from "../representations/made.ts";
import { boundsHold } from "../statistics/chances.ts";
import { validUnderNull } from "../statistics/underNull.ts";

/** Anything that judges a test of distances. */
export type JudgeWay = (test: Test, evidence: Evidence, rng: Rng) => Part;

/** Ours. */
export const ourWay: JudgeWay = (test, evidence, rng) =>
  judgeTest(test, evidence, { instruments, judges: [] }, rng)[0];

/** Where the networks of a group lie. */
type Lies = { readonly centre?: number; readonly spread?: number; readonly count: number };

const group = (name: string, rule = name, noise = 1): Group => ({
  ...{ name, of: [cellOf(rule, "rdm", { noise })] },
});

const placeOf = (groups: readonly Group[], at = 1): Place => ({ name: `at ${at}`, at, groups });

/** Networks on three axes, in steps so coarse that distances are tied. */
function blockOf(place: Place, lies: readonly Lies[], rng: Rng): Block {
  const rows = lies.flatMap(({ centre = 0, spread = 1, count }) =>
    Array.from({ length: count }, () =>
      [centre, 0, 0].map((x) => Math.round(4 * (x + spread * rng.normal())) / 4),
    ),
  );
  const of = lies.flatMap(({ count }, g) => new Array<number>(count).fill(g));
  return {
    ...{ measure: "svcca", place: place.name, of, bistable: [] },
    groups: place.groups.map(({ name }) => name),
    distances: toRows(euclideanDistances(rows)),
    keys: of.map((_, i) => `${place.name} ${i}`),
    conditions: of.map((g) => place.groups[g].name),
  };
}

type Given = { readonly test: GivenTest; readonly lies: readonly (readonly Lies[])[] };

const claimOf = (tests: readonly GivenTest[]): Claim =>
  defineRegistered({
    ...{ id: "L01", says: "Groups are apart.", tests },
    registered: { claims: 1, margin: 0.1, networks: 16, fewest: 8 },
  });

/** A trial of a test on networks that are drawn anew. */
const trial = (name: string, { test, lies }: Given) => ({
  name,
  p: (judge: JudgeWay, rng: Rng): number => {
    const [own] = claimOf([{ ...test, permutations: 99 }]).tests();
    const blocks = own.on.map((place, k) => blockOf(place, lies[k], rng));
    return judge(own, { rows: [], blocks }, rng).p ?? 1;
  },
});

const [a, b, c] = ["bptt", "genetic", "hebbian"].map((rule) => group(rule));
const names = [a, b, c].map(({ name }) => name);
const common = { name: "made up", measure: "svcca" } as const;
const three = [1, 2, 3].map((at) => placeOf([a, b], at));
const two = [1, 2].map((at) => placeOf([a, b, c], at));
const crossed = placeOf(
  ["bptt", "genetic"].flatMap((rule) => [0.1, 1].map((at) => group(`${rule} ${at}`, rule, at))),
);
const apart: readonly Lies[] = [{ count: 12 }, { count: 12, centre: 1.5 }];

/** Every network twice: as if there were twice as many. */
const doubled = ({ rows, blocks }: Evidence): Evidence => ({
  rows,
  blocks: blocks.map((block) => {
    const twice = [...block.of.keys()].flatMap((i) => [i, i]);
    return {
      ...block,
      of: twice.map((i) => block.of[i]),
      distances: twice.map((i) => twice.map((j) => block.distances[i][j])),
      keys: twice.map((i) => block.keys[i]),
      conditions: twice.map((i) => block.conditions[i]),
    };
  }),
});

export const waysValid = validUnderNull<JudgeWay, "ways/valid">({
  id: "ways/valid",
  says: "P(p ≤ α) ≤ α of each way of judging distances where there is nothing",
  cite: "claims, Statistics",
  replicates: 80,
  trials: [
    trial("distant, 12 v 16 alike", {
      test: { ...common, on: [placeOf([a, b])], by: "distant", groups: [a.name, b.name] },
      lies: [[{ count: 12 }, { count: 16 }]],
    }),
    trial("distant, 20 v 20 that differ in spread", {
      test: { ...common, on: [placeOf([a, b])], by: "distant", groups: [a.name, b.name] },
      lies: [[{ count: 20 }, { count: 20, spread: 2 }]],
    }),
    trial("centres, 12, 16 and 20 alike", {
      test: { ...common, on: [placeOf([a, b, c])], by: "centres", groups: names },
      lies: [[{ count: 12 }, { count: 16 }, { count: 20 }]],
    }),
    trial("fades, as far apart at both places", {
      test: { ...common, on: two, by: "fades", groups: [a.name, b.name] },
      lies: [
        [...apart, { count: 9 }],
        [...apart, { count: 9 }],
      ],
    }),
    trial("incline, as far apart at each place", {
      test: { ...common, on: three, by: "incline", direction: "rises", groups: [a.name, b.name] },
      lies: [apart, apart, apart],
    }),
    trial("outweighs, both factors alike", {
      test: { ...common, on: [crossed], by: "outweighs", factors: ["noise", "rule"] },
      lies: [[0, 1, 1, 2].map((centre) => ({ count: 10, centre }))],
    }),
    trial("wider, 12 v 16 as wide", {
      test: { ...common, on: [placeOf([a, b])], by: "wider", groups: [a.name, b.name] },
      lies: [[{ count: 12 }, { count: 16, centre: 1 }]],
    }),
  ],
  mutants: [
    {
      name: "every network twice",
      subject: (test, evidence, rng) => ourWay(test, doubled(evidence), rng),
    },
    {
      name: "groups that differ in spread count as apart",
      subject: (test, evidence, rng) =>
        ourWay(test.by === "distant" ? { ...test, by: "apart" } : test, evidence, rng),
    },
  ],
});

/** Anything that judges a claim as a whole. */
export type JudgeClaim = (claim: Claim, evidence: Evidence, rng: Rng) => Verdict;

/** Ours. */
export const ourClaim: JudgeClaim = (claim, evidence, rng) =>
  combine(judgeTests(claim, claim.tests(), evidence, rng));

/** Five places, at each of which the groups are as far apart as the margin says. */
const five = [1, 2, 3, 4, 5].map((at) => placeOf([a, b], at));

let margin: number | null = null;

/** The mean excess of groups that are so far apart. */
function meanExcess(): number {
  margin ??= average(
    Array.from({ length: 200 }, (_, i) => {
      const rng = madeRng(i, "mean excess of ways");
      return excessOf(blockOf(five[0], apart, rng), [a.name, b.name], rng).estimate;
    }),
  );
  return margin;
}

/** The experiment: a claim of five parts that is true, of effects that are the margin itself. */
function isContradicted(judge: JudgeClaim, rng: Rng): boolean {
  const claim = claimOf(
    five.map((place) => ({
      ...{ ...common, on: [place], by: "distant", groups: [a.name, b.name] },
      ...{ permutations: 19, margin: meanExcess() },
    })),
  );
  const blocks = five.map((place) => blockOf(place, apart, rng));
  return judge(claim, { rows: [], blocks }, rng) === "contradicted";
}

export const claimsHold = boundsHold<JudgeClaim, "claims/contradiction">({
  id: "claims/contradiction",
  says: "a true claim of five parts is contradicted at most 5 times in 100",
  cite: "claims, each of k parts at .05/k",
  replicates: 100,
  trials: [{ name: "effects at the margin", misses: isContradicted }],
  mutants: [
    {
      name: "each part contradicts at .05",
      subject: (claim, evidence, rng) => {
        const tests = claim.tests().map((test) => ({ ...test, contradicting: 0.05 }));
        return combine(judgeTests(claim, tests, evidence, rng));
      },
    },
    {
      name: "an estimate below the margin contradicts",
      subject: (claim, evidence, rng) => {
        const tests = claim.tests().map((test) => ({ ...test, contradicting: 0.05 }));
        const parts = judgeTests(claim, tests, evidence, rng);
        const isBelow = parts.some(({ effect }, k) => (effect ?? 0) < tests[k].margin);
        return isBelow ? "contradicted" : combine(parts);
      },
    },
  ],
});
