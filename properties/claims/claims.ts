import { simulatePower } from "../../src/claims/power.ts";
import { decodeRoots } from "../../src/study/rootsFile.ts";
import { type BoundLaw, bindLaw } from "../law.ts";
import { claimsHold, ourClaim, ourWay, waysValid } from "./distanceWays.laws.ts";
import { fuzzedRoots } from "./fuzzRoots.laws.ts";
import { powerKeepsLevel, powerOfStreams, powerRises } from "./power.laws.ts";
import { rankCoverage, rankLevels } from "./rankWays.laws.ts";
import { agreementOfForms, ours, shareLevels } from "./ways.laws.ts";

/** The laws of claims, bound to ours. */
export const claimsLaws: readonly BoundLaw[] = [
  bindLaw(powerRises, simulatePower),
  bindLaw(powerKeepsLevel, simulatePower),
  bindLaw(powerOfStreams, simulatePower),
  bindLaw(fuzzedRoots, decodeRoots),
  bindLaw(shareLevels, ours),
  bindLaw(agreementOfForms, ours),
  bindLaw(rankLevels, ours),
  bindLaw(rankCoverage, ours),
  bindLaw(waysValid, ourWay),
  bindLaw(claimsHold, ourClaim),
];
