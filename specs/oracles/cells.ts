import * as v from "valibot";
import { randomCellStarts, trajectoryCellStarts } from "../../src/attractors/cells/cellStarts.ts";
import { findCellPoints } from "../../src/attractors/cells/findCellPoints.ts";
import type { Cell } from "../../src/model/cells/cell.ts";
import { gruCell } from "../../src/model/cells/gru.ts";
import { lstmCell } from "../../src/model/cells/lstm.ts";
import { torchRnn } from "../../src/model/cells/torchRnn.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import { bindOracle } from "./oracle.ts";
import { list, rows, worst } from "./shapes.ts";

const tensor = v.object({ shape: v.array(v.number()), data: list });

const schema = v.object({
  cell: v.picklist(["RNN", "GRU", "LSTM"]),
  nonlinearity: v.picklist(["tanh", "relu"]),
  tensors: v.record(v.string(), tensor),
  input: list,
  state: list,
  next: list,
  jacobian: list,
  settled: v.union([rows, v.tuple([])]),
});
type Cells = v.InferOutput<typeof schema>;

const GATES = { RNN: 1, GRU: 3, LSTM: 4 } as const;

function cellOf({ cell, nonlinearity, tensors }: Cells): Cell {
  const gates = GATES[cell];
  const units = tensors.weight_hh_l0.shape[1];
  const of = (name: string): Float64Array =>
    Float64Array.from(tensors[name]?.data ?? new Array<number>(gates * units).fill(0));
  const weights = {
    units,
    channels: tensors.weight_ih_l0.shape[1],
    gates,
    recurrent: of("weight_hh_l0"),
    input: of("weight_ih_l0"),
    recurrentBias: of("bias_hh_l0"),
    inputBias: of("bias_ih_l0"),
  };
  if (cell === "RNN") return torchRnn(weights, nonlinearity);
  return cell === "GRU" ? gruCell(weights) : lstmCell(weights);
}

function stepError(given: Cells): number {
  const next = new Float64Array(given.state.length);
  cellOf(given).step(Float64Array.from(given.state), given.input, next);
  return worst([next, given.next]);
}

function jacobianError(given: Cells): number {
  const matrix = new Float64Array(given.jacobian.length);
  cellOf(given).jacobian(Float64Array.from(given.state), given.input, matrix);
  return worst([matrix, given.jacobian]);
}

/** How far each state in which PyTorch's cell came to rest is from a stable point of ours. */
function settledError(given: Cells): number {
  const cell = cellOf(given);
  const key = deriveKey(null, "oracles", "cells");
  const { points } = findCellPoints({
    cell,
    input: given.input,
    starts: [
      ...randomCellStarts({ cell, count: 60, key }),
      ...trajectoryCellStarts({ cell, count: 60, key }, given.input),
    ],
  });
  const stable = points.filter((point) => point.stable);
  return Math.max(
    0,
    ...given.settled.map((rest) =>
      Math.min(Number.POSITIVE_INFINITY, ...stable.map(({ state }) => worst([state, rest]))),
    ),
  );
}

/** PyTorch's recurrent cells: a step, its Jacobian, and where they come to rest. */
export const cells = bindOracle<Cells>({
  kind: "cells",
  fields: ["cell", "tensors", "next", "jacobian"],
  schema,
  checks: [
    { suffix: "", tolerance: 1e-12, error: stepError },
    { suffix: "/jacobian", tolerance: 1e-12, error: jacobianError },
    { suffix: "/settled", tolerance: 1e-9, error: settledError },
  ],
});
