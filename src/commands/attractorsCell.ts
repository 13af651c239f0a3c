import { type CellField, cellField } from "../attractors/cells/cellField.ts";
import { cellKind } from "../attractors/cells/cellStability.ts";
import { exploreCellPoints } from "../attractors/cells/exploreCellPoints.ts";
import type { PaperForm } from "../model/cells/paperForm.ts";
import type { Key } from "../numerics/rng.ts";
import { type ReadCell, readCellFile } from "../store/cellFile.ts";
import { readNamed } from "../store/namedFile.ts";
import type { NetworkTask, SetTask, SolvedPoint, SolvedSet } from "./attractorsTask.ts";

/** A cell by its name in a file: a cell is functions, which a worker cannot be sent. */
export type CellSource = { readonly file: string; readonly name: string };

/** What solving for a cell takes. */
type CellTask = Omit<SetTask, "source"> & {
  readonly source: CellSource;
  readonly key: Key;
  readonly isOver: () => boolean;
  /** Solves for a network of Eq. 1. */
  readonly solveNetwork: (task: NetworkTask) => SolvedSet;
};

/**
 * Solves for a cell: through the network of Eq. 1 that stands for it, where there is one, which can
 * tell continua, kinks and more; else by the search for any cell.
 */
export function solveCell(task: CellTask): SolvedSet {
  const { source, input, starts } = task;
  const { cell, form } = cellNamed(source);
  if (form === null) return solveAny(task, cell);
  const set = task.solveNetwork({
    ...task,
    network: form.network,
    input: [...form.inputOf(input)],
    starts: starts.map((start) => form.startOf(start, input)),
  });
  return inStatesOf(form, cellField(cell, input), set);
}

/** The cell of a source. @throws Error where the file has changed since. */
function cellNamed({ file, name }: CellSource): ReadCell {
  for (const cell of readNamed(file, readCellFile).cells)
    if (cell.name === name && "cell" in cell) return cell;
  throw new Error(`${file}: network ${name} is no longer in it`);
}

function solveAny(
  { input, starts, mostDraws, tolerance, slow, key, isOver }: CellTask,
  cell: ReadCell["cell"],
): SolvedSet {
  const found = exploreCellPoints({
    ...{ cell, input, starts, mostDraws, key, isOver },
    nearBelow: tolerance,
    slowBelow: slow ?? 0,
  });
  const { near, degree, completeness, coverage, drawingEnded } = found;
  return {
    points: found.points.map((point, k) => ({
      ...point,
      ...{ certifiedStability: null, degenerate: null, kink: null, kind: cellKind(point) },
      share: found.starts.filter((start) => start === k).length / Math.max(1, found.starts.length),
    })),
    ...{ near, degree, completeness, coverage, drawingEnded, slow: found.slow },
    ...{ continua: [], counts: null, rounds: null },
  };
}

/**
 * What was found of the network that stands for a cell, in the cell's own states. A root of the one
 * is within `stretch` times as far of the other's; where it is alone is said of x, not of s.
 */
function inStatesOf(form: PaperForm, field: CellField, set: SolvedSet): SolvedSet {
  const moved = <T extends { readonly state: Float64Array }>(place: T) => {
    const state = form.stateOf(place.state);
    const fieldNorm = field.evaluate(state, new Float64Array(state.length));
    return { ...place, state, fieldNorm, residual: (field.cell.alpha ?? 1) * fieldNorm };
  };
  const certified = (point: SolvedPoint): SolvedPoint =>
    point.certificate.verdict !== "certified"
      ? point
      : {
          ...point,
          certificate: {
            ...point.certificate,
            existence: form.stretch * point.certificate.existence,
          },
        };
  return {
    ...set,
    points: set.points.map((point) => certified(moved(point))),
    continua: set.continua.map((each) => {
      const sample = each.sample.map(form.stateOf);
      const norms = sample.map((state) => field.evaluate(state, new Float64Array(state.length)));
      return {
        ...each,
        sample,
        ends: each.ends.map(form.stateOf),
        extent: Number.isFinite(each.extent) ? extentOf(sample) : each.extent,
        fieldNorm: Math.max(...norms),
      };
    }),
    near: set.near.map(moved),
    slow: set.slow.map(moved),
  };
}

/** The largest distance between two of some states. */
function extentOf(states: readonly Float64Array[]): number {
  let most = 0;
  for (const a of states)
    for (const b of states) most = Math.max(most, Math.hypot(...a.map((x, i) => x - b[i])));
  return most;
}
