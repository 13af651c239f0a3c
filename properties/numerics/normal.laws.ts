import fc from "fast-check";
import { minusTwoLog, normalPair } from "../../src/numerics/normal.ts";
import type { Law } from "../law.ts";

/** Two deviates from two words. */
export type NormalPair = typeof normalPair;

const words = fc.tuple(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.integer({ min: 0, max: 0xffffffff }),
);

/** Box and Muller's pair in float64, by the library's functions. */
function exactPair(first: number, second: number): readonly [number, number] {
  const radius = Math.sqrt(-2 * Math.log(((first >>> 8) + 1) / 0x1000000));
  const place = (((second >>> 6) & 0xffffff) - 0x800000) / 0x1000000;
  const angle = (Math.PI / 2) * (place + (second >>> 30));
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

const inDegrees = (first: number, second: number): readonly [number, number] => {
  const [x, y] = exactPair(first, second);
  return [Math.fround(x * 1.0001), Math.fround(y * 1.0001)];
};

/** The float32 pair against the formula in float64. */
export const pairIsBoxMuller: Law<NormalPair, readonly [number, number], "numerics/box-muller"> = {
  id: "numerics/box-muller",
  says: "a pair of deviates is Box and Muller's to within 2e-6, and both are float32",
  cite: "Box & Muller 1958",
  needs: [],
  runs: 2000,
  cases: () => words,
  holds(pair, [first, second]) {
    const actual = pair(first, second);
    exactPair(first, second).forEach((expected, k) => {
      if (!(Math.abs(actual[k] - expected) <= 2e-6))
        throw new Error(`deviate ${k}: ${actual[k]}, expected ${expected}`);
      if (Math.fround(actual[k]) !== actual[k]) throw new Error(`${actual[k]} is no float32`);
    });
  },
  mutants: [
    { name: "deviates a ten-thousandth too large", subject: inDegrees },
    {
      name: "sine and cosine in the wrong order in the third quadrant",
      subject: (first, second) => {
        const [x, y] = normalPair(first, second);
        return second >>> 30 === 2 ? [y, x] : [x, y];
      },
    },
    { name: "float64 deviates", subject: exactPair },
    {
      name: "the logarithm of the word itself, not of word + 1",
      subject: (first, second) => normalPair(first >>> 8 === 0 ? 0 : first - 256, second),
    },
  ],
};

/** No-regression values: wasm and native engines must make these bytes. */
const GOLDEN: readonly (readonly [number, number, number, number])[] = [
  [0, 0, 4.078668117523193, -4.078668117523193],
  [0xffffffff, 0xffffffff, -0, 0],
  [0x12345678, 0x9abcdef0, -2.2802016735076904, 0.2961467206478119],
  [0xdeadbeef, 0x40000000, 0.37342676520347595, 0.37342676520347595],
  [0x01234567, 0x89abcdef, -2.8092308044433594, 1.7147620916366577],
  [0x27182818, 0x28459045, 1.8988432884216309, 0.3908861577510834],
  [0xcafef00d, 0xc0ffee00, -0.4696931838989258, -0.4933275282382965],
];

/** Golden vectors of the conversion. */
export const goldenPairs: Law<NormalPair, null, "numerics/golden-pairs"> = {
  id: "numerics/golden-pairs",
  says: "seven pairs of deviates are, to the bit, what they have always been",
  needs: [],
  runs: 1,
  cases: () => fc.constant(null),
  holds(pair) {
    for (const [first, second, x, y] of GOLDEN) {
      const actual = pair(first, second);
      if (!(Object.is(actual[0], x) && Object.is(actual[1], y)))
        throw new Error(`words ${first}, ${second}: ${actual}, expected ${x}, ${y}`);
    }
  },
  mutants: [
    {
      name: "the library's functions, rounded",
      subject: (first, second) => {
        const [x, y] = exactPair(first, second);
        return [Math.fround(x), Math.fround(y)];
      },
    },
    {
      name: "the root of the float64 logarithm",
      subject: (first, second) => {
        const [x, y] = normalPair(first, second);
        const radius = Math.sqrt(minusTwoLog(first));
        const exact = Math.sqrt(-2 * Math.log(((first >>> 8) + 1) / 0x1000000));
        return [Math.fround((x * exact) / radius), Math.fround((y * exact) / radius)];
      },
    },
  ],
};
