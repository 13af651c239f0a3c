import fc from "fast-check";
import {
  deriveKey,
  mix32,
  nextUint32,
  type RngState,
  streamState,
} from "../../src/numerics/rng.ts";
import type { Law } from "../law.ts";

/** One step of a generator, in place. */
export type NextUint32 = (state: RngState) => number;

/** xoshiro128++ from the state 1, 2, 3, 4: published with rand_xoshiro, from the C reference. */
const PUBLISHED = [
  641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011,
  621204420,
];

const rotate = (x: number, bits: number): number => ((x << bits) | (x >>> (32 - bits))) >>> 0;

/** xoshiro128 with numbers of its own, and the scrambler left to choose. */
const xoshiro =
  (
    scramble: (state: RngState) => number,
    { shift, turn }: { readonly shift: number; readonly turn: number },
  ): NextUint32 =>
  (state) => {
    const result = scramble(state);
    const shifted = state[1] << shift;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate(state[3], turn);
    return result;
  };

const plusPlus = (state: RngState): number =>
  (rotate((state[0] + state[3]) >>> 0, 7) + state[0]) >>> 0;

/** The generator against its published numbers. */
export const publishedNumbers: Law<NextUint32, null, "numerics/xoshiro128++"> = {
  id: "numerics/xoshiro128++",
  says: "the generator gives the published numbers of xoshiro128++",
  cite: "Blackman & Vigna 2021; vector of the crate rand_xoshiro",
  needs: [],
  runs: 1,
  cases: () => fc.constant(null),
  holds(next) {
    const state = Uint32Array.of(1, 2, 3, 4);
    PUBLISHED.forEach((expected, k) => {
      const actual = next(state);
      if (actual !== expected) throw new Error(`number ${k}: ${actual}, expected ${expected}`);
    });
  },
  mutants: [
    {
      name: "xoshiro128+",
      subject: xoshiro((state) => (state[0] + state[3]) >>> 0, { shift: 9, turn: 11 }),
    },
    {
      name: "xoshiro128**",
      subject: xoshiro((state) => Math.imul(rotate(Math.imul(state[1], 5), 7), 9) >>> 0, {
        shift: 9,
        turn: 11,
      }),
    },
    { name: "a shift of 8", subject: xoshiro(plusPlus, { shift: 8, turn: 11 }) },
    { name: "a turn of 10", subject: xoshiro(plusPlus, { shift: 9, turn: 10 }) },
  ],
};

/** How streams get their names and their first states. */
export type Naming = {
  readonly deriveKey: typeof deriveKey;
  readonly streamState: typeof streamState;
  readonly mix32: typeof mix32;
};

const naming: Naming = { deriveKey, streamState, mix32 };

const mustEqual = (what: string, actual: ArrayLike<number>, expected: readonly number[]): void => {
  if (Array.from(actual).join() !== expected.join())
    throw new Error(`${what}: ${Array.from(actual).join()}, expected ${expected.join()}`);
};

/**
 * Golden vectors: stored networks depend on them. mix32(1) is a textbook value (MurmurHash3's
 * finaliser), the others say only that nothing has changed; the first key is also what
 * `printf '|["golden"]' | sha256sum` prints.
 */
export const goldenNames: Law<Naming, null, "numerics/names"> = {
  id: "numerics/names",
  says: "keys and first states are what they have always been",
  needs: [],
  runs: 1,
  cases: () => fc.constant(null),
  holds(subject) {
    const golden = [1479122407, 4170569155, 524816927, 3443270936] as const;
    mustEqual("mix32(1)", [subject.mix32(1)], [0x514e28b7]);
    mustEqual("a root key", subject.deriveKey(null, "golden"), golden);
    mustEqual(
      "a key below it",
      subject.deriveKey(golden, "trial", 7),
      [1652087392, 1698785418, 318950929, 1911713420],
    );
    mustEqual(
      "stream 0",
      subject.streamState([1, 2, 3, 4], 0),
      [1863002342, 2082148562, 1801265926, 3336671179],
    );
    mustEqual(
      "stream 2^32 − 1",
      subject.streamState([1, 2, 3, 4], 0xffffffff),
      [1300299365, 556793013, 1759191651, 2763536204],
    );
  },
  mutants: [
    {
      name: "a number is named like its digits",
      subject: {
        ...naming,
        deriveKey: (parent, ...path) => deriveKey(parent, ...path.map((part) => `${part}`)),
      },
    },
    {
      name: "streams one further",
      subject: { ...naming, streamState: (key, index) => streamState(key, (index + 1) % 2 ** 32) },
    },
    {
      name: "mix32 without its last shift",
      subject: { ...naming, mix32: (word) => mix32(word) ^ 1 },
    },
  ],
};

/** Different names, different streams. */
export const namesApart: Law<
  Naming,
  readonly [string | number, string | number, number, number],
  "numerics/names-apart"
> = {
  id: "numerics/names-apart",
  says: "different paths and different numbers name different streams",
  needs: [],
  runs: 300,
  cases: () => {
    const part = fc.oneof(fc.nat(20), fc.nat(20).map(String), fc.string({ maxLength: 3 }));
    return fc.tuple(part, part, fc.nat(1000), fc.nat(31));
  },
  holds(subject, [a, b, i, bit]) {
    const key = subject.deriveKey(null, a);
    const other = subject.deriveKey(null, b);
    if ((a === b) !== (key.join() === other.join()))
      throw new Error(`keys of ${JSON.stringify(a)} and ${JSON.stringify(b)}: ${key}, ${other}`);
    if (subject.deriveKey(key, b).join() === other.join())
      throw new Error(`the key of ${JSON.stringify(b)} does not depend on its parent`);
    const j = (i + 2 ** bit) % 2 ** 32;
    if (subject.streamState(key, i).join() === subject.streamState(key, j).join())
      throw new Error(`streams ${i} and ${j} of ${key} are the same`);
  },
  mutants: [
    {
      name: "a number is named like its digits",
      subject: {
        ...naming,
        deriveKey: (parent, ...path) => deriveKey(parent, ...path.map((part) => `${part}`)),
      },
    },
    {
      name: "the parent is forgotten",
      subject: { ...naming, deriveKey: (_, ...path) => deriveKey(null, ...path) },
    },
    {
      name: "streams by their number's last byte",
      subject: { ...naming, streamState: (key, index) => streamState(key, index & 255) },
    },
  ],
};

/** Our generator. */
export const ourGenerator: NextUint32 = nextUint32;

/** Our names. */
export const ourNaming: Naming = naming;
