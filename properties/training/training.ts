import { trainMember } from "../../src/training/member.ts";
import { asPlan } from "../../src/training/planFile.ts";
import { decodePopulation } from "../../src/training/populationFile.ts";
import { validate } from "../../src/training/stopping.ts";
import { train } from "../../src/training/train.ts";
import { networkKey } from "../../src/training/trained.ts";
import { type BoundLaw, bindLaw } from "../law.ts";
import { rulesAreAsked } from "./asks.laws.ts";
import { trainsThroughFaults } from "./faults.laws.ts";
import { fuzzedPlans } from "./fuzzPlan.laws.ts";
import { fuzzedPopulations } from "./fuzzPopulation.laws.ts";
import { keySeesAll } from "./key.laws.ts";
import { passageIsTold } from "./passage.laws.ts";
import { earlyExitIsExact } from "./stopping.laws.ts";
import { fuzzedStored, ourStoredReading } from "./stored.laws.ts";
import { endsWhenItMust, resumeGivesSameBytes, seedDecides } from "./train.laws.ts";

/** The laws of training, bound to ours. */
export const trainingLaws: readonly BoundLaw[] = [
  bindLaw(earlyExitIsExact, validate),
  bindLaw(endsWhenItMust, train),
  bindLaw(rulesAreAsked, train),
  bindLaw(seedDecides, train),
  bindLaw(resumeGivesSameBytes, train),
  bindLaw(passageIsTold, train),
  bindLaw(trainsThroughFaults, trainMember),
  bindLaw(fuzzedPlans, asPlan),
  bindLaw(fuzzedPopulations, decodePopulation),
  bindLaw(fuzzedStored, ourStoredReading),
  bindLaw(keySeesAll, networkKey),
];
