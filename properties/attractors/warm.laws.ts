import fc from "fast-check";
import { findFixedPoints } from "../../src/attractors/findFixedPoints.ts";
import { newtonSolver } from "../../src/attractors/newton.ts";
import { findFixedPointsAlong, type InputPath } from "../../src/attractors/warmStarts.ts";
import type { Network } from "../../src/model/model.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import type { Law } from "../law.ts";
import {
  type FoundPoint,
  largestGap,
  type Made,
  madeCases,
  madeNetwork,
  madeStarts,
  stepLength,
} from "./made.ts";

/** Any way to find the fixed points at each input of a path. */
type PathFinder = (path: InputPath) => readonly { readonly points: readonly FoundPoint[] }[];

const INPUTS = [-0.1, -0.05, 0, 0.05, 0.1].map((value) => [value]);

/** One start a place: too few to find all, so that neighbours have something to tell. */
const pathOf = (network: Network, seed: number): InputPath => ({
  network,
  inputs: INPUTS,
  startsAt: (place) => ({
    starts: madeStarts(network, seed + place, 1),
    key: deriveKey(null, "path", seed, place),
  }),
});

const holdsPoint = (points: readonly FoundPoint[], state: ArrayLike<number>): boolean =>
  points.some((point) => largestGap(point.state, state) < 1e-5);

/** Gains above 1 alone: with one fixed point there is nothing that a neighbour could add. */
const cases: fc.Arbitrary<Made> = fc
  .tuple(madeCases, fc.double({ min: 1.5, max: 3, noNaN: true }))
  .map(([made, gain]) => ({ ...made, gain }));

export const warmSetsContain: Law<PathFinder, Made, "attractors/warm-starts"> = {
  id: "attractors/warm-starts",
  says: "with warm starts each set holds all that is found without, and what neighbours lead to",
  cite: "§2.4",
  needs: [],
  cases: () => cases,
  holds(findAlong, made) {
    const network = madeNetwork(made);
    const path = pathOf(network, made.seed);
    const sets = findAlong(path);
    if (sets.length !== INPUTS.length) throw new Error(`${sets.length} sets`);
    sets.forEach(({ points }, place) => {
      const input = INPUTS[place];
      for (const { state } of points) {
        const residual = stepLength(network, input[0], state);
        if (!(residual < 1e-8)) throw new Error(`place ${place}: a residual of ${residual}`);
      }
      for (const { state } of findFixedPoints({ network, input, ...path.startsAt(place) }).points)
        if (!holdsPoint(points, state)) throw new Error(`place ${place} lacks (${state})`);
      const solve = newtonSolver.prepare(network, input);
      for (const beside of [place - 1, place + 1])
        for (const { state } of sets[beside]?.points ?? []) {
          const { outcome, state: root } = solve(state);
          if (outcome === "root" && !holdsPoint(points, root))
            throw new Error(`place ${place} lacks (${root}), which place ${beside} leads to`);
        }
    });
  },
  mutants: [
    {
      name: "no warm starts",
      subject: ({ network, inputs, startsAt }) =>
        inputs.map((input, place) => findFixedPoints({ network, input, ...startsAt(place) })),
    },
    {
      name: "warm starts alone after the first place",
      subject: (path) => {
        const sets: { readonly points: readonly FoundPoint[] }[] = [];
        path.inputs.forEach((input, place) => {
          const own = path.startsAt(place);
          const starts = sets[place - 1]?.points.map(({ state }) => Float64Array.from(state));
          const question = { network: path.network, input, key: own.key };
          sets.push(findFixedPoints({ ...question, starts: starts ?? own.starts }));
        });
        return sets;
      },
    },
    {
      name: "a neighbour's roots taken as they are",
      subject: (path) => {
        const sets = findFixedPointsAlong(path);
        return sets.map(({ points }, k) => ({
          points: [...points, ...(sets[k - 1]?.points ?? [])],
        }));
      },
    },
    {
      name: "forwards only",
      subject: (path) => {
        const sets: { readonly points: readonly FoundPoint[] }[] = [];
        path.inputs.forEach((input, place) => {
          const { starts, key } = path.startsAt(place);
          const before = sets[place - 1]?.points.map(({ state }) => state) ?? [];
          const question = { network: path.network, input, key };
          sets.push(findFixedPoints({ ...question, starts: [...starts, ...before] }));
        });
        return sets;
      },
    },
  ],
};
