import * as v from "valibot";
import { compareRdms, noiseCeiling } from "../../src/distances/compareRdms.ts";
import { bindOracle } from "./oracle.ts";
import { list, number, rows, worst } from "./shapes.ts";

const schema = v.object({
  subjects: v.pipe(v.array(rows), v.minLength(2)),
  spearman: number,
  kendall: number,
  kendallA: number,
  cosine: number,
  spearmanCeiling: list,
  cosineCeiling: list,
});

/** Matrices of dissimilarities: rsatoolbox. */
export const rdm = bindOracle<v.InferOutput<typeof schema>>({
  kind: "rdm",
  fields: ["subjects", "spearmanCeiling"],
  schema,
  checks: [
    {
      suffix: "",
      tolerance: 1e-10,
      error: ({ subjects, ...expected }) => {
        const [a, b] = subjects;
        const ceiling = (method: "spearman" | "cosine") => {
          const { lower, upper } = noiseCeiling(subjects, { method });
          return [lower, upper];
        };
        return worst(
          [[compareRdms(a, b, { method: "spearman" })], [expected.spearman]],
          [[compareRdms(a, b, { method: "kendall" })], [expected.kendall]],
          [[compareRdms(a, b, { method: "kendall-a" })], [expected.kendallA]],
          [[compareRdms(a, b, { method: "cosine" })], [expected.cosine]],
          [ceiling("spearman"), expected.spearmanCeiling],
          [ceiling("cosine"), expected.cosineCeiling],
        );
      },
    },
  ],
});
