import fc from "fast-check";
import { EigenvalueDecomposition, inverse, Matrix } from "ml-matrix";
import {
  correctWeights,
  inverseCorrelation,
  updateInverseCorrelation,
} from "../../src/numerics/recursiveLeastSquares.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";

/** Recursive least squares, a step at a time. */
export type LeastSquares = {
  readonly begin: typeof inverseCorrelation;
  readonly update: typeof updateInverseCorrelation;
  readonly correct: typeof correctWeights;
};

/** Ours. */
export const ourLeastSquares: LeastSquares = {
  begin: inverseCorrelation,
  update: updateInverseCorrelation,
  correct: correctWeights,
};

type SquaresCase = {
  readonly seed: number;
  readonly units: number;
  readonly rows: number;
  readonly updates: number;
  readonly regularisation: number;
};

const cases = (): fc.Arbitrary<SquaresCase> =>
  fc.record({
    seed: fc.nat(1_000_000),
    units: fc.integer({ min: 1, max: 9 }),
    rows: fc.integer({ min: 1, max: 3 }),
    updates: fc.integer({ min: 1, max: 25 }),
    regularisation: fc.constantFrom(0.5, 1, 10, 1000),
  });

/** P and W, `[row][unit]`, after k updates from W_0, and what they were shown. */
function learn(squares: LeastSquares, { seed, units, rows, updates, regularisation }: SquaresCase) {
  const rng = createRng(deriveKey(null, "least squares", seed));
  const normals = (length: number): Float64Array =>
    Float64Array.from({ length }, () => rng.normal());
  const start = normals(rows * units);
  const weights = start.slice();
  const p = squares.begin(units, regularisation);
  const rates: Float64Array[] = [];
  const targets: Float64Array[] = [];
  for (let k = 0; k < updates; k++) {
    const r = normals(units);
    const target = normals(rows);
    const errors = target.map((f, i) => {
      let sum = -f;
      for (let j = 0; j < units; j++) sum += weights[i * units + j] * r[j];
      return sum;
    });
    squares.correct(weights, { errors, gain: squares.update(p, r) });
    rates.push(r);
    targets.push(target);
  }
  return { p, weights, start, rates, targets };
}

/** (Σ r rᵀ + a I)⁻¹, by a library's inversion. */
function ridgeInverse(rates: readonly Float64Array[], { regularisation, units }: SquaresCase) {
  const r = new Matrix(rates.map((row) => [...row]));
  return inverse(r.transpose().mmul(r).add(Matrix.eye(units, units).mul(regularisation)));
}

/** Step by step is the same as all at once. */
export const squaresAreRidge: Law<LeastSquares, SquaresCase, "numerics/squares-ridge"> = {
  id: "numerics/squares-ridge",
  says: "after k updates W is the minimum of Σ |W r − f|² + a |W − W_0|²",
  cite: "Haykin 2002, ch. 9; DePasquale et al. 2018",
  needs: [],
  cases,
  holds(squares, given) {
    const { weights, start, rates, targets } = learn(squares, given);
    const { rows, units, regularisation } = given;
    const r = new Matrix(rates.map((row) => [...row]));
    const f = new Matrix(targets.map((row) => [...row]));
    const w0 = Matrix.from1DArray(rows, units, [...start]);
    const drawn = f.transpose().mmul(r).add(Matrix.mul(w0, regularisation));
    const expected = drawn.mmul(ridgeInverse(rates, given));
    mustBeClose("W", weights, expected.to1DArray(), 1e-9);
  },
  mutants: [
    {
      name: "the sign is turned",
      subject: {
        ...ourLeastSquares,
        correct: (weights, { errors, gain }) =>
          correctWeights(weights, { errors, gain: gain.map((g) => -g) }),
      },
    },
    {
      name: "c is left out of the gain",
      subject: {
        ...ourLeastSquares,
        update(p, rates) {
          const before = p.slice();
          updateInverseCorrelation(p, rates);
          return times(before, rates);
        },
      },
    },
    {
      name: "P is updated before the gain c P r",
      subject: {
        ...ourLeastSquares,
        update(p, rates) {
          const c = 1 / (1 + dot(times(p, rates), rates));
          updateInverseCorrelation(p, rates);
          return times(p, rates).map((k) => c * k);
        },
      },
    },
    {
      name: "P is not updated",
      subject: {
        ...ourLeastSquares,
        update: (p, rates) => updateInverseCorrelation(p.slice(), rates),
      },
    },
    {
      name: "P starts at a I",
      subject: { ...ourLeastSquares, begin: (size, a) => inverseCorrelation(size, 1 / a) },
    },
  ],
};

/** P is the inverse of the correlation. */
export const inverseIsInverse: Law<LeastSquares, SquaresCase, "numerics/squares-inverse"> = {
  id: "numerics/squares-inverse",
  says: "after k updates P is (Σ r rᵀ + a I)⁻¹",
  cite: "Haykin 2002, ch. 9",
  needs: [],
  cases,
  holds(squares, given) {
    const { p, rates } = learn(squares, given);
    mustBeClose("P", p, ridgeInverse(rates, given).to1DArray(), 1e-9);
  },
  mutants: [
    {
      name: "c is left out of P",
      subject: { ...ourLeastSquares, update: (p, rates) => downdate(p, rates, () => 1) },
    },
    {
      name: "1 is left out of c",
      subject: { ...ourLeastSquares, update: (p, rates) => downdate(p, rates, (s) => 1 / s) },
    },
  ],
};

/** P stays what an inverse correlation is. */
export const inverseIsPositive: Law<LeastSquares, SquaresCase, "numerics/squares-positive"> = {
  id: "numerics/squares-positive",
  says: "P is exactly symmetric, and its eigenvalues lie in (0, 1/a]",
  needs: [],
  cases,
  holds(squares, given) {
    const { units, regularisation } = given;
    const { p } = learn(squares, given);
    for (let i = 0; i < units; i++)
      for (let j = 0; j < i; j++)
        if (!Object.is(p[i * units + j], p[j * units + i]))
          throw new Error(`P: ${p[i * units + j]} at [${i}][${j}], ${p[j * units + i]} across`);
    const matrix = Matrix.from1DArray(units, units, [...p]);
    const values = new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues;
    for (const value of values)
      if (!(value > 0 && value <= (1 + 1e-9) / regularisation))
        throw new Error(`P: the eigenvalue ${value} is not in (0, ${1 / regularisation}]`);
  },
  mutants: [
    {
      name: "both halves are computed, each in its own order",
      subject: {
        ...ourLeastSquares,
        update: (p, rates) => downdate(p, rates, (s) => 1 / (1 + s)),
      },
    },
    {
      name: "c is left out of P",
      subject: { ...ourLeastSquares, update: (p, rates) => downdate(p, rates, () => 1) },
    },
    {
      name: "P grows",
      subject: { ...ourLeastSquares, update: (p, rates) => downdate(p, rates, () => -1) },
    },
  ],
};

/** P r. */
function times(p: Float64Array, rates: Float32Array | Float64Array): Float64Array {
  const size = rates.length;
  const row = (i: number): Float64Array => p.subarray(i * size, (i + 1) * size);
  return Float64Array.from({ length: size }, (_, i) => dot(row(i), rates));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** P ← P − c k kᵀ in place, entry by entry, with c from rᵀP r; answers c k. */
function downdate(
  p: Float64Array,
  rates: Float32Array | Float64Array,
  cOf: (alike: number) => number,
): Float64Array {
  const size = rates.length;
  const k = times(p, rates);
  const c = cOf(dot(k, rates));
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) p[i * size + j] -= c * k[i] * k[j];
  return k.map((value) => c * value);
}
