import { type Cell, cellOf } from "./cell.ts";
import { type LeakyWeights, requireLeaky, STATE_RANGE } from "./equationOne.ts";
import { type GatedWeights, gatedMap } from "./gated.ts";

/**
 * The rate form: r′ = (1 − α)r + αf(W r + B u + b). Its fixed points are r = f(x) of those of Eq. 1
 * with the same weights, x = W f(x) + B u + b, and its Jacobian (1 − α)I + αDW has the spectrum of
 * Eq. 1's, (1 − α)I + αWD.
 * @throws RangeError that names the array or number that is not as it should be.
 */
export function rateCell(weights: LeakyWeights): Cell {
  requireLeaky(weights);
  const { units, channels, recurrent, input, bias, alpha } = weights;
  const gated = { units, channels, gates: 1, recurrent, input, inputBias: bias };
  return ratesOf("rate form", {
    weights: { ...gated, recurrentBias: new Float64Array(units) },
    activation: weights.activation,
    alpha,
  });
}

/** A cell of one gate, f(W r + B u + b), with α or without. */
export function ratesOf(
  name: string,
  {
    weights,
    activation,
    alpha,
  }: Pick<Cell, "alpha"> & {
    readonly weights: GatedWeights;
    readonly activation: LeakyWeights["activation"];
  },
): Cell {
  const { bounded } = activation;
  const range = !bounded ? STATE_RANGE : activation.name === "shifted-tanh" ? 2 : 1;
  return cellOf({
    name,
    activation,
    alpha,
    parts: [{ name: alpha === null ? "h" : "r", from: 0, size: weights.units, range, bounded }],
    map: gatedMap(weights, {
      parts: 1,
      bounded,
      equations(arithmetic, { recurrent: [sum], driven: [drive] }) {
        const f = arithmetic.apply(activation, arithmetic.add(sum, drive));
        return { next: [f.value], byGate: [[f.slope]], byOwn: [[arithmetic.of(0)]] };
      },
    }),
  });
}
