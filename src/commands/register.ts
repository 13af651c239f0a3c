import { writeRegistration } from "../claims/registration.ts";
import { claims } from "../papers/mcmahan2021/index.ts";
import { textTable } from "../report/textTable.ts";
import { writeAtomically } from "../store/atomic.ts";
import { claimsNamed } from "./claimNamed.ts";
import type { Host } from "./host.ts";
import { requireWritable } from "./outputFile.ts";

/** What `attest register` is asked for. */
export type RegisterOptions = {
  /** Ids of the claims, or files of them; all of the second registration where it is left out. */
  readonly claims: readonly string[] | undefined;
  /** Where it is written; only printed where it is left out. */
  readonly out: string | undefined;
};

/**
 * Drafts a registration: the hash of what each claim's verdict hangs on, and all that the hash
 * covers. A draft binds nobody: instruments may still change.
 * @throws RangeError or Error for a claim that there is not, or a file that cannot be written.
 */
export async function register(options: RegisterOptions, host: Host): Promise<void> {
  if (options.out !== undefined) requireWritable("out", options.out);
  const asked = options.claims === undefined ? claims : await claimsNamed(options.claims, claims);
  const text = writeRegistration(asked);
  if (options.out !== undefined) writeAtomically(options.out, new TextEncoder().encode(text.json));
  const titles = ["claim", "hash", "confirmatory", "exploratory"];
  const rows = text.rows.map((row) => row.map((cell) => ({ text: cell })));
  const columns = titles.map((title) => ({ title, align: "left" as const }));
  host.out(`${textTable(columns, rows, host.width)}A draft: it binds nobody.\n`);
}
