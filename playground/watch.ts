import { findFixedPoints } from "../src/attractors/findFixedPoints.ts";
import { randomStarts, traceStarts } from "../src/attractors/starts.ts";
import { wasmEngine } from "../src/engine/wasm/engine.ts";
import { activationFunctions } from "../src/model/activation.ts";
import type { Network } from "../src/model/model.ts";
import { deriveKey } from "../src/numerics/rng.ts";
import { activityFromRows, activityOf } from "../src/representations/activity.ts";
import {
  principalComponents,
  project,
  unitMeans,
} from "../src/representations/principalComponents.ts";
import { evenlySpaced, LARGEST_PROBE, probeTrials } from "../src/representations/probeTrials.ts";
import { makeTask, type TaskSettings } from "../src/task/settings.ts";

const KEY = deriveKey(null, "attest", "playground", "watch");

/** Static inputs on which activity is shown. */
const PROBES = 6;

/** Steps between two places of a path that is drawn. */
const STRIDE = 15;

/** Starts of each search for fixed points, half of them random. */
const STARTS = 60;

/** A place in the plane of the first two components. */
export type Place = readonly [number, number];

/** What is drawn of a network. */
export type Picture = {
  /** The way of the activity under each input. */
  readonly paths: readonly { readonly input: number; readonly places: readonly Place[] }[];
  readonly points: readonly {
    readonly input: number;
    readonly place: Place;
    readonly stable: boolean;
  }[];
  /** The shares of variance that the two components explain, 0 … 1. */
  readonly shares: readonly [number, number];
};

/** A network's activity in its first two components, and its fixed points under three inputs. */
export async function watch(network: Network, settings: TaskSettings): Promise<Picture> {
  const values = evenlySpaced({ low: -LARGEST_PROBE, high: LARGEST_PROBE, count: PROBES });
  const { steps, initialDeviation } = settings;
  const trials = probeTrials(makeTask(settings), { values, steps, initialDeviation }, KEY);
  const trace = await wasmEngine.trace(network, trials);
  const reading = { quantity: "rates", without: [], withInitialState: true } as const;
  const activity = activityOf({ network, trials, trace }, reading);
  const components = principalComponents(activity);
  const centre = unitMeans(activity);
  const f = activationFunctions[network.model.activation].value;
  const onPlane = (rates: Float64Array): Place => {
    const [x, y] = project(activityFromRows([rates]), { components, centre, count: 2 });
    return [x, y];
  };
  const rowAt = (step: number, trial: number): Float64Array => {
    const row = (step * trials.count + trial) * network.units;
    return activity.values.slice(row, row + network.units);
  };
  const shown = Array.from({ length: Math.floor(steps / STRIDE) + 1 }, (_, k) => k * STRIDE);
  const starts = [
    ...randomStarts(network, STARTS / 2, deriveKey(KEY, "random")),
    ...traceStarts(network, trace, STARTS / 2, deriveKey(KEY, "trace")),
  ];
  const points = [-LARGEST_PROBE, 0, LARGEST_PROBE].flatMap((input) =>
    findFixedPoints({ network, input: [input], starts }).points.map(({ state, stable }) => ({
      ...{ input, stable },
      place: onPlane(state.map(f)),
    })),
  );
  const share = (k: number): number =>
    components.totalVariance > 0 ? components.variances[k] / components.totalVariance : 0;
  return {
    paths: Array.from(values, (input, trial) => ({
      input,
      places: shown.map((step) => onPlane(rowAt(step, trial))),
    })),
    points,
    shares: [share(0), share(1)],
  };
}
