import { holm } from "../statistics/holm.ts";
import type { Claim } from "./claim.ts";
import type { Finding } from "./finding.ts";

/**
 * Holm's correction over the claims of one figure that were judged together. A supported claim's p
 * is the largest of its parts, since all must hold; it stays supported if its adjusted p is at most
 * its level. A claim that is not supported counts as one with p = 1: nothing of it was rejected, so
 * it makes no other one easier. Claims whose level was fixed by the number of claims of their
 * figure have no other correction.
 * @source Holm 1979; claims "Families for Holm: the claims of one figure"
 */
export function correctFamilies(
  claims: readonly Pick<Claim, "id" | "registered">[],
  findings: readonly Finding[],
): readonly Finding[] {
  const registered = new Map(claims.map((claim) => [claim.id, claim.registered]));
  const familyOf = ({ id }: Finding): string => registered.get(id)?.family ?? id;
  const adjusted = new Map<string, number>();
  for (const family of new Set(findings.map(familyOf))) {
    const own = findings.filter(
      (finding) => familyOf(finding) === family && registered.get(finding.id)?.claims === undefined,
    );
    const tested = own.flatMap(({ id, verdict, p }) => {
      if (verdict === "not applicable" || (verdict === "supported" && p === null)) return [];
      return [{ id, verdict, p: verdict === "supported" && p !== null ? p : 1 }];
    });
    for (const [k, p] of holm(tested.map((each) => each.p)).entries())
      if (tested[k].verdict === "supported") adjusted.set(tested[k].id, p);
  }
  return findings.map((finding) => {
    const p = adjusted.get(finding.id);
    if (p === undefined) return finding;
    const level = registered.get(finding.id)?.level ?? 0;
    const isLost = p > level;
    return {
      ...finding,
      adjustedP: p,
      ...(isLost
        ? ({
            verdict: "inconclusive",
            why: `${finding.why} By itself supported; p is ${p.toFixed(3)} by Holm's correction.`,
          } as const)
        : {}),
    };
  });
}
