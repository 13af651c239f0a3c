import fc from "fast-check";
import { TANH64_ERROR, tanh64 } from "../../src/numerics/tanh.ts";
import type { Law } from "../law.ts";

/** Any tanh in float64. */
export type Tanh = (x: number) => number;

/** Numbers are whole multiples of 2^−DIGITS here, which BigInt holds without rounding. */
const DIGITS = 400;
const ONE = 1n << BigInt(DIGITS);

/** A float64 as a whole multiple of 2^−DIGITS; exact from 2^−340 on. */
function wholeOf(x: number): bigint {
  let [scaled, digits] = [x, 0];
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    digits += 1;
  }
  return BigInt(scaled) << BigInt(DIGITS - digits);
}

/** e^x by Taylor's series at x / 2^16, squared sixteen times: right to 300 binary digits. */
function exactExponential(x: bigint): bigint {
  const small = x >> 16n;
  let [sum, term] = [ONE, ONE];
  for (let n = 1n; term !== 0n; n++) {
    term = (term * small) / (ONE * n);
    sum += term;
  }
  for (let n = 0; n < 16; n++) sum = (sum * sum) >> BigInt(DIGITS);
  return sum;
}

/** tanh |x| = (e^2|x| − 1) / (e^2|x| + 1). */
function exactTanh(x: number): bigint {
  const e = exactExponential(wholeOf(2 * Math.abs(x)));
  return ((e - ONE) << BigInt(DIGITS)) / (e + ONE);
}

const sizes = fc.oneof(
  // Uniform; doubles of fast-check are mostly tiny.
  fc.nat(2 ** 30).map((k) => (20 * k) / 2 ** 30),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 1e-60, max: 1e-3, noNaN: true }),
  fc.constantFrom(0, 19.0615474653984, 20, 20.5, 300),
  // Beside the steps of n, where the series is longest.
  fc
    .record({ n: fc.integer({ min: 0, max: 30 }), off: fc.integer({ min: -3, max: 3 }) })
    .map(({ n, off }) => Math.abs((((2 * n + 1) * Math.LN2) / 4) * (1 + off * 2 ** -52))),
);

/** tanh64 against arithmetic that does not round. */
export const tanhIsExact: Law<Tanh, number, "numerics/tanh"> = {
  id: "numerics/tanh",
  says: "tanh64 is tanh to within 8 roundings of 2⁻⁵³ of it, odd, and NaN of NaN",
  needs: [],
  runs: 1000,
  cases: () => sizes.filter((x) => x === 0 || x > 1e-100),
  holds(tanh, x) {
    const actual = tanh(x);
    if (!Object.is(tanh(-x), actual === 0 ? 0 : -actual)) throw new Error(`tanh ${-x}: not odd`);
    if (!Number.isNaN(tanh(Number.NaN))) throw new Error("tanh NaN: a number");
    const expected = exactTanh(x);
    const error = wholeOf(actual) - expected;
    // The bound is 2^−50 of tanh |x|, and 2^−300 is far more than what the series leaves out.
    const bound = expected / BigInt(Math.round(1 / TANH64_ERROR)) + (1n << 100n);
    if (error > bound || -error > bound)
      throw new Error(`tanh ${x}: ${actual}, off by ${Number(error) / Number(bound)} bounds`);
  },
  mutants: [
    {
      name: "a series that is cut short",
      subject: (x) => {
        const y = 2 * Math.abs(x);
        const n = Math.round(y / Math.LN2);
        const r = y - n * Math.LN2;
        let [sum, term] = [0, 1];
        for (let k = 1; k <= 9; k++) {
          term *= r / k;
          sum += term;
        }
        const e = 2 ** n * sum + (2 ** n - 1);
        return x < 0 ? -e / (e + 2) : e / (e + 2);
      },
    },
    {
      name: "e^2x − 1 by a difference",
      subject: (x) => (Math.exp(2 * x) - 1) / (Math.exp(2 * x) + 1),
    },
    { name: "sixteen roundings off", subject: (x) => tanh64(x) * (1 + 16 * 2 ** -53) },
    { name: "1 from 15 on", subject: (x) => (Math.abs(x) > 15 ? Math.sign(x) : tanh64(x)) },
  ],
};
