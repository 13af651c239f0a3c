import { fileURLToPath } from "node:url";

/** The folder of the populations that come with Attest. */
export const PILOT_FOLDER = fileURLToPath(new URL("../../fixtures/pilot/", import.meta.url));

/** The folder of the study: its plan, and a file for each condition that is complete. */
export const STUDY_FOLDER = fileURLToPath(new URL("../../fixtures/study/", import.meta.url));
