import type { Network } from "../../model/model.ts";
import { PLAN_ADDRESS, upTo } from "./layout.ts";
import { ACTIVATION_NUMBERS, READOUT_NUMBERS, SESSION } from "./plans.ts";

/** A session's plan as the host knows it: numbers, and addresses in bytes. */
export type SessionPlan = Readonly<Record<keyof typeof SESSION, number>>;

/** Units in a tile of the kernel: seven vectors of four. */
const TILE_UNITS = 28;

/** Lays out memory for a session: its plan, and the first address after everything. */
export function layOutSession(
  network: Network,
  steps: number,
): { readonly plan: SessionPlan; readonly end: number } {
  const { units, channels, outputs, model } = network;
  const stride = upTo(units, TILE_UNITS);
  const columns = units + channels;
  let end = PLAN_ADDRESS + 4 * Object.keys(SESSION).length;
  const bytes = (count: number, size: number): number => {
    const address = upTo(end, 64);
    end = address + size * count;
    return address;
  };
  const singles = (count: number): number => bytes(count, 4);
  const doubles = (count: number): number => bytes(count, 8);
  const plan: SessionPlan = {
    units,
    channels,
    outputs,
    activation: ACTIVATION_NUMBERS[model.activation],
    readout: READOUT_NUMBERS[model.readout],
    stride,
    inputs: singles(steps * channels),
    state: singles(stride),
    row: singles(stride + channels),
    before: singles(stride),
    decay: singles(stride),
    hidden: singles(columns * stride),
    output: singles(outputs * stride),
    readings: singles(outputs),
    means: singles(stride),
    cubes: singles(stride),
    eligibility: singles(units * stride),
    alpha: doubles(1),
    free: doubles(stride),
    weights: doubles(columns * stride),
    outputWeights: doubles(outputs * stride),
    inverse: doubles(units * stride),
    rates: doubles(stride),
    drive: doubles(stride),
    product: doubles(stride),
    gain: doubles(stride),
    errors: doubles(stride),
    outputErrors: doubles(outputs),
  };
  return { plan, end: upTo(end, 64) };
}
