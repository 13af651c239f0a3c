import fc from "fast-check";
import { exponential, naturalLog } from "../../src/numerics/logarithm.ts";
import type { Law } from "../law.ts";

/** A logarithm with its inverse. */
export type Logarithm = {
  readonly ln: (x: number) => number;
  readonly exp: (x: number) => number;
};

/** Ours. */
export const ourLogarithm: Logarithm = { ln: naturalLog, exp: exponential };

const positive = fc.oneof(
  fc.double({ min: 1e-300, max: 1e300, noNaN: true }),
  fc.double({ min: 0.5, max: 2, noNaN: true }),
  fc.double({ min: 1e-12, max: 1, noNaN: true }),
);

const relative = (actual: number, expected: number): number =>
  actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);

/** ln and exp against the library's, which are within one unit in the last place. */
export const logarithmIsExact: Law<
  Logarithm,
  { readonly x: number; readonly y: number },
  "numerics/logarithm"
> = {
  id: "numerics/logarithm",
  says: "ln and exp are the library's to within 1e-15, and ln 1 = 0, e^0 = 1 exactly",
  needs: [],
  runs: 3000,
  cases: () =>
    fc.record({
      x: positive,
      y: fc.oneof(
        fc.double({ min: -700, max: 700, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
      ),
    }),
  holds({ ln, exp }, { x, y }) {
    const log = relative(ln(x), Math.log(x));
    if (!(log <= 1e-15)) throw new Error(`ln ${x}: ${ln(x)}, off by ${log}`);
    const power = relative(exp(y), Math.exp(y));
    if (!(power <= 1e-15)) throw new Error(`e^${y}: ${exp(y)}, off by ${power}`);
    if (ln(1) !== 0 || exp(0) !== 1) throw new Error(`ln 1 = ${ln(1)}, e^0 = ${exp(0)}`);
  },
  mutants: [
    {
      name: "float32 logarithms",
      subject: { ...ourLogarithm, ln: (x) => Math.fround(Math.log(x)) },
    },
    { name: "logarithms to base 2", subject: { ...ourLogarithm, ln: Math.log2 } },
    {
      name: "a series that is cut short",
      subject: { ...ourLogarithm, exp: (y) => exponential(y) * (1 - 4e-15) },
    },
    {
      name: "ln 2 is one float64",
      subject: {
        ...ourLogarithm,
        ln(x) {
          const k = Math.floor(Math.log2(x));
          return k * Math.LN2 + naturalLog(x / 2 ** k);
        },
      },
    },
  ],
};

/** No-regression values: any machine must make these bits. */
const GOLDEN: readonly (readonly [keyof Logarithm, number, number])[] = [
  ["ln", 0, Number.NEGATIVE_INFINITY],
  ["ln", 1e-300, -690.7755278982137],
  ["ln", 0.001, -6.907755278982137],
  ["ln", 0.7, -0.35667494393873245],
  ["ln", 0.71, -0.342490308946776],
  ["ln", 0.729090303232256, -0.3159576818984952],
  ["ln", 0.8843718760413195, -0.12287763054821436],
  ["ln", 0.9999999999999999, -1.1102230246251565e-16],
  ["ln", 3, 1.0986122886681096],
  ["ln", 1e300, 690.7755278982137],
  ["exp", -700, 9.85967654375977e-305],
  ["exp", -2.3, 0.10025884372280375],
  ["exp", 1.6875, 5.405948925141167],
  ["exp", 10, 22026.465794806718],
  ["exp", 700, 1.0142320547350045e304],
];

/** Golden values. */
export const goldenLogarithms: Law<Logarithm, null, "numerics/golden-logarithms"> = {
  id: "numerics/golden-logarithms",
  says: "values of ln and exp are, to the bit, what they have always been",
  needs: [],
  runs: 1,
  cases: () => fc.constant(null),
  holds(logarithm) {
    for (const [name, x, expected] of GOLDEN) {
      const actual = logarithm[name](x);
      if (!Object.is(actual, expected)) throw new Error(`${name} ${x}: ${actual}, ${expected}`);
    }
  },
  mutants: [
    {
      name: "one bit off",
      subject: { ...ourLogarithm, ln: (x) => naturalLog(x) * (1 + Number.EPSILON) },
    },
    {
      name: "series from the largest term",
      subject: {
        ...ourLogarithm,
        exp(x) {
          let [sum, term] = [1, 1];
          for (let n = 1; n <= 16; n++) {
            term *= x / 1024 / n;
            sum += term;
          }
          for (let n = 0; n < 10; n++) sum *= sum;
          return sum;
        },
      },
    },
  ],
};
