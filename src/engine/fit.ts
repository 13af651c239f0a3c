import type { Network } from "../model/model.ts";
import type { Trials } from "../task/trials.ts";

/** @throws RangeError where a network does not fit the trials. */
export function requireFit(network: Network, trials: Trials): void {
  if (network.channels !== trials.channels)
    throw new RangeError(
      `channels: the network has ${network.channels}, the trials have ${trials.channels}`,
    );
  if (network.outputs !== trials.outputs)
    throw new RangeError(
      `outputs: the network has ${network.outputs}, the trials have ${trials.outputs}`,
    );
}
