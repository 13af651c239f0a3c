import { requireWord } from "../../numerics/gate.ts";
import type { Activation } from "../activation.ts";
import { type Network, requireNetwork, WEIGHT_NAMES } from "../model.ts";
import type { CellActivation } from "./activations.ts";
import { type LeakyWeights, requireLeaky } from "./equationOne.ts";

/**
 * A network of Eq. 1 whose fixed points are another cell's: what is proven of the one holds of the
 * other. A bias that is not 0 is a further channel whose input is 1.
 */
export interface PaperForm {
  readonly network: Network;
  /** The network's input for the cell's input u. */
  readonly inputOf: (u: ArrayLike<number>) => Float64Array;
  /** The cell's fixed point s for the network's fixed point x. */
  readonly stateOf: (x: Float64Array) => Float64Array;
  /** The network's state x for the cell's state s under u: x of s where s is at rest. */
  readonly startOf: (s: ArrayLike<number>, u: ArrayLike<number>) => Float64Array;
  /** The cell's state moves at most this often as far as x, in the norm max_i |·_i|. */
  readonly stretch: number;
}

/** Whether a cell's state is x of Eq. 1 or r = f(x). */
export type LeakyForm = "state" | "rates";

/**
 * The form of Eq. 1 of a cell with those weights, or null where f is none of Eq. 1's and no
 * rescaling of one. With x = W f(x) + B u + b the rate form rests at r = f(x), and its Jacobian
 * there, (1 − α)I + αDW, has the spectrum of (1 − α)I + αWD. As σ(x) = (1 + tanh(x/2))/2, a sigmoid
 * network is one of 1 + tanh in x/2 with W/4, B/2 and b/2, which are exact.
 * @source Eq. 1
 * @throws RangeError that names the form, array or number that is not as it should be.
 */
export function paperForm(form: LeakyForm, weights: LeakyWeights): PaperForm | null {
  requireWord("form", form, ["state", "rates"]);
  requireLeaky(weights);
  const { activation: f } = weights;
  const scaled = f.name === "sigmoid";
  const activation = activationOf(f);
  if (activation === null || (scaled && !isHalved(weights))) return null;
  const { units, recurrent, bias, alpha } = weights;
  const halves = scaled ? 0.5 : 1;
  const isBiased = bias.some((b) => b !== 0);
  const drive = isBiased ? withBiasChannel(weights) : weights;
  const network = requireNetwork({
    model: { activation, readout: "rates", clamped: [], trains: WEIGHT_NAMES, alpha },
    units,
    channels: drive.channels,
    outputs: 1,
    weights: {
      recurrent: recurrent.map((w) => halves * halves * w),
      input: drive.input.map((w) => halves * w),
      output: new Float64Array(units),
    },
  });
  const inputOf = (u: ArrayLike<number>): Float64Array =>
    Float64Array.from([...Array.from(u), ...(isBiased ? [1] : [])]);
  return {
    network,
    inputOf,
    startOf: (s, u) =>
      form === "state"
        ? Float64Array.from(s, (value) => halves * value)
        : drivenBy(
            network,
            Float64Array.from(s, (rate) => rate / halves),
            inputOf(u),
          ),
    stateOf: (x) => x.map((value) => (form === "rates" ? f.value(value / halves) : value / halves)),
    stretch: form === "rates" || !scaled ? 1 : 2,
  };
}

/** W r + B u, the state of Eq. 1 that rests at the rates r. */
function drivenBy(
  { units, channels, weights }: Network,
  rates: Float64Array,
  input: Float64Array,
): Float64Array {
  return Float64Array.from({ length: units }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < units; j++) sum += weights.recurrent[i * units + j] * rates[j];
    for (let m = 0; m < channels; m++) sum += weights.input[i * channels + m] * input[m];
    return sum;
  });
}

/** Input weights B and a bias b. */
type Drive = Pick<LeakyWeights, "units" | "channels" | "input" | "bias">;

/** B with b as its last channel: B u + b is this times (u, 1). */
export function withBiasChannel({
  units,
  channels,
  input,
  bias,
}: Drive): Pick<Drive, "channels" | "input"> {
  const joined = new Float64Array(units * (channels + 1));
  for (let i = 0; i < units; i++) {
    joined.set(input.subarray(i * channels, (i + 1) * channels), i * (channels + 1));
    joined[i * (channels + 1) + channels] = bias[i];
  }
  return { channels: channels + 1, input: joined };
}

function activationOf({ name }: CellActivation): Activation | null {
  if (name === "tanh" || name === "shifted-tanh" || name === "relu") return name;
  return name === "sigmoid" ? "shifted-tanh" : null;
}

/** Whether the halves lose nothing: some weights may lie where float64 has no more bits. */
function isHalved({ recurrent, input, bias }: LeakyWeights): boolean {
  return (
    recurrent.every((w) => (w / 4) * 4 === w) &&
    [input, bias].every((weights) => weights.every((w) => (w / 2) * 2 === w))
  );
}
