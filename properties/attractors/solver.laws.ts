import fc from "fast-check";
import { distance } from "../../src/attractors/distance.ts";
import { referenceSolver, residualOf, type Solver } from "../../src/attractors/solve.ts";
import { follow } from "../../src/attractors/starts.ts";
import type { Network } from "../../src/model/model.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import type { Law } from "../law.ts";
import { type Made, madeCases, madeNetwork, madeStarts, networkOf, stepLength } from "./made.ts";
import { looseSolver, stoppedSolver, uncheckedSolver, untrueSolver } from "./mutants.ts";

/** @throws Error unless the reported residual is the true one and the outcome follows from it. */
function mustBeHonest(
  network: Network,
  input: number,
  solution: ReturnType<ReturnType<Solver["prepare"]>>,
): void {
  const { state, residual, outcome } = solution;
  const recomputed = stepLength(network, input, state);
  if (!(Math.abs(recomputed - residual) <= 1e-9 * recomputed + 1e-14))
    throw new Error(`residual: reported ${residual}, recomputed ${recomputed}`);
  if ((outcome === "root") !== recomputed < 1e-8)
    throw new Error(`outcome: ${outcome} at a residual of ${recomputed}`);
}

export const residualIsTrue: Law<Solver, Made, "attractors/residual"> = {
  id: "attractors/residual",
  says: "a root is a state whose step, worked out anew, is shorter than 1e-8; nothing else is",
  cite: "§2.4",
  needs: [],
  cases: () => madeCases,
  holds(solver, made) {
    const network = madeNetwork(made);
    const solve = solver.prepare(network, [made.input]);
    for (const start of madeStarts(network, made.seed, 5))
      mustBeHonest(network, made.input, solve(start));
  },
  mutants: [untrueSolver, stoppedSolver],
};

/** One unit whose |F|² has a minimum of height `gap`², at −a, and whose only root is far right. */
type Fold = { readonly weight: number; readonly gap: number; readonly aside: number };

/** a with w·tanh'(a) = 1: the slope of F(x) = −x + w tanh x + b vanishes at ±a. */
const foldAt = (weight: number): number => Math.atanh(Math.sqrt(1 - 1 / weight));

export const minimaAreNotRoots: Law<Solver, Fold, "attractors/minima"> = {
  id: "attractors/minima",
  says: "a local minimum of |F|² above 0 is called a minimum, never a root",
  cite: "§2.4; readings: roots that are none",
  needs: [],
  cases: () =>
    fc.record({
      weight: fc.double({ min: 1.5, max: 3, noNaN: true }),
      gap: fc.double({ min: 0.001, max: 0.3, noNaN: true }),
      aside: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
    }),
  holds(solver, { weight, gap, aside }) {
    const a = foldAt(weight);
    const drive = weight * Math.tanh(a) - a + gap;
    const network = networkOf({ activation: "tanh", recurrent: [weight], input: [drive] });
    const solve = solver.prepare(network, [1]);
    mustBeHonest(network, 1, solve(Float64Array.of(-a + aside)));
    const { state, outcome } = solve(Float64Array.of(-a));
    if (outcome !== "minimum") throw new Error(`outcome at −a: ${outcome}, x = ${state[0]}`);
    if (!(Math.abs(state[0] + a) < 1e-3)) throw new Error(`minimum at ${state[0]}, not ${-a}`);
  },
  mutants: [uncheckedSolver, looseSolver],
};

/** Roots found by simulation alone. */
const simulator: Solver = {
  name: "simulation",
  prepare: (network, input) => (start) => {
    const state = follow({ network, input, start, steps: 3000 });
    const residual = residualOf({ network, input, state });
    return { state, residual, outcome: residual < 1e-8 ? "root" : "none" };
  },
};

export const solversAgree: Law<Solver, Made, "attractors/twins"> = {
  id: "attractors/twins",
  says: "from beside any root of ml-levenberg-marquardt, and of its own, a solver finds that root",
  cite: "§2.4",
  needs: [],
  cases: () => madeCases,
  holds(solver, made) {
    const network = madeNetwork(made);
    const solve = solver.prepare(network, [made.input]);
    const twin = referenceSolver.prepare(network, [made.input]);
    const rng = createRng(deriveKey(null, "beside", made.seed));
    for (const start of madeStarts(network, made.seed, 8))
      for (const [one, other] of [
        [twin, solve],
        [solve, twin],
      ]) {
        const root = one(start);
        if (root.outcome !== "root") continue;
        const beside = root.state.map((x) => x + 1e-5 * rng.normal());
        const again = other(beside);
        if (again.outcome !== "root" || !(distance(again.state, root.state) < 1e-6))
          throw new Error(`(${again.state}), ${again.outcome}, is not the root (${root.state})`);
      }
  },
  mutants: [{ name: "simulation alone", subject: simulator }, stoppedSolver],
};
