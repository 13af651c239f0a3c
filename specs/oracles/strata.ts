import * as v from "valibot";
import { boundsOfEstimate, pOfEstimate } from "../../src/statistics/estimate.ts";
import { jonckheereEffect } from "../../src/statistics/jonckheereEffect.ts";
import { jonckheereExact } from "../../src/statistics/jonckheereExact.ts";
import { stratifiedDifference } from "../../src/statistics/stratifiedDifference.ts";
import { vanElteren } from "../../src/statistics/vanElteren.ts";
import { bindOracle } from "./oracle.ts";
import { list, number, worst } from "./shapes.ts";

const stratum = v.object({ a: list, b: list });

const schema = v.object({
  vanElteren: v.array(
    v.object({
      strata: v.array(stratum),
      statistic: number,
      z: number,
      normalP: number,
      resampledP: number,
    }),
  ),
  welch: v.array(
    v.object({
      a: list,
      b: list,
      difference: number,
      standardError: number,
      degrees: number,
      greaterP: number,
      lower: number,
    }),
  ),
  jonckheere: v.array(v.object({ groups: v.array(list), effect: number, p: number })),
});

type Given = v.InferOutput<typeof schema>;

const pair = (ours: number, theirs: number) => [[ours], [theirs]] as const;

/** All that is exact on both sides; with one stratum their p is of all labellings. */
function error({ vanElteren: strata, welch, jonckheere }: Given): number {
  return worst(
    ...strata.flatMap(({ strata: given, statistic, z, normalP, resampledP }) => {
      const found = vanElteren(given);
      const exact = given.length > 1 ? [] : [pair(found.exactP ?? Number.NaN, resampledP)];
      return [
        pair(found.statistic, statistic),
        pair(found.z, z),
        pair(found.normalP, normalP),
        ...exact,
      ];
    }),
    ...welch.flatMap(({ a, b, difference, standardError, degrees, greaterP, lower }) => {
      const found = stratifiedDifference([{ a, b }]);
      return [
        pair(found.estimate, difference),
        pair(found.standardError, standardError),
        pair(found.degrees, degrees),
        pair(pOfEstimate(found).greaterP, greaterP),
        pair(boundsOfEstimate(found)(0.95).lower, lower),
      ];
    }),
    ...jonckheere.flatMap(({ groups, effect, p }) => [
      pair(jonckheereEffect(groups).estimate, effect),
      pair(jonckheereExact(groups) ?? Number.NaN, p),
    ]),
  );
}

/** Several strata: their p is of two million labellings, right to about a part in 200. */
function resampledError({ vanElteren: strata }: Given): number {
  return worst(
    ...strata
      .filter(({ strata: given }) => given.length > 1)
      .map(({ strata: given, resampledP }) =>
        pair(vanElteren(given).exactP ?? Number.NaN, resampledP),
      ),
  );
}

/** Tests within strata, and of ordered groups. */
export const strata = bindOracle<Given>({
  kind: "strata",
  fields: ["vanElteren", "jonckheere"],
  schema,
  checks: [
    { suffix: "", tolerance: 1e-8, error },
    { suffix: "/resampled", tolerance: 0.01, error: resampledError },
  ],
});
