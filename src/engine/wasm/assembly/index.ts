export { forward, read, start } from "./forward";
export { backward } from "./backward";
export { descentBegin, descentStep } from "./descent";
export { kickedInputs, kickedRun } from "./kicked";
export { drawStates } from "./random";
export {
  sessionActivate,
  sessionAddEligibility,
  sessionDrive,
  sessionLeastSquares,
  sessionRead,
  sessionScale,
  sessionStep,
} from "./session";
