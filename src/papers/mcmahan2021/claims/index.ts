import type { Claim } from "../../../claims/claim.ts";
import { c01 } from "./c01-criterion.ts";
import { c04 } from "./c04-single.ts";
import { c05 } from "./c05-contexts.ts";
import { c06 } from "./c06-complexity.ts";
import { c08 } from "./c08-passing.ts";
import { c09 } from "./c09-noise.ts";
import { c11 } from "./c11-holding.ts";
import { c12 } from "./c12-line.ts";
import { c18 } from "./c18-settings.ts";
import { c21 } from "./c21-lowNoise.ts";

/** The claims of the second registration, in the order of their numbers. */
export const claims: readonly Claim[] = [c01, c04, c05, c06, c08, c09, c11, c12, c18, c21];
