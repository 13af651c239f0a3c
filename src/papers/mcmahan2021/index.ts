/** The claims of the second registration, judged once on the study, and those of the pilot. */
export { claims } from "./claims/index.ts";
export { claims as pilotClaims } from "./pilot/index.ts";
