import * as v from "valibot";
import { constantBounds } from "../../src/statistics/constantBounds.ts";
import { shareDifference, shareDifferenceBounds } from "../../src/statistics/shareDifference.ts";
import { bindOracle } from "./oracle.ts";
import { number, worst } from "./shapes.ts";

const counts = v.object({ successes: number, trials: number });

const schema = v.object({
  a: counts,
  b: counts,
  margin: number,
  greaterP: number,
  lessP: number,
  lower: number,
  upper: number,
  barnardP: v.nullable(number),
  zeroOf: v.object({ networks: number, upper: number }),
});

/** p of both sides, one-sided 95 % bounds, Barnard's p where there is one, and a constant. */
function error(given: v.InferOutput<typeof schema>): number {
  const { margin, greaterP, lessP, lower, upper, barnardP, zeroOf } = given;
  const found = shareDifference(given, margin);
  const bounds = shareDifferenceBounds(given)(0.95);
  const zeros = constantBounds({ value: 0, networks: zeroOf.networks, least: 0, most: 1 })(0.95);
  const barnard = barnardP === null ? [] : [[shareDifference(given).greaterP, barnardP] as const];
  const pairs = [
    [found.greaterP, greaterP],
    [found.lessP, lessP],
    [bounds.lower, lower],
    [bounds.upper, upper],
    [zeros.upper, zeroOf.upper],
    ...barnard,
  ] as const;
  return worst(...pairs.map(([ours, theirs]) => [[ours], [theirs]] as const));
}

/** Exact tests and bounds of differences of shares. */
export const shares = bindOracle<v.InferOutput<typeof schema>>({
  kind: "shares",
  fields: ["barnardP", "zeroOf"],
  schema,
  checks: [{ suffix: "", tolerance: 1e-6, error }],
});
