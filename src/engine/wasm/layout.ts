import type { Network } from "../../model/model.ts";
import { CHUNK_STEPS, LANES } from "../arithmetic.ts";
import { ACTIVATION_NUMBERS, PLAN, READOUT_NUMBERS, TILE_COLUMNS, TILE_ROWS } from "./plans.ts";

type PlanField = keyof typeof PLAN;

const PLAN_FIELDS: readonly string[] = Object.keys(PLAN);

/** A plan as the host knows it: numbers, and addresses in bytes. */
export type Plan = Readonly<Record<PlanField, number>>;

/** Where a field is in the plan, in words. */
export const planIndex = (field: PlanField): number => PLAN_FIELDS.indexOf(field);

/** The plan's own address; what lies below is the kernel's. */
export const PLAN_ADDRESS = 4096;

const DATA_ADDRESS = PLAN_ADDRESS + 4 * PLAN_FIELDS.length;

/** `value` rounded up to a multiple of `whole`. */
export const upTo = (value: number, whole: number): number => Math.ceil(value / whole) * whole;

/** What a run asks of the memory. */
export type Demands = {
  /** Steps whose rows are kept for the way back; 0 where only the newest are. */
  readonly keptSteps: number;
  readonly checkpointCount: number;
  /** Steps of written-out inputs; 0 where inputs are drawn. */
  readonly givenSteps: number;
};

/** Lays out memory for one network: the plan, and the first address after everything. */
export function layOut(
  network: Network,
  { keptSteps, checkpointCount, givenSteps }: Demands,
): { readonly plan: Plan; readonly end: number } {
  const { units, channels, outputs, model } = network;
  const backward = keptSteps > 0;
  const paddedUnits = upTo(units, TILE_ROWS);
  const columns = upTo(units + channels, TILE_COLUMNS);
  let end = DATA_ADDRESS;
  const words = (count: number): number => {
    const address = upTo(end, 64);
    end = address + 4 * count;
    return address;
  };
  const lanes = (count: number): number => words(count * LANES);
  const plan: Plan = {
    units,
    channels,
    outputs,
    activation: ACTIVATION_NUMBERS[model.activation],
    readout: READOUT_NUMBERS[model.readout],
    keeps: backward ? 1 : 0,
    deltaStride: paddedUnits * LANES * 4,
    columns,
    // The last tile of columns reads one row beyond the last.
    rows: lanes((backward ? keptSteps + 1 : 2) * (units + channels) + TILE_COLUMNS),
    state: lanes(units),
    sums: lanes(paddedUnits),
    forwardPanels: words(paddedUnits * (units + channels)),
    backwardPanels: words(backward ? paddedUnits * units : 0),
    decay: words(units),
    outputWeights: words(outputs * units),
    given: givenSteps > 0 ? lanes(givenSteps * channels) : 0,
    mean: lanes(channels),
    deviation: words(channels),
    stream: lanes(5),
    spare: 0,
    checkpoints: words(checkpointCount),
    checkpointCount,
    readings: lanes(checkpointCount * outputs),
    outputErrors: lanes(checkpointCount * outputs),
    checkpointStates: lanes(
      model.readout === "state" || model.readout === "unit" ? checkpointCount * units : 0,
    ),
    delta: lanes(backward ? (CHUNK_STEPS + 1) * paddedUnits : 0),
    gradient: words(backward ? paddedUnits * columns * 4 : 0),
    outputGradient: words(backward ? outputs * units : 0),
  };
  return { plan, end };
}

/** A plan as the words that the kernel reads, in the order of its fields. */
export const wordsOf = (
  fields: Readonly<Record<string, unknown>>,
  plan: Readonly<Record<string, number>>,
): Int32Array => Int32Array.from(Object.keys(fields), (field) => plan[field]);
