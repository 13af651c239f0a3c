import { fileURLToPath } from "node:url";

/** The folder of the populations that come with Attest. */
export const SHIPPED_FOLDER = fileURLToPath(
  new URL("../../fixtures/populations/", import.meta.url),
);
