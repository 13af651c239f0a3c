import type { Claim } from "../../../claims/claim.ts";
import { c06 } from "./c06-complexity.ts";

/** The claims of the second registration, in the order of their numbers. */
export const claims: readonly Claim[] = [c06];
