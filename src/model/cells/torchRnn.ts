import { requireWord } from "../../numerics/gate.ts";
import { cellActivation } from "./activations.ts";
import type { Cell } from "./cell.ts";
import { type GatedWeights, requireGated } from "./gated.ts";
import { ratesOf } from "./rateForm.ts";

/**
 * `torch.nn.RNN`: h′ = f(W_ih u + b_ih + W_hh h + b_hh), f tanh or relu.
 * @source PyTorch's documentation of torch.nn.RNN
 * @throws RangeError that names the tensor or word that is not as it should be.
 */
export function torchRnn(weights: GatedWeights, nonlinearity: "tanh" | "relu"): Cell {
  requireGated(weights, 1);
  requireWord("nonlinearity", nonlinearity, ["tanh", "relu"]);
  return ratesOf("RNN", { weights, activation: cellActivation(nonlinearity), alpha: null });
}
