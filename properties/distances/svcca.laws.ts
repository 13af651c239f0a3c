import { svcca } from "../../src/distances/svcca.ts";
import { subspace } from "../../src/representations/subspace.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import {
  average,
  dot,
  type Made,
  madeActivity,
  madeCases,
  madeRng,
  madeRotation,
  mustLieWithin,
  normalRows,
  orthonormal,
  product,
  transposed,
} from "../representations/made.ts";

type Rows = number[][];

/** Any implementation of SVCCA, on nested rows `[sample][unit]`. */
export type Svcca = (
  a: Rows,
  b: Rows,
) => { readonly correlations: readonly number[]; readonly mean: number; readonly max: number };

/** Ours. */
export const ourSvcca: Svcca = (a, b) => svcca(a, b);

const CITE = "§2.4; Raghu et al. 2017";
const mirrored = (rows: Rows): Rows => [...rows, ...rows.map((row) => row.map((x) => -x))];
const uncentred: Svcca = (a, b) => svcca(mirrored(a), mirrored(b));
const scored = (correlations: readonly number[]): ReturnType<Svcca> => ({
  correlations,
  mean: average(correlations),
  max: Math.max(...correlations),
});
/** Each unit scaled to the variance 1 first: a common "improvement". */
const standardised: Svcca = (a, b) => {
  const scale = (rows: Rows): Rows => {
    const columns = transposed(rows).map((column) => {
      const mean = average(column);
      const centred = column.map((x) => x - mean);
      const deviation = Math.sqrt(dot(centred, centred));
      return centred.map((x) => x / (deviation || 1));
    });
    return transposed(columns);
  };
  return svcca(scale(a), scale(b));
};
/** Covariances along the canonical axes: not freed of the size of the activity. */
const unwhitened: Svcca = (a, b) => {
  const size = (rows: Rows) => Math.sqrt(dot(rows.flat(), rows.flat()));
  return scored(svcca(a, b).correlations.map((c) => (c * size(a)) / (size(a) + size(b))));
};
const lopsided: Svcca = (a, b) =>
  svcca(
    a,
    mirrored(b)
      .slice(0, b.length - 1)
      .concat([b[0]]),
  );
/** Only b's leading component is kept. */
const oneOfB: Svcca = (a, b) => svcca(subspace(a), subspace(b, 0.01));

function mustAgree(what: string, actual: ReturnType<Svcca>, expected: ReturnType<Svcca>): void {
  mustBeClose(`${what}: correlations`, actual.correlations, expected.correlations, 1e-7);
  mustBeClose(`${what}: mean`, [actual.mean], [expected.mean], 1e-7);
  mustBeClose(`${what}: max`, [actual.max], [expected.max], 1e-7);
}

export const svccaOfItself: Law<Svcca, Made, "svcca/itself"> = {
  id: "svcca/itself",
  says: "every correlation of an activity with itself is 1",
  cite: CITE,
  needs: [],
  cases: () => madeCases,
  holds(compare, given) {
    const a = madeActivity(given, "a");
    const found = compare(a, a);
    mustAgree("SVCCA(X, X)", found, scored(found.correlations.map(() => 1)));
  },
  mutants: [
    { name: "covariances for correlations", subject: unwhitened },
    { name: "samples that are not the same on both sides", subject: lopsided },
  ],
};

export const svccaSymmetric: Law<Svcca, Made, "svcca/symmetric"> = {
  id: "svcca/symmetric",
  says: "SVCCA(X, Y) = SVCCA(Y, X)",
  cite: CITE,
  needs: [],
  cases: () => madeCases,
  holds(compare, given) {
    const [a, b] = [madeActivity(given, "a"), madeActivity(given, "b")];
    mustAgree("SVCCA(Y, X)", compare(b, a), compare(a, b));
  },
  mutants: [
    { name: "one component kept of the second", subject: oneOfB },
    { name: "the second not centred", subject: (a, b) => svcca(subspace(a), uncentredSubspace(b)) },
  ],
};

function uncentredSubspace(rows: Rows): ReturnType<typeof subspace> {
  const found = subspace(mirrored(rows));
  const samples = rows.length;
  const basis = Float64Array.from({ length: found.components * samples }, (_, at) => {
    const k = Math.floor(at / samples);
    return Math.SQRT2 * found.basis[k * found.samples + (at % samples)];
  });
  return { ...found, samples, basis };
}

export const svccaInvariant: Law<Svcca, Made, "svcca/invariant"> = {
  id: "svcca/invariant",
  says: "rotating, scaling or shifting either side, or permuting its units, changes nothing",
  cite: CITE,
  needs: [],
  cases: () => madeCases,
  holds(compare, given) {
    const [a, b] = [madeActivity(given, "a"), madeActivity(given, "b")];
    const expected = compare(a, b);
    const rng = madeRng(given.seed, "change");
    const rotation = madeRotation(given.units, rng);
    const scale = 0.01 + 100 * rng.uniform();
    const scaled = (rows: Rows) => rows.map((row) => row.map((x) => x * scale));
    mustAgree("a rotated", compare(product(a, rotation), b), expected);
    mustAgree("b rotated and scaled", compare(a, scaled(product(b, rotation))), expected);
    mustAgree("a scaled", compare(scaled(a), b), expected);
    mustAgree(
      "a shifted",
      compare(
        a.map((row) => row.map((x, i) => x + i + 1)),
        b,
      ),
      expected,
    );
    mustAgree(
      "b's units reversed",
      compare(
        a,
        b.map((row) => [...row].reverse()),
      ),
      expected,
    );
  },
  mutants: [
    { name: "activity that is not centred", subject: uncentred },
    { name: "units scaled to one variance first", subject: standardised },
    { name: "covariances for correlations", subject: unwhitened },
  ],
};

export const svccaWithinRange: Law<Svcca, Made, "svcca/range"> = {
  id: "svcca/range",
  says: "correlations descend in [0, 1]; mean and max are theirs",
  cite: CITE,
  needs: [],
  cases: () => madeCases,
  holds(compare, given) {
    const { correlations, mean, max } = compare(madeActivity(given, "a"), madeActivity(given, "b"));
    for (const [i, correlation] of correlations.entries()) {
      mustLieWithin(`correlation ${i}`, correlation, { low: 0, high: 1 });
      if (i > 0 && correlation > correlations[i - 1]) throw new Error(`${correlations}: order`);
    }
    mustBeClose("mean", [mean], [average(correlations)], 1e-12);
    mustBeClose("max", [max], [Math.max(...correlations)], 1e-12);
  },
  mutants: [
    { name: "max for mean", subject: (a, b) => ({ ...svcca(a, b), mean: svcca(a, b).max }) },
    { name: "mean for max", subject: (a, b) => ({ ...svcca(a, b), max: svcca(a, b).mean }) },
    {
      name: "correlations in ascending order",
      subject: (a, b) => scored([...svcca(a, b).correlations].reverse()),
    },
  ],
};

/** Two signals a side, whose correlations across the sides are known, in units with own noise. */
export const svccaKnown: Law<Svcca, Made, "svcca/known"> = {
  id: "svcca/known",
  says: "signals that correlate by ρ_1 and ρ_2 across the sides are found with those correlations",
  cite: CITE,
  needs: [],
  cases: () => madeCases,
  holds(compare, { seed, samples }) {
    const rng = madeRng(seed, "known");
    const start = [
      new Array<number>(samples).fill(1),
      ...normalRows({ rows: 6, columns: samples }, rng),
    ];
    const [, s1, s2, n1, n2, faintA, faintB] = orthonormal(start);
    const rho = [0.6 + 0.3 * rng.uniform(), 0.5 * rng.uniform()];
    const mix = (s: number[], n: number[], r: number) =>
      s.map((x, t) => r * x + Math.sqrt(1 - r * r) * n[t]);
    // The faint signal has 2 % of the variance: it is not kept, however well it would correlate.
    const faint = (signal: number[]) => signal.map((x) => 0.2 * x);
    const a = product(transposed([s1, s2, faint(faintA)]), madeRotation(3, rng));
    const b = product(
      transposed([mix(s1, n1, rho[0]), mix(s2, n2, rho[1]), faint(mix(faintA, faintB, 0.99))]),
      madeRotation(3, rng),
    );
    mustAgree("known signals", compare(a, b), scored(rho));
  },
  mutants: [
    { name: "all components kept", subject: (a, b) => svcca(subspace(a, 1), subspace(b, 1)) },
    { name: "one component kept of the second", subject: oneOfB },
    {
      name: "squared correlations",
      subject: (a, b) => scored(svcca(a, b).correlations.map((c) => c * c)),
    },
  ],
};
