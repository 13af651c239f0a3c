import fc from "fast-check";
import { cka } from "../../src/distances/cka.ts";
import { compareRdms, noiseCeiling, type RdmMethod } from "../../src/distances/compareRdms.ts";
import { debiasedCka } from "../../src/distances/debiasedCka.ts";
import { nonmetricMds, smacof } from "../../src/distances/mds.ts";
import { type PwccaResult, pwcca } from "../../src/distances/pwcca.ts";
import { euclideanDistances, toRows } from "../../src/statistics/distanceMatrix.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import {
  average,
  type Made,
  madeActivity,
  madeCases,
  madeRng,
  madeRotation,
  mustLieWithin,
  normalRows,
  product,
} from "../representations/made.ts";

type Rows = number[][];

/** Any estimate of how alike two activities are that is 0 on average for unrelated ones. */
export type Debiased = (a: Rows, b: Rows) => number;

export const debiasedIsUnbiased: Law<Debiased, number, "debiased-cka/unrelated"> = {
  id: "debiased-cka/unrelated",
  says: "of 10 samples of 200 unrelated units it is 0 on average; of an activity and itself 1",
  cite: "Song et al. 2012",
  needs: [],
  runs: 3,
  cases: () => fc.nat(1_000_000),
  holds(compare, seed) {
    const made = (side: string, i: number) =>
      normalRows({ rows: 10, columns: 200 }, madeRng(seed, side, i));
    const values = Array.from({ length: 40 }, (_, i) => compare(made("a", i), made("b", i)));
    const mean = average(values);
    // Each is known to about 0.12: the mean to 0.02, and five times that is no chance.
    if (!(Math.abs(mean) < 0.1)) throw new Error(`unrelated activities: ${mean} on average`);
    const [a, rng] = [made("a", 0), madeRng(seed, "turn")];
    const turned = product(a, madeRotation(200, rng)).map((row) => row.map((x) => 3 * x + 1));
    mustBeClose("of itself, turned", [compare(a, turned)], [1], 1e-9);
  },
  mutants: [
    { name: "plain CKA", subject: cka },
    { name: "plain CKA less its mean", subject: (a, b) => cka(a, b) - 0.95 },
    { name: "halved", subject: (a, b) => debiasedCka(a, b) / 2 },
  ],
};

/** Any implementation of PWCCA. */
export type Pwcca = (a: Rows, b: Rows) => Pick<PwccaResult, "score" | "weights" | "correlations">;

export const pwccaWeighted: Law<Pwcca, Made, "pwcca/weighted"> = {
  id: "pwcca/weighted",
  says: "weights are shares of what the first accounts for; turning the second changes nothing",
  cite: "Morcos et al. 2018",
  needs: [],
  cases: () => madeCases,
  holds(compare, given) {
    const [a, b] = [madeActivity(given, "a"), madeActivity(given, "b")];
    const { score, weights, correlations } = compare(a, b);
    mustLieWithin("score", score, { low: 0, high: 1 });
    mustBeClose("Σ weights", [weights.reduce((sum, weight) => sum + weight, 0)], [1], 1e-12);
    mustBeClose("score", [score], [weights.reduce((s, w, k) => s + w * correlations[k], 0)], 1e-9);
    const turned = product(b, madeRotation(given.units, madeRng(given.seed, "turn")));
    const moved = turned.map((row) => row.map((x, i) => 5 * x + i));
    mustBeClose("b turned", [compare(a, moved).score], [score], 1e-7);
    // What the first hardly does hardly counts: a loud signal that both have, and faint ones.
    const rng = madeRng(given.seed, "loud");
    const loud = normalRows({ rows: given.samples, columns: 1 }, rng);
    const with3 = (faint: Rows) => loud.map(([x], t) => [100 * x, ...faint[t]]);
    const faint = (side: string) =>
      normalRows({ rows: given.samples, columns: 2 }, madeRng(given.seed, side));
    const shared = compare(with3(faint("f")), with3(faint("g"))).score;
    if (!(shared > 0.9)) throw new Error(`a shared signal of 99.98 % of the variance: ${shared}`);
  },
  mutants: [
    {
      name: "equal weights",
      subject: (a, b) => {
        const { correlations } = pwcca(a, b);
        const weights = correlations.map(() => 1 / correlations.length);
        return { score: average(correlations), weights, correlations };
      },
    },
    {
      name: "the largest correlation",
      subject: (a, b) => ({ ...pwcca(a, b), score: pwcca(a, b).correlations[0] }),
    },
  ],
};

/** Any comparison of matrices of dissimilarities. */
export type RdmComparison = (a: Rows, b: Rows, method: RdmMethod) => number;

/** Ours. */
export const ourRdmComparison: RdmComparison = (a, b, method) => compareRdms(a, b, { method });

const METHODS = ["spearman", "kendall", "kendall-a", "cosine"] as const;
const rdmOf = (rows: Rows): Rows => toRows(euclideanDistances(rows.slice(0, 7)));
const mapped = (rows: Rows, of: (x: number) => number): Rows => rows.map((row) => row.map(of));

export const rdmsCompared: Law<RdmComparison, Made, "rdm/invariant"> = {
  id: "rdm/invariant",
  says: "symmetric; 1 with itself at any scale; ranks are blind to what keeps order, items permute",
  cite: "Nili et al. 2014",
  needs: [],
  runs: 40,
  cases: () => madeCases,
  holds(compare, given) {
    const [a, b] = [rdmOf(madeActivity(given, "a")), rdmOf(madeActivity(given, "b"))];
    for (const method of METHODS) {
      const found = compare(a, b, method);
      mustLieWithin(method, found, { low: -1, high: 1 });
      mustBeClose(`${method} of (b, a)`, [compare(b, a, method)], [found], 1e-12);
      const itself = compare(
        a,
        mapped(a, (x) => 3 * x),
        method,
      );
      mustBeClose(`${method} of itself`, [itself], [1], 1e-12);
      const turned = (rows: Rows): Rows => rows.toReversed().map((row) => row.toReversed());
      mustBeClose(method, [compare(turned(a), turned(b), method)], [found], 1e-9);
      if (method === "cosine") continue;
      mustBeClose(
        method,
        [
          compare(
            mapped(a, (x) => x * x),
            b,
            method,
          ),
        ],
        [found],
        1e-12,
      );
    }
  },
  mutants: [
    {
      name: "both halves and the diagonal",
      subject: (a, b, method) =>
        method === "cosine"
          ? 0.5
          : ourRdmComparison(
              a,
              mapped(b, (x) => x),
              method,
            ) / 2,
    },
    { name: "the cosine for all", subject: (a, b) => ourRdmComparison(a, b, "cosine") },
    {
      name: "against the first of the two alone",
      subject: (a, b, method) => (a[0][1] > b[0][1] ? 1 : ourRdmComparison(a, b, method)),
    },
  ],
};

/** Any noise ceiling of subjects, by cosine. */
export type Ceiling = (subjects: Rows[]) => { readonly lower: number; readonly upper: number };

/** Ours. */
export const ourCeiling: Ceiling = (subjects) => noiseCeiling(subjects, { method: "cosine" });

export const ceilingIsTop: Law<Ceiling, Made, "rdm/noise-ceiling"> = {
  id: "rdm/noise-ceiling",
  says: "no matrix is more like the subjects, on average, than the upper bound; lower is not above",
  cite: "Nili et al. 2014",
  needs: [],
  runs: 30,
  cases: () => madeCases,
  holds(ceiling, given) {
    const subjects = ["a", "b", "c", "d"].map((side) => rdmOf(madeActivity(given, side)));
    const { lower, upper } = ceiling(subjects);
    if (!(lower <= upper)) throw new Error(`lower ${lower} above upper ${upper}`);
    const length = (rows: Rows) => Math.hypot(...rows.flat());
    const mean = subjects[0].map((row, i) =>
      row.map((_, j) => average(subjects.map((own) => own[i][j] / length(own)))),
    );
    const others = ["e", "f"].map((side) => rdmOf(madeActivity(given, side)));
    const scoreOf = (model: Rows) =>
      average(subjects.map((own) => ourRdmComparison(model, own, "cosine")));
    for (const model of [...others, ...subjects])
      if (scoreOf(model) > upper + 1e-12)
        throw new Error(`a model scores ${scoreOf(model)}, above ${upper}`);
    mustBeClose("the mean of all", [scoreOf(mean)], [upper], 1e-9);
  },
  mutants: [
    { name: "lower for upper", subject: (s) => ({ ...ourCeiling(s), upper: ourCeiling(s).lower }) },
    { name: "1 for upper", subject: (s) => ({ ...ourCeiling(s), upper: 1 }) },
    {
      name: "upper for lower, and more",
      subject: (s) => ({ lower: 1, upper: ourCeiling(s).upper }),
    },
  ],
};

/** Any map of which only the order of distances counts. */
export type OrderMap = (
  distances: Rows,
  seed: number,
) => {
  readonly embedding: Rows;
  readonly stresses: readonly number[];
  readonly stress: number;
};

const startOf = (seed: number) =>
  ({ kind: "random", restarts: 1, dimensions: 2, rng: madeRng(seed, "start") }) as const;

/** Ours. */
export const ourOrderMap: OrderMap = (distances, seed) =>
  nonmetricMds(distances, startOf(seed), { maxIterations: 40, tolerance: 1e-9 });

export const orderIsMapped: Law<OrderMap, Made, "mds/nonmetric"> = {
  id: "mds/nonmetric",
  says: "stress-1 never rises, and is blind to what keeps the order; points in a plane are mapped",
  cite: "Kruskal 1964",
  needs: [],
  runs: 15,
  cases: () => madeCases,
  holds(make, given) {
    const distances = rdmOf(madeActivity(given, "a"));
    const found = make(distances, given.seed);
    for (const [i, stress] of found.stresses.entries()) {
      mustLieWithin("stress", stress, { low: 0, high: 1 });
      if (i > 0 && stress > found.stresses[i - 1]) throw new Error(`${found.stresses}: rises`);
    }
    if (found.stress !== found.stresses[found.stresses.length - 1]) throw new Error("stress");
    const bent = make(
      mapped(distances, (x) => x ** 3),
      given.seed,
    );
    mustBeClose("bent", bent.embedding.flat(), found.embedding.flat(), 1e-9);
    const flat = rdmOf(normalRows({ rows: 7, columns: 2 }, madeRng(given.seed, "flat")));
    const maps = [1, 2, 3, 4, 5, 6].map((seed) => make(flat, seed).stress);
    if (!(Math.min(...maps) < 0.05)) throw new Error(`a plane has stress ${Math.min(...maps)}`);
  },
  mutants: [
    {
      name: "the metric map",
      subject: (distances, seed) => {
        const found = smacof(distances, startOf(seed), { maxIterations: 40, tolerance: 1e-9 });
        return { ...found, stresses: [0.5], stress: 0.5 };
      },
    },
    {
      name: "no iteration",
      subject: (distances, seed) =>
        nonmetricMds(distances, startOf(seed), { maxIterations: 0, tolerance: 0 }),
    },
    {
      name: "stresses in the other order",
      subject: (distances, seed) => {
        const found = ourOrderMap(distances, seed);
        return { ...found, stresses: found.stresses.toReversed() };
      },
    },
  ],
};
