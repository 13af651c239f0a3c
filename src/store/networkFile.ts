import { ACTIVATIONS, type Activation } from "../model/activation.ts";
import { type Network, requireNetwork, WEIGHT_NAMES } from "../model/model.ts";
import { READOUTS, type Readout } from "../model/readout.ts";
import { floatsOf } from "./floats.ts";
import { decodeForeign, type ForeignFile, rawTensorOf } from "./foreignFile.ts";
import { FormatError, type Tensor } from "./safetensors.ts";

/**
 * Networks from a plain safetensors file, as PyTorch or numpy can write it: tensors `recurrent`
 * `[network][unit][unit]`, `input` `[network][unit][channel]`, `output` `[network][output][unit]`
 * (the first axis may be left out for one network), F64, F32, F16 or BF16; metadata `activation`,
 * `readout` (`rates` where it is left out) and `alpha` (0.1 where it is left out). A further tensor
 * is refused, since a network with it would be another, save those of our own files of populations.
 * @throws FormatError or RangeError that names what is wrong; where the bytes are those of a pickle
 * or of an archive of pickles, it says what to write instead. Those are never opened.
 */
export function readNetworkFile(bytes: Uint8Array): readonly Network[] {
  return readLabelledNetworks(bytes).networks;
}

/**
 * As `readNetworkFile`, but a network whose weights are not finite is answered as what is wrong
 * with it, in its place: the others are as good as ever.
 * @throws FormatError or RangeError where the file as a whole is wrong.
 */
export function readEachNetwork(bytes: Uint8Array): readonly (Network | RangeError)[] {
  return unheldNetworksOf(decodeForeign(bytes)).map((network) => {
    try {
      return requireNetwork(network);
    } catch (error) {
      if (error instanceof RangeError) return error;
      throw error;
    }
  });
}

/** Networks with all that their file's metadata say, by name. */
export type LabelledNetworks = {
  readonly networks: readonly Network[];
  readonly metadata: ReadonlyMap<string, string>;
};

/**
 * As `readNetworkFile`, with the file's metadata.
 * @throws FormatError or RangeError, as `readNetworkFile` does.
 */
export function readLabelledNetworks(bytes: Uint8Array): LabelledNetworks {
  const file = decodeForeign(bytes);
  return { networks: networksOf(file), metadata: file.metadata };
}

/** What our own files of populations hold beside weights. */
export const BESIDE: readonly string[] = [
  ...["seed", "attempts", "updates", "trials", "validations"],
  ...["fresh_accuracy", "ideal_accuracy", "loss_counts", "losses"],
];

const networksOf = (file: ForeignFile): readonly Network[] =>
  unheldNetworksOf(file).map(requireNetwork);

/** The file's networks; their weights may be anything. */
function unheldNetworksOf(file: ForeignFile): readonly Network[] {
  for (const name of file.tensors.keys())
    if (!WEIGHT_NAMES.some((each) => each === name) && !BESIDE.includes(name))
      throw new FormatError(
        `tensor "${name}": not known; a network here has ${WEIGHT_NAMES.join(", ")} and no more ` +
          "(attest attractors takes a bias, and other cells)",
      );
  const recurrent = tensorOf(file, "recurrent");
  const input = tensorOf(file, "input");
  const output = tensorOf(file, "output");
  const [count, units, from] = recurrent.shape;
  if (units !== from)
    throw new FormatError(`tensor "recurrent": expected a square matrix, got ${units} × ${from}`);
  const [, inputUnits, channels] = input.shape;
  const [, outputs, outputUnits] = output.shape;
  if (inputUnits !== units || outputUnits !== units)
    throw new FormatError(
      `tensors: "recurrent" has ${units} units, "input" ${inputUnits}, "output" ${outputUnits}`,
    );
  if (input.shape[0] !== count || output.shape[0] !== count)
    throw new FormatError(
      `tensors: "recurrent" holds ${count} networks, "input" ${input.shape[0]}, ` +
        `"output" ${output.shape[0]}`,
    );
  const model = {
    activation: activationOf(file),
    readout: readoutOf(file),
    clamped: [],
    trains: WEIGHT_NAMES,
    alpha: alphaOf(file),
  };
  const part = ({ data }: Tensor, index: number): Float64Array => {
    const size = data.length / count;
    return Float64Array.from(data.subarray(index * size, (index + 1) * size));
  };
  return Array.from({ length: count }, (_, index) => ({
    model,
    units,
    channels,
    outputs,
    weights: {
      recurrent: part(recurrent, index),
      input: part(input, index),
      output: part(output, index),
    },
  }));
}

function tensorOf(file: ForeignFile, name: string): Tensor {
  const raw = rawTensorOf(file, name);
  const { shape } = raw;
  const data = floatsOf(name, raw);
  if (shape.includes(0))
    throw new FormatError(`tensor "${name}": expected no empty axis, got [${shape}]`);
  if (shape.length === 2) return { data, shape: [1, ...shape] };
  if (shape.length !== 3)
    throw new FormatError(`tensor "${name}": expected two or three axes, got [${shape}]`);
  return { data, shape };
}

function activationOf({ metadata }: ForeignFile): Activation {
  const given = metadata.get("activation");
  const found = ACTIVATIONS.find((each) => each === given);
  if (found === undefined)
    throw new FormatError(
      `metadata "activation": expected ${ACTIVATIONS.join(", ")}, got ${given ?? "nothing"}`,
    );
  return found;
}

function readoutOf({ metadata }: ForeignFile): Readout {
  const given = metadata.get("readout") ?? "rates";
  const found = READOUTS.find((each) => each === given);
  if (found === undefined)
    throw new FormatError(`metadata "readout": expected ${READOUTS.join(", ")}, got ${given}`);
  return found;
}

function alphaOf({ metadata }: ForeignFile): number {
  const given = metadata.get("alpha") ?? "0.1";
  const alpha = Number(given);
  if (given.trim() === "" || !(alpha > 0 && alpha <= 1))
    throw new FormatError(`metadata "alpha": expected a number in (0, 1], got ${given}`);
  return alpha;
}
