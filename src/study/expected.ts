import type { Budget } from "../setting/budget.ts";
import { type Cell, cellName, TASK_CONTEXTS } from "./cell.ts";
import type { PlannedCell } from "./plan.ts";
import type { TrainedNetwork } from "./trained.ts";
import { VARIANTS } from "./variant.ts";

/** What is asked of a trained network here. */
export type Outcome = Pick<TrainedNetwork, "cell" | "seed" | "reason" | "updates">;

/** What is to be expected of the networks of a cell. */
export type Expectation = {
  /** Updates of a network, in all its attempts. */
  readonly updates: number;
  /** Networks tried for each that meets the criterion; infinite where none did. */
  readonly triedPerMet: number;
  /** Whose networks say so: the cell's own, the nearest cell's, or none, and it is the budget. */
  readonly from: "cell" | "nearest" | "budget";
  /** The name of the cell whose networks they are; that of this cell where there are none. */
  readonly of: string;
};

/**
 * What is to be expected of a unit's networks: the mean over networks of its cell; else over those
 * of the nearest cell of its rule, in contexts, then in noise; else all that the budget allows.
 */
export function expectationOf(
  { cell, updatesOf }: Pick<PlannedCell, "cell" | "updatesOf">,
  { known, budget }: { readonly known: readonly Outcome[]; readonly budget: Budget },
): Expectation {
  const own = known.filter((each) => cellName(each.cell) === cellName(cell));
  if (own.length > 0) return { ...meansOf(own), from: "cell", of: cellName(cell) };
  const most = budget.updates * (budget.restarts + 1);
  if (updatesOf !== undefined) {
    const found = expectationOf({ cell: updatesOf }, { known, budget });
    return { ...found, from: found.from === "budget" ? "budget" : "nearest", triedPerMet: 1 };
  }
  const nearest = nearestTo(cell, known);
  if (nearest === undefined || most === 0)
    return {
      updates: most,
      triedPerMet: Number.POSITIVE_INFINITY,
      from: "budget",
      of: cellName(cell),
    };
  const { updates, triedPerMet } = meansOf(
    known.filter((each) => cellName(each.cell) === cellName(nearest)),
  );
  return {
    updates: Math.min(updates, most),
    triedPerMet,
    from: "nearest",
    of: cellName(nearest),
  };
}

/** How many networks of a unit are still to be tried, as expected; not a whole number. */
export function expectedLeft(
  { wanted, most }: Pick<PlannedCell, "wanted" | "most">,
  done: readonly Pick<Outcome, "reason">[],
  { triedPerMet }: Pick<Expectation, "triedPerMet">,
): number {
  const toMeet = wanted - done.filter(({ reason }) => reason === "criterion").length;
  if (toMeet <= 0) return 0;
  return Math.max(0, Math.min(most - done.length, toMeet * triedPerMet));
}

function meansOf(some: readonly Outcome[]): Pick<Expectation, "updates" | "triedPerMet"> {
  const met = some.filter(({ reason }) => reason === "criterion").length;
  const updates = some.reduce((sum, each) => sum + each.updates, 0) / some.length;
  return { updates, triedPerMet: some.length / met };
}

/** The cell of the same rule that is nearest, among those that train by their own budget. */
function nearestTo(cell: Cell, known: readonly Outcome[]): Cell | undefined {
  const distances = (other: Cell): readonly number[] => [
    Math.abs(TASK_CONTEXTS[other.task] - TASK_CONTEXTS[cell.task]),
    other.task === cell.task ? 0 : 1,
    other.variant === cell.variant ? 0 : 1,
    ratio(other.noise, cell.noise),
    other.reading === cell.reading ? 0 : 1,
  ];
  const [nearest] = known
    .map((each) => each.cell)
    .filter(({ rule, variant }) => rule === cell.rule && VARIANTS[variant].updates === undefined)
    .sort((a, b) => compare(distances(a), distances(b)));
  return nearest;
}

/** How many times the larger of two noise levels is the smaller; none is as one of 0.01. */
const ratio = (a: number, b: number): number => (Math.max(a, b) + 0.01) / (Math.min(a, b) + 0.01);

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, k) => value !== b[k]);
  return at < 0 ? 0 : a[at] - b[at];
}
