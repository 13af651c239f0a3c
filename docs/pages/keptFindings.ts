import type { Finding } from "../../src/claims/finding.ts";
import { findingsJson } from "../../src/report/findingsJson.ts";
import type { Study } from "../../src/study/study.ts";

/** Findings as `attest reproduce` writes them, a claim a line. */
export function keptFindings(
  findings: readonly Finding[],
  { reading, populations }: Pick<Study, "reading" | "populations">,
): string {
  const [{ networks }] = populations;
  const given = { findings, reading: reading.name, tier: networks[0].tier };
  const { claims }: { claims: readonly unknown[] } = JSON.parse(findingsJson(given));
  return `{"claims":[\n${claims.map((claim) => JSON.stringify(claim)).join(",\n")}\n]}\n`;
}
