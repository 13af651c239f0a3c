import { Matrix } from "ml-matrix";
import { jacobian } from "../../src/model/jacobian.ts";
import type { Network } from "../../src/model/model.ts";
import { step } from "../../src/model/step.ts";
import { mustBeClose } from "../close.ts";
import type { RunCase } from "../engine/made.ts";
import type { Law } from "../law.ts";
import { makeSituation, networkCases, touchesKink } from "./made.ts";

/** The Jacobian of one step, as `[unit][unit]`. */
export type Jacobian = (network: Network, state: Float64Array) => Matrix;

const MOVE = 1e-6;

const withModel = (network: Network, model: Partial<Network["model"]>): Network => ({
  ...network,
  model: { ...network.model, ...model },
});

/** The Jacobian against differences of `step`, which has laws of its own. */
export const jacobianIsDerivative: Law<Jacobian, RunCase, "model/jacobian"> = {
  id: "model/jacobian",
  says: "the Jacobian is the derivative of a step with respect to the state",
  cite: "Eq. 1, differentiated",
  needs: [],
  cases: () => networkCases,
  holds(of, given) {
    const situation = makeSituation(given);
    if (touchesKink(situation)) return;
    const { network, state, input } = situation;
    const matrix = of(network, state);
    for (let j = 0; j < network.units; j++) {
      const moved = (by: number): Float64Array => {
        const x = state.slice();
        x[j] += by;
        return step(network, x, input);
      };
      const low = moved(-MOVE);
      const slopes = moved(MOVE).map((value, i) => (value - low[i]) / (2 * MOVE));
      mustBeClose(`column ${j}`, [1, ...matrix.getColumn(j)], [1, ...slopes], 1e-8);
    }
  },
  mutants: [
    {
      name: "W_rec transposed",
      subject: (network, state) => {
        const { units, weights } = network;
        const recurrent = new Matrix(units, units);
        for (let k = 0; k < units * units; k++)
          recurrent.set(k % units, Math.floor(k / units), weights.recurrent[k]);
        return jacobian(
          {
            ...network,
            weights: { ...weights, recurrent: Float64Array.from(recurrent.to1DArray()) },
          },
          state,
        );
      },
    },
    {
      name: "the leak is missing",
      subject: (network, state) =>
        jacobian(network, state).sub(Matrix.eye(network.units).mul(1 - network.model.alpha)),
    },
    {
      name: "clamped units move",
      subject: (network, state) => jacobian(withModel(network, { clamped: [] }), state),
    },
    {
      name: "the slope is always tanh's",
      subject: (network, state) => jacobian(withModel(network, { activation: "tanh" }), state),
    },
    {
      name: "the slope at half the state",
      subject: (network, state) =>
        jacobian(
          network,
          state.map((x) => x / 2),
        ),
    },
  ],
};
