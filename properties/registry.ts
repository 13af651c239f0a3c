import { attractorsLaws } from "./attractors/attractors.ts";
import { cellsLaws } from "./attractors/cells.ts";
import { claimsLaws } from "./claims/claims.ts";
import { distancesLaws } from "./distances/distances.ts";
import { engineLaws } from "./engine/engine.ts";
import type { BoundLaw } from "./law.ts";
import { modelLaws } from "./model/model.ts";
import { numericsLaws } from "./numerics/numerics.ts";
import { reportLaws } from "./report/report.ts";
import { representationsLaws } from "./representations/representations.ts";
import { fullForceLaws } from "./rules/fullForce.laws.ts";
import { hebbianLaws } from "./rules/hebbian.laws.ts";
import { hebbianRepeatsLaws } from "./rules/hebbianRepeats.laws.ts";
import { kitLaws } from "./rules/kit.laws.ts";
import { rulesLaws } from "./rules/rules.ts";
import { statisticsLaws } from "./statistics/statistics.ts";
import { storeLaws } from "./store/store.ts";
import { studyLaws } from "./study/study.ts";
import { taskLaws } from "./task/task.ts";
import { trainingLaws } from "./training/training.ts";

/** Every law of every room, bound to our implementation. */
export const registry: readonly BoundLaw[] = [
  ...numericsLaws,
  ...taskLaws,
  ...modelLaws,
  ...engineLaws,
  ...rulesLaws,
  ...hebbianLaws,
  ...hebbianRepeatsLaws,
  ...fullForceLaws,
  ...kitLaws,
  ...storeLaws,
  ...trainingLaws,
  ...studyLaws,
  ...attractorsLaws,
  ...cellsLaws,
  ...representationsLaws,
  ...statisticsLaws,
  ...distancesLaws,
  ...claimsLaws,
  ...reportLaws,
];
