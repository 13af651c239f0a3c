import * as v from "valibot";
import { euclideanDistances } from "../../src/statistics/distanceMatrix.ts";
import { omegaSquared } from "../../src/statistics/omegaSquared.ts";
import { crossedDesign, crossedSums } from "../../src/statistics/twoWayPermanova.ts";
import { bindOracle } from "./oracle.ts";
import { list, number, rows, worst } from "./shapes.ts";

const schema = v.object({
  oneWay: v.array(
    v.object({
      points: rows,
      labels: list,
      between: number,
      within: number,
      total: number,
      f: number,
      omegaSquared: number,
    }),
  ),
  twoWay: v.array(v.object({ points: rows, first: list, second: list, squares: list, fs: list })),
});

/** Squares, F and ω² each by itself; two ways: of first, second, both, rest and all. */
function error({ oneWay, twoWay }: v.InferOutput<typeof schema>): number {
  const one = oneWay.flatMap(({ points, labels, ...theirs }) => {
    const found = omegaSquared({ distances: euclideanDistances(points), labels });
    return (["between", "within", "total", "f", "omegaSquared"] as const).map(
      (name) => [[found[name]], [theirs[name]]] as const,
    );
  });
  const two = twoWay.flatMap(({ points, first, second, squares, fs }) => {
    const given = { distances: euclideanDistances(points), first, second };
    const found = crossedSums(given.distances, crossedDesign(given));
    const sources = [found.first, found.second, found.interaction];
    const ours = [...sources, found.residual].map((source) => source.squares);
    return [
      [[...ours, found.total], squares] as const,
      [sources.map((source) => source.f), fs] as const,
    ];
  });
  return worst(...one, ...two);
}

/** Sums of squares of distances, pseudo-F and ω², one-way and two-way. */
export const variance = bindOracle<v.InferOutput<typeof schema>>({
  kind: "variance",
  fields: ["oneWay", "twoWay"],
  schema,
  checks: [{ suffix: "", tolerance: 1e-9, error }],
});
