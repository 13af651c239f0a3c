import { createHash } from "node:crypto";
import * as v from "valibot";
import type { Kink } from "../attractors/kink.ts";
import { canonicalJson } from "../setting/storable.ts";
import { columnOf, metadataOf } from "../store/columns.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  FormatError,
  type Tensor,
  type TensorFile,
} from "../store/safetensors.ts";
import type { Probe } from "./analysis.ts";
import { BESIDE_TENSORS, besideOf, besideTensors, type ShippedBeside } from "./rootsBeside.ts";

/*
 * The fixed points of a population, beside its networks. Tensors, one entry a point: `state`
 * [point][unit] (F32: a place from which Newton's method finds the point again), `network`, `probe`
 * (I32), `spectral_radius` (F64), `index` (I32), `certified` (U8). `starts` [network][probe][3]
 * (I32): how many starts ended in a root, in a minimum of |F|² that is no root, in nothing.
 * Metadata `about` (JSON): the networks' keys and the probes; `sha256`. The second format, named by
 * `format` 2 in `about`, has near places, continua and more beside (`rootsBeside.ts`).
 */

/** A fixed point as it is shipped. */
export type ShippedPoint = {
  /** As `[unit]`, rounded to float32. */
  readonly state: Float32Array;
  readonly spectralRadius: number;
  readonly index: number;
  readonly certified: boolean;
  /** What is known of its stability where units of relu lie at their kink; else null. */
  readonly kink: Kink["verdict"] | null;
};

/** The fixed points of one network under one probe. */
export type ShippedSet = {
  readonly key: string;
  readonly probe: Probe;
  /** Starts that ended in a root, a minimum of |F|² that is none, or nothing. */
  readonly starts: readonly [number, number, number];
  readonly points: readonly ShippedPoint[];
  /** What is beside them; null in a file of the first format, which does not say. */
  readonly beside: ShippedBeside | null;
};

const aboutSchema = v.object({
  format: v.optional(v.literal(2)),
  units: v.pipe(v.number(), v.integer(), v.minValue(1)),
  keys: v.array(v.string()),
  probes: v.array(
    v.object({ value: v.number(), context: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  ),
});

/**
 * The bytes of a file of fixed points: every network under every probe, network by network. It is
 * of the second format where every set says what is beside its points, else of the first.
 * @throws RangeError where a set is missing, or there are none.
 */
export function encodeRoots(sets: readonly ShippedSet[]): Uint8Array {
  if (sets.length === 0) throw new RangeError("sets: expected at least one");
  const keys = [...new Set(sets.map(({ key }) => key))];
  const probes = sets.filter(({ key }) => key === keys[0]).map(({ probe }) => probe);
  if (sets.length !== keys.length * probes.length)
    throw new RangeError(
      `sets: expected ${keys.length} networks × ${probes.length} probes, got ${sets.length}`,
    );
  const units = unitsOf(sets);
  const isSecond = sets.every(({ beside }) => beside !== null);
  const tensors = new Map<string, Tensor>([
    ...pointTensors(sets, { units, probes: probes.length }),
    [
      "starts",
      {
        shape: [keys.length, probes.length, 3],
        data: Int32Array.from(sets.flatMap(({ starts }) => [...starts])),
      },
    ],
    ...(isSecond ? besideTensors(sets, { units, probes: probes.length }) : []),
  ]);
  const about = JSON.stringify({ ...(isSecond ? { format: 2 } : {}), units, keys, probes });
  const sha256 = digest(about, tensors);
  return encodeSafetensors({ tensors, metadata: new Map(Object.entries({ about, sha256 })) });
}

/** How many units the states of some sets have; 1 where there is no state. */
function unitsOf(sets: readonly ShippedSet[]): number {
  const states = sets.flatMap(({ points, beside }) => [
    ...points.map(({ state }) => state),
    ...(beside?.near ?? []).map(({ state }) => state),
    ...(beside?.continua ?? []).flatMap(({ sample }) => sample),
  ]);
  return states[0]?.length ?? 1;
}

function pointTensors(
  sets: readonly ShippedSet[],
  { units, probes }: { readonly units: number; readonly probes: number },
): readonly (readonly [string, Tensor])[] {
  const points = sets.flatMap((set, at) =>
    set.points.map((point) => ({
      ...point,
      network: Math.floor(at / probes),
      probe: at % probes,
    })),
  );
  const states = new Float32Array(points.length * units);
  for (const [k, { state }] of points.entries()) states.set(state, k * units);
  const count = [points.length];
  return [
    ["state", { shape: [points.length, units], data: states }],
    ["network", { shape: count, data: Int32Array.from(points, ({ network }) => network) }],
    ["probe", { shape: count, data: Int32Array.from(points, ({ probe }) => probe) }],
    ["spectral_radius", { shape: count, data: Float64Array.from(points, (p) => p.spectralRadius) }],
    ["index", { shape: count, data: Int32Array.from(points, ({ index }) => index) }],
    ["certified", { shape: count, data: Uint8Array.from(points, (p) => (p.certified ? 1 : 0)) }],
  ];
}

function digest(
  about: string,
  tensors: ReadonlyMap<string, { readonly data: ArrayBufferView }>,
): string {
  const hash = createHash("sha256").update(canonicalJson(about));
  for (const [name, { data }] of [...tensors].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`|${name} ${data.byteLength}|`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex");
}

/**
 * The sets of a file of fixed points.
 * @throws FormatError where it is not whole, was changed, or does not hold together.
 */
export function decodeRoots(bytes: Uint8Array): readonly ShippedSet[] {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (tensors.has("recurrent"))
    throw new FormatError("roots: expected fixed points, got a file of networks");
  if (metadata.get("sha256") !== digest(metadata.get("about") ?? "null", tensors))
    throw new FormatError("roots: the file's hash is not the one it states");
  const about = metadataOf("roots", metadata, { name: "about", schema: aboutSchema });
  const { keys, probes } = about;
  if (new Set(keys).size < keys.length) throw new FormatError("roots: a key is given twice");
  const { starts, ...points } = columnsOf(tensors, about);
  const beside =
    about.format === undefined
      ? null
      : besideOf(tensors, { ...about, networks: keys.length, probes: probes.length });
  const members = new Map<number, number[]>();
  for (let k = 0; k < points.network.length; k++) {
    const at = points.network[k] * probes.length + points.probe[k];
    members.set(at, [...(members.get(at) ?? []), k]);
  }
  const made = Array.from(points.network, (_, k) => ({
    ...pointAt(k, { columns: points, about }),
    kink: beside?.kinkOf(k) ?? null,
  }));
  return keys.flatMap((key, n) =>
    probes.map((probe, p) => {
      const at = n * probes.length + p;
      const own = members.get(at) ?? [];
      return {
        ...{ key, probe },
        starts: [starts[3 * at], starts[3 * at + 1], starts[3 * at + 2]] as const,
        points: own.map((k) => made[k]),
        beside: beside && {
          met: own.map((k) => beside.met[k]),
          near: beside.near(n, p),
          continua: beside.continua(n, p),
        },
      };
    }),
  );
}

type RootsAbout = v.InferOutput<typeof aboutSchema>;

/** Every tensor of the file, each of its kind and shape; the hash tells neither. */
function columnsOf(tensors: TensorFile["tensors"], { format, units, keys, probes }: RootsAbout) {
  const points = tensors.get("network")?.data.length ?? 0;
  const column = (name: string, kind: "F32" | "F64" | "I32" | "U8", ...more: readonly number[]) =>
    columnOf("roots", tensors, { name, kinds: [kind], shape: [points, ...more] });
  const columns = {
    state: column("state", "F32", units),
    network: column("network", "I32"),
    probe: column("probe", "I32"),
    radius: column("spectral_radius", "F64"),
    index: column("index", "I32"),
    certified: column("certified", "U8"),
    starts: columnOf("roots", tensors, {
      ...{ name: "starts", kinds: ["I32"], shape: [keys.length, probes.length, 3] },
    }),
  };
  const count = Object.keys(columns).length + (format === 2 ? BESIDE_TENSORS : 0);
  if (tensors.size !== count) throw new FormatError(`roots: expected ${count} tensors`);
  if (columns.starts.some((each) => each < 0))
    throw new FormatError("roots: expected no negative starts");
  return columns;
}

/** @throws FormatError where the point belongs nowhere, or is none. */
function pointAt(
  k: number,
  {
    columns,
    about,
  }: {
    readonly columns: Omit<ReturnType<typeof columnsOf>, "starts">;
    readonly about: RootsAbout;
  },
): Omit<ShippedPoint, "kink"> {
  const { units, keys, probes } = about;
  const { network, probe, radius, index, certified } = columns;
  const isIn = (value: number, end: number): boolean => value >= 0 && value < end;
  const state = Float32Array.from(columns.state.subarray(k * units, (k + 1) * units));
  const isSound =
    isIn(network[k], keys.length) &&
    isIn(probe[k], probes.length) &&
    Math.abs(index[k]) <= 1 &&
    certified[k] <= 1 &&
    isIn(radius[k], Number.POSITIVE_INFINITY) &&
    state.every(Number.isFinite);
  if (!isSound)
    throw new FormatError(
      `roots: point ${k}: expected finite numbers of one of ${keys.length} networks under one of ` +
        `${probes.length} probes, an index of ±1 or 0, certified 0 or 1`,
    );
  return { state, spectralRadius: radius[k], index: index[k], certified: certified[k] === 1 };
}
