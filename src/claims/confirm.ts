import { createRng, deriveKey } from "../numerics/rng.ts";
import { cellName } from "../study/cell.ts";
import { populationsOf, rootsOf } from "../study/conditions.ts";
import { openStudy, type Study } from "../study/study.ts";
import { awaitingFinding } from "./awaiting.ts";
import { balanced, type IncludedKeys } from "./balance.ts";
import { type Claim, findingOf } from "./claim.ts";
import type { Evidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import { recordMeasurement } from "./journal.ts";
import { judgeTests, measureClaim, neededCells } from "./judge.ts";
import {
  journalIn,
  rangesOf,
  readBy,
  type Standing,
  type StudyRecord,
  standingOf,
} from "./standing.ts";

/** A finding on the study, with what was measured for it; nothing where it is awaiting. */
export type Confirmed = {
  readonly finding: Finding;
  readonly measured: { readonly study: Study; readonly evidence: Evidence } | null;
};

/**
 * Judges a claim on the study. Where its networks are not complete, or it is not registered, it is
 * awaiting and no network is measured. Else the journal says so first, and then it is measured; it
 * is exploratory where it was registered too late, or is judged a second time in another form.
 * @throws Error where the journal cannot be written.
 */
export async function judgeOnStudy(
  claim: Claim,
  record: StudyRecord,
  {
    now,
    pilot,
  }: {
    /** The date and time, as ISO 8601. */
    readonly now: string;
    /** What the claim comes to on the pilot: asked where it is awaiting. */
    readonly pilot?: (claim: Claim) => Promise<Finding | undefined>;
  },
): Promise<Confirmed> {
  const standing = standingOf(claim, record);
  if (standing.kind === "awaiting")
    return { finding: awaitingFinding(claim, standing, await pilot?.(claim)), measured: null };
  const { hash, conditions, exploratory } = standing;
  recordMeasurement(journalIn(record.folder), {
    ...{ claim: claim.id, registration: hash, date: now, read: readBy(claim) },
    of: rangesOf(conditions),
  });
  const study = await studyOfClaim(standing, record);
  const cells = neededCells([claim]).filter((cell) => study.networks(cell).length > 0);
  const { tests, evidence } = await measureClaim(claim, study, { cells: neededCells([claim]) });
  const keys: IncludedKeys = new Map(
    cells.map((cell) => [cellName(cell), study.included(cell).map(({ key }) => key)]),
  );
  const rng = createRng(deriveKey(null, "attest", "judge", claim.id, hash));
  const parts = tests.flatMap((test) =>
    judgeTests(claim, [test], balanced(test, evidence, keys), rng),
  );
  const found = findingOf(claim, parts);
  const why = exploratory === null ? found.why : `${found.why} Exploratory: ${exploratory}.`;
  const role = exploratory === null ? {} : ({ role: "exploratory" } as const);
  const finding: Finding = { ...found, ...role, why, population: "study", registration: hash };
  return { finding, measured: { study, evidence } };
}

/** The complete networks of a claim, with the fixed points that lie beside them. */
function studyOfClaim(
  { conditions }: Standing & { readonly kind: "ready" },
  { folder, rules }: StudyRecord,
): Promise<Study> {
  const populations = populationsOf(conditions, rules);
  const roots = rootsOf(conditions, folder);
  return openStudy({ networks: [{ kind: "given", populations, roots }], rules });
}
