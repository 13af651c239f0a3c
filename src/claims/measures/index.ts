import type { Instrument } from "../instrument.ts";
import { criterion } from "./criterion.ts";
import {
  svcca,
  svccaAt2,
  svccaAt6,
  svccaFromRest,
  topology,
  topologyCounts,
  topologyNeighbours,
  topologyRelease,
} from "./distances.ts";
import { fiveInputs } from "./fiveInputs.ts";
import { holding } from "./holding.ts";
import { memory } from "./memory.ts";
import { ownAttractors } from "./ownAttractors.ts";
import { ownSets } from "./ownSets.ts";
import { reaching } from "./reaching.ts";
import { slowLine } from "./slowLine.ts";
import { slowModes } from "./slowModes.ts";
import { stableAtZero } from "./stableAtZero.ts";
import { stableWhereDriven } from "./stableWhereDriven.ts";
import { zeroInput } from "./zeroInput.ts";

/** The instruments that come with Attest. */
export const instruments: readonly Instrument[] = [
  criterion,
  fiveInputs,
  ownSets,
  zeroInput,
  holding,
  slowModes,
  reaching,
  stableAtZero,
  stableWhereDriven,
  ownAttractors,
  memory,
  slowLine,
  svcca,
  svccaAt2,
  svccaAt6,
  svccaFromRest,
  topology,
  topologyCounts,
  topologyNeighbours,
  topologyRelease,
];
