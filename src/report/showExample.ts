import { SHOWN_INPUTS } from "../claims/shippedProbes.ts";
import { activationFunctions } from "../model/activation.ts";
import { activityFromRows } from "../representations/activity.ts";
import { principalComponents, project, unitMeans } from "../representations/principalComponents.ts";
import type { Analysis, Probe } from "../study/analysis.ts";
import { cellName, TASK_CONTEXTS } from "../study/cell.ts";
import type { TrainedNetwork } from "../study/trained.ts";
import type { ShownExample, ShownPoint } from "./data.ts";

/** Where a state lies in a network's plane. */
export type Plane = {
  readonly place: (state: Float64Array) => readonly [number, number];
  /** Share of variance of its two axes, 0 … 1. */
  readonly variance: readonly [number, number];
};

/** The plane of a network's top two principal components, by its activity on the probe trials. */
export async function planeOf(analysis: Analysis, trained: TrainedNetwork): Promise<Plane> {
  const activity = await analysis.activity(trained);
  const components = principalComponents(activity);
  const centre = unitMeans(activity);
  const { model } = trained.network;
  const f = activationFunctions[model.activation].value;
  const inStates = analysis.reading.analyse.activity === "states";
  const dropped = new Set(inStates ? model.clamped.map(({ unit }) => unit) : []);
  const share = (k: number): number =>
    components.totalVariance > 0 ? components.variances[k] / components.totalVariance : 0;
  return {
    variance: [share(0), share(1)],
    place(state) {
      const kept = state.filter((_, unit) => !dropped.has(unit));
      const row = activityFromRows([inStates ? kept : kept.map(f)]);
      const [x, y] = project(row, { components, centre, count: 2 });
      return [x, y];
    },
  };
}

/** A network's fixed points under the inputs of Fig. 1c, in its plane. */
export async function showExample(
  analysis: Analysis,
  trained: TrainedNetwork,
  name: string,
  plane: Plane,
): Promise<ShownExample> {
  const points: ShownPoint[] = [];
  let complete = true;
  for (let context = 0; context < TASK_CONTEXTS[trained.cell.task]; context++)
    for (const value of SHOWN_INPUTS) {
      const probe: Probe = { value, context };
      const set = await analysis.fixedPoints(trained, probe);
      complete &&= set.completeness !== "a point is missing";
      for (const { state, stable, marginal, spectralRadius } of set.points)
        points.push({
          input: value,
          context,
          place: plane.place(state),
          stable,
          marginal,
          spectralRadius,
        });
    }
  const { key, cell, seed } = trained;
  return { name, key, cell: cellName(cell), seed, points, complete, variance: plane.variance };
}
