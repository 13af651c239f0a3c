import * as v from "valibot";
import { nonmetricMds, rawStress, smacof, stress1 } from "../../src/distances/mds.ts";
import { bindOracle } from "./oracle.ts";
import { number, rows, worst } from "./shapes.ts";

const schema = v.object({
  mapDistances: rows,
  mapInit: rows,
  map: rows,
  rawStress: number,
  stress1: number,
  nonmetricStress: number,
});

const settings = { maxIterations: 20_000, tolerance: 1e-13 };

/** Maps by SMACOF, metric and not: scikit-learn. */
export const scaling = bindOracle<v.InferOutput<typeof schema>>({
  kind: "scaling",
  fields: ["mapDistances", "mapInit"],
  schema,
  checks: [
    {
      suffix: "",
      tolerance: 1e-9,
      error: ({ mapDistances, map, ...expected }) =>
        worst(
          [[rawStress(mapDistances, map)], [expected.rawStress]],
          [[stress1(mapDistances, map)], [expected.stress1]],
        ),
    },
    {
      suffix: "/smacof",
      tolerance: 1e-6,
      error: ({ mapDistances, mapInit, rawStress: expected }) => {
        const start = { kind: "given", embedding: mapInit } as const;
        return worst([[smacof(mapDistances, start, settings).stress], [expected]]);
      },
    },
    {
      // How far our stress lies above the file's, as a share; below it is no error.
      suffix: "/nonmetric",
      tolerance: 1e-2,
      error: ({ mapDistances, mapInit, nonmetricStress }) => {
        const start = { kind: "given", embedding: mapInit } as const;
        const cubed = mapDistances.map((row) => row.map((d) => d * d * d));
        const { stress } = nonmetricMds(cubed, start, settings);
        return Math.max(0, stress - nonmetricStress) / nonmetricStress;
      },
    },
  ],
});
