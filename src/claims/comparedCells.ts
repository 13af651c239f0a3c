import type { Rng } from "../numerics/rng.ts";
import type { Analysis } from "../study/analysis.ts";
import { type DistanceEvidence, type Group, resampleDistances } from "../study/distanceEvidence.ts";
import { type Cell, TASK_CONTEXTS, type TaskName } from "../training/cell.ts";

/** Groups that are compared on one task at one noise level. */
export type Compared = {
  /** As `rdm` or `3-cdi at noise 0.1`. */
  readonly name: string;
  /** Where it lies in a trend: a number of contexts, or a noise level. */
  readonly at: number;
  readonly evidence: DistanceEvidence;
  /** Networks of the same task from which a positive control is drawn; else those compared. */
  readonly control?: DistanceEvidence;
};

/** The measures of groups place by place; `subject` names the new rule, if there is one. */
export type ComparedEvidence = {
  readonly subject: string | null;
  readonly compared: readonly Compared[];
};

/** The networks that entered, one group a cell. */
export function groupOf(analysis: Analysis, cell: Cell, name: string): Group {
  return { name, networks: analysis.included(cell) };
}

/** The tasks of some cells, each once, by their number of contexts. */
export function tasksOf(cells: readonly Cell[]): readonly TaskName[] {
  return [...new Set(cells.map(({ task }) => task))].sort(
    (a, b) => TASK_CONTEXTS[a] - TASK_CONTEXTS[b],
  );
}

/**
 * A measure of the groups of each task, one group a cell; cells of untrained networks are the group
 * `untrained`, the others are called by `nameOf`.
 */
export async function compareByTask(
  analysis: Analysis,
  cells: readonly Cell[],
  {
    measure,
    nameOf,
  }: {
    readonly measure: (analysis: Analysis, groups: readonly Group[]) => Promise<DistanceEvidence>;
    readonly nameOf: (cell: Cell) => string;
  },
): Promise<readonly Compared[]> {
  const compared: Compared[] = [];
  for (const task of tasksOf(cells)) {
    const groups = cells
      .filter((cell) => cell.task === task)
      .map((cell) =>
        groupOf(analysis, cell, cell.variant === "untrained" ? "untrained" : nameOf(cell)),
      );
    const evidence = await measure(analysis, groups);
    compared.push({ name: task, at: TASK_CONTEXTS[task], evidence });
  }
  return compared;
}

/** `n` networks of each group of each place, drawn with replacement. */
export function resampleCompared(
  evidence: ComparedEvidence,
  n: number,
  rng: Rng,
): ComparedEvidence {
  return {
    ...evidence,
    compared: evidence.compared.map((each) => ({
      ...each,
      evidence: resampleDistances(each.evidence, n, rng),
      ...(each.control === undefined ? {} : { control: resampleDistances(each.control, n, rng) }),
    })),
  };
}
