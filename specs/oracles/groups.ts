import * as v from "valibot";
import { silhouette } from "../../src/distances/silhouette.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import { distanceMatrix } from "../../src/statistics/distanceMatrix.ts";
import { permanova } from "../../src/statistics/permanova.ts";
import { permdisp } from "../../src/statistics/permdisp.ts";
import { bindOracle } from "./oracle.ts";
import { list, number, rows, worst } from "./shapes.ts";

const schema = v.object({
  groupDistances: rows,
  labels: v.array(v.string()),
  silhouettes: list,
  pseudoF: number,
  r2: number,
  veganF: number,
  dispersionF: number,
  spreads: list,
});

/** Groups of a distance matrix: scikit-learn, scikit-bio and vegan. */
export const groups = bindOracle<v.InferOutput<typeof schema>>({
  kind: "groups",
  fields: ["groupDistances", "pseudoF"],
  schema,
  checks: [
    {
      suffix: "",
      tolerance: 1e-10,
      error: ({ groupDistances, labels, ...expected }) => {
        const rng = createRng(deriveKey(null, "oracle"));
        const given = { distances: distanceMatrix(groupDistances), labels, permutations: 1 };
        const { observed, r2 } = permanova(given, rng);
        const { samples } = silhouette(groupDistances, labels, { metric: "precomputed" });
        return worst(
          [samples, expected.silhouettes],
          [[observed], [expected.pseudoF]],
          [[observed], [expected.veganF]],
          [[r2], [expected.r2]],
        );
      },
    },
    {
      // vegan's coordinates of negative eigenvalues are known to less.
      suffix: "/dispersion",
      tolerance: 1e-8,
      error: ({ groupDistances, labels, dispersionF, spreads }) => {
        const rng = createRng(deriveKey(null, "oracle"));
        const given = { distances: distanceMatrix(groupDistances), labels, permutations: 1 };
        const found = permdisp(given, rng);
        return worst([[found.f], [dispersionF]], [found.spreads, spreads]);
      },
    },
  ],
});
