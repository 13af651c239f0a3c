import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Network } from "../model/model.ts";
import { createRng, deriveKey } from "../numerics/rng.ts";
import { regionError, roundingOf } from "./certificate.ts";
import { euclideanNormBelow, weightedNormBelow } from "./contraction.ts";
import { lengthOf } from "./distance.ts";
import { evaluate, evaluationOf, type Field } from "./field.ts";

/** A fixed point at which units of relu lie at 0 within rounding: f' jumps there. */
export interface Kink {
  /** The units that lie at their kink. */
  readonly units: readonly number[];
  /**
   * `unstable` if a perturbation in an adjacent linear region grows for ever and stays in it, or
   * was seen to grow a millionfold; `stable` if one norm shrinks in all adjacent regions.
   */
  readonly verdict: "stable" | "unstable" | "undecided";
  readonly because: string;
}

/** Regions are tried one by one for up to this many units at their kink. */
const MOST_LISTED_UNITS = 8;
const SEEDS = 8;
const STEPS = 4000;
/** A factor of growth per step that is above 1 by more than rounding. */
const GROWS = 1 + 1e-9;

/** The free units of a relu network that lie at 0 within rounding of a root. */
export function unitsAtKink(field: Field, state: Float64Array): readonly number[] {
  const { network, input, units } = field;
  if (network.model.activation !== "relu") return [];
  const clamped = new Set(network.model.clamped.map(({ unit }) => unit));
  const at = evaluationOf(units);
  evaluate(field, state, at);
  const rounding = roundingOf(field, state, at);
  const error = regionError({ network, input, state });
  const within = Number.isFinite(error) ? error : 0;
  return Array.from({ length: units }, (_, i) => i).filter(
    (i) => !clamped.has(i) && Math.abs(state[i]) <= Math.max(within, 8 * rounding[i]),
  );
}

/**
 * The stability of a root of a relu network at kinks. Beside the root the step is exactly the map
 * y ↦ (1 − α)y + αW_rec D(y), with D(y)_j = y_j for an active unit, max(0, y_j) for one at its
 * kink, 0 else: linear in each adjacent region, and of degree 1 along every ray.
 */
export function kinkAt(field: Field, state: Float64Array, units: readonly number[]): Kink {
  const map = mapBeside(field, state, units);
  if (isContracted(map))
    return { units, verdict: "stable", because: "one norm shrinks in all adjacent regions" };
  if (hasGrowingRay(map))
    return { units, verdict: "unstable", because: "a ray in an adjacent region grows" };
  if (isSeenToGrow(map))
    return { units, verdict: "unstable", because: "a perturbation grew a millionfold" };
  return { units, verdict: "undecided", because: "no norm and no growing ray was found" };
}

/** How a unit's part of a perturbation passes through f. */
type Passage = "all" | "positive" | "none";

/** The map of perturbations. */
interface MapBeside {
  readonly network: Network;
  /** W_rec with zero rows for clamped units. */
  readonly weights: Float64Array;
  readonly passage: readonly Passage[];
  readonly kinks: readonly number[];
  readonly clamped: ReadonlySet<number>;
}

function mapBeside(field: Field, state: Float64Array, kinks: readonly number[]): MapBeside {
  const { network, weights } = field;
  const clamped = new Set(network.model.clamped.map(({ unit }) => unit));
  const passage = Array.from(state, (x, j): Passage => {
    if (clamped.has(j)) return "none";
    return kinks.includes(j) ? "positive" : x > 0 ? "all" : "none";
  });
  return { network, weights, passage, kinks, clamped };
}

/** Whether every adjacent region's Jacobian is below 1 in one norm: it has every |entry| below. */
function isContracted({ network, weights, passage, clamped }: MapBeside): boolean {
  const { units, model } = network;
  const { alpha } = model;
  const passed = weights.map((w, k) => (passage[k % units] === "none" ? 0 : w));
  const majorant = passed.map((w, k) => {
    const [i, j] = [Math.floor(k / units), k % units];
    if (clamped.has(i)) return 0;
    if (i !== j) return alpha * Math.abs(w);
    const inside = Math.abs(1 - alpha + alpha * w);
    return passage[j] === "positive" ? Math.max(1 - alpha, inside) : inside;
  });
  if (weightedNormBelow(majorant, units, 1 - 1e-14)) return true;
  // ‖(1 − α)I + αW D‖₂ ≤ 1 − α + α‖W‖₂ for every D between 0 and 1.
  return euclideanNormBelow(passed, units, 1 - 1e-14);
}

/** One step of a perturbation y. */
function stepOf({ network, weights, passage, clamped }: MapBeside, y: Float64Array): Float64Array {
  const { units, model } = network;
  const through = y.map((v, j) =>
    passage[j] === "all" ? v : passage[j] === "positive" ? Math.max(0, v) : 0,
  );
  return y.map((v, i) => {
    if (clamped.has(i)) return 0;
    let sum = 0;
    for (let j = 0; j < units; j++) sum += weights[i * units + j] * through[j];
    return (1 - model.alpha) * v + model.alpha * sum;
  });
}

/** Whether y is a ray that stays in its region and grows. */
function isGrowingRay(map: MapBeside, y: Float64Array): boolean {
  const scale = lengthOf(y);
  const next = stepOf(map, y);
  const factor = lengthOf(next) / scale;
  if (!(factor > GROWS)) return false;
  const inside = map.kinks.every((j) => Math.abs(y[j]) > 1e-9 * scale);
  const error = lengthOf(next.map((v, i) => v - factor * y[i]));
  return inside && error < 1e-11 * scale * factor;
}

/** Eigenvectors of the adjacent regions, where they can be listed; else where steps lead to. */
function hasGrowingRay(map: MapBeside): boolean {
  const { kinks } = map;
  if (kinks.length <= MOST_LISTED_UNITS)
    for (let region = 0; region < 1 << kinks.length; region++)
      for (const ray of raysOf(map, region))
        if (
          isGrowingRay(map, ray) ||
          isGrowingRay(
            map,
            ray.map((v) => -v),
          )
        )
          return true;
  return directionsOf(map).some((start) => {
    let y = start;
    for (let t = 0; t < STEPS / 4; t++) {
      y = normalised(stepOf(map, y));
      if (!y.every(Number.isFinite)) return false;
    }
    return isGrowingRay(map, y);
  });
}

/** The real eigenvectors with λ > 1 of the region whose k-th bit says that kink k is active. */
function raysOf(map: MapBeside, region: number): readonly Float64Array[] {
  const { network, weights, passage, kinks, clamped } = map;
  const { units, model } = network;
  const isActive = passage.map((how, j) =>
    how === "positive" ? ((region >> kinks.indexOf(j)) & 1) === 1 : how === "all",
  );
  const jacobian = new Matrix(units, units);
  for (let i = 0; i < units; i++)
    for (let j = 0; j < units; j++) {
      const weight = isActive[j] ? model.alpha * weights[i * units + j] : 0;
      jacobian.set(i, j, clamped.has(i) ? 0 : weight + (i === j ? 1 - model.alpha : 0));
    }
  const { realEigenvalues, imaginaryEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    jacobian,
  );
  return realEigenvalues.flatMap((value, k) =>
    value > GROWS && imaginaryEigenvalues[k] === 0
      ? [Float64Array.from(eigenvectorMatrix.getColumn(k))]
      : [],
  );
}

/** Growth to a millionfold that goes on: over the last half of the steps too. */
function isSeenToGrow(map: MapBeside): boolean {
  return directionsOf(map).some((start) => {
    let y = start;
    const grown = [0, 0];
    for (let t = 0; t < STEPS; t++) {
      const next = stepOf(map, y);
      const length = lengthOf(next);
      if (!(length > 0 && Number.isFinite(length))) return false;
      grown[t < STEPS / 2 ? 0 : 1] += Math.log(length);
      y = next.map((v) => v / length);
    }
    return grown[0] + grown[1] > Math.log(1e6) && grown[1] > Math.log(1e3);
  });
}

function directionsOf({ network: { units } }: MapBeside): readonly Float64Array[] {
  const rng = createRng(deriveKey(null, "attest", "kink"));
  return Array.from({ length: SEEDS }, () =>
    normalised(Float64Array.from({ length: units }, () => rng.normal())),
  );
}

function normalised(vector: Float64Array): Float64Array {
  const length = lengthOf(vector);
  return vector.map((v) => v / length);
}
