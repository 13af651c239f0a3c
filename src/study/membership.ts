import type { AnalyseRows } from "../setting/reading.ts";
import type { TrainedNetwork } from "./trained.ts";
import { VARIANTS } from "./variant.ts";

/** A network of a condition, whether analyses include it, and why or why not. */
export type Membership = {
  readonly trained: TrainedNetwork;
  readonly included: boolean;
  /** As the rest of a sentence about it. */
  readonly why: string;
};

/**
 * Whether analyses under a reading include a network: those that met the criterion, or all that are
 * finite. Where the number of updates is the condition's own, a criterion selects nothing: all that
 * are finite are included.
 */
export function membershipOf(
  trained: TrainedNetwork,
  { enters }: Pick<AnalyseRows, "enters">,
): Membership {
  const { reason, detail, cell } = trained;
  if (reason === "diverged") return { trained, included: false, why: `diverged: ${detail}` };
  if (VARIANTS[cell.variant].updates !== undefined)
    return { trained, included: true, why: "has the updates that its condition gives it" };
  if (reason === "criterion") return { trained, included: true, why: "met the criterion" };
  const why = "did not meet the criterion within its budget";
  return { trained, included: enters === "all", why };
}
