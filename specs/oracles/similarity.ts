import * as v from "valibot";
import { cka } from "../../src/distances/cka.ts";
import { debiasedCka } from "../../src/distances/debiasedCka.ts";
import { procrustes } from "../../src/distances/procrustes.ts";
import { pwcca } from "../../src/distances/pwcca.ts";
import { bindOracle } from "./oracle.ts";
import { list, number, rows, worst } from "./shapes.ts";

const schema = v.object({
  x: rows,
  y: rows,
  cka: number,
  debiasedCka: number,
  procrustes: number,
  correlations: list,
  pwcca: number,
  white: rows,
  pwccaOfWhite: v.nullable(number),
});

/** Comparisons of activities: formulas, netrep and google/svcca. */
export const similarity = bindOracle<v.InferOutput<typeof schema>>({
  kind: "similarity",
  fields: ["x", "y", "debiasedCka"],
  schema,
  checks: [
    {
      suffix: "",
      tolerance: 1e-10,
      error: ({ x, y, ...expected }) => {
        const found = pwcca(x, y);
        const white = expected.pwccaOfWhite;
        return worst(
          [[cka(x, y)], [expected.cka]],
          [[debiasedCka(x, y)], [expected.debiasedCka]],
          [[procrustes(x, y)], [expected.procrustes]],
          [found.correlations, expected.correlations],
          [[found.score], [expected.pwcca]],
          ...(white === null ? [] : [[[pwcca(expected.white, y).score], [white]] as const]),
        );
      },
    },
  ],
});
