import { type BoundsAt, intervalOf } from "../../statistics/estimate.ts";
import type { Judged } from "../../statistics/judgeByWords.ts";
import type { Part } from "../finding.ts";

/** The part of an effect that was judged in words; `beside` is what else was seen of it. */
export function effectPart(
  name: string,
  found: { readonly estimate: number; readonly boundsAt: BoundsAt; readonly p: number },
  { verdict, why }: Judged,
  { n, beside = "" }: { readonly n: number; readonly beside?: string },
): Part {
  return {
    ...{ name, verdict, effect: found.estimate, interval: intervalOf(found.boundsAt) },
    ...{ p: found.p, n, why: beside === "" ? why : `${why.replace(/\.$/, "")}; ${beside}.` },
  };
}
