import { join } from "node:path";
import { type Cell, cellName } from "../study/cell.ts";
import { type Condition, conditionOf, conditionsIn } from "../study/conditions.ts";
import type { StudyRules } from "../study/rules.ts";
import { type Claim, countedCells } from "./claim.ts";
import { type Instrument, instrumentOf } from "./instrument.ts";
import {
  type FirstMeasurement,
  firstLook,
  judgedBefore,
  readJournal,
  type SeedRange,
} from "./journal.ts";
import { instruments } from "./measures/index.ts";
import { registrationFor } from "./registration.ts";
import { type RegisteredClaim, readRegistrations } from "./registrationFile.ts";

/** What is known of a study before any of its networks is looked at. */
export type StudyRecord = {
  /** The folder of its plan, its files, its registrations and its journal. */
  readonly folder: string;
  readonly rules: StudyRules;
  readonly conditions: readonly Condition[];
  /** What is registered; of a draft nothing. */
  readonly registered: readonly RegisteredClaim[];
  readonly journal: readonly FirstMeasurement[];
};

/** The file of registrations in a study's folder. */
export const registrationIn = (folder: string): string => join(folder, "registration.json");

/** The journal of first measurements in a study's folder. */
export const journalIn = (folder: string): string => join(folder, "measured.json");

/**
 * What a study's folder says, without a look at a network.
 * @throws TypeError or RangeError that names the file that is not what it should be.
 */
export function openRecord(
  folder: string,
  { storeOf, rules, note }: Parameters<typeof conditionsIn>[1],
): StudyRecord {
  const { draft, claims } = readRegistrations(registrationIn(folder));
  const conditions = conditionsIn(folder, {
    rules,
    ...(storeOf === undefined ? {} : { storeOf }),
    ...(note === undefined ? {} : { note }),
  });
  const registered = draft ? [] : claims;
  return { folder, rules, conditions, registered, journal: readJournal(journalIn(folder)) };
}

/** A condition of a claim: as the plan has it, or null where no plan has it. */
export type Needed = { readonly cell: Cell; readonly condition: Condition | null };

/** Where a claim stands on the study. */
export type Standing =
  /** Nothing of its networks may be looked at yet. */
  | { readonly kind: "awaiting"; readonly why: string; readonly waits: readonly Needed[] }
  /** It is judged; where it is exploratory it is said why. */
  | {
      readonly kind: "ready";
      readonly hash: string;
      readonly exploratory: string | null;
      readonly conditions: readonly Condition[];
    };

/** The instruments that the tests of a claim measure with. */
const instrumentsUsed = (claim: Claim): readonly Instrument[] => {
  const known = [...instruments, ...claim.instruments];
  return [...new Set(claim.tests().map(({ measure }) => instrumentOf(measure, known)))];
};

/** The first of the seeds that are kept for what a claim measures; undefined where none are. */
export const firstSeedOf = (claim: Claim): number | undefined =>
  instrumentsUsed(claim)
    .flatMap((used) => (used.kind === "network" ? (used.from ?? []) : []))
    .at(0);

/** Whether a claim looks at networks, or at loss, accuracy and counts alone. */
export function readBy(claim: Claim): "networks" | "training" {
  const isOfTraining = instrumentsUsed(claim).every(
    (used) => used.kind === "network" && used.reads === "training",
  );
  return isOfTraining ? "training" : "networks";
}

/** The conditions that a claim's verdict hangs on. */
const countedOf = (claim: Claim, { conditions }: StudyRecord): readonly Needed[] =>
  countedCells(claim).map((cell) => ({
    cell,
    condition: conditionOf(conditions, cell, firstSeedOf(claim)) ?? null,
  }));

/** The conditions of a claim that are complete, those of exploratory tests among them. */
const completeOfClaim = (claim: Claim, { conditions }: StudyRecord): readonly Condition[] =>
  claim
    .cells()
    .flatMap((cell) => conditionOf(conditions, cell, firstSeedOf(claim)) ?? [])
    .filter(({ complete }) => complete);

/** The complete conditions of claims that are registered in their form of today, each once. */
export function registeredConditions(
  claims: readonly Claim[],
  record: StudyRecord,
): readonly Condition[] {
  const isRegistered = (claim: Claim): boolean =>
    record.registered.some(
      ({ id, hash }) => id === claim.id && hash === registrationFor(claim).hash,
    );
  return [
    ...new Set(claims.filter(isRegistered).flatMap((claim) => completeOfClaim(claim, record))),
  ];
}

/** The seeds of conditions that are looked at. */
export const rangesOf = (conditions: readonly Condition[]): readonly SeedRange[] =>
  conditions.map(({ unit: { cell, first }, networks }) => ({
    ...{ condition: cellName(cell), first, last: first + networks.length - 1 },
  }));

/**
 * Where a claim stands: awaiting its registration or its networks; or ready, and confirmatory only
 * where it is judged in the form that was registered, before any of its networks was looked at, and
 * for the first time.
 */
export function standingOf(claim: Claim, record: StudyRecord): Standing {
  const { registered, journal } = record;
  const { hash } = registrationFor(claim);
  const own = registered.find(({ id }) => id === claim.id);
  const needed = countedOf(claim, record);
  const waits = needed.filter(({ condition }) => condition?.complete !== true);
  const awaiting = (why: string): Standing => ({ kind: "awaiting", why, waits });
  if (own === undefined) return awaiting("It is not registered, so that nothing is measured.");
  const [before] = judgedBefore(journal, claim.id);
  if (own.hash !== hash && before === undefined)
    return awaiting(`It was registered as ${own.hash} and is now ${hash}: register it again.`);
  if (waits.length > 0) {
    const some = `${waits.length} of ${needed.length} conditions`;
    return awaiting(`${some} are not complete, so that nothing is measured.`);
  }
  const conditions = completeOfClaim(claim, record);
  const looked = firstLook(journal, rangesOf(conditions));
  return { kind: "ready", hash, conditions, exploratory: whyNot() };

  function whyNot(): string | null {
    if (before !== undefined && before.registration !== hash)
      return `it was judged on ${before.date} in another form, ${before.registration}`;
    if (own !== undefined && own.hash !== hash)
      return `it was registered in another form, ${own.hash}`;
    if (own !== undefined && looked !== undefined && looked.date < own.date)
      return (
        `it was registered on ${own.date}, after its networks were first measured, for ` +
        `${looked.claim} on ${looked.date}`
      );
    return null;
  }
}
