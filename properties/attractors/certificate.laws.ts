import fc from "fast-check";
import {
  type Certificate,
  certify,
  type FixedPointCandidate,
  newtonRadius,
} from "../../src/attractors/certificate.ts";
import { type Collection, collectPoints } from "../../src/attractors/collect.ts";
import {
  evaluate,
  evaluationOf,
  type Field,
  fieldOf,
  negatedDerivative,
} from "../../src/attractors/field.ts";
import { findFixedPoints } from "../../src/attractors/findFixedPoints.ts";
import { factorLu, solveLu } from "../../src/attractors/lu.ts";
import { stabilityOf } from "../../src/attractors/stability.ts";
import type { certifyStability } from "../../src/attractors/stabilityCertificate.ts";
import type { Network } from "../../src/model/model.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import type { Law } from "../law.ts";
import { largestGap, type Made, madeCases, madeNetwork, madeStarts, networkOf } from "./made.ts";

/** Any way to prove that a fixed point lies near a state. */
export type Certifier = (candidate: FixedPointCandidate) => Certificate;

/** A state beside a true root, and where between 1e-12 (0) and 1 (1) on a logarithmic scale. */
type Beside = Made & { readonly away: number };

/** Ours with the radii changed. */
const withRadii = (name: string, scale: { existence: number; uniqueness: number }) => ({
  name,
  subject: (candidate: FixedPointCandidate): Certificate => {
    const certificate = certify(candidate);
    if (certificate.verdict !== "certified") return certificate;
    return {
      verdict: "certified",
      existence: certificate.existence * scale.existence,
      uniqueness: certificate.uniqueness * scale.uniqueness,
    };
  },
});

export const certificatesAreTrue: Law<Certifier, Beside, "attractors/certificate"> = {
  id: "attractors/certificate",
  says: "a certified state has exactly one root within its existence and its uniqueness radius",
  cite: "Newton–Kantorovich",
  needs: ["bounded"],
  cases: () =>
    fc
      .record({ made: madeCases, away: fc.double({ min: 0, max: 1, noNaN: true }) })
      .map(({ made, away }) => ({ ...made, away })),
  holds(certifier, made) {
    const network = madeNetwork(made);
    const input = [made.input];
    const starts = madeStarts(network, made.seed, 40);
    const roots = findFixedPoints({ network, input, starts }).points.map(({ state }) => state);
    const rng = createRng(deriveKey(null, "away", made.seed));
    const size = Math.exp(-12 * Math.LN10 * (1 - made.away));
    for (const root of roots) {
      const state = root.map((x) => x + size * (2 * rng.uniform() - 1));
      const certificate = certifier({ network, input, state });
      if (certificate.verdict !== "certified") {
        if (size < 1e-10) throw new Error(`${size} beside a root: ${certificate.reason}`);
        continue;
      }
      const { existence, uniqueness } = certificate;
      // 1e-13: the roots that this is judged by are themselves no truer.
      const within = (radius: number) =>
        roots.filter((other) => largestGap(other, state) <= radius).length;
      if (within(existence + 1e-13) !== 1)
        throw new Error(`${within(existence + 1e-13)} roots within ${existence} (± 1e-13)`);
      if (within(uniqueness) !== 1) throw new Error(`${within(uniqueness)} within ${uniqueness}`);
    }
  },
  mutants: [
    withRadii("an existence radius a tenth as large", { existence: 0.1, uniqueness: 1 }),
    withRadii("a uniqueness radius a hundred times as large", { existence: 1, uniqueness: 100 }),
    {
      name: "everything is certified",
      subject: () => ({ verdict: "certified", existence: 1e-9, uniqueness: 1e-2 }),
    },
    {
      name: "nothing is certified",
      subject: () => ({ verdict: "not certified", reason: "none ever is" }),
    },
  ],
};

/** From how near Newton's method is said to reach a certified root. */
export type Reach = (certificate: Certificate) => number;

/** A root of a network, and which corner of its ball Newton's method begins at. */
type Corner = Made & { readonly corner: number };

/** Newton's method without any guard: 30 steps. */
function plainNewton(field: Field, from: Float64Array): Float64Array {
  const { units } = field;
  const at = evaluationOf(units);
  const matrix = new Float64Array(units * units);
  const pivots = new Int32Array(units);
  let state = from;
  for (let k = 0; k < 30; k++) {
    evaluate(field, state, at);
    negatedDerivative(field, at.slope, matrix);
    factorLu(matrix, pivots);
    const move = at.value.slice();
    solveLu(matrix, pivots, move);
    state = state.map((x, i) => x + move[i]);
  }
  return state;
}

export const newtonReaches: Law<Reach, Corner> = {
  id: "attractors/newton-reaches",
  says: "from every corner of the ball of a certified root Newton's method reaches that root",
  cite: "Rheinboldt 1975",
  needs: ["bounded"],
  cases: () =>
    fc
      .record({ made: madeCases, corner: fc.nat(31) })
      .map(({ made, corner }) => ({ ...made, corner })),
  holds(reach, made) {
    const network = madeNetwork(made);
    const input = [made.input];
    const field = fieldOf(network, input);
    const starts = madeStarts(network, made.seed, 20);
    for (const { state, certificate } of findFixedPoints({ network, input, starts }).points) {
      const radius = reach(certificate);
      if (certificate.verdict !== "certified") {
        if (radius > 0) throw new Error(`a radius of ${radius} where nothing is certified`);
        continue;
      }
      if (!(radius > certificate.uniqueness / 2)) throw new Error(`a radius of ${radius} alone`);
      const from = state.map((x, i) => x + ((made.corner >> i) % 2 === 0 ? radius : -radius));
      const gap = largestGap(plainNewton(field, from), state);
      if (!(gap < 1e-9)) throw new Error(`from a corner ${radius} away it ends ${gap} away`);
    }
  },
  mutants: [
    { name: "ten times as far", subject: (certificate) => 10 * newtonRadius(certificate) },
    { name: "from nowhere", subject: () => 0 },
  ],
};

/** A collection of fixed points that says to which of them a state leads. */
export type Collector = (network: Network, input: ArrayLike<number>) => Balls;
type Balls = Pick<Collection, "points" | "take" | "knownAt">;

/** Ours with another answer. */
const answering = (name: string, answer: (balls: Balls) => Balls["knownAt"]) => ({
  name,
  subject: (network: Network, input: ArrayLike<number>): Balls => {
    const balls = collectPoints(network, input);
    return { ...balls, knownAt: answer(balls) };
  },
});

export const ballsAreKnown: Law<Collector, Made> = {
  id: "attractors/known-balls",
  says: "a state is known as a point's where it lies in that point's ball, and not beyond",
  needs: ["bounded"],
  cases: () => madeCases,
  holds(collect, made) {
    const network = madeNetwork(made);
    const input = [made.input];
    const balls = collect(network, input);
    const starts = madeStarts(network, made.seed, 20);
    const knownAt = (state: Float64Array) => {
      // Among other numbers, as in the lanes of a kernel.
      const values = new Float64Array(3 * state.length).fill(7);
      for (let i = 0; i < state.length; i++) values[1 + 3 * i] = state[i];
      return balls.knownAt({ values, from: 1, stride: 3 });
    };
    for (const { state } of findFixedPoints({ network, input, starts }).points) {
      const found = balls.take(state);
      if (found.kind !== "point") throw new Error(`a point is taken for ${found.kind}`);
      const radius = newtonRadius(balls.points[found.point].certificate);
      const beside = (share: number) => state.map((x, i) => (i === 0 ? x : x - share * radius));
      for (const share of [0, 0.5, 0.999])
        if (radius > 0 && knownAt(beside(share)) !== found.point)
          throw new Error(`${share} of its radius from point ${found.point}: not known`);
      if (knownAt(beside(1.001)) === found.point)
        throw new Error(`1.001 of its radius from point ${found.point}: known`);
    }
  },
  mutants: [
    answering("the first point is known everywhere", () => () => 0),
    answering("no state is known", () => () => null),
    answering(
      "a number is taken for its neighbour",
      (balls) =>
        ({ values, from, stride }) =>
          balls.knownAt({ values, from: from + 1, stride }),
    ),
  ],
};

/** w = 1 + 10^−exponent or 1 − 10^−exponent: the eigenvalue at 0 is 1 ± α10^−exponent. */
type NearOne = { readonly exponent: number; readonly above: boolean };

export const stabilityIsProven: Law<
  typeof certifyStability,
  NearOne,
  "attractors/certified-stability"
> = {
  id: "attractors/certified-stability",
  says: "a proven stability is the true one, however near 1 the eigenvalue, and 1 ± 1e-4 is proven",
  cite: "Bauer & Fike 1960",
  needs: ["bounded"],
  cases: () => fc.record({ exponent: fc.integer({ min: 1, max: 15 }), above: fc.boolean() }),
  holds(certifier, { exponent, above }) {
    const size = Math.exp(-exponent * Math.LN10);
    const weight = above ? 1 + size : 1 - size;
    const recurrent = [weight, 0, 0.5, 0.3];
    const network = networkOf({ activation: "tanh", recurrent, input: [1, 1] });
    const state = Float64Array.of(0, 0);
    const certificate = certify({ network, input: [0], state });
    const verdict = certifier({ network, state, certificate });
    const truth = weight > 1 ? "unstable" : "stable";
    if (verdict !== truth && verdict !== "not certified")
      throw new Error(`w = 1 ${above ? "+" : "−"} ${size}: ${verdict}`);
    if (exponent <= 4 && verdict !== truth) throw new Error(`${size} from 1: ${verdict}`);
  },
  mutants: [
    {
      name: "the spectral radius is believed within 1e-3",
      subject: ({ network, state }) =>
        stabilityOf(network, state).spectralRadius < 1.001 ? "stable" : "unstable",
    },
    { name: "nothing is proven", subject: () => "not certified" },
    { name: "everything is stable", subject: () => "stable" },
  ],
};
