import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { distance } from "../../src/attractors/distance.ts";
import { testedByPerturbations } from "../../src/attractors/perturbationTest.ts";
import { findFixedPointsAsReleased } from "../../src/attractors/release.ts";
import { prepareTrustRegion } from "../../src/attractors/trustRegion.ts";
import type { Activation } from "../../src/model/activation.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import { madeNetwork, madeStarts, networkOf } from "./made.ts";

/** fixtures/release/endings.json: where scipy's root(method="lm") ends; see its `about`. */
type EndingsFile = {
  readonly alpha: number;
  readonly cases: readonly {
    readonly activation: Activation;
    readonly recurrent: readonly number[];
    readonly drive: readonly number[];
    readonly starts: readonly (readonly number[])[];
    readonly ends: readonly {
      readonly x: readonly number[];
      readonly success: boolean;
      readonly residual: number;
    }[];
  }[];
};

const path = new URL("../../fixtures/release/endings.json", import.meta.url);
const file: EndingsFile = JSON.parse(readFileSync(path, "utf8"));

describe("the release's solver", () => {
  it("meets minima that are no roots in the fixture, and scipy calls them successes", () => {
    const ends = file.cases.flatMap((each) => each.ends);
    expect(
      ends.filter(({ success, residual }) => success && residual > 1e-4).length,
    ).toBeGreaterThan(10);
  });

  file.cases.forEach(({ activation, recurrent, drive, starts, ends }, k) => {
    it(`ends where scipy's ends, with the same claim: case ${k}`, () => {
      const network = networkOf({ activation, alpha: file.alpha, recurrent, input: drive });
      const solve = prepareTrustRegion(network, [1]);
      starts.forEach((start, s) => {
        const { state, success, residual } = solve(Float64Array.from(start));
        expect(success, `start ${s}`).toBe(ends[s].success);
        expect(distance(state, Float64Array.from(ends[s].x)), `start ${s}`).toBeLessThan(1e-3);
        expect(residual > 1e-4, `start ${s}`).toBe(ends[s].residual > 1e-4);
      });
    });
  });
});

describe("the release's test", () => {
  it("takes the place of the eigenvalues' answer, and of nothing else", () => {
    const made = { seed: 7, units: 5, gain: 2, alpha: 0.1, input: 0, clamps: 0 };
    const network = madeNetwork({ ...made, activation: "tanh" });
    const input = [0];
    const set = findFixedPointsAsReleased({ network, input, starts: madeStarts(network, 7, 40) });
    const tested = testedByPerturbations(set, { network, input, key: deriveKey(null, "tested") });
    const without = ({ points, ...rest }: typeof set) => ({
      ...rest,
      points: points.map((point) => ({ ...point, stable: null })),
    });
    expect(without(tested)).toEqual(without(set));
    expect(tested.points.some(({ stable }) => stable)).toBe(true);
  });
});
