import { defineTask } from "../../src/task/defineTask.ts";
import { memory } from "../../src/task/memory.ts";
import { makeTask } from "../../src/task/settings.ts";
import { selectTrials } from "../../src/task/trials.ts";
import { type BoundLaw, bindLaw } from "../law.ts";
import { meansAreSpread, noiseHasMoments, ourSampler } from "./chance.laws.ts";
import { badTaskRefused } from "./declaration.laws.ts";
import { difficultyScales } from "./difficulty.laws.ts";
import { contextsAreOneHot, prefix, probeIsTrial, repeatable, targetIsSign } from "./draw.laws.ts";
import { taskLawsOfKit } from "./kit.laws.ts";
import { memoryHoldsPulses } from "./memory.laws.ts";
import { selectionKeeps } from "./select.laws.ts";
import { badSettingsRefused } from "./settings.laws.ts";

/** The laws of tasks, bound to ours. */
export const taskLaws: readonly BoundLaw[] = [
  bindLaw(repeatable, makeTask),
  bindLaw(prefix, makeTask),
  bindLaw(targetIsSign, makeTask),
  bindLaw(contextsAreOneHot, makeTask),
  bindLaw(probeIsTrial, makeTask),
  bindLaw(meansAreSpread, makeTask),
  bindLaw(noiseHasMoments, ourSampler),
  bindLaw(difficultyScales, makeTask),
  bindLaw(selectionKeeps, selectTrials),
  bindLaw(badSettingsRefused, makeTask),
  bindLaw(badTaskRefused, defineTask),
  bindLaw(memoryHoldsPulses, memory),
  ...taskLawsOfKit,
];
