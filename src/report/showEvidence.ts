import { type Claim, registrationOf } from "../claims/claim.ts";
import type { Evidence } from "../claims/evidence.ts";
import type { Analysis } from "../study/analysis.ts";
import { cellName } from "../study/cell.ts";
import type { ShownEvidence } from "./data.ts";
import { evidenceRows } from "./evidenceRows.ts";

/** What a claim was judged on, as the report shows it: the cells that it asks for, and numbers. */
export function showEvidence(claim: Claim, analysis: Analysis, evidence: Evidence): ShownEvidence {
  const { id, registered } = claim;
  const cells = claim.cells().map((cell) => ({
    cell: cellName(cell),
    tried: analysis.networks(cell).length,
    entered: analysis.included(cell).length,
  }));
  const form = { id, registration: registrationOf(claim), reading: analysis.reading.name };
  const rows = evidenceRows(evidence);
  return {
    registered,
    cells,
    rows,
    numbers: `${JSON.stringify({ ...form, evidence }, shorter)}\n`,
  };
}

/** Numbers to six digits: enough to judge by, and a third of the bytes. */
function shorter(_key: string, value: unknown): unknown {
  return typeof value === "number" && Number.isFinite(value) ? Number(value.toPrecision(6)) : value;
}
