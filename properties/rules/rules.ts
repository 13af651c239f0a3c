import { raceToLowest } from "../../src/engine/lowest.ts";
import { bptt } from "../../src/rules/bptt.ts";
import { genetic, mutate } from "../../src/rules/genetic.ts";
import { type BoundLaw, bindLaw } from "../law.ts";
import { firstStepDescends, lossFalls } from "./bptt.laws.ts";
import { fuzzedDeclarations, ourRuleReading } from "./declaration.laws.ts";
import { bestNeverWorse, generationsHaveSizes, mutationHasSpread } from "./genetic.laws.ts";
import { raceIsExact, raceSavesWork } from "./lowest.laws.ts";
import { perturbedLaws } from "./perturbed.laws.ts";

/** The laws of gradient descent and of breeding, bound to ours. */
export const rulesLaws: readonly BoundLaw[] = [
  bindLaw(firstStepDescends, bptt),
  bindLaw(lossFalls, bptt),
  bindLaw(bestNeverWorse, genetic),
  bindLaw(generationsHaveSizes, genetic),
  bindLaw(raceIsExact, raceToLowest),
  bindLaw(raceSavesWork, raceToLowest),
  bindLaw(fuzzedDeclarations, ourRuleReading),
  bindLaw(mutationHasSpread, mutate),
  ...perturbedLaws,
];
