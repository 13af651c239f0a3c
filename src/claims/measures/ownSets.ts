import { findFixedPoints } from "../../attractors/findFixedPoints.ts";
import { randomStarts, trajectoryStarts } from "../../attractors/starts.ts";
import type { Network } from "../../model/model.ts";
import { deriveKey } from "../../numerics/rng.ts";
import { type Analysis, STARTS } from "../../study/analysis.ts";
import { cellName } from "../../study/cell.ts";
import { initialNetwork } from "../../study/initialNetwork.ts";
import type { TrainedNetwork } from "../../study/trained.ts";
import type { Task } from "../../task/task.ts";
import { contextSeparation } from "../contextSeparation.ts";
import type { NetworkInstrument } from "../instrument.ts";
import { DRIVING } from "./fiveInputs.ts";

/** Starts of each kind for an initial network: it has few fixed points, mostly one. */
const INITIAL_STARTS = 10;

const UNMEASURED = "without two stable points in each context, before or after training";

/**
 * How far apart the contexts' sets of attractors are, after training and with the same network's
 * initial weights: their distance in units of x (`gap`), over their extent (`separation`), and the
 * extent (`spread`).
 */
export const ownSets: NetworkInstrument = {
  ...{ kind: "network", id: "ownSets", version: 1 },
  probes: { inputs: DRIVING, initialStarts: INITIAL_STARTS, starts: STARTS },
  says: {
    gap: "are further apart than before training",
    separation: "distance over the extent",
    spread: "extent of x",
  },
  tallies: [
    { says: "networks could not be measured", excluded: UNMEASURED },
    { says: "sets of fixed points lack one", sum: "lacking" },
  ],
  async of(analysis, trained) {
    const { cell } = trained;
    const rule = analysis.rules.find((each) => each.name === cell.rule);
    const owner = analysis.populations.find((each) => cellName(each.cell) === cellName(cell));
    if (rule === undefined || owner === undefined) return { values: {}, excluded: RULE_UNKNOWN };
    const { sets, lacking } = await trainedSets(analysis, trained);
    const begun = initialNetwork(trained, rule, owner.settings);
    const after = contextSeparation(sets);
    const before = contextSeparation(initialSets(begun, analysis.task(trained), trained.key));
    if (after === null || before === null) return { values: { lacking }, excluded: UNMEASURED };
    const was = { gapBefore: before.gap, separationBefore: before.separation };
    return { values: { ...after, ...was, spreadBefore: before.spread, lacking } };
  },
};

/** Why a network is not measured whose initial weights cannot be drawn again. */
export const RULE_UNKNOWN = "of a rule that is not at hand";

/** The stable points of a trained network, `[context][point][unit]`. */
async function trainedSets(
  analysis: Analysis,
  network: TrainedNetwork,
): Promise<{ readonly sets: readonly (readonly Float64Array[])[]; readonly lacking: number }> {
  const sets: Float64Array[][] = [];
  let lacking = 0;
  for (let context = 0; context < analysis.task(network).contexts; context++) {
    const points: Float64Array[] = [];
    for (const value of DRIVING) {
      const found = await analysis.fixedPoints(network, { value, context });
      points.push(...found.points.filter(({ stable }) => stable).map(({ state }) => state));
      if (found.completeness === "a point is missing") lacking += 1;
    }
    sets.push(points);
  }
  return { sets, lacking };
}

/** The stable points of initial weights, `[context][point][unit]`. */
function initialSets(
  network: Network,
  task: Task,
  key: string,
): readonly (readonly Float64Array[])[] {
  return Array.from({ length: task.contexts }, (_, context) =>
    DRIVING.flatMap((value) => {
      const stream = deriveKey(null, "attest", "claims", "C05", key, context, value);
      const input = task.probe(value, context);
      const drawn = { network, input, count: INITIAL_STARTS, key: deriveKey(stream, "trajectory") };
      const starts = [
        ...randomStarts(network, INITIAL_STARTS, deriveKey(stream, "random")),
        ...trajectoryStarts(drawn),
      ];
      const { points } = findFixedPoints({ network, input, starts, key: stream });
      return points.filter(({ stable }) => stable).map(({ state }) => state);
    }),
  );
}
