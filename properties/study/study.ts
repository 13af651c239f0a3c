import { requireDerived } from "../../src/study/derived.ts";
import { asPlan } from "../../src/study/planFile.ts";
import { decodePopulation } from "../../src/study/populationFile.ts";
import { networkKey } from "../../src/study/trained.ts";
import { type BoundLaw, bindLaw } from "../law.ts";
import { statedIsDerived } from "./derived.laws.ts";
import { fuzzedPlans } from "./fuzzPlan.laws.ts";
import { fuzzedPopulations } from "./fuzzPopulation.laws.ts";
import { keySeesAll } from "./key.laws.ts";
import { fuzzedStored, ourStoredReading } from "./stored.laws.ts";

/** The laws of what is kept of a study: plans, populations, stored networks and their keys. */
export const studyLaws: readonly BoundLaw[] = [
  bindLaw(statedIsDerived, requireDerived),
  bindLaw(fuzzedPlans, asPlan),
  bindLaw(fuzzedPopulations, decodePopulation),
  bindLaw(fuzzedStored, ourStoredReading),
  bindLaw(keySeesAll, networkKey),
];
