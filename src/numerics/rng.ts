import { createHash } from "node:crypto";
import { normalPair } from "./normal.ts";

/**
 * The name of one random stream: 128 bits as four unsigned 32-bit words. Keys are derived by hash
 * from what a draw is for, never by the order of calls, so any draw can be repeated alone.
 */
export type Key = readonly [number, number, number, number];

/** The state of xoshiro128++: four unsigned 32-bit words, not all zero. */
export type RngState = Uint32Array;

/** A source of random numbers. Every method advances the stream. */
export interface Rng {
  /** A uniform integer in [0, 2^32). */
  uint32(): number;
  /** A uniform float64 in [0, 1) with 53 random bits. */
  uniform(): number;
  /** A uniform integer in [0, n), without bias. @throws RangeError unless n is in 1 … 2^32 − 1. */
  integer(n: number): number;
  /** A standard normal deviate, exactly representable in float32. */
  normal(): number;
}

/**
 * The key that `path` names below `parent`: the first 128 bits, little-endian, of
 * SHA-256(parent words | path as JSON). Different paths never hash the same text.
 */
export function deriveKey(parent: Key | null, ...path: readonly (string | number)[]): Key {
  const digest = createHash("sha256")
    .update(`${(parent ?? []).join(",")}|${JSON.stringify(path)}`)
    .digest();
  const words = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
  const word = (k: number): number => words.getUint32(4 * k, true);
  return [word(0), word(1), word(2), word(3)];
}

/** MurmurHash3's 32-bit finaliser (Appleby, public domain): a bijection of the 32-bit words. */
export function mix32(word: number): number {
  let h = word >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * The starting state of the stream that `key` and a number (a trial's index) name. Cheap enough to
 * be called once for each trial: word k is mix32(key_k ^ mix32(index + (k + 1)·0x9e3779b9)).
 * @throws RangeError unless index is an integer in 0 … 2^32 − 1.
 */
export function streamState(key: Key, index: number): RngState {
  if (!Number.isInteger(index) || index < 0 || index > 0xffffffff)
    throw new RangeError(`index: expected an integer in 0 … 2^32 − 1, got ${index}`);
  const state = new Uint32Array(4);
  for (let k = 0; k < 4; k++)
    state[k] = mix32(key[k] ^ mix32(index + Math.imul(k + 1, 0x9e3779b9)));
  if (state.every((word) => word === 0)) state[0] = 1;
  return state;
}

/**
 * One step of xoshiro128++ 1.0 on `state`, in place; answers the next 32 bits.
 * @source Blackman & Vigna 2021, "Scrambled linear pseudorandom number generators"
 */
export function nextUint32(state: RngState): number {
  const sum = (state[0] + state[3]) | 0;
  const result = (((sum << 7) | (sum >>> 25)) + state[0]) >>> 0;
  const shifted = state[1] << 9;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = (state[3] << 11) | (state[3] >>> 21);
  return result;
}

/** A stream that starts at `key` (stream number `index` of it). Same key, same numbers anywhere. */
export function createRng(key: Key, index = 0): Rng {
  const state = streamState(key, index);
  let spare: number | null = null;
  const uint32 = () => nextUint32(state);
  return {
    uint32,
    uniform: () => ((uint32() >>> 5) * 0x4000000 + (uint32() >>> 6)) / 0x20000000000000,
    integer(n) {
      if (!Number.isInteger(n) || n < 1 || n > 0xffffffff)
        throw new RangeError(`n: expected an integer in 1 … 2^32 − 1, got ${n}`);
      // Words below the remainder would make small results likelier: they are drawn again.
      const rejected = 0x100000000 % n;
      let word = uint32();
      while (word < rejected) word = uint32();
      return word % n;
    },
    normal() {
      if (spare !== null) {
        const kept = spare;
        spare = null;
        return kept;
      }
      const [first, second] = normalPair(uint32(), uint32());
      spare = second;
      return first;
    },
  };
}

/** A uniformly random order of 0 … n − 1 (Fisher–Yates). */
export function permutation(n: number, rng: Rng): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    const moved = order[i];
    order[i] = order[j];
    order[j] = moved;
  }
  return order;
}
