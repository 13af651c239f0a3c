import { cellActivation } from "./activations.ts";
import type { Arithmetic } from "./arithmetic.ts";
import { type Cell, cellOf } from "./cell.ts";
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
 * `torch.nn.GRU`, gates in its order r, z, n: r = σ(B_r u + W_r h), z = σ(B_z u + W_z h),
 * n = tanh(B_n u + r(W_n h)), h′ = (1 − z)n + zh, each product with its bias; so r is applied after
 * the recurrent product.
 * @source PyTorch's documentation of torch.nn.GRU; Cho et al. 2014
 * @throws RangeError that names the tensor that is not as it should be.
 */
export function gruCell(weights: GatedWeights): Cell {
  requireGated(weights, 3);
  return cellOf({
    name: "GRU",
    activation: null,
    alpha: null,
    parts: [{ name: "h", from: 0, size: weights.units, range: 1, bounded: true }],
    // |h| ≤ 1 is sent inside itself: h′ lies between h and n, and |n| < 1.
    map: gatedMap(weights, { parts: 1, bounded: true, equations }),
  });
}

function equations<T>(
  { of, add, subtract, multiply, apply }: Arithmetic<T>,
  { recurrent, driven, own: [h] }: UnitReads<T>,
): UnitStep<T> {
  const r = apply(sigmoid, add(driven[0], recurrent[0]));
  const z = apply(sigmoid, add(driven[1], recurrent[1]));
  const n = apply(tanh, add(driven[2], multiply(r.value, recurrent[2])));
  const open = subtract(of(1), z.value);
  const byCandidate = multiply(open, n.slope);
  return {
    next: [add(multiply(open, n.value), multiply(z.value, h))],
    byGate: [
      [
        multiply(byCandidate, multiply(recurrent[2], r.slope)),
        multiply(subtract(h, n.value), z.slope),
        multiply(byCandidate, r.value),
      ],
    ],
    byOwn: [[z.value]],
  };
}
