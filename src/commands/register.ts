import { existsSync } from "node:fs";
import type { Claim } from "../claims/claim.ts";
import { judgedBefore, readJournal } from "../claims/journal.ts";
import { registrationFor } from "../claims/registration.ts";
import {
  type RegisteredClaim,
  type RegistrationFile,
  readRegistrations,
  writeRegistrations,
} from "../claims/registrationFile.ts";
import { powerWords } from "../claims/simulated.ts";
import { journalIn, registrationIn } from "../claims/standing.ts";
import { claims } from "../papers/mcmahan2021/index.ts";
import { textTable } from "../report/textTable.ts";
import { claimsNamed } from "./claimNamed.ts";
import type { Host } from "./host.ts";
import { requireWritable } from "./outputFile.ts";

/** What `attest register` is asked for. */
export type RegisterOptions = {
  /** Ids of the claims, or files of them; all of the second registration where it is left out. */
  readonly claims: readonly string[] | undefined;
  /** A draft binds nobody: instruments may still change. */
  readonly draft: boolean;
  /** Where it is written; of a draft nowhere where it is left out, else into the study's folder. */
  readonly out: string | undefined;
  /** The study's folder, with the journal of first measurements. */
  readonly study: string;
  /** When they are registered, as ISO 8601; now where it is left out. */
  readonly date: string | undefined;
};

/**
 * Registers claims: of each the hash of what its verdict hangs on, all that the hash covers, and
 * the date. Those that are in the file already are kept; one that was judged is registered for
 * good.
 * @throws RangeError or Error for a claim that there is not, one that was judged in another form,
 * or a file that cannot be written.
 */
export async function register(options: RegisterOptions, host: Host): Promise<void> {
  const { draft, study } = options;
  const out = options.out ?? (draft ? undefined : registrationIn(study));
  if (out !== undefined) requireWritable("out", out);
  const asked = options.claims === undefined ? claims : await claimsNamed(options.claims, claims);
  const before: RegistrationFile =
    out === undefined || !existsSync(out) ? { draft, claims: [] } : readRegistrations(out);
  if (before.claims.length > 0 && before.draft !== draft)
    throw new RangeError(`out: ${out} is ${draft ? "no" : "a"} draft; name another file`);
  const date = options.date ?? host.now();
  const registered = asked.map((claim) => registeredNow(claim, { date, study, before }));
  const kept = before.claims.filter(({ id }) => registered.every((each) => each.id !== id));
  if (out !== undefined) writeRegistrations(out, { draft, claims: [...kept, ...registered] });
  host.out(tableOf(registered, asked, host.width));
  host.out(draft ? "A draft: it binds nobody.\n" : `Registered in ${out}.\n`);
}

/** A claim as it is registered: as it was, where its form is the one that was. */
function registeredNow(
  claim: Claim,
  given: { readonly date: string; readonly study: string; readonly before: RegistrationFile },
): RegisteredClaim {
  const { date, study, before } = given;
  const now = registrationFor(claim);
  const own = before.claims.find(({ id }) => id === claim.id);
  if (own?.hash === now.hash) return own;
  const [judged] = judgedBefore(readJournal(journalIn(study)), claim.id);
  if (!before.draft && judged !== undefined)
    throw new RangeError(
      `claims: ${claim.id} was judged on ${judged.date} as ${judged.registration}: it cannot be ` +
        `registered again as ${now.hash}`,
    );
  return { ...now, date };
}

/** A row a claim: its hash, its tests of each role; and what is to be said of its power. */
function tableOf(
  registered: readonly RegisteredClaim[],
  asked: readonly Claim[],
  width: number,
): string {
  const titles = ["claim", "hash", "confirmatory", "exploratory"];
  const rows = registered.map(({ id, hash }, at) => {
    const tests = asked[at].tests();
    const confirmatory = tests.filter(({ role }) => role === "confirmatory").length;
    return [id, hash, String(confirmatory), String(tests.length - confirmatory)];
  });
  const table = textTable(
    titles.map((title) => ({ title, align: "left" }) as const),
    rows.map((row) => row.map((text) => ({ text }))),
    width,
  );
  return table + registered.map((each) => `${each.id}: ${powerOf(each)}\n`).join("");
}

const powerOf = ({ simulated }: RegisteredClaim): string =>
  powerWords(simulated) || "its power is enough";
