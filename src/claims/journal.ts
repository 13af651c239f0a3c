import { existsSync } from "node:fs";
import * as v from "valibot";
import { parseAs } from "../numerics/parse.ts";
import { writeAtomically } from "../store/atomic.ts";
import { namedFile } from "../store/namedFile.ts";

/** A date and time of ISO 8601 in UTC, to the second: as text, earlier is less. */
export const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** Networks of a condition of the study: its seeds from `first` to `last`. */
export type SeedRange = {
  readonly condition: string;
  readonly first: number;
  readonly last: number;
};

/** When networks of the study were first looked at for a claim. */
export type FirstMeasurement = {
  readonly claim: string;
  /** The hash of the form that the claim was registered in; of the form that was judged. */
  readonly registration: string;
  readonly date: string;
  /** `training`: nothing but loss, accuracy and counts was read. */
  readonly read: "networks" | "training";
  readonly of: readonly SeedRange[];
};

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

const journalSchema: v.GenericSchema<unknown, readonly FirstMeasurement[]> = v.array(
  v.strictObject({
    claim: v.string(),
    registration: v.string(),
    date: v.pipe(v.string(), v.regex(ISO_TIME)),
    read: v.picklist(["networks", "training"]),
    of: v.array(v.strictObject({ condition: v.string(), first: whole, last: whole })),
  }),
);

/**
 * The journal of first measurements in a file; nothing where there is no such file.
 * @throws TypeError that names the field that is wrong, or says that it is not JSON; Error where it
 * cannot be read.
 */
export function readJournal(file: string): readonly FirstMeasurement[] {
  if (!existsSync(file)) return [];
  try {
    return parseAs(file, journalSchema, JSON.parse(new TextDecoder().decode(namedFile(file))));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new TypeError(`${file}: not JSON: ${error.message}`);
  }
}

/**
 * Writes into a journal that networks are looked at for a claim, before they are; nothing where it
 * says so already of the same claim in the same form.
 * @throws Error where it cannot be written: then nothing may be measured.
 */
export function recordMeasurement(file: string, entry: FirstMeasurement): void {
  const journal = readJournal(file);
  const known = judgedBefore(journal, entry.claim)
    .filter(({ registration }) => registration === entry.registration)
    .flatMap(({ of }) => of);
  const isNew = (range: SeedRange): boolean =>
    !known.some(
      ({ condition, first, last }) =>
        condition === range.condition && first <= range.first && range.last <= last,
    );
  const of = entry.of.filter(isNew);
  if (of.length === 0) return;
  const text = `${JSON.stringify([...journal, { ...entry, of }], null, 2)}\n`;
  writeAtomically(file, new TextEncoder().encode(text));
}

/** What a journal says of a claim, the earliest first. */
export const judgedBefore = (
  journal: readonly FirstMeasurement[],
  claim: string,
): readonly FirstMeasurement[] =>
  journal.filter((each) => each.claim === claim).toSorted((a, b) => (a.date < b.date ? -1 : 1));

/** The first look that was taken at any of some networks, for whatever claim. */
export function firstLook(
  journal: readonly FirstMeasurement[],
  ranges: readonly SeedRange[],
): FirstMeasurement | undefined {
  const meets = (a: SeedRange, b: SeedRange): boolean =>
    a.condition === b.condition && a.first <= b.last && b.first <= a.last;
  return journal
    .filter(({ read }) => read === "networks")
    .filter(({ of }) => of.some((a) => ranges.some((b) => meets(a, b))))
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
    .at(0);
}
