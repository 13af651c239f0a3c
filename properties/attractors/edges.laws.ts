import fc from "fast-check";
import { type FixedPointSet, findFixedPoints } from "../../src/attractors/findFixedPoints.ts";
import { newtonSolver } from "../../src/attractors/newton.ts";
import type { Network } from "../../src/model/model.ts";
import { createRng, deriveKey, permutation } from "../../src/numerics/rng.ts";
import type { Law } from "../law.ts";
import { largestGap, networkOf } from "./made.ts";

/** Any way to find fixed points, near places and continua. */
export type EdgeFinder = (question: {
  readonly network: Network;
  readonly input: readonly number[];
  readonly starts: readonly Float64Array[];
}) => Pick<FixedPointSet, "near" | "completeness"> & {
  readonly points: readonly { readonly state: Float64Array; readonly stable: boolean }[];
  readonly continua: readonly {
    readonly dimension: number;
    readonly shape: string;
    readonly extent: number;
  }[];
};

const startsOf = (units: number, seed: number, count: number): readonly Float64Array[] => {
  const rng = createRng(deriveKey(null, "edges", seed));
  return Array.from({ length: count }, () =>
    Float64Array.from({ length: units }, () => 5 * (2 * rng.uniform() - 1)),
  );
};

/** Every place at which a step is short is a point, as a residual alone has it. */
const smallSteps = {
  name: "a small step is a fixed point",
  subject: (question: Parameters<EdgeFinder>[0]) => {
    const found = findFixedPoints(question);
    const solve = newtonSolver.prepare(question.network, question.input);
    const short = question.starts.map(solve).filter(({ outcome }) => outcome === "root");
    const points = short
      .map(({ state }) => ({ state, stable: true }))
      .filter(({ state }, k, all) =>
        all.slice(0, k).every((other) => largestGap(other.state, state) > 1e-9),
      );
    return { ...found, points, continua: [] };
  },
};

/** A unit whose F comes within `gap` of 0 at −a, and is 0 far right alone. */
type Ghost = { readonly weight: number; readonly exponent: number; readonly alpha: number };

export const ghostsAreNear: Law<EdgeFinder, Ghost, "attractors/ghosts"> = {
  id: "attractors/ghosts",
  says: "where F only comes near 0 there is no point for any α; a short step there is a near place",
  needs: ["bounded"],
  cases: () =>
    fc.record({
      weight: fc.double({ min: 1.5, max: 3, noNaN: true }),
      exponent: fc.integer({ min: 4, max: 11 }),
      alpha: fc.constantFrom(1, 0.1, 1e-3, 1e-6),
    }),
  holds(find, { weight, exponent, alpha }) {
    const fold = Math.atanh(Math.sqrt(1 - 1 / weight));
    const gap = Math.exp(-exponent * Math.LN10);
    const drive = weight * Math.tanh(fold) - fold + gap;
    const parts = { activation: "tanh", alpha, recurrent: [weight], input: [drive] } as const;
    const starts = [Float64Array.of(-fold), Float64Array.of(-fold + 1e-3), ...startsOf(1, 1, 20)];
    const { points, near } = find({ network: networkOf(parts), input: [1], starts });
    if (points.length !== 1 || !(points[0].state[0] > 0))
      throw new Error(`${points.length} points: ${points.map(({ state }) => state[0])}`);
    // A step at the ghost is as long as α|F|: the paper's ε is 1e-8.
    const isNear = alpha * gap < 0.9e-8 && alpha * gap > 0;
    if (isNear && alpha > 1e-5 && near.length !== 1) throw new Error(`${near.length} near places`);
    if (alpha * gap > 1.1e-8 && near.length > 0) throw new Error("a near place that is not near");
  },
  mutants: [smallSteps],
};

/** One unit of relu, or two, at their kink: x = W relu(x) has the root 0. */
type AtKink = { readonly weight: number; readonly alpha: number };

export const kinksAreLookedAt: Law<EdgeFinder, AtKink, "attractors/kinks"> = {
  id: "attractors/kinks",
  says: "a unit of relu at its kink is unstable where its active side grows, and else stable",
  needs: [],
  cases: () =>
    fc.record({
      weight: fc.double({ min: -0.9, max: 3, noNaN: true }),
      alpha: fc.constantFrom(0.1, 0.5, 1),
    }),
  holds(find, { weight, alpha }) {
    if (Math.abs(weight - 1) < 1e-3) return;
    const parts = { activation: "relu", alpha, recurrent: [weight], input: [0] } as const;
    const { points } = find({ network: networkOf(parts), input: [0], starts: startsOf(1, 2, 6) });
    if (points.length !== 1 || points[0].state[0] !== 0)
      throw new Error(`points: ${points.map(({ state }) => state[0])}`);
    // A perturbation y > 0 goes to (1 − α + αw)y, one below 0 to (1 − α)y.
    if (points[0].stable !== weight < 1) throw new Error(`w = ${weight}: ${points[0].stable}`);
  },
  mutants: [
    {
      name: "the slope at a kink is 0",
      subject: (question) => {
        const found = findFixedPoints(question);
        return { ...found, points: found.points.map((point) => ({ ...point, stable: true })) };
      },
    },
    {
      name: "the slope at a kink is 1",
      subject: (question) => {
        const found = findFixedPoints(question);
        const [weight] = question.network.weights.recurrent;
        const stable = Math.abs(weight) < 0.5;
        return { ...found, points: found.points.map((point) => ({ ...point, stable })) };
      },
    },
  ],
};

/** relu with W = vvᵀ, |v| = 1, v > 0: every x = t·v, t ≥ 0, is fixed. */
type Ray = { readonly seed: number; readonly units: number; readonly starts: number };

export const linesAreOne: Law<EdgeFinder, Ray, "attractors/continua"> = {
  id: "attractors/continua",
  says: "a ray of fixed points of relu is one continuum of one dimension, however many starts",
  needs: [],
  cases: () =>
    fc.record({
      seed: fc.nat(1_000_000),
      units: fc.integer({ min: 2, max: 6 }),
      starts: fc.integer({ min: 10, max: 60 }),
    }),
  holds(find, { seed, units, starts: count }) {
    const rng = createRng(deriveKey(null, "ray", seed));
    const vector = Array.from({ length: units }, () => 0.2 + rng.uniform());
    const length = Math.hypot(...vector);
    const recurrent = Array.from(
      { length: units * units },
      (_, k) => (vector[Math.floor(k / units)] * vector[k % units]) / (length * length),
    );
    const input = new Array<number>(units).fill(0);
    const network = networkOf({ activation: "relu", recurrent, input });
    const starts = startsOf(units, seed, count);
    const { points, continua } = find({ network, input: [0], starts });
    if (points.length > 0 || continua.length !== 1)
      throw new Error(`${points.length} points, ${continua.length} continua`);
    const [{ dimension, shape }] = continua;
    if (dimension !== 1 || shape !== "unbounded") throw new Error(`${dimension}, ${shape}`);
  },
  mutants: [smallSteps],
};

/** A network and the same one changed in a way that moves its fixed points as is known. */
type Twin = { readonly seed: number; readonly units: number; readonly change: Change };

const CHANGES = ["mirrored", "permuted", "padded", "doubled", "other α", "more starts"] as const;
type Change = (typeof CHANGES)[number];

/** A network of units, with gain enough for several points. */
function twinNetwork({ seed, units }: Twin, sign = 1): Network {
  const rng = createRng(deriveKey(null, "twin", seed));
  const normals = (count: number, deviation: number): Float64Array =>
    Float64Array.from({ length: count }, () => deviation * rng.normal());
  const recurrent = normals(units * units, 1.6 / Math.sqrt(units));
  const input = normals(units, 0.3).map((weight) => sign * weight);
  return networkOf({ activation: "tanh", recurrent, input });
}

/** The changed network, its starts, and where a state of it lies in the first one. */
function changed(twin: Twin): {
  readonly network: Network;
  readonly count: number;
  readonly back: (state: Float64Array) => Float64Array;
} {
  const { units, seed, change } = twin;
  const same = (state: Float64Array): Float64Array => state;
  const network = twinNetwork(twin);
  const { recurrent, input } = network.weights;
  if (change === "mirrored")
    return { network: twinNetwork(twin, -1), count: COUNT, back: (state) => state.map((x) => -x) };
  if (change === "other α")
    return {
      network: { ...network, model: { ...network.model, alpha: 1e-4 } },
      count: COUNT,
      back: same,
    };
  if (change === "more starts") return { network, count: 2 * COUNT, back: same };
  if (change === "permuted") {
    const place = permutation(units, createRng(deriveKey(null, "order", seed)));
    const moved = new Float64Array(units * units);
    const movedInput = new Float64Array(units);
    for (let i = 0; i < units; i++) {
      movedInput[place[i]] = input[i];
      for (let j = 0; j < units; j++) moved[place[i] * units + place[j]] = recurrent[i * units + j];
    }
    return {
      network: networkOf({ activation: "tanh", recurrent: moved, input: movedInput }),
      count: COUNT,
      back: (state) => state.map((_, i) => state[place[i]]),
    };
  }
  // Padded: two units that nothing drives. Doubled: one more unit with three points of its own.
  const more = change === "padded" ? [0, 0] : [2];
  const size = units + more.length;
  const wide = new Float64Array(size * size);
  for (let i = 0; i < units; i++)
    for (let j = 0; j < units; j++) wide[i * size + j] = recurrent[i * units + j];
  for (const [k, weight] of more.entries()) wide[(units + k) * size + units + k] = weight;
  return {
    network: networkOf({
      activation: "tanh",
      recurrent: wide,
      input: [...input, ...more.map(() => 0)],
    }),
    count: change === "doubled" ? 4 * COUNT : COUNT,
    back: (state) => state.slice(0, units),
  };
}

const COUNT = 120;

export const setsFollowTheirNetwork: Law<EdgeFinder, Twin, "attractors/twin-networks"> = {
  id: "attractors/twin-networks",
  says:
    "points do not depend on α, on more starts, on the order of units or on uncoupled ones; they " +
    "change sign with the drive, and beside another network each stands with each of its points",
  needs: ["bounded"],
  runs: 60,
  cases: () =>
    fc.record({
      seed: fc.nat(1_000_000),
      units: fc.integer({ min: 2, max: 4 }),
      change: fc.constantFrom(...CHANGES),
    }),
  holds(find, twin) {
    const first = find({
      network: twinNetwork(twin),
      input: [1],
      starts: startsOf(twin.units, 3, COUNT),
    });
    const { network, count, back } = changed(twin);
    const second = find({ network, input: [1], starts: startsOf(network.units, 4, count) });
    const times = twin.change === "doubled" ? 3 : 1;
    for (const { state } of first.points) {
      const met = second.points.filter((point) => largestGap(back(point.state), state) < 1e-6);
      if (met.length !== times)
        throw new Error(`${twin.change}: (${state}) is there ${met.length} times, not ${times}`);
    }
    if (second.points.length !== times * first.points.length)
      throw new Error(`${twin.change}: ${first.points.length} became ${second.points.length}`);
  },
  mutants: [
    {
      name: "points on the left are missed",
      subject: (question) => {
        const found = findFixedPoints(question);
        return { ...found, points: found.points.filter(({ state }) => state[0] > -0.01) };
      },
    },
    {
      name: "the drive is multiplied by α",
      subject: ({ network, input, starts }) => {
        const { alpha } = network.model;
        return findFixedPoints({ network, input: input.map((u) => alpha * u), starts });
      },
    },
  ],
};

/** tanh with W_ij = (g/N)·cos(θ_i − θ_j): beside the origin a ring of 2N points, or a continuum. */
type Ring = { readonly units: number; readonly gain: number };

export const ringsAreWhole: Law<EdgeFinder, Ring, "attractors/rings"> = {
  id: "attractors/rings",
  says: "a ring of N tanh units has the origin and 2N points, or one closed continuum",
  needs: ["bounded"],
  runs: 6,
  cases: () =>
    fc.record({
      units: fc.constantFrom(12, 16, 20, 64),
      gain: fc.double({ min: 3.5, max: 4.5, noNaN: true }),
    }),
  holds(find, { units, gain }) {
    const angle = (k: number): number => (2 * Math.PI * k) / units;
    const recurrent = Array.from(
      { length: units * units },
      (_, k) => (gain / units) * Math.cos(angle(Math.floor(k / units)) - angle(k % units)),
    );
    const input = new Array<number>(units).fill(0);
    const network = networkOf({ activation: "tanh", recurrent, input });
    const { points, continua } = find({ network, input: [0], starts: startsOf(units, 5, 60) });
    const isWhole = points.length === 2 * units + 1 && continua.length === 0;
    const isRing =
      points.length === 1 &&
      continua.length === 1 &&
      continua[0].dimension === 1 &&
      continua[0].shape === "closed";
    if (!(isWhole || isRing))
      throw new Error(`N = ${units}: ${points.length} points, ${continua.length} continua`);
  },
  mutants: [smallSteps],
};
