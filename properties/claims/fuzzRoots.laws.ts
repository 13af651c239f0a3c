import { decodeSafetensors } from "../../src/store/safetensors.ts";
import { decodeRoots, encodeRoots, type ShippedSet } from "../../src/study/rootsFile.ts";
import type { Law } from "../law.ts";
import { hostileTensors, sealRoots } from "../store/hostileTensors.ts";
import { answerOf } from "../store/refusal.ts";

/** Reads a file of fixed points. */
export type ReadRoots = (bytes: Uint8Array) => readonly ShippedSet[];

/** Two networks under two probes, with one, none, three and two points. */
const made = (): Uint8Array =>
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
      })),
    })),
  );

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
  const again = decodeSafetensors(encodeRoots(sets)).tensors.get("starts")?.data ?? [];
  const starts = tensors.get("starts")?.data ?? [];
  return String(again) === String(starts) ? null : `starts ${starts} were read as ${again}`;
}

/** The law of a reader of fixed points, tried on these files, changed. */
export function rootsFuzzing(corpus: () => readonly Uint8Array[]): Law<ReadRoots, Uint8Array> {
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
export const fuzzedRoots: Law<ReadRoots, Uint8Array> = rootsFuzzing(() => [made()]);
