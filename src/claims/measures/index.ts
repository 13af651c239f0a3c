import type { Instrument } from "../instrument.ts";
import { criterion } from "./criterion.ts";
import { svcca, topology } from "./distances.ts";
import { fiveInputs } from "./fiveInputs.ts";
import { holding } from "./holding.ts";
import { ownSets } from "./ownSets.ts";
import { slowModes } from "./slowModes.ts";
import { zeroInput } from "./zeroInput.ts";

/** The instruments that come with Attest. */
export const instruments: readonly Instrument[] = [
  criterion,
  fiveInputs,
  ownSets,
  zeroInput,
  holding,
  slowModes,
  svcca,
  topology,
];
