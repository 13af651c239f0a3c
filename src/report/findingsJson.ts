import type { Part } from "../claims/finding.ts";
import type { ReportData } from "./data.ts";

/**
 * The text of `report/findings.json`: for each claim its id, verdict, effect, interval, p, n, p
 * after Holm's correction, reading, tier, then what it says, why, its parts and the hash of its
 * registered form. A number that is not finite is null.
 */
export function findingsJson({
  findings,
  reading,
  tier,
}: Pick<ReportData, "findings" | "reading" | "tier">): string {
  const claims = findings.map((finding) => ({
    id: finding.id,
    ...numbersOf(finding),
    adjustedP: finding.adjustedP ?? null,
    reading,
    tier,
    says: finding.says,
    cite: finding.cite,
    name: finding.name,
    why: finding.why,
    parts: finding.parts.map((part) => ({
      name: part.name,
      ...numbersOf(part),
      ...(part.role === undefined ? {} : { role: part.role }),
      why: part.why,
      ...(part.lacking === undefined ? {} : { lacking: part.lacking }),
      ...(part.rest === undefined ? {} : { rest: part.rest }),
    })),
    registration: finding.registration,
  }));
  return `${JSON.stringify({ claims }, null, 2)}\n`;
}

function numbersOf({ verdict, effect, interval, p, n }: Part) {
  return { verdict, effect, interval, p, n };
}
