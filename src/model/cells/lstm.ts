import { cellActivation } from "./activations.ts";
import type { Arithmetic } from "./arithmetic.ts";
import { type Cell, cellOf } from "./cell.ts";
import { STATE_RANGE } from "./equationOne.ts";
import {
  type GatedWeights,
  gatedMap,
  requireGated,
  type UnitReads,
  type UnitStep,
} from "./gated.ts";

const tanh = cellActivation("tanh");
const sigmoid = cellActivation("sigmoid");

/**
 * `torch.nn.LSTM`, gates in its order i, f, g, o: i, f, o = σ(B u + W h), g = tanh(B_g u + W_g h),
 * each with its biases; c′ = fc + ig, h′ = o tanh c′. The state is (h, c).
 * @source PyTorch's documentation of torch.nn.LSTM; Hochreiter & Schmidhuber 1997
 * @throws RangeError that names the tensor that is not as it should be.
 */
export function lstmCell(weights: GatedWeights): Cell {
  requireGated(weights, 4);
  const { units } = weights;
  return cellOf({
    name: "LSTM",
    activation: null,
    alpha: null,
    parts: [
      { name: "h", from: 0, size: units, range: 1, bounded: true },
      { name: "c", from: units, size: units, range: STATE_RANGE, bounded: false },
    ],
    // With |h| ≤ 1 each f stays below some φ < 1, so that |c| ≤ 1 / (1 − φ) is sent inside itself.
    map: gatedMap(weights, { parts: 2, bounded: true, equations }),
  });
}

function equations<T>(
  { of, add, multiply, apply }: Arithmetic<T>,
  { recurrent, driven, own: [, c] }: UnitReads<T>,
): UnitStep<T> {
  const sum = (gate: number) => add(driven[gate], recurrent[gate]);
  const i = apply(sigmoid, sum(0));
  const f = apply(sigmoid, sum(1));
  const g = apply(tanh, sum(2));
  const o = apply(sigmoid, sum(3));
  const next = add(multiply(f.value, c), multiply(i.value, g.value));
  const shown = apply(tanh, next);
  const byNext = multiply(o.value, shown.slope);
  const ofNext = [multiply(g.value, i.slope), multiply(c, f.slope), multiply(i.value, g.slope)];
  return {
    next: [multiply(o.value, shown.value), next],
    byGate: [
      [...ofNext.map((share) => multiply(byNext, share)), multiply(shown.value, o.slope)],
      [...ofNext, of(0)],
    ],
    byOwn: [
      [of(0), multiply(byNext, f.value)],
      [of(0), f.value],
    ],
  };
}
