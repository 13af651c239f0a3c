import { randomCellStarts } from "../attractors/cells/cellStarts.ts";
import { randomStarts } from "../attractors/starts.ts";
import { step } from "../model/step.ts";
import { deriveKey } from "../numerics/rng.ts";
import { attractorsHtml, type ShownSet } from "../report/attractorsHtml.ts";
import { principalComponents, project, unitMeans } from "../representations/principalComponents.ts";
import { nameOf, proofOf, sentenceOf } from "./attractorsAnswer.ts";
import type { Answered, SolvedSet } from "./attractorsTask.ts";

const TRAJECTORIES = 12;
const STEPS = 200;
const RANGE = 2;
/** The share of a cell's range that its trajectories begin in. */
const RANGE_SHARE = 0.4;

/** The page of all that was solved; sets that could not be are left out. */
export function attractorsPage(file: string, answers: readonly Answered[]): string {
  const sets = answers.flatMap((answer) => {
    const { set } = answer;
    return set instanceof Error ? [] : [shownSet({ ...answer, set })];
  });
  return attractorsHtml(file, sets);
}

type Solved = Answered & { readonly set: SolvedSet };

const KEY = deriveKey(null, "attest", "page");

/** How a network or a cell moves, and from where trajectories begin. */
function flowOf({ network, cell, input }: Solved): {
  readonly units: number;
  readonly starts: readonly Float64Array[];
  readonly next: (state: Float64Array) => Float64Array;
} {
  if (cell !== null)
    return {
      units: cell.stateSize,
      starts: randomCellStarts({ cell, count: TRAJECTORIES, key: KEY }, RANGE_SHARE),
      next(state) {
        const out = new Float64Array(cell.stateSize);
        cell.step(state, input, out);
        return out;
      },
    };
  if (network === null) return { units: 1, starts: [], next: (state) => state };
  return {
    units: network.units,
    starts: randomStarts(network, TRAJECTORIES, KEY, RANGE),
    next: (state) => step(network, state, input),
  };
}

function shownSet(solved: Solved): ShownSet {
  const { input, set } = solved;
  const { units, starts, next } = flowOf(solved);
  const trajectories = starts.map((start) => {
    const states = [start];
    for (let t = 0; t < STEPS; t++) {
      const state = next(states[t]);
      // relu can drive a state beyond all numbers.
      if (!state.every((x) => Math.abs(x) < 1e6)) break;
      states.push(state);
    }
    return states;
  });
  const continua = set.continua.flatMap(({ sample }) => [...sample]);
  const slow = [...set.near, ...set.slow].map(({ state }) => state);
  const points = set.points.map(({ state }) => state);
  const all = [...trajectories.flat(), ...points, ...continua, ...slow];
  const activity = rowsOf(all, units);
  const components = principalComponents(activity);
  const centre = unitMeans(activity);
  const count = Math.min(2, units);
  const placesOf = (states: readonly Float64Array[]) => {
    if (states.length === 0) return [];
    const flat = project(rowsOf(states, units), { components, centre, count });
    // One unit has one component.
    return states.map((_, k) => [flat[k * count], count > 1 ? flat[k * count + 1] : 0] as const);
  };
  const share = (k: number): number => (components.variances[k] ?? 0) / components.totalVariance;
  const places = placesOf(points);
  return {
    name: `network ${nameOf(solved)}, u = ${input.join(", ")}`,
    input,
    summary: sentenceOf(set),
    points: set.points.map((point, k) => ({ ...point, place: places[k], proof: proofOf(point) })),
    continua: placesOf(continua),
    slow: placesOf(slow),
    trajectories: trajectories.map(placesOf),
    variance: [share(0), share(1)],
  };
}

function rowsOf(states: readonly Float64Array[], units: number) {
  const values = new Float64Array(states.length * units);
  for (const [k, state] of states.entries()) values.set(state, k * units);
  return { samples: states.length, units, values };
}
