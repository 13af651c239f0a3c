import type { Claim } from "../../../claims/claim.ts";
import { c01 } from "./c01-criterion.ts";
import { c02 } from "./c02-representations.ts";
import { c03 } from "./c03-topology.ts";
import { c04 } from "./c04-single.ts";
import { c05 } from "./c05-contexts.ts";
import { c06 } from "./c06-complexity.ts";
import { c07 } from "./c07-complexityTopology.ts";
import { c08 } from "./c08-passing.ts";
import { c09 } from "./c09-noise.ts";
import { c10 } from "./c10-noiseTopology.ts";
import { c11 } from "./c11-holding.ts";
import { c12 } from "./c12-line.ts";
import { c13 } from "./c13-noiseRepresentations.ts";
import { c14 } from "./c14-noiseTopologies.ts";
import { c15 } from "./c15-oneUnit.ts";
import { c16 } from "./c16-activation.ts";
import { c17 } from "./c17-memory.ts";
import { c18 } from "./c18-settings.ts";
import { c19 } from "./c19-dispersion.ts";
import { c20 } from "./c20-mechanism.ts";
import { c21 } from "./c21-lowNoise.ts";

/** The claims of the second registration, in the order of their numbers. */
export const claims: readonly Claim[] = [
  c01,
  c02,
  c03,
  c04,
  c05,
  c06,
  c07,
  c08,
  c09,
  c10,
  c11,
  c12,
  c13,
  c14,
  c15,
  c16,
  c17,
  c18,
  c19,
  c20,
  c21,
];
