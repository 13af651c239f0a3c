import { EigenvalueDecomposition } from "ml-matrix";
import { findFixedPoints } from "../../src/attractors/findFixedPoints.ts";
import { newtonSolver } from "../../src/attractors/newton.ts";
import type { Solution, Solver } from "../../src/attractors/solve.ts";
import { jacobian } from "../../src/model/jacobian.ts";
import type { Network } from "../../src/model/model.ts";
import type { Mutant } from "../law.ts";
import type { Finder, FoundPoint } from "./made.ts";

/** The fast solver with every answer changed. */
const changed = (name: string, change: (solution: Solution) => Solution): Mutant<Solver> => ({
  name,
  subject: {
    name,
    prepare(network, input) {
      const solve = newtonSolver.prepare(network, input);
      return (start) => change(solve(start));
    },
  },
});

export const uncheckedSolver = changed("the residual is not checked", (solution) => ({
  ...solution,
  outcome: "root",
}));

export const looseSolver = changed("a residual below 0.1 is a root", (solution) => ({
  ...solution,
  outcome: solution.residual < 0.1 ? "root" : solution.outcome,
}));

export const untrueSolver = changed("the residual is said to be 0", (solution) => ({
  ...solution,
  residual: 0,
}));

export const stoppedSolver = changed("a solver that stops 1e-4 short", (solution) => ({
  ...solution,
  state: solution.state.map((x) => x + 1e-4),
}));

/** Ours with the list of points changed. */
const withPoints = (
  name: string,
  change: (points: readonly FoundPoint[], network: Network) => readonly FoundPoint[],
): Mutant<Finder> => ({
  name,
  subject: (question) => {
    const found = findFixedPoints(question);
    return { points: change(found.points, question.network), completeness: "degree consistent" };
  },
});

/** Ours on a network that was changed. */
const onNetwork = (name: string, change: (network: Network) => Network): Mutant<Finder> => ({
  name,
  subject: (question) => findFixedPoints({ ...question, network: change(question.network) }),
});

export const rootMissed = withPoints("a root missed", (points) =>
  points.length > 1 ? points.slice(0, -1) : points,
);

export const saddlesMissed = withPoints("saddles missed", (points) =>
  points.filter(({ stable }) => stable),
);

export const negativeMissed = withPoints("points with x_0 < −0.01 missed", (points) =>
  points.filter(({ state }) => state[0] >= -0.01),
);

export const looseStability = withPoints("stable where |λ| < 1.02", (points) =>
  points.map((point) => ({ ...point, stable: point.spectralRadius < 1.02 })),
);

export const signDropped = withPoints("the determinant's sign dropped", (points) =>
  points.map((point) => ({ ...point, index: 1 })),
);

export const pointTwice = withPoints("a point listed twice", (points) => [...points, points[0]]);

export const leakDropped = withPoints("the Jacobian without (1 − α)", (points, network) =>
  points.map((point) => {
    const leaky = jacobian(network, point.state);
    for (let i = 0; i < network.units; i++)
      leaky.set(i, i, leaky.get(i, i) - (1 - network.model.alpha));
    const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(leaky);
    const spectralRadius = Math.max(
      ...realEigenvalues.map((re, i) => Math.hypot(re, imaginaryEigenvalues[i])),
    );
    return { ...point, spectralRadius, stable: spectralRadius < 1 };
  }),
);

export const uncheckedFinder: Mutant<Finder> = {
  name: "the residual is not checked",
  subject: (question) => {
    const found = findFixedPoints(question);
    const solve = newtonSolver.prepare(question.network, question.input);
    const stops = question.starts.map(solve).filter(({ outcome }) => outcome !== "root");
    return {
      ...found,
      points: [
        ...found.points,
        ...stops.map(({ state, residual }) => ({ ...found.points[0], state, residual })),
      ],
    };
  },
};

export const clampIgnored = onNetwork("clamped units are let go", (network) => ({
  ...network,
  model: { ...network.model, clamped: [] },
}));

export const alphaOnWeights = onNetwork("W_rec multiplied by α twice", (network) => ({
  ...network,
  weights: {
    ...network.weights,
    recurrent: network.weights.recurrent.map((weight) => weight * network.model.alpha),
  },
}));

export const transposed = onNetwork("W_rec transposed", (network) => ({
  ...network,
  weights: {
    ...network.weights,
    recurrent: network.weights.recurrent.map(
      (_, k, all) => all[(k % network.units) * network.units + Math.floor(k / network.units)],
    ),
  },
}));
