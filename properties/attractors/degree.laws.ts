import { determinant, Matrix } from "ml-matrix";
import type { Network } from "../../src/model/model.ts";
import type { Law } from "../law.ts";
import { type Finder, type Made, madeCases, madeNetwork, madeStarts } from "./made.ts";
import { rootMissed, saddlesMissed, signDropped } from "./mutants.ts";

/** sign det(I − W_rec diag f'(x)) over the units that are not clamped, by ml-matrix. */
function indexAt({ units, model, weights }: Network, state: Float64Array): number {
  const free = Array.from({ length: units }, (_, i) => i).filter(
    (i) => !model.clamped.some(({ unit }) => unit === i),
  );
  const slope = (x: number) => 1 - Math.tanh(x) * Math.tanh(x);
  const rows = free.map((i) =>
    free.map((j) => (i === j ? 1 : 0) - weights.recurrent[i * units + j] * slope(state[j])),
  );
  return Math.sign(determinant(new Matrix(rows)));
}

export const degreeIsOne: Law<Finder, Made, "attractors/degree"> = {
  id: "attractors/degree",
  says: "for bounded f the signs of det(I − W_rec diag f'(x*)) over all fixed points add up to 1",
  cite: "Brouwer; §2.4",
  needs: ["bounded"],
  cases: () => madeCases,
  holds(find, made) {
    const network = madeNetwork(made);
    const starts = madeStarts(network, made.seed, 6);
    const { points, completeness } = find({ network, input: [made.input], starts });
    const indices = points.map(({ state }) => indexAt(network, state));
    points.forEach(({ index }, k) => {
      if (index !== indices[k]) throw new Error(`point ${k}: index ${index}, not ${indices[k]}`);
    });
    const degree = indices.reduce((sum, index) => sum + index, 0);
    if (degree !== 1) throw new Error(`degree ${degree} over ${points.length} points`);
    if (!/^complete|^degree consistent$/.test(completeness))
      throw new Error(`${completeness}, at degree 1`);
  },
  mutants: [rootMissed, saddlesMissed, signDropped],
};
