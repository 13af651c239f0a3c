import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { FINDINGS_FILE } from "../../docs/pages/facts.ts";
import { keptFindings } from "../../docs/pages/keptFindings.ts";
import type { Finding } from "../../src/claims/finding.ts";
import { judgeAll } from "../../src/claims/judge.ts";
import { checkLedger } from "../../src/claims/ledger.ts";
import { resolveSample } from "../../src/claims/resolveSample.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import { claims } from "../../src/papers/mcmahan2021/pilot/index.ts";
import { ledger } from "../../src/papers/mcmahan2021/pilot/ledger.ts";
import { openStudy } from "../../src/study/study.ts";

const FOLDER = fileURLToPath(new URL("../../fixtures/pilot/", import.meta.url));

/** A value whose numbers may differ in the last digits of float64, as between machines. */
function nearly(value: unknown): unknown {
  if (typeof value === "number") return expect.closeTo(value, 6);
  if (Array.isArray(value)) return value.map(nearly);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, nearly(each)]));
}

const key = deriveKey(null, "attest", "of the ledger's spec");

describe("the claims, judged on the shipped populations", () => {
  let findings: readonly Finding[] = [];
  let kept = "";
  let refused: readonly string[] = [];
  let differences: readonly string[] = [];

  beforeAll(async () => {
    const study = await openStudy({ networks: [{ kind: "shipped", folder: FOLDER }] });
    findings = await judgeAll(claims, study);
    kept = keptFindings(findings, study);
    refused = study.checked.refused;
    differences = await resolveSample(study, study.roots, { count: 20, key });
  });

  it.each(
    claims.map(({ id, says }) => [id, ledger[id]?.verdict ?? "not in the ledger", says] as const),
  )("%s is %s: %s", (id) => {
    const own = findings.filter((finding) => finding.id === id);
    expect(checkLedger(own, { [id]: ledger[id] })).toEqual([]);
  });

  it("the ledger knows these claims and no other", () => {
    expect(checkLedger(findings, ledger)).toEqual([]);
  });

  it("findings.json, which the pages are made from, is what judging gives", () => {
    const found: unknown = JSON.parse(kept);
    expect(JSON.parse(readFileSync(FINDINGS_FILE, "utf8"))).toEqual(nearly(found));
  });

  it("every shipped fixed point is one, and a sample solved for again is the same", () => {
    expect(refused).toEqual([]);
    expect(differences).toEqual([]);
  });
});
