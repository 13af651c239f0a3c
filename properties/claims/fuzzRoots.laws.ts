import { decodeSafetensors, type TensorFile } from "../../src/store/safetensors.ts";
import type { ShippedBeside } from "../../src/study/rootsBeside.ts";
import { decodeRoots, encodeRoots, type ShippedSet } from "../../src/study/rootsFile.ts";
import type { Law } from "../law.ts";
import { hostileTensors, sealRoots } from "../store/hostileTensors.ts";
import { answerOf } from "../store/refusal.ts";

/** Reads a file of fixed points. */
export type ReadRoots = (bytes: Uint8Array) => readonly ShippedSet[];

/** Two networks under two probes, with one, none, three and two points; and what is beside them. */
const made = (format: 1 | 2): Uint8Array =>
  encodeRoots(
    [1, 0, 3, 2].map((count, at) => ({
      key: `0123456789abcde${at >> 1}`,
      probe: { value: 0.1 * (at % 2), context: 0 },
      starts: [10 + at, at, 0],
      points: Array.from({ length: count }, (_, k) => ({
        state: Float32Array.of(at, k, -1),
        spectralRadius: 0.9 + k / 10,
        index: k === 1 ? -1 : 1,
        certified: k !== 2,
        kink: format === 2 && k === 2 ? ("undecided" as const) : null,
      })),
      beside: format === 1 ? null : madeBeside(at, count),
    })),
  );

const madeBeside = (at: number, count: number): ShippedBeside => ({
  met: Array.from({ length: count }, (_, k) => 5 + k),
  near: Array.from({ length: at % 2 }, () => ({
    state: Float32Array.of(0, at, 1),
    fieldNorm: 1e-9,
  })),
  continua: Array.from({ length: at === 2 ? 2 : 0 }, (_, k) => ({
    ...({ dimension: 1, shape: "unbounded", extent: Number.POSITIVE_INFINITY } as const),
    sample: Array.from({ length: 2 + k }, (_, j) => Float32Array.of(j, k, 0)),
    ...{ unstableDirections: k, met: 3 },
  })),
});

/** What was accepted, though the file does not hold together. */
function lieIn(bytes: Uint8Array, sets: readonly ShippedSet[]): string | null {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { keys, probes, units } = Object(JSON.parse(metadata.get("about") ?? "null"));
  if (new Set(keys).size < keys.length) return "a key twice";
  if (sets.length !== keys.length * probes.length) return `${sets.length} sets`;
  const points = sets.flatMap((set) => set.points);
  const held = tensors.get("state")?.data.length ?? 0;
  if (points.length * units !== held) return `${points.length} points of ${held} numbers`;
  for (const { key, starts } of sets)
    if (!starts.every((n) => Number.isInteger(n) && n >= 0)) return `${key}: starts ${starts}`;
  for (const { state, spectralRadius, index } of points) {
    if (state.length !== units || !state.every(Number.isFinite)) return `state ${state}`;
    if (!(spectralRadius >= 0 && spectralRadius < Number.POSITIVE_INFINITY))
      return `spectral radius ${spectralRadius}`;
    if (![-1, 0, 1].includes(index)) return `index ${index}`;
  }
  const besideLie = lieBeside(tensors, sets);
  if (besideLie !== null) return besideLie;
  const again = decodeSafetensors(encodeRoots(sets)).tensors.get("starts")?.data ?? [];
  const starts = tensors.get("starts")?.data ?? [];
  return String(again) === String(starts) ? null : `starts ${starts} were read as ${again}`;
}

/** What was accepted of what is beside points. */
function lieBeside(tensors: TensorFile["tensors"], sets: readonly ShippedSet[]): string | null {
  const beside = sets.flatMap((set) => set.beside ?? []);
  const counts = {
    near_network: beside.flatMap(({ near }) => near).length,
    continuum_network: beside.flatMap(({ continua }) => continua).length,
    met: beside.flatMap(({ met }) => met).length,
  };
  for (const [name, count] of Object.entries(counts)) {
    const held = tensors.get(name)?.data.length ?? 0;
    if (held !== count) return `${count} of ${held} of ${name}`;
  }
  const states = beside.flatMap(({ near, continua }) => [
    ...near.map(({ state }) => state),
    ...continua.flatMap(({ sample }) => sample),
  ]);
  if (!states.every((state) => state.every(Number.isFinite))) return "a place that is not finite";
  const numbers = beside.flatMap(({ met, near, continua }) => [
    ...met,
    ...near.map(({ fieldNorm }) => fieldNorm),
    ...continua.flatMap((each) => [each.extent, each.met, each.unstableDirections]),
  ]);
  return numbers.every((each) => each >= 0) ? null : `negative or no number: ${numbers}`;
}

/** The law of a reader of fixed points, tried on these files, changed. */
export function rootsFuzzing(
  corpus: () => readonly Uint8Array[],
): Law<ReadRoots, Uint8Array, "claims/fuzz-roots"> {
  return {
    id: "claims/fuzz-roots",
    says: "changed fixed points are refused by a FormatError, or each of them is read and is sound",
    needs: [],
    runs: 1000,
    cases: () => hostileTensors(corpus(), sealRoots),
    holds(read, bytes) {
      const answer = answerOf(() => read(bytes));
      const lie = "value" in answer ? lieIn(bytes, answer.value) : null;
      if (lie !== null) throw new Error(`accepted: ${lie}`);
    },
    mutants: [
      {
        name: "a point of no network is lost",
        subject(bytes) {
          const sets = decodeRoots(bytes);
          return sets.map((set, k) => (k === 0 ? { ...set, points: set.points.slice(1) } : set));
        },
      },
      {
        name: "an index is any number",
        subject: (bytes) =>
          decodeRoots(bytes).map((set) => ({
            ...set,
            points: set.points.map((point) => ({ ...point, index: 2 * point.index })),
          })),
      },
      {
        name: "a near place is lost",
        subject: (bytes) =>
          decodeRoots(bytes).map((set) => ({
            ...set,
            beside: set.beside && { ...set.beside, near: set.beside.near.slice(1) },
          })),
      },
      {
        name: "a tensor that is not there is a crash",
        subject(bytes) {
          decodeSafetensors(bytes).tensors.get("starts")?.data.fill(0);
          if (!decodeSafetensors(bytes).tensors.has("probe")) throw new TypeError("undefined");
          return decodeRoots(bytes);
        },
      },
    ],
  };
}

/** A file of fixed points is fixed points, or nothing. */
export const fuzzedRoots: Law<ReadRoots, Uint8Array, "claims/fuzz-roots"> = rootsFuzzing(() => [
  made(1),
  made(2),
]);
