import * as attest from "../../src/index.ts";
import { apply, type Door } from "./door.ts";
import { drawn } from "./samples.ts";

const key = attest.deriveKey(null, "door of cells");
const UNITS = 2;
const weights = (size: number): Float64Array =>
  Float64Array.from(drawn(size, 1), ([value]) => 0.4 * (value - 1));
const activation = attest.cellActivation("sigmoid");
const leaky = {
  ...{ units: UNITS, channels: 2, activation, alpha: 0.1 },
  ...{ recurrent: weights(4), input: weights(4), bias: weights(UNITS) },
};
const gated = (gates: number) => ({
  ...{ units: UNITS, channels: 2, gates },
  ...{ recurrent: weights(4 * gates), recurrentBias: weights(UNITS * gates) },
  ...{ input: weights(4 * gates), inputBias: weights(UNITS * gates) },
});
// Its state has two parts, so that one of them can be wrong.
const cell = attest.lstmCell(gated(4));
const input = [0.1, 0.2];
const asked = { cell, count: 2, key };
const starts = attest.randomCellStarts(asked);
const field = attest.cellField(cell, input);
const [state] = starts;

const inLeaky = (path: string): Partial<Door> => ({
  data: [path, `${path}.activation`],
  // A cell is made without a call of them.
  anything: ["value", "slope", "enclose"].map((name) => `${path}.activation.${name}`),
});
const inCell = (path: string): readonly string[] => [path, `${path}.map`, `${path}.parts.1`];
const inField: Partial<Door> = {
  data: ["0", ...inCell("0.cell")],
  // The cell itself is asked.
  anything: ["0.evaluate", "0.derivative"],
};

/** The public functions that make or take a cell. */
export const OF_CELLS: Readonly<Record<string, Door>> = {
  cellActivation: {
    call: apply(attest.cellActivation),
    right: ["leaky-relu", 0.1],
    optional: ["1"],
  },
  cellField: { call: apply(attest.cellField), right: [cell, input], data: inCell("0") },
  cellKind: {
    call: apply(attest.cellKind),
    right: [attest.cellStability(field, state)],
    unread: ["0.spectralRadius"],
    data: ["0", "0.eigenvalues.1"],
  },
  cellStability: { call: apply(attest.cellStability), right: [field, state], ...inField },
  certifyCell: {
    call: apply(attest.certifyCell),
    right: [field, state],
    ...inField,
    infinite: ["1"],
  },
  equationOneCell: { call: apply(attest.equationOneCell), right: [leaky], ...inLeaky("0") },
  exploreCellPoints: {
    call: apply(attest.exploreCellPoints),
    right: [{ cell, input, key, starts, unseenBelow: 0.5, mostDraws: 10, nearBelow: 1e-8 }],
    optional: ["0.starts", "0.unseenBelow", "0.mostDraws", "0.nearBelow"],
    infinite: ["0.starts.1"],
    data: inCell("0.cell"),
  },
  findCellPoints: {
    call: apply(attest.findCellPoints),
    right: [{ cell, input, starts, key }],
    optional: ["0.key"],
    infinite: ["0.starts.1"],
    data: inCell("0.cell"),
  },
  gruCell: { call: apply(attest.gruCell), right: [gated(3)], data: ["0"] },
  lstmCell: { call: apply(attest.lstmCell), right: [gated(4)], data: ["0"] },
  paperForm: { call: apply(attest.paperForm), right: ["state", leaky], ...inLeaky("1") },
  randomCellStarts: {
    call: apply(attest.randomCellStarts),
    right: [asked, 0.5],
    optional: ["1"],
    data: inCell("0.cell"),
  },
  rateCell: { call: apply(attest.rateCell), right: [leaky], ...inLeaky("0") },
  torchRnn: { call: apply(attest.torchRnn), right: [gated(1), "tanh"], data: ["0"] },
  trajectoryCellStarts: {
    call: apply(attest.trajectoryCellStarts),
    right: [asked, input],
    data: inCell("0.cell"),
  },
};
