import { PILOT_PART } from "../claims/awaiting.ts";
import { countedCells } from "../claims/claim.ts";
import { judgeOnStudy } from "../claims/confirm.ts";
import type { Finding } from "../claims/finding.ts";
import type { StudyRecord } from "../claims/standing.ts";
import { claims } from "../papers/mcmahan2021/index.ts";
import { textTable } from "../report/textTable.ts";
import type { Host } from "./host.ts";

/**
 * Judges every registered claim on the study, those that are awaiting without a look at a network;
 * beside them what the claim of the same name came to on the pilot, in its first form.
 */
export async function judgeStudy(
  record: StudyRecord,
  onPilot: readonly Finding[],
  host: Host,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const pilot = ({ id }: { readonly id: string }): Promise<Finding | undefined> =>
    Promise.resolve(onPilot.find((each) => each.id === id));
  for (const claim of claims)
    findings.push((await judgeOnStudy(claim, record, { now: host.now(), pilot })).finding);
  return findings;
}

const TITLES = ["claim", "on the study", "registered", "complete", "pilot, exploratory"] as const;

/** A row a claim: its verdict on the study, how many conditions are complete, and the pilot's. */
export function studyTable(
  findings: readonly Finding[],
  { conditions, registered }: StudyRecord,
  width: number,
): string {
  const rows = findings.map(({ id, verdict, role, parts, registration }) => {
    const claim = claims.find((each) => each.id === id);
    const needed = claim === undefined ? 0 : countedCells(claim).length;
    const waits = parts.filter((part) => part.verdict === "awaiting").length;
    const own = registered.find((each) => each.id === id);
    return [
      id,
      role === undefined ? verdict : `${verdict}, ${role}`,
      own === undefined ? "no" : own.hash === registration ? own.date : "in another form",
      `${needed - waits} of ${needed}`,
      parts.find(({ name }) => name === PILOT_PART)?.verdict ?? "–",
    ];
  });
  const complete = conditions.filter((each) => each.complete).length;
  const table = textTable(
    TITLES.map((title) => ({ title, align: "left" }) as const),
    rows.map((row) => row.map((text) => ({ text }))),
    width,
  );
  return `${table}The study: ${complete} of ${conditions.length} conditions are complete.\n`;
}
