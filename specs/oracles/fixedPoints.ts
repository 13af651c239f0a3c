import * as v from "valibot";
import { findFixedPoints } from "../../src/attractors/findFixedPoints.ts";
import { randomStarts, trajectoryStarts } from "../../src/attractors/starts.ts";
import { activationFunctions } from "../../src/model/activation.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import { networkShape, toNetwork } from "./network.ts";
import { bindOracle } from "./oracle.ts";
import { list, number } from "./shapes.ts";

const schema = v.object({
  network: networkShape,
  input: list,
  fixedPoints: v.array(v.object({ x: list, stable: v.boolean(), spectralRadius: number })),
});
type FixedPoints = v.InferOutput<typeof schema>;

const KEY = deriveKey(null, "oracles", "fixed-points");

/** The largest |a − b| / (1 + |b|): a root at zero can be compared, too. */
const apart = (ours: Float64Array, theirs: readonly number[]): number =>
  ours.length === theirs.length
    ? Math.max(0, ...theirs.map((b, i) => Math.abs(ours[i] - b) / (1 + Math.abs(b))))
    : Number.POSITIVE_INFINITY;

/**
 * The largest distance |a − b| / (1 + |b|) from a point of the file to ours that is nearest. ∞
 * where its stability differs, where any of ours has a residual of 1e-8 or more, or where f is
 * bounded and the degree of our set is not 1.
 */
function error({ network: given, input, fixedPoints }: FixedPoints): number {
  const network = toNetwork(given);
  const starts = [
    ...randomStarts(network, 200, KEY),
    ...trajectoryStarts({ network, input, count: 100, key: KEY }),
  ];
  const { points, degree } = findFixedPoints({
    network,
    input,
    starts,
    search: "exhaustive",
  });
  const { bounded } = activationFunctions[network.model.activation];
  if (points.some(({ residual }) => !(residual < 1e-8)) || (bounded && degree !== 1))
    return Number.POSITIVE_INFINITY;
  return Math.max(
    0,
    ...fixedPoints.map(({ x, stable }) =>
      Math.min(
        Number.POSITIVE_INFINITY,
        ...points.filter((point) => point.stable === stable).map(({ state }) => apart(state, x)),
      ),
    ),
  );
}

/** The fixed points of Eq. 1 under a constant input. */
export const fixedPoints = bindOracle<FixedPoints>({
  kind: "fixed-points",
  fields: ["network", "fixedPoints"],
  schema,
  checks: [{ suffix: "", tolerance: 1e-6, error }],
});
