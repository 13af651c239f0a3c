import type { Continuum } from "../attractors/continuum.ts";
import { columnOf } from "../store/columns.ts";
import { FormatError, type Tensor, type TensorFile } from "../store/safetensors.ts";
import type { ShippedSet } from "./rootsFile.ts";

/*
 * What the second format of a file of fixed points says beside the points. An entry a near place:
 * `near_state` [place][unit] (F32), `near_network`, `near_probe` (I32), `near_field_norm` (F64).
 * An entry a continuum: `continuum_network`, `continuum_probe`, `continuum_dimension`,
 * `continuum_shape` (a place in `SHAPES`), `continuum_unstable`, `continuum_met` (I32),
 * `continuum_extent` (F64), `continuum_sampled`: how many of the rows of `continuum_state`
 * [state][unit] (F32) are its own, in order. An entry a point: `met` (I32), `kink` (U8).
 */

/** A place where the network hardly moves and where no fixed point is proven, as it is shipped. */
export type ShippedNear = {
  /** As `[unit]`, rounded to float32. */
  readonly state: Float32Array;
  /** |F| at it, which does not depend on α. */
  readonly fieldNorm: number;
};

/** A continuum of fixed points, as it is shipped. */
export type ShippedContinuum = Pick<
  Continuum,
  "dimension" | "shape" | "extent" | "unstableDirections"
> & {
  /** Some of its states, each as `[unit]`, rounded to float32. */
  readonly sample: readonly Float32Array[];
  /** How many of the given starts ended on it. */
  readonly met: number;
};

/** What is beside the points of a set, from the second format on. */
export type ShippedBeside = {
  /** How many of the given starts ended at each point, in the points' order. */
  readonly met: readonly number[];
  readonly near: readonly ShippedNear[];
  readonly continua: readonly ShippedContinuum[];
};

/** In the order of their numbers in a file. */
const SHAPES: readonly Continuum["shape"][] = ["closed", "bounded", "unbounded", "not followed"];

/** What the verdicts at a kink are numbered by; 0 is a point that is at none. */
export const KINKS = [null, "stable", "unstable", "undecided"] as const;

type Placed<T> = T & { readonly network: number; readonly probe: number };

/** Of every set of a file what is beside its points, with the set's place in the file. */
function placed<T>(
  sets: readonly ShippedSet[],
  probes: number,
  of: (beside: ShippedBeside) => readonly T[],
): readonly Placed<T>[] {
  return sets.flatMap(({ beside }, at) =>
    (beside === null ? [] : of(beside)).map((each) => ({
      ...each,
      network: Math.floor(at / probes),
      probe: at % probes,
    })),
  );
}

type Named = readonly [string, Tensor];

const whole = (name: string, values: readonly number[]): Named => [
  name,
  { shape: [values.length], data: Int32Array.from(values) },
];

const exact = (name: string, values: readonly number[]): Named => [
  name,
  { shape: [values.length], data: Float64Array.from(values) },
];

/** The tensors of the second format that the first one lacks. */
export function besideTensors(
  sets: readonly ShippedSet[],
  { units, probes }: { readonly units: number; readonly probes: number },
): readonly Named[] {
  const near = placed(sets, probes, (beside) => beside.near);
  const continua = placed(sets, probes, (beside) => beside.continua);
  const points = sets.flatMap((set) => set.points);
  const kinks = Uint8Array.from(points, ({ kink }) => KINKS.indexOf(kink));
  const met = sets.flatMap(({ beside }) => beside?.met ?? []);
  const column = (name: string, of: (each: (typeof continua)[number]) => number): Named =>
    whole(`continuum_${name}`, continua.map(of));
  return [
    whole("met", met),
    ["kink", { shape: [points.length], data: kinks }],
    [
      "near_state",
      statesOf(
        near.map(({ state }) => state),
        units,
      ),
    ],
    whole(
      "near_network",
      near.map(({ network }) => network),
    ),
    whole(
      "near_probe",
      near.map(({ probe }) => probe),
    ),
    exact(
      "near_field_norm",
      near.map(({ fieldNorm }) => fieldNorm),
    ),
    [
      "continuum_state",
      statesOf(
        continua.flatMap(({ sample }) => sample),
        units,
      ),
    ],
    column("sampled", ({ sample }) => sample.length),
    column("network", ({ network }) => network),
    column("probe", ({ probe }) => probe),
    column("dimension", ({ dimension }) => dimension),
    column("shape", ({ shape }) => SHAPES.indexOf(shape)),
    column("unstable", ({ unstableDirections }) => unstableDirections),
    column("met", (each) => each.met),
    exact(
      "continuum_extent",
      continua.map(({ extent }) => extent),
    ),
  ];
}

function statesOf(states: readonly Float32Array[], units: number): Tensor {
  const data = new Float32Array(states.length * units);
  for (const [k, state] of states.entries()) data.set(state, k * units);
  return { shape: [states.length, units], data };
}

/** How many tensors the second format has beside those of the first. */
export const BESIDE_TENSORS = 15;

/** What a file of the second format says of its sets, by their place in the file. */
export type ReadBeside = {
  readonly met: ArrayLike<number>;
  readonly kinkOf: (point: number) => (typeof KINKS)[number];
  readonly near: (network: number, probe: number) => readonly ShippedNear[];
  readonly continua: (network: number, probe: number) => readonly ShippedContinuum[];
};

/**
 * Reads what is beside the points of a file.
 * @throws FormatError where a tensor is missing or does not hold together.
 */
export function besideOf(
  tensors: TensorFile["tensors"],
  about: { readonly units: number; readonly networks: number; readonly probes: number },
): ReadBeside {
  const points = tensors.get("network")?.data.length ?? 0;
  const met = columnOf("roots", tensors, { name: "met", kinds: ["I32"], shape: [points] });
  const kinks = columnOf("roots", tensors, { name: "kink", kinds: ["U8"], shape: [points] });
  if (met.some((each) => each < 0) || kinks.some((each) => each >= KINKS.length))
    throw new FormatError("roots: expected no negative counts, and kinks of a known kind");
  const near = nearOf(tensors, about);
  const continua = continuaOf(tensors, about);
  const at = (network: number, probe: number) => (each: Placed<unknown>) =>
    each.network === network && each.probe === probe;
  const bare = <T>({ network: _, probe: __, ...rest }: Placed<T>) => rest;
  return {
    met,
    kinkOf: (point) => KINKS[kinks[point]],
    near: (network, probe) => near.filter(at(network, probe)).map(bare),
    continua: (network, probe) => continua.filter(at(network, probe)).map(bare),
  };
}

type About = Parameters<typeof besideOf>[1];

/** @throws FormatError where an entry belongs to no network or probe of the file. */
function requirePlaced({ network, probe }: Placed<unknown>, { networks, probes }: About): void {
  if (network >= 0 && network < networks && probe >= 0 && probe < probes) return;
  throw new FormatError(`roots: network ${network} under probe ${probe} is not in the file`);
}

/** @throws FormatError where numbers are not finite, or negative. */
function requireSizes(what: string, values: Iterable<number>): void {
  for (const value of values)
    if (!(value >= 0)) throw new FormatError(`roots: expected ${what} of 0 or more, got ${value}`);
}

function rows(states: Iterable<number>, units: number): readonly Float32Array[] {
  const all = Float32Array.from(states);
  if (!all.every(Number.isFinite)) throw new FormatError("roots: expected finite states");
  const count = all.length / units;
  return Array.from({ length: count }, (_, k) => all.slice(k * units, (k + 1) * units));
}

function nearOf(tensors: TensorFile["tensors"], about: About): readonly Placed<ShippedNear>[] {
  const { units } = about;
  const count = tensors.get("near_network")?.data.length ?? 0;
  const column = (name: string, kind: "F32" | "F64" | "I32", ...more: readonly number[]) =>
    columnOf("roots", tensors, { name, kinds: [kind], shape: [count, ...more] });
  const states = rows(column("near_state", "F32", units), units);
  const [network, probe] = [column("near_network", "I32"), column("near_probe", "I32")];
  const fieldNorm = column("near_field_norm", "F64");
  requireSizes("|F| near a point", fieldNorm);
  return states.map((state, k) => {
    const each = { state, fieldNorm: fieldNorm[k], network: network[k], probe: probe[k] };
    requirePlaced(each, about);
    return each;
  });
}

function continuaOf(
  tensors: TensorFile["tensors"],
  about: About,
): readonly Placed<ShippedContinuum>[] {
  const { units } = about;
  const count = tensors.get("continuum_network")?.data.length ?? 0;
  const whole = (name: string) => {
    const of = { name: `continuum_${name}`, kinds: ["I32" as const], shape: [count] };
    const column = columnOf("roots", tensors, of);
    requireSizes(`continuum_${name}`, column);
    return column;
  };
  const columns = {
    network: whole("network"),
    probe: whole("probe"),
    dimension: whole("dimension"),
    shape: whole("shape"),
    unstable: whole("unstable"),
    met: whole("met"),
    sampled: whole("sampled"),
  };
  const extent = columnOf("roots", tensors, {
    ...{ name: "continuum_extent", kinds: ["F64"], shape: [count] },
  });
  requireSizes("the extent of a continuum", extent);
  const held = Array.from(columns.sampled).reduce((sum, each) => sum + each, 0);
  const states = rows(
    columnOf("roots", tensors, { name: "continuum_state", kinds: ["F32"], shape: [held, units] }),
    units,
  );
  if (columns.shape.some((each) => each >= SHAPES.length))
    throw new FormatError("roots: expected continua of a known shape");
  let from = 0;
  return Array.from({ length: count }, (_, k) => {
    const each = {
      network: columns.network[k],
      probe: columns.probe[k],
      dimension: columns.dimension[k],
      shape: SHAPES[columns.shape[k]],
      extent: extent[k],
      unstableDirections: columns.unstable[k],
      met: columns.met[k],
      sample: states.slice(from, from + columns.sampled[k]),
    };
    from += columns.sampled[k];
    requirePlaced(each, about);
    return each;
  });
}
