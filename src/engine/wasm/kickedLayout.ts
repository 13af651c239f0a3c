import type { Network } from "../../model/model.ts";
import { type Plan, upTo } from "./layout.ts";
import { KICKED, TILE_ROWS, WAITING_STEPS } from "./plans.ts";

/** The plan of runs with kicks as the host knows it: numbers, and addresses in bytes. */
export type KickedPlan = Readonly<Record<keyof typeof KICKED, number>>;

/** Where the lane is in the plan, in words. */
export const LANE_WORD: number = Object.keys(KICKED).indexOf("lane");

/** What runs with kicks ask of the memory. */
export type KickedDemands = {
  /** The plan of their block, and the first address behind it. */
  readonly block: { readonly plan: Plan; readonly end: number };
  readonly steps: number;
  /** Units that a row is filled up to a multiple of. */
  readonly tileUnits: number;
  readonly keptFrom: number;
  /** The most kicks of any of them. */
  readonly kicks: number;
};

/** Lays out memory behind a block's: the plan, its address, and the first address after all. */
export function layOutKicked(
  { units, channels, model }: Network,
  { block, steps, tileUnits, keptFrom, kicks }: KickedDemands,
): { readonly plan: KickedPlan; readonly address: number; readonly end: number } {
  const stride = upTo(units, tileUnits);
  const address = upTo(block.end, 64);
  let end = address + 4 * Object.keys(KICKED).length;
  const bytes = (count: number, size = 4): number => {
    const at = upTo(end, 64);
    end = at + size * count;
    return at;
  };
  const plan: KickedPlan = {
    steps,
    stride,
    lane: 0,
    keptFrom,
    squashes: model.readout === "tanh-rates" || model.readout === "unit" ? 1 : 0,
    hidden: bytes((units + channels) * stride),
    decay: bytes(stride),
    output: bytes(stride),
    state: bytes(stride),
    row: bytes(stride + channels),
    means: bytes(stride),
    keeps: bytes(2, 8),
    rateCubes: bytes((WAITING_STEPS + 1) * stride),
    // A tile of rows may read a little beyond the last.
    deviationCubes: bytes(WAITING_STEPS * stride + TILE_ROWS),
    eligibility: bytes(upTo(units, TILE_ROWS) * stride),
    // Whole vectors of outputs are squashed.
    outputs: bytes(upTo(steps - keptFrom, 16)),
    kickSteps: bytes(kicks + 1),
    kickUnits: bytes(kicks),
    kickAmounts: bytes(kicks, 8),
    clampCount: model.clamped.length,
    clampUnits: bytes(model.clamped.length),
    clampValues: bytes(model.clamped.length),
    inputs: block.plan.given === 0 ? bytes(steps * channels * 16) : block.plan.given,
  };
  return { plan, address, end: upTo(end, 64) };
}
