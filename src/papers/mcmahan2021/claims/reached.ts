import { one } from "../../../claims/places.ts";
import type { Also } from "../../../claims/test.ts";
import type { Cell } from "../../../study/cell.ts";

/** Ten validations in a row on one fixed set of trials, where the paper asks for one alone. */
export const reached = (cell: Cell): Cell => ({ ...cell, criterion: "ten-in-a-row" });

/** The same test on networks that went on until ten validations in a row reached the criterion. */
export const alsoReached = (cell: Cell): Also => ({
  on: [one(reached(cell))],
  names: ["first passage", "ten in a row"],
  otherwise: "hangs on the criterion",
});

/** Budgets that are ours alone; full-FORCE's and the Hebbian rule's are those of their sources. */
const OURS: Readonly<Record<string, string | undefined>> = {
  bptt: "1,500 updates",
  genetic: "2,000 generations",
};
const SOURCED: readonly string[] = ["full-force", "hebbian"];

/** The budget within which a rule that does not reach the criterion has not failed yet. */
export const budgetOf = (rule: string): { readonly within?: string } =>
  SOURCED.includes(rule) ? {} : { within: OURS[rule] ?? "the budget of its author" };
