import { activationFunctions } from "../../src/model/activation.ts";
import { initialise } from "../../src/model/initialise.ts";
import { jacobian } from "../../src/model/jacobian.ts";
import { readOutput, step } from "../../src/model/step.ts";
import { type BoundLaw, bindLaw } from "../law.ts";
import {
  cellActivations,
  cellsEnclosure,
  cellsJacobian,
  cellsStep,
  ourCells,
} from "./cells.laws.ts";
import { initialWeights } from "./initialise.laws.ts";
import { jacobianIsDerivative } from "./jacobian.laws.ts";
import { readsAsWritten, slopesAreDerivatives } from "./readout.laws.ts";
import { clampsHold, eulerOrder, unitsInterchangeable } from "./step.laws.ts";

/** The laws of the model, bound to ours. */
export const modelLaws: readonly BoundLaw[] = [
  bindLaw(eulerOrder, step),
  bindLaw(unitsInterchangeable, step),
  bindLaw(clampsHold, step),
  bindLaw(jacobianIsDerivative, jacobian),
  bindLaw(readsAsWritten, readOutput),
  bindLaw(slopesAreDerivatives, activationFunctions),
  bindLaw(initialWeights, initialise),
  bindLaw(cellsStep, ourCells.makers),
  bindLaw(cellsJacobian, ourCells.makers),
  bindLaw(cellsEnclosure, ourCells.enclose),
  bindLaw(cellActivations, ourCells.activation),
];
