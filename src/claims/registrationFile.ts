import { existsSync } from "node:fs";
import * as v from "valibot";
import { parseAs } from "../numerics/parse.ts";
import type { Json } from "../setting/storable.ts";
import { writeAtomically } from "../store/atomic.ts";
import { namedFile } from "../store/namedFile.ts";
import { ISO_TIME } from "./journal.ts";
import { type ClaimRegistration, hashOfForm } from "./registration.ts";
import { type Simulated, simulatedSchema } from "./simulated.ts";

/** What was registered of a claim, when, and what its tests can do at their numbers. */
export type RegisteredClaim = ClaimRegistration & {
  /** When it was registered: a date of ISO 8601, in UTC. */
  readonly date: string;
  /** Size and power by simulation, as far as they were computed. */
  readonly simulated?: Simulated;
};

/** A file of registrations; a draft binds nobody. */
export type RegistrationFile = {
  readonly draft: boolean;
  readonly claims: readonly RegisteredClaim[];
};

const json: v.GenericSchema<unknown, Json> = v.lazy(() =>
  v.union([
    v.null(),
    v.boolean(),
    v.number(),
    v.string(),
    v.array(json),
    v.record(v.string(), json),
  ]),
);

const fileSchema: v.GenericSchema<unknown, RegistrationFile> = v.strictObject({
  draft: v.boolean(),
  claims: v.array(
    v.strictObject({
      id: v.string(),
      hash: v.string(),
      date: v.pipe(v.string(), v.regex(ISO_TIME)),
      tests: v.array(json),
      instruments: v.array(json),
      simulated: v.exactOptional(simulatedSchema),
    }),
  ),
});

/**
 * The registrations of a file; none where there is no such file.
 * @throws TypeError that names the field that is wrong; RangeError where a hash is not that of what
 * stands beside it, or a claim is in it twice.
 */
export function readRegistrations(file: string): RegistrationFile {
  if (!existsSync(file)) return { draft: false, claims: [] };
  const read = parseAs(file, fileSchema, parsed(file));
  const ids = read.claims.map(({ id }) => id);
  for (const [at, each] of read.claims.entries()) {
    if (hashOfForm(each) !== each.hash)
      throw new RangeError(
        `${file}: ${each.id}: its hash is ${hashOfForm(each)}, not ${each.hash}`,
      );
    if (ids.indexOf(each.id) !== at) throw new RangeError(`${file}: ${each.id} is in it twice`);
  }
  return read;
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(namedFile(file)));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new TypeError(`${file}: not JSON: ${error.message}`);
  }
}

/** Writes registrations, in the order of their claims' names. */
export function writeRegistrations(file: string, { draft, claims }: RegistrationFile): void {
  const sorted = [...claims].sort((a, b) => (a.id < b.id ? -1 : 1));
  const text = `${JSON.stringify({ draft, claims: sorted }, null, 2)}\n`;
  writeAtomically(file, new TextEncoder().encode(text));
}
