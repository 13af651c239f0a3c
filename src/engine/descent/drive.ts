import type { Network } from "../../model/model.ts";

/** W_rec as `[unit][unit]` (to, from), with zeros in the rows of clamped units. */
export function freeWeights({ units, model, weights }: Network): Float64Array {
  const recurrent = weights.recurrent.slice();
  for (const { unit } of model.clamped) recurrent.fill(0, unit * units, (unit + 1) * units);
  return recurrent;
}

/** W_in u as `[unit]`, or the value of a clamped unit: F(x) = −x + W_rec f(x) + this. */
export function driveOf(
  { units, channels, model, weights }: Network,
  input: ArrayLike<number>,
): Float64Array {
  const drive = new Float64Array(units);
  for (let i = 0; i < units; i++)
    for (let c = 0; c < channels; c++) drive[i] += weights.input[i * channels + c] * input[c];
  for (const { unit, value } of model.clamped) drive[unit] = value;
  return drive;
}
