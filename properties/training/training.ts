import { trainMember } from "../../src/training/member.ts";
import { validate } from "../../src/training/stopping.ts";
import { train } from "../../src/training/train.ts";
import { type BoundLaw, bindLaw } from "../law.ts";
import { rulesAreAsked } from "./asks.laws.ts";
import { trainsThroughFaults } from "./faults.laws.ts";
import { passageIsTold } from "./passage.laws.ts";
import { earlyExitIsExact } from "./stopping.laws.ts";
import { endsWhenItMust, resumeGivesSameBytes, seedDecidesTraining } from "./train.laws.ts";

/** The laws of training, bound to ours. */
export const trainingLaws: readonly BoundLaw[] = [
  bindLaw(earlyExitIsExact, validate),
  bindLaw(endsWhenItMust, train),
  bindLaw(rulesAreAsked, train),
  bindLaw(seedDecidesTraining, train),
  bindLaw(resumeGivesSameBytes, train),
  bindLaw(passageIsTold, train),
  bindLaw(trainsThroughFaults, trainMember),
];
