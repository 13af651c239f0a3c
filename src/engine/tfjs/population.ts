import type { Network, WeightName } from "../../model/model.ts";
import type { TensorHandle } from "./library.ts";
import type { Workspace } from "./workspace.ts";

/** The networks of a chunk as tensors, α multiplied in, the rows of clamped units zero. */
export type Population = {
  /** What all of them share: sizes and model. */
  readonly shape: Network;
  readonly networks: number;
  /** (αW_rec)ᵀ as `[network][from][to]`. */
  readonly forward: TensorHandle;
  /** αW_rec as `[network][to][from]`. */
  readonly backward: TensorHandle;
  /** (αW_in)ᵀ as `[network][channel][unit]`. */
  readonly input: TensorHandle;
  /** W_outᵀ as `[network][unit][output]`. */
  readonly output: TensorHandle;
  /** W_out as `[network][output][unit]`. */
  readonly outputBack: TensorHandle;
  /** 1 − α, or `[unit]` with 1 for the clamped ones. */
  readonly decay: TensorHandle;
};

const clampedUnits = ({ model }: Network): ReadonlySet<number> =>
  new Set(model.clamped.map(({ unit }) => unit));

/** What is left of each unit's state after a step: 1 − α, and 1 of those that are clamped. */
export function decaysOf(network: Network): Float32Array {
  const clamped = clampedUnits(network);
  const { units, model } = network;
  return Float32Array.from({ length: units }, (_, i) => (clamped.has(i) ? 1 : 1 - model.alpha));
}

/**
 * A matrix of every network, one after another, with α multiplied in save for W_out, and the rows
 * of clamped units zero.
 * @param turned whether each is transposed
 */
export function stackWeights(
  networks: readonly Network[],
  name: WeightName,
  turned = false,
): Float32Array {
  const [{ units, channels, outputs, model }] = networks;
  const clamped = clampedUnits(networks[0]);
  const rows = name === "output" ? outputs : units;
  const columns = name === "input" ? channels : units;
  const values = new Float32Array(networks.length * rows * columns);
  const scale = name === "output" ? 1 : model.alpha;
  networks.forEach(({ weights }, p) => {
    for (let i = 0; i < rows; i++) {
      if (name !== "output" && clamped.has(i)) continue;
      for (let j = 0; j < columns; j++) {
        const within = turned ? j * rows + i : i * columns + j;
        values[p * rows * columns + within] = scale * weights[name][i * columns + j];
      }
    }
  });
  return values;
}

/** Uploads the weights of networks of one shape. */
export function uploadPopulation(work: Workspace, networks: readonly Network[]): Population {
  const [shape] = networks;
  const { units, channels, outputs, model } = shape;
  const clamped = clampedUnits(shape);
  const upload = (
    name: WeightName,
    { rows, columns, turned }: { rows: number; columns: number; turned: boolean },
  ): TensorHandle => {
    const values = stackWeights(networks, name, turned);
    return work.tensor(values, [networks.length, ...(turned ? [columns, rows] : [rows, columns])]);
  };
  const recurrent = { rows: units, columns: units };
  const output = { rows: outputs, columns: units };
  return {
    shape,
    networks: networks.length,
    forward: upload("recurrent", { ...recurrent, turned: true }),
    backward: upload("recurrent", { ...recurrent, turned: false }),
    input: upload("input", { rows: units, columns: channels, turned: true }),
    output: upload("output", { ...output, turned: true }),
    outputBack: upload("output", { ...output, turned: false }),
    decay:
      clamped.size === 0 ? work.constant(1 - model.alpha) : work.tensor(decaysOf(shape), [units]),
  };
}
