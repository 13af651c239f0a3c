import fc from "fast-check";
import { findFixedPoints } from "../../src/attractors/findFixedPoints.ts";
import { newtonSolver } from "../../src/attractors/newton.ts";
import type { passesPerturbations } from "../../src/attractors/perturbationTest.ts";
import { findFixedPointsAsReleased } from "../../src/attractors/release.ts";
import { stabilityOf } from "../../src/attractors/stability.ts";
import { follow } from "../../src/attractors/starts.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import type { Law } from "../law.ts";
import {
  type Finder,
  largestGap,
  type Made,
  madeCases,
  madeNetwork,
  madeStarts,
  networkOf,
  stepLength,
} from "./made.ts";
import { looseStability } from "./mutants.ts";

/** One unit whose |F|² has a minimum of height `gap`² at −a, and whose only root is far right. */
type Fold = { readonly weight: number; readonly gap: number };

export const nonRootsAreCounted: Law<Finder, Fold, "attractors/release-minima"> = {
  id: "attractors/release-minima",
  says: "the release's finder lists a local minimum of |F|² that is no root, beside the true root",
  cite: "readings: fixed points",
  needs: [],
  cases: () =>
    fc.record({
      weight: fc.double({ min: 1.5, max: 3, noNaN: true }),
      gap: fc.double({ min: 0.05, max: 0.3, noNaN: true }),
    }),
  holds(find, { weight, gap }) {
    // The slope of F(x) = −x + w tanh x + b vanishes at ±a.
    const a = Math.atanh(Math.sqrt(1 - 1 / weight));
    const drive = weight * Math.tanh(a) - a + gap;
    const network = networkOf({ activation: "tanh", recurrent: [weight], input: [drive] });
    const starts = [-a, 4].map((x) => Float64Array.of(x));
    const { points } = find({ network, input: [1], starts });
    const residuals = points.map(({ state }) => stepLength(network, 1, state));
    const roots = residuals.filter((residual) => residual < 1e-7);
    const minima = points.filter(({ state }) => Math.abs(state[0] + a) < 0.02);
    if (points.length !== 2 || roots.length !== 1 || minima.length !== 1)
      throw new Error(`points at ${points.map(({ state }) => state[0])}, residuals ${residuals}`);
    const reported = points.map(({ residual }) => residual);
    if (largestGap(reported, residuals) > 1e-9)
      throw new Error(`residuals: reported ${reported}, recomputed ${residuals}`);
  },
  mutants: [
    { name: "the residual is checked", subject: findFixedPoints },
    {
      name: "the residual of what is no root is said to be 0",
      subject: (question) => {
        const found = findFixedPointsAsReleased(question);
        return { ...found, points: found.points.map((point) => ({ ...point, residual: 0 })) };
      },
    },
  ],
};

const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let square = 0;
  for (let i = 0; i < a.length; i++) square += (a[i] - b[i]) * (a[i] - b[i]);
  return Math.sqrt(square);
};

export const answersAreGrouped: Law<Finder, Made, "attractors/release-groups"> = {
  id: "attractors/release-groups",
  says: "started at fixed points that lie 0.02 and more apart, the release lists these and no more",
  cite: "readings: fixed points",
  needs: [],
  cases: () => madeCases,
  holds(find, made) {
    const network = madeNetwork(made);
    const input = [made.input];
    const solve = newtonSolver.prepare(network, input);
    const rng = createRng(deriveKey(null, "groups", made.seed));
    const roots: Float64Array[] = [];
    for (const start of madeStarts(network, made.seed, 12)) {
      const { state, outcome } = solve(start);
      const near = roots.some((root) => apart(root, state) < 0.02);
      if (outcome === "root" && !near) roots.push(state);
    }
    const starts = [...roots, ...roots].map((root) => root.map((x) => x + 1e-7 * rng.normal()));
    const { points } = find({ network, input, starts });
    if (points.length !== roots.length)
      throw new Error(`${points.length} points, started at ${roots.length} roots`);
    for (const root of roots)
      if (!points.some(({ state }) => apart(state, root) < 1e-4))
        throw new Error(`no point at (${root})`);
    for (const { state, stable } of points)
      if (stable !== stabilityOf(network, state).stable) throw new Error(`stable: ${stable}`);
  },
  mutants: [
    {
      name: "each answer is a point",
      subject: (question) => {
        const found = findFixedPointsAsReleased(question);
        const each = found.starts.flatMap(({ point }) => (point === null ? [] : [point]));
        return { ...found, points: each.map((point) => found.points[point]) };
      },
    },
    {
      name: "answers nearer than 2 are one",
      subject: (question) => {
        const found = findFixedPointsAsReleased(question);
        const points = found.points.filter(
          ({ state }, k) =>
            !found.points.slice(0, k).some((other) => apart(other.state, state) < 2),
        );
        return { ...found, points };
      },
    },
    looseStability,
  ],
};

/** Twelve units, of which unit 0 alone has a weight to itself: x = 0 has |λ| = 1 + α(w − 1). */
type Lonely = { readonly seed: number; readonly weight: number };

export const slowSaddlesPass: Law<typeof passesPerturbations, Lonely, "attractors/release-test"> = {
  id: "attractors/release-test",
  says: "the release's test passes what ends nearer than √3, weak saddles too, and nothing else",
  cite: "readings: attractor test",
  needs: [],
  cases: () =>
    fc.record({
      seed: fc.nat(1_000_000),
      weight: fc.oneof(
        fc.double({ min: 0.2, max: 1.15, noNaN: true }),
        fc.double({ min: 2.2, max: 4, noNaN: true }),
      ),
    }),
  holds(passes, { seed, weight }) {
    const units = 12;
    const recurrent = new Float64Array(units * units);
    recurrent[0] = weight;
    const network = networkOf({ activation: "tanh", recurrent, input: new Float64Array(units) });
    const state = new Float64Array(units);
    const passed = passes({ network, input: [0], state, key: deriveKey(null, "test", seed) });
    // A weak saddle multiplies 1e-4 by less than 1.015¹⁰⁰ = 4.5; a strong one ends beyond √3.
    if (passed !== weight < 2)
      throw new Error(`w = ${weight}, |λ| = ${0.9 + 0.1 * weight}: passed ${passed}`);
  },
  mutants: [
    {
      name: "by eigenvalues",
      subject: ({ network, state }) => stabilityOf(network, state).stable,
    },
    {
      name: "no displacement by 1",
      subject: ({ network, input, state, key }) =>
        Array.from({ length: 25 }, (_, k) => {
          const rng = createRng(key, k);
          const start = state.map((x) => x + 1e-4 * rng.normal());
          const end = follow({ network, input, start, steps: 100 });
          return apart(end, state) <= apart(start, state);
        }).every((stays) => stays),
    },
    { name: "everything passes", subject: () => true },
  ],
};
