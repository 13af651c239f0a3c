import { type Network, requireNetwork } from "../model/model.ts";
import { shown } from "../numerics/gate.ts";

/**
 * A network and its input with the bias b as one more channel that is held at 1: the drive
 * B u + b·1 is the biased one to the last bit, so all that holds of an input holds of a bias.
 * Without a bias both are answered as they are.
 * @param bias b as `[unit]`
 * @throws RangeError where b has another length, or an entry that is not finite.
 */
export function withBias<Input extends ArrayLike<number>>({
  network,
  input,
  bias,
}: {
  readonly network: Network;
  /** u as `[channel]`. */
  readonly input: Input;
  readonly bias: ArrayLike<number> | undefined;
}): { readonly network: Network; readonly input: Input | Float64Array } {
  if (bias === undefined) return { network, input };
  const { units, channels, weights } = requireNetwork(network);
  if (bias.length !== units)
    throw new RangeError(`bias: expected ${units} entries, got ${bias.length}`);
  for (let i = 0; i < units; i++)
    if (!Number.isFinite(bias[i]))
      throw new RangeError(`bias[${i}]: expected a finite number, got ${shown(bias[i])}`);
  if (input.length !== channels)
    throw new RangeError(`input: expected ${channels} entries, got ${input.length}`);
  const wider = new Float64Array(units * (channels + 1));
  for (let i = 0; i < units; i++) {
    for (let c = 0; c < channels; c++)
      wider[i * (channels + 1) + c] = weights.input[i * channels + c];
    wider[i * (channels + 1) + channels] = bias[i];
  }
  return {
    network: { ...network, channels: channels + 1, weights: { ...weights, input: wider } },
    input: Float64Array.from([...Array.from(input), 1]),
  };
}
