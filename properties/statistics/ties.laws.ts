import fc from "fast-check";
import type { Rng } from "../../src/numerics/rng.ts";
import { type DistanceMatrix, euclideanDistances } from "../../src/statistics/distanceMatrix.ts";
import { mannWhitney } from "../../src/statistics/mannWhitney.ts";
import { type Permanova, permanova } from "../../src/statistics/permanova.ts";
import { permdisp } from "../../src/statistics/permdisp.ts";
import {
  type Alternative,
  type PermutationQuestion,
  permutationTest,
} from "../../src/statistics/permutation.ts";
import type { Law } from "../law.ts";
import { madeRng } from "../representations/made.ts";

/** Any label permutation test that tries every labelling once: its p. */
export type EveryLabelling = (question: PermutationQuestion) => number;

/** Ours. */
export const ourEveryLabelling: EveryLabelling = (question) =>
  permutationTest({ ...question, exactWhereSmall: true, permutations: 1000 }, madeRng(1)).p;

/** Values in tenths, of two groups. */
export type Tenths = {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly alternative: Alternative;
  readonly seed: number;
};

const tenths = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 2, maxLength: 4 });

const tenthsCases: fc.Arbitrary<Tenths> = fc.record({
  a: tenths,
  b: tenths,
  alternative: fc.constantFrom<Alternative>("greater", "less", "two-sided"),
  seed: fc.nat(1_000_000),
});

/** Every way to choose `count` of `size` items. */
function choices(size: number, count: number): number[][] {
  if (count === 0) return [[]];
  return Array.from({ length: size }, (_, last) => last).flatMap((last) =>
    choices(last, count - 1).map((chosen) => [...chosen, last]),
  );
}

const pOf = (above: number, below: number, alternative: Alternative): number =>
  alternative === "two-sided"
    ? Math.min(1, 2 * Math.min(above, below))
    : { greater: above, less: below }[alternative];

/** p in whole numbers, where nothing is rounded: n_b Σ a − n_a Σ b. */
function wholeP({ a, b, alternative }: Tenths): number {
  const pooled = [...a, ...b];
  const all = pooled.reduce((sum, x) => sum + x, 0);
  const of = (chosen: readonly number[]) => {
    const sum = chosen.reduce((total, i) => total + pooled[i], 0);
    return b.length * sum - a.length * (all - sum);
  };
  const observed = of([...a.keys()]);
  const values = choices(pooled.length, a.length).map(of);
  const share = (of: (value: number) => boolean) => values.filter(of).length / values.length;
  return pOf(
    share((x) => x >= observed),
    share((x) => x <= observed),
    alternative,
  );
}

/** Tries every labelling, with a slack of its own. */
const withSlack =
  (slack: (observed: number, value: number) => number): EveryLabelling =>
  ({ labels, statistic, alternative }) => {
    const count = Array.from(labels).filter((label) => label === 0).length;
    const observed = statistic(Array.from(labels));
    const values = choices(labels.length, count).map((chosen) =>
      statistic(Array.from(labels, (_, i) => (chosen.includes(i) ? 0 : 1))),
    );
    const share = (of: (value: number) => boolean) => values.filter(of).length / values.length;
    return pOf(
      share((x) => x >= observed - slack(observed, x)),
      share((x) => x <= observed + slack(observed, x)),
      alternative,
    );
  };

export const tiesAreTies: Law<EveryLabelling, Tenths, "permutation/ties"> = {
  id: "permutation/ties",
  says: "what ties in truth ties, at zero too, in any order of networks: p is the whole one",
  cite: "Phipson & Smyth 2010",
  needs: [],
  runs: 150,
  cases: () => tenthsCases,
  holds(test, given) {
    const { a, b, alternative, seed } = given;
    const networks = [
      ...a.map((x) => ({ x: x / 10, label: 0 })),
      ...b.map((x) => ({ x: x / 10, label: 1 })),
    ];
    const rng = madeRng(seed, "order");
    const shuffled = [...networks];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = rng.integer(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
    }
    for (const order of [networks, shuffled]) {
      const mean = (labels: readonly number[], label: number): number => {
        const own = order.filter((_, i) => labels[i] === label);
        return own.reduce((sum, { x }) => sum + x, 0) / own.length;
      };
      const labels = order.map(({ label }) => label);
      const statistic = (of: readonly number[]) => mean(of, 0) - mean(of, 1);
      const p = test({ labels, statistic, permutations: 1000, alternative });
      const expected = wholeP(given);
      if (!(Math.abs(p - expected) < 1e-12)) throw new Error(`p ${p}, expected ${expected}`);
    }
  },
  mutants: [
    { name: "no slack", subject: withSlack(() => 0) },
    {
      name: "a relative slack alone",
      subject: withSlack((x, y) => 1e-12 * Math.max(Math.abs(x), Math.abs(y))),
    },
    { name: "a slack that is as large as a difference", subject: withSlack(() => 0.11) },
  ],
};

/** Anything that shuffles labels: it is asked what its statistic is shown. */
export type Shuffler = (question: PermutationQuestion<unknown>, rng: Rng) => unknown;

const label = fc.oneof(
  fc.constantFrom<unknown>(0.1, 0.5, 1, -0.25, 1e-9, "low", "0.1", "", true, false),
  fc.integer(),
);

export const labelsAreKept: Law<Shuffler, readonly unknown[], "permutation/labels"> = {
  id: "permutation/labels",
  says: "the statistic sees the labels that were given, whatever they are, each as often",
  needs: [],
  runs: 60,
  cases: () => fc.array(label, { minLength: 2, maxLength: 9 }),
  holds(test, labels) {
    const sorted = (list: readonly unknown[]) =>
      list
        .map((each) => `${typeof each} ${String(each)}`)
        .sort()
        .join(", ");
    let seen = 0;
    const statistic = (shuffled: readonly unknown[]): number => {
      seen += 1;
      const found = sorted(Array.from(shuffled));
      if (found !== sorted(labels)) throw new Error(`saw ${found}, given ${sorted(labels)}`);
      return seen;
    };
    test({ labels, statistic, permutations: 5, alternative: "greater" }, madeRng(1));
    if (seen < 6) throw new Error(`${seen} labellings were seen`);
  },
  mutants: [
    {
      name: "labels cut to integers",
      subject: ({ labels, statistic, ...rest }, rng) =>
        permutationTest(
          {
            ...rest,
            labels: Int32Array.from(labels, Number),
            statistic: (of) => statistic([...of]),
          },
          rng,
        ),
    },
    {
      name: "numbers of labels in their place",
      subject: ({ labels, statistic, ...rest }, rng) => {
        const names = [...new Set(Array.from(labels))];
        const of = Array.from(labels, (each) => names.indexOf(each));
        return permutationTest({ ...rest, labels: of, statistic }, rng);
      },
    },
    {
      name: "drawn with replacement",
      subject: ({ labels, statistic, ...rest }, rng) => {
        const drawn = () => Array.from(labels, () => labels[rng.integer(labels.length)]);
        return permutationTest({ ...rest, labels, statistic: () => statistic(drawn()) }, rng);
      },
    },
  ],
};

/** Any exact Mann–Whitney test. */
export type ExactRanks = (a: readonly number[], b: readonly number[], which: Alternative) => number;

/** Ours. */
export const ourExactRanks: ExactRanks = (a, b, alternative) =>
  mannWhitney({ a, b }, { alternative, method: "exact" }).p;

const twiceU = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x) => sum + b.reduce((own, y) => own + (x > y ? 2 : x === y ? 1 : 0), 0), 0);

export const ranksAreCounted: Law<ExactRanks, Tenths, "mann-whitney/exact"> = {
  id: "mann-whitney/exact",
  says: "p is the share of all ways to share out the values, ties and all, that go as far",
  cite: "Mann & Whitney 1947; Streitberg & Röhmel 1986",
  needs: [],
  runs: 150,
  cases: () => tenthsCases,
  holds(test, { a, b, alternative, seed }) {
    // Without ties too: each value is moved by a little of its own.
    const rng = madeRng(seed, "apart");
    const apart = (x: number) => x + 0.3 * rng.uniform();
    for (const [one, other] of [[a, b] as const, [a.map(apart), b.map(apart)] as const]) {
      const pooled = [...one, ...other];
      const counts = choices(pooled.length, one.length).map((chosen) =>
        twiceU(
          chosen.map((i) => pooled[i]),
          pooled.filter((_, i) => !chosen.includes(i)),
        ),
      );
      const observed = twiceU(one, other);
      const share = (of: (u: number) => boolean) => counts.filter(of).length / counts.length;
      const expected = pOf(
        share((u) => u >= observed),
        share((u) => u <= observed),
        alternative,
      );
      const p = test(one, other, alternative);
      if (!(Math.abs(p - expected) < 1e-12)) throw new Error(`p ${p}, expected ${expected}`);
    }
  },
  mutants: [
    {
      name: "the normal approximation",
      subject: (a, b, alternative) => mannWhitney({ a, b }, { alternative, method: "normal" }).p,
    },
    {
      name: "ties as they come",
      subject: (a, b, alternative) =>
        ourExactRanks(
          a.map((x, i) => x + i * 1e-6),
          b.map((x, i) => x - i * 1e-6),
          alternative,
        ),
    },
    {
      name: "greater for less",
      subject: (a, b, which) => ourExactRanks(a, b, which === "less" ? "greater" : which),
    },
  ],
};

/** Any PERMANOVA of few networks, within strata. */
export type SmallPermanova = (
  distances: DistanceMatrix,
  labels: readonly string[],
  strata: readonly number[],
) => Pick<Permanova, "p" | "r2" | "observed">;

/** Ours. */
export const ourSmallPermanova: SmallPermanova = (distances, labels, strata) =>
  permanova({ distances, labels, strata, permutations: 999 }, madeRng(1));

export const permanovaExact: Law<SmallPermanova, number, "permanova/exact"> = {
  id: "permanova/exact",
  says: "of few labellings within strata each counts once: p is exact, R² the share between groups",
  cite: "Anderson 2001",
  needs: [],
  runs: 30,
  cases: () => fc.nat(1_000_000),
  holds(test, seed) {
    const rng = madeRng(seed, "permanova");
    const labels = ["a", "b", "a", "b", "a", "b", "b"];
    const strata = [0, 0, 0, 0, 1, 1, 1];
    const points = labels.map(() => [Math.round(3 * rng.normal()), Math.round(3 * rng.normal())]);
    const shareOf = (of: readonly string[]): number => {
      const squares = (list: readonly number[][]): number =>
        list.reduce(
          (sum, [x, y]) => sum + list.reduce((s, p) => s + (x - p[0]) ** 2 + (y - p[1]) ** 2, 0),
          0,
        ) /
        (2 * list.length);
      const all = squares(points);
      const within = ["a", "b"].map((name) => squares(points.filter((_, i) => of[i] === name)));
      return all === 0 ? 0 : 1 - (within[0] + within[1]) / all;
    };
    const expected = shareOf(labels);
    // Two of the first four are a, and one of the last three.
    const every = choices(4, 2).flatMap((first) =>
      [4, 5, 6].map((last) => labels.map((_, i) => ([...first, last].includes(i) ? "a" : "b"))),
    );
    const p = every.filter((of) => shareOf(of) >= expected - 1e-9).length / every.length;
    const found = test(euclideanDistances(points), labels, strata);
    for (const [what, ours, wanted] of [
      ["R²", found.r2, expected],
      ["F", found.observed, (expected / (1 - expected)) * 5],
      ["p", found.p, p],
    ] as const)
      if (!(Math.abs(ours - wanted) <= 1e-9 * Math.max(1, wanted)))
        throw new Error(`${what} ${ours}, expected ${wanted}`);
  },
  mutants: [
    {
      name: "strata ignored",
      subject: (distances, labels) =>
        permanova({ distances, labels, permutations: 999 }, madeRng(1)),
    },
    {
      name: "some of them, drawn",
      subject: (distances, labels, strata) =>
        permanova({ distances, labels, strata, permutations: 17 }, madeRng(1)),
    },
    {
      name: "the root of R²",
      subject: (...given) => ({
        ...ourSmallPermanova(...given),
        r2: ourSmallPermanova(...given).r2 ** 0.5,
      }),
    },
  ],
};

/** Any test of spreads: its F and p. */
export type SpreadTest = (
  distances: DistanceMatrix,
  labels: readonly number[],
) => readonly number[];

/** Ours. */
export const ourSpreadTest: SpreadTest = (distances, labels) => {
  const { f, p } = permdisp({ distances, labels, permutations: 99 }, madeRng(1));
  return [f, p];
};

export const equalSpreadsAreEqual: Law<SpreadTest, number, "permdisp/equal-spreads"> = {
  id: "permdisp/equal-spreads",
  says: "where all are as far from their centre, rounding decides nothing: F is 0 and p is 1",
  needs: [],
  runs: 30,
  cases: () => fc.nat(1_000_000),
  holds(test, seed) {
    // Corners of squares, turned and moved: each is as far from its square's centre.
    const rng = madeRng(seed, "squares");
    const size = 0.1 + 10 * rng.uniform();
    const square = (turn: number, x: number) =>
      [0, 1, 2, 3].map((k) => {
        const angle = turn + (k * Math.PI) / 2;
        return [x + size * Math.cos(angle), size * Math.sin(angle)];
      });
    const points = [...square(rng.uniform(), 0), ...square(rng.uniform(), rng.normal())];
    const [f, p] = test(euclideanDistances(points), [0, 0, 0, 0, 1, 1, 1, 1]);
    if (f !== 0 || p !== 1) throw new Error(`F ${f}, p ${p} of equal spreads`);
  },
  mutants: [
    {
      name: "F as its formula says",
      subject: (distances, labels) => {
        const { spreads } = permdisp({ distances, labels, permutations: 1 }, madeRng(1));
        const values = labels.map((group, i) => spreads[group] * (1 + 1e-16 * i) + i * 1e-16);
        const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;
        const groups = [0, 1].map((g) => mean(values.filter((_, i) => labels[i] === g)));
        const within = values.reduce((sum, x, i) => sum + (x - groups[labels[i]]) ** 2, 0);
        return [((groups[0] - groups[1]) ** 2 * 2) / (within / 6), 1];
      },
    },
    {
      name: "p by chance",
      subject: (distances, labels) => [ourSpreadTest(distances, labels)[0], 0.5],
    },
  ],
};
