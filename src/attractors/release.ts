import { requireInput, requireNetwork } from "../model/model.ts";
import { requireFields } from "../numerics/gate.ts";
import { completenessByDegree } from "./completeness.ts";
import { distance } from "./distance.ts";
import { fieldOf } from "./field.ts";
import {
  countOutcomes,
  type FixedPointQuestion,
  type FixedPointSet,
  requireStarts,
  type StartOutcome,
} from "./findFixedPoints.ts";
import { degreeOf } from "./index.ts";
import { pointAt } from "./point.ts";
import { ROOT_RESIDUAL } from "./solve.ts";
import { prepareTrustRegion } from "./trustRegion.ts";

/** Answers nearer than this are one, in the release. */
export const RELEASE_DISTINCT = 1e-2;

/**
 * The "fixed points" as the release counts them: wherever the solver reports success, whatever the
 * residual; answers within 1e-2 of the first of a group are one point, their mean. A start's
 * outcome is judged by its residual as ever, so a point can belong to starts of outcome `minimum`
 * or `none`: that point is none. The degree is that of the points that are roots.
 * @source readings "fixed points"
 * @throws RangeError where the network is not well formed, or the input or a start does not fit it.
 */
export function findFixedPointsAsReleased(
  question: Pick<FixedPointQuestion, "network" | "input" | "starts">,
): FixedPointSet {
  requireFields("question", question, { needed: ["network", "input", "starts"] });
  const { network, input, starts } = question;
  requireInput("input", requireNetwork(network), input);
  requireStarts("starts", network.units, starts);
  const { bounded } = fieldOf(network, input);
  const solve = prepareTrustRegion(network, input);
  const groups: Float64Array[][] = [];
  const outcomes = starts.map((start): StartOutcome => {
    const { state, residual, outcome, success } = solve(start);
    if (!success) return { outcome, residual, point: null, continuum: null };
    const known = groups.findIndex(([first]) => distance(first, state) < RELEASE_DISTINCT);
    if (known >= 0) groups[known].push(state);
    else groups.push([state]);
    const point = known >= 0 ? known : groups.length - 1;
    return { outcome, residual, point, continuum: null };
  });
  const points = groups.map((group) => pointAt({ network, input, state: meanOf(group) }));
  const roots = points.filter(({ residual }) => residual < ROOT_RESIDUAL);
  return {
    points,
    continua: [],
    near: [],
    starts: outcomes,
    further: [],
    counts: countOutcomes(outcomes),
    rounds: 0,
    degree: degreeOf(roots),
    completeness: completenessByDegree({ bounded, points: roots, continua: 0 }),
  };
}

function meanOf(states: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(states[0].length);
  for (const state of states)
    for (let i = 0; i < mean.length; i++) mean[i] += state[i] / states.length;
  return mean;
}
