import { certifyCell } from "../../src/attractors/cells/certifyCell.ts";
import { exploreCellPoints } from "../../src/attractors/cells/exploreCellPoints.ts";
import { findCellPoints } from "../../src/attractors/cells/findCellPoints.ts";
import { paperForm } from "../../src/model/cells/paperForm.ts";
import { type BoundLaw, bindLaw } from "../law.ts";
import { cellCertificates, cellPoints, cellsOneUnit, paperForms } from "./cells.laws.ts";
import { cellsExplored } from "./cellsExplored.laws.ts";

/** The laws of the fixed points of any cell, bound to our finder and certificate. */
export const cellsLaws: readonly BoundLaw[] = [
  bindLaw(cellCertificates, certifyCell),
  bindLaw(cellPoints, findCellPoints),
  bindLaw(cellsOneUnit, findCellPoints),
  bindLaw(cellsExplored, exploreCellPoints),
  bindLaw(paperForms, paperForm),
];
