import fc from "fast-check";
import { distance } from "../../src/attractors/distance.ts";
import { unstableDirection } from "../../src/attractors/stability.ts";
import { follow } from "../../src/attractors/starts.ts";
import type { Activation } from "../../src/model/activation.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import type { Law } from "../law.ts";
import { type Finder, type Made, madeCases, madeNetwork, madeStarts } from "./made.ts";
import { leakDropped, looseStability } from "./mutants.ts";

const PUSH = 1e-4;

/** x = 0 is a fixed point of these, and often a saddle that is left slowly: |λ| just above 1. */
const weakSaddles: fc.Arbitrary<Made> = fc.record({
  seed: fc.nat(1_000_000),
  units: fc.integer({ min: 2, max: 5 }),
  activation: fc.constant<Activation>("tanh"),
  gain: fc.double({ min: 0.8, max: 1.6, noNaN: true }),
  alpha: fc.constant(0.1),
  input: fc.constant(0),
  clamps: fc.constant(0),
});

export const stabilityIsDynamics: Law<Finder, Made, "attractors/dynamics"> = {
  id: "attractors/dynamics",
  says: "a trajectory from beside a stable point comes back, and one from beside any other leaves",
  cite: "Eq. 1; §2.4",
  needs: [],
  cases: () => fc.oneof(madeCases, weakSaddles),
  holds(find, made) {
    const network = madeNetwork(made);
    const input = [made.input];
    const starts = madeStarts(network, made.seed, 20);
    const rng = createRng(deriveKey(null, "push", made.seed));
    for (const { state, stable, spectralRadius } of find({ network, input, starts }).points) {
      // So near 1 that a trajectory would need too long to show it.
      if (Math.abs(spectralRadius - 1) < 2e-3) continue;
      const random = state.map(() => rng.normal());
      const away = unstableDirection(network, state) ?? random;
      const start = state.map((x, i) => x + PUSH * away[i]);
      let farthest = 0;
      let place: Float64Array = start;
      for (let t = 0; t < 120; t++) {
        place = follow({ network, input, start: place, steps: 50 });
        farthest = Math.max(farthest, distance(place, state));
      }
      const end = distance(place, state);
      if (stable && !(end < PUSH / 10))
        throw new Error(`stable, |λ| = ${spectralRadius}: ended ${end} away`);
      if (!stable && !(farthest > 10 * PUSH))
        throw new Error(`not stable, |λ| = ${spectralRadius}: never ${10 * PUSH} away`);
    }
  },
  mutants: [looseStability, leakDropped],
};
