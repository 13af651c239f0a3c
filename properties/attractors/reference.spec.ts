import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findFixedPoints } from "../../src/attractors/findFixedPoints.ts";
import { randomStarts } from "../../src/attractors/starts.ts";
import type { Activation } from "../../src/model/activation.ts";
import type { Network } from "../../src/model/model.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import { largestGap, networkOf, stepLength } from "./made.ts";

/** fixtures/reference/fixed-points.json: made by scipy; see its `about`. */
type ReferenceFile = {
  readonly cases: readonly {
    readonly network: {
      readonly activation: Activation;
      readonly alpha: number;
      readonly wRec: readonly number[][];
      readonly wIn: readonly number[][];
    };
    readonly input: readonly number[];
    readonly fixedPoints: readonly {
      readonly x: readonly number[];
      readonly spectralRadius: number;
      readonly stable: boolean;
    }[];
  }[];
};

const path = new URL("../../fixtures/reference/fixed-points.json", import.meta.url);
const file: ReferenceFile = JSON.parse(readFileSync(path, "utf8"));

const networkOfCase = ({ network }: ReferenceFile["cases"][number]): Network =>
  networkOf({
    activation: network.activation,
    alpha: network.alpha,
    recurrent: network.wRec.flat(),
    input: network.wIn.flat(),
  });

describe("the fixed points that scipy found", () => {
  file.cases.forEach((given, k) => {
    const network = networkOfCase(given);
    const name = `case ${k}: ${network.units} units, ${given.fixedPoints.length} points`;
    it(name, () => {
      const starts = randomStarts(network, 100, deriveKey(null, "reference", k));
      const { points, degree, completeness } = findFixedPoints({
        network,
        input: given.input,
        starts,
        search: "exhaustive",
      });
      for (const { x, spectralRadius, stable } of given.fixedPoints) {
        const found = points.find(({ state }) => largestGap(state, x) < 1e-6);
        expect(found, `no point at ${x}`).toBeDefined();
        expect(found?.stable).toBe(stable);
        expect(found?.spectralRadius).toBeCloseTo(spectralRadius, 9);
      }
      for (const { state, certificate, certifiedStability, stable } of points) {
        expect(stepLength(network, given.input[0], state)).toBeLessThan(1e-8);
        expect(certificate.verdict).toBe("certified");
        expect(certifiedStability).toBe(stable ? "stable" : "unstable");
      }
      expect(degree).toBe(1);
      expect(completeness).toBe("degree consistent");
    });
  });
});
