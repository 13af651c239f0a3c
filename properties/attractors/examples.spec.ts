import { describe, expect, it } from "vitest";
import { certify, compareCertified } from "../../src/attractors/certificate.ts";
import { findFixedPoints, saturation } from "../../src/attractors/findFixedPoints.ts";
import { kindOf } from "../../src/attractors/kind.ts";
import { newtonSolver } from "../../src/attractors/newton.ts";
import { slowMode } from "../../src/attractors/slowPoints.ts";
import { referenceSolver } from "../../src/attractors/solve.ts";
import { stabilityOf } from "../../src/attractors/stability.ts";
import { randomStarts, trajectoryStarts } from "../../src/attractors/starts.ts";
import type { Activation } from "../../src/model/activation.ts";
import type { Network } from "../../src/model/model.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import { largestGap, madeNetwork, madeStarts, mustBeSameStates, networkOf } from "./made.ts";

const bistable = networkOf({ activation: "tanh", recurrent: [2], input: [1] });

/** A random network with one direction along which it integrates, as training makes them. */
function integrator(units: number, seed: number, activation: Activation): Network {
  const rng = createRng(deriveKey(null, "integrator", seed));
  const normals = () => Array.from({ length: units }, () => rng.normal() / Math.sqrt(units));
  const [to, from] = [normals(), normals()];
  const recurrent = Array.from({ length: units * units }, (_, k) => {
    const [i, j] = [Math.floor(k / units), k % units];
    return (0.5 * rng.normal()) / Math.sqrt(units) + 1.5 * to[i] * (to[j] + 0.3 * from[j]);
  });
  return networkOf({ activation, recurrent, input: normals() });
}

describe("what is reported about a search", () => {
  it("says that points are missing where the given starts leave the degree short", () => {
    // From its saddle alone the degree is −1, from one attractor alone it is 1 by mistake.
    const starts = [Float64Array.of(0)];
    const given = { network: bistable, input: [0], starts };
    const short = findFixedPoints({ ...given, search: "starts" });
    expect(short).toMatchObject({ degree: -1, completeness: "a point is missing", rounds: 0 });
    const full = findFixedPoints(given);
    expect(full).toMatchObject({ degree: 1, completeness: "degree consistent" });
    expect(full.points).toHaveLength(3);
    expect(full.starts).toHaveLength(1);
    expect(full.further.length).toBeGreaterThan(0);
  });

  it("an exhaustive search finds pairs that the degree does not miss", () => {
    const starts = [Float64Array.of(2)];
    const given = { network: bistable, input: [0], starts };
    expect(findFixedPoints(given).points).toHaveLength(1);
    expect(findFixedPoints({ ...given, search: "exhaustive" }).points).toHaveLength(3);
  });

  it("keeps every start's outcome, and how the number of points levels off", () => {
    const starts = [2, 1, -2, 0, 3].map((x) => Float64Array.of(x));
    const found = findFixedPoints({ network: bistable, input: [0], starts });
    expect(found.counts).toEqual({ root: 5, near: 0, minimum: 0, none: 0 });
    expect(saturation(found.starts)).toEqual([1, 1, 2, 3, 3]);
  });

  it("asks for no eigenvalues of what is no state", () => {
    for (const state of [[Number.NaN], [Number.POSITIVE_INFINITY], [], [0, 0]])
      expect(() => stabilityOf(bistable, state)).toThrow(RangeError);
  });

  it("has no degree law for relu", () => {
    const network = networkOf({ activation: "relu", recurrent: [0.5], input: [1] });
    const found = findFixedPoints({ network, input: [1], starts: [Float64Array.of(-3)] });
    const strong = networkOf({ activation: "relu", recurrent: [2], input: [1] });
    const other = findFixedPoints({ network: strong, input: [1], starts: [Float64Array.of(3)] });
    expect(other.completeness).toBe("no degree law");
    expect(found.completeness).toBe("complete: contraction");
    expect(found.points[0].state[0]).toBeCloseTo(2, 12);
    expect(found.points[0].certificate.verdict).toBe("certified");
    expect(found.points[0].certifiedStability).toBe("stable");
  });

  it("flags a marginal point, lists it once and certifies nothing", () => {
    const network = networkOf({ activation: "tanh", recurrent: [1], input: [1] });
    const { points } = findFixedPoints({ network, input: [0], starts: madeStarts(network, 1, 50) });
    expect(points).toHaveLength(1);
    expect(points[0]).toMatchObject({ marginal: true, certifiedStability: "not certified" });
  });
});

describe("a bias", () => {
  const bias = [0.3, -0.2, 0.1];
  const made = { seed: 3, units: 3, activation: "tanh", gain: 2, alpha: 0.1 } as const;
  const network = madeNetwork({ ...made, input: 0.2, clamps: 0 });
  const starts = madeStarts(network, 3, 40);

  it("moves the points as a channel that is held at 1 would", () => {
    const { units, weights } = network;
    const input = Float64Array.from({ length: 2 * units }, (_, k) =>
      k % 2 === 0 ? weights.input[k / 2] : bias[(k - 1) / 2],
    );
    const wider = { ...network, channels: 2, weights: { ...weights, input } };
    const biased = findFixedPoints({ network, input: [0.2], bias, starts });
    const held = findFixedPoints({ network: wider, input: [0.2, 1], starts });
    expect(biased).toEqual(held);
    const { points } = findFixedPoints({ network, input: [0.2], starts });
    expect(largestGap(points[0].state, biased.points[0].state)).toBeGreaterThan(1e-3);
  });

  it.each([
    ["bias: expected 3", [1]],
    ["bias[1]: expected", [1, Number.NaN, 0]],
  ])("is refused: %s", (words, wrong) => {
    expect(() => findFixedPoints({ network, input: [0.2], bias: wrong, starts })).toThrow(words);
  });
});

describe("one start that is no state", () => {
  it("ends as none, and the others are tried", () => {
    const starts = [Float64Array.of(Number.NaN), Float64Array.of(2), Float64Array.of(Infinity)];
    const found = findFixedPoints({ network: bistable, input: [0], starts, search: "starts" });
    expect(found.starts.map(({ outcome }) => outcome)).toEqual(["none", "root", "none"]);
    expect(found.points).toHaveLength(1);
  });

  it("a deadline keeps what was found by then", () => {
    const starts = [2, 1, -2, 0, 3].map((x) => Float64Array.of(x));
    const foundAfter = (asked: number) => {
      let left = asked;
      const isOver = () => {
        left -= 1;
        return left < 0;
      };
      return findFixedPoints({ network: bistable, input: [0], starts, isOver });
    };
    const all = findFixedPoints({ network: bistable, input: [0], starts });
    const told = Array.from({ length: 40 }, (_, asked) => {
      const { starts, points } = foundAfter(asked);
      expect(starts).toEqual(all.starts.slice(0, starts.length));
      expect(points).toEqual(all.points.slice(0, points.length));
      return starts.length;
    });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect([told[0], told[39]]).toEqual([0, 5]);
    expect(new Set(told).size).toBeGreaterThan(2);
  });
});

describe("kinds", () => {
  const free = { degenerate: null, kink: null, marginal: false, free: 2 } as const;
  const kindAt = (recurrent: readonly number[], alpha: number, units: number): string => {
    const network = networkOf({
      ...{ activation: "tanh", alpha, recurrent },
      input: new Array<number>(units).fill(0),
    });
    const { points } = findFixedPoints({
      ...{ network, input: [0], search: "starts" },
      starts: [new Float64Array(units)],
    });
    return kindOf({ ...points[0], kink: null, free: units });
  };

  it("are told by the eigenvalues that leave the circle", () => {
    expect(kindAt([0.5], 0.1, 1)).toBe("stable");
    expect(kindAt([2], 0.1, 1)).toBe("unstable node (1)");
    expect(kindAt([-15], 1, 1)).toBe("unstable flip (1)");
    expect(kindAt([1.3, -0.7, 0.7, 1.3], 0.1, 2)).toBe("unstable focus (2)");
    expect(kindAt([2, 0, 0, 0.5], 0.1, 2)).toBe("saddle (1)");
    expect(kindAt([1], 0.1, 1)).toBe("marginal (attracts)");
    const eigenvalues = [{ re: 1.1, im: 0 }];
    const point = { ...free, eigenvalues, stable: false, unstableDirections: 1 };
    expect(kindOf({ ...point, kink: "undecided" })).toBe("undecided at a kink");
  });
});

describe("bad input is named", () => {
  const starts = [Float64Array.of(0)];
  it.each([
    ["input", () => findFixedPoints({ network: bistable, input: [], starts })],
    ["input[0]", () => findFixedPoints({ network: bistable, input: [Number.NaN], starts })],
    [
      "start",
      () => findFixedPoints({ network: bistable, input: [0], starts: [new Float64Array(2)] }),
    ],
    ["start[0]", () => newtonSolver.prepare(bistable, [0])(Float64Array.of(Number.NaN))],
    ["count", () => randomStarts(bistable, -1, deriveKey(null, "x"))],
    ["count", () => randomStarts(bistable, 1.5, deriveKey(null, "x"))],
  ])("%s", (name, wrong) => {
    expect(wrong).toThrow(RangeError);
    expect(wrong).toThrow(`${name}: expected`);
  });
});

describe("networks of 50 units", () => {
  it.each([
    ["tanh", 1, 0],
    ["tanh", 2, 0.2],
    ["shifted-tanh", 3, 0],
    ["shifted-tanh", 4, 0.5],
  ] as const)("both solvers find the same set: %s, seed %i, u = %d", (activation, seed, u) => {
    const network = integrator(50, seed, activation);
    const key = deriveKey(null, "twins", seed);
    const starts = [
      ...randomStarts(network, 20, key),
      ...trajectoryStarts({ network, input: [u], count: 20, key }),
    ];
    const [fast, twin] = [newtonSolver, referenceSolver].map((solver) =>
      findFixedPoints({ network, input: [u], starts, solver }),
    );
    const states = (set: typeof fast) => set.points.map(({ state }) => state);
    mustBeSameStates("sets", states(fast), states(twin));
    expect(fast.completeness).toBe("degree consistent");
    for (const point of fast.points) {
      expect(point.certificate.verdict).toBe("certified");
      expect(slowMode(point).leading).toBe(point.spectralRadius);
    }
    for (const [a, one] of fast.points.entries())
      for (const [b, other] of twin.points.entries()) {
        const same = largestGap(one.state, other.state) < 1e-6;
        expect(compareCertified(one, other), `${a} and ${b}`).toBe(same ? "same" : "distinct");
      }
  });
});

describe("false roots", () => {
  it("none of 10,000 is certified without a true root in its radius", () => {
    const rng = createRng(deriveKey(null, "false roots"));
    for (let k = 0; k < 20; k++) {
      const gain = 1 + 0.1 * k;
      const made = { seed: k, units: 6, activation: "tanh", alpha: 0.1, clamps: 0 } as const;
      const network = madeNetwork({ ...made, gain, input: 0.2 });
      const input = [0.2];
      const starts = madeStarts(network, k, 40);
      const roots = findFixedPoints({ network, input, starts }).points.map(({ state }) => state);
      for (let tried = 0; tried < 500; tried++) {
        // Half of them lie near a root, from 1e-11 to 1 away.
        const size = Math.exp(-25 * rng.uniform());
        const centre = tried % 2 === 0 ? roots[rng.integer(roots.length)] : new Float64Array(6);
        const reach = tried % 2 === 0 ? size : 3;
        const state = centre.map((x) => x + reach * (2 * rng.uniform() - 1));
        const certificate = certify({ network, input, state });
        if (certificate.verdict !== "certified") continue;
        const near = roots.filter((root) => largestGap(root, state) <= certificate.existence);
        expect(near, `network ${k}, state ${state}`).toHaveLength(1);
      }
    }
  });

  it("minima of |F|² are not certified", () => {
    // One of those whose |F|² has local minima.
    const network = integrator(20, 5, "shifted-tanh");
    const solve = newtonSolver.prepare(network, [0.2]);
    const minima = randomStarts(network, 300, deriveKey(null, "minima"))
      .map(solve)
      .filter(({ outcome }) => outcome === "minimum");
    expect(minima.length).toBeGreaterThan(10);
    for (const { state } of minima)
      expect(certify({ network, input: [0.2], state }).verdict).toBe("not certified");
  });
});
