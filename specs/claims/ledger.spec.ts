import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "../../src/claims/finding.ts";
import { judgeAll } from "../../src/claims/judge.ts";
import { checkLedger } from "../../src/claims/ledger.ts";
import { resolveSample } from "../../src/claims/resolveSample.ts";
import { claims } from "../../src/papers/mcmahan2021/pilot/index.ts";
import { ledger } from "../../src/papers/mcmahan2021/pilot/ledger.ts";
import { openStudy } from "../../src/study/study.ts";

const FOLDER = fileURLToPath(new URL("../../fixtures/pilot/", import.meta.url));

describe("the claims, judged on the shipped populations", () => {
  let findings: readonly Finding[] = [];
  let refused: readonly string[] = [];
  let differences: readonly string[] = [];

  beforeAll(async () => {
    const study = await openStudy({ networks: [{ kind: "shipped", folder: FOLDER }] });
    findings = await judgeAll(claims, study);
    refused = study.checked.refused;
    differences = await resolveSample(study, study.roots, { count: 20, seed: 1 });
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

  it("every shipped fixed point is one, and a sample solved for again is the same", () => {
    expect(refused).toEqual([]);
    expect(differences).toEqual([]);
  });
});
