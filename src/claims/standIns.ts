import type { Population } from "../study/analysis.ts";
import { type Cell, cellName } from "../study/cell.ts";
import { openStudy, type Study } from "../study/study.ts";
import type { StoodFor } from "./simulated.ts";

/** Fewer networks that are included stand for nothing. */
const FEWEST = 3;

/** What counts of a claim's networks, and from which seed on. */
export type Counting = {
  /** The networks of a condition that count: all, or those that are included. */
  readonly counted: (cell: Cell) => number;
  /** The first of the seeds that are kept for the claim: those at hand are taken for them. */
  readonly firstSeed: number;
};

/**
 * A study in which conditions without networks have those of a neighbour, and what stands for what:
 * the assumption that an effect is that of the neighbouring condition. Of another task nothing is
 * taken, since its networks have other inputs.
 */
export async function withStandIns(
  study: Study,
  cells: readonly Cell[],
  { counted, firstSeed }: Counting,
): Promise<{ readonly study: Study; readonly from: readonly StoodFor[] }> {
  const stands: Population[] = [];
  const from: StoodFor[] = [];
  for (const cell of cells) {
    const own = counted(cell);
    const other = own >= FEWEST ? undefined : neighbourOf(cell, study, counted);
    const [condition, of] = [cellName(cell), other?.cell ?? cell];
    if (other !== undefined) stands.push({ ...other, cell });
    from.push({ condition, networks: counted(of), as: other === undefined ? null : cellName(of) });
  }
  const replaced = new Set(stands.map(({ cell }) => cellName(cell)));
  const kept = study.populations.filter(({ cell }) => !replaced.has(cellName(cell)));
  const populations = [...kept, ...stands].map((each) => ({
    ...each,
    networks: each.networks.map((trained) => ({ ...trained, seed: trained.seed + firstSeed })),
  }));
  const networks = [{ kind: "given", populations, roots: study.roots } as const];
  return { study: await openStudy({ networks, rules: study.knows }), from };
}

/** The nearest condition with networks: of the same rule at another noise, else of another rule. */
function neighbourOf(
  cell: Cell,
  study: Study,
  counted: (cell: Cell) => number,
): Population | undefined {
  const distances = (other: Cell): readonly number[] => [
    other.rule === cell.rule ? 0 : 1,
    other.variant === cell.variant ? 0 : 1,
    Math.abs(other.noise - cell.noise),
  ];
  const compare = (a: readonly number[], b: readonly number[]): number => {
    const at = a.findIndex((value, k) => value !== b[k]);
    return at < 0 ? 0 : a[at] - b[at];
  };
  const isTrained = ({ variant }: Cell): boolean => variant !== "untrained";
  return study.populations
    .filter(
      (each) =>
        each.cell.task === cell.task &&
        each.cell.reading === cell.reading &&
        isTrained(each.cell) === isTrained(cell) &&
        counted(each.cell) >= FEWEST,
    )
    .toSorted((a, b) => compare(distances(a.cell), distances(b.cell)))
    .at(0);
}
