export { type ClassicalMds, classicalMds } from "./classicalMds.ts";
export {
  type NonmetricMds,
  nonmetricMds,
} from "./nonmetricMds.ts";
export {
  SMACOF_DEFAULTS,
  type Smacof,
  type SmacofSettings,
  type SmacofStart,
  smacof,
} from "./smacof.ts";
export { rawStress, stress1 } from "./stress.ts";
