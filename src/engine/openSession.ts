import type { Network } from "../model/model.ts";
import type { Trials } from "../task/trials.ts";
import { definedStepper } from "./definedStepper.ts";
import type { Session } from "./session.ts";
import { sessionOn } from "./sessionOn.ts";

/**
 * Opens a session on a single trial; it starts from x_0 of the trial, or from `from`, `[unit]`. It
 * is in plain TypeScript, and defines what every other one answers.
 * @source Eq. 1
 * @throws RangeError where there is not exactly one trial, or the network does not fit it.
 */
export function openSession(network: Network, on: Trials, from?: ArrayLike<number>): Session {
  return sessionOn(definedStepper, { network, on, from });
}
