import fc from "fast-check";
import { ADAM_DEFAULTS, adamBegin, adamUpdate, integerPower } from "../../src/numerics/adam.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";

/** One update of Adam. */
export type AdamUpdate = typeof adamUpdate;

type AdamCase = {
  readonly gradient: readonly number[];
  readonly learningRate: number;
  readonly steps: number;
};

/** Adam with its memory's step count changed before the bias is corrected. */
const countingFrom =
  (steps: (step: number) => number): AdamUpdate =>
  (given, settings) => {
    const step = steps(given.memory.step);
    const { parameters, memory } = adamUpdate(
      { ...given, memory: { ...given.memory, step } },
      settings,
    );
    return { parameters, memory: { ...memory, step: given.memory.step + 1 } };
  };

/** While the gradient stays the same, a corrected step has the learning rate's length. */
export const biasIsCorrected: Law<AdamUpdate, AdamCase, "numerics/adam-bias"> = {
  id: "numerics/adam-bias",
  says: "with a constant gradient every update is the learning rate against its sign",
  cite: "Kingma & Ba 2015, §3 (initialisation bias correction)",
  needs: [],
  cases: () =>
    fc.record({
      gradient: fc.array(
        fc
          .double({ min: 0.01, max: 100, noNaN: true })
          .chain((size) => fc.constantFrom(size, -size)),
        { minLength: 1, maxLength: 5 },
      ),
      learningRate: fc.constantFrom(5e-4, 0.01, 0.1),
      steps: fc.integer({ min: 1, max: 20 }),
    }),
  holds(update, { gradient, learningRate, steps }) {
    const size = gradient.length;
    let parameters: Float64Array = new Float64Array(size);
    let memory = adamBegin(size);
    for (let k = 1; k <= steps; k++) {
      ({ parameters, memory } = update(
        { parameters, gradient: Float64Array.from(gradient), memory },
        { learningRate, ...ADAM_DEFAULTS },
      ));
      const expected = gradient.map((g) => -Math.sign(g) * learningRate * k);
      mustBeClose(`parameters after ${k} updates`, parameters, expected, 1e-5);
    }
  },
  mutants: [
    { name: "without bias correction", subject: countingFrom(() => 1e6) },
    {
      name: "the bias of one update before",
      subject: countingFrom((step) => Math.max(0, step - 1)),
    },
    {
      name: "uphill",
      subject: (given, settings) =>
        adamUpdate({ ...given, gradient: given.gradient.map((g) => -g) }, settings),
    },
    {
      name: "plain gradient descent",
      subject: ({ parameters, gradient, memory }, { learningRate }) => ({
        parameters: parameters.map((p, k) => p - learningRate * gradient[k]),
        memory: { ...memory, step: memory.step + 1 },
      }),
    },
  ],
};

/** base^exponent. */
export type IntegerPower = typeof integerPower;

/** Powers by squaring against powers one by one. */
export const powersAreProducts: Law<
  IntegerPower,
  readonly [number, number],
  "numerics/integer-power"
> = {
  id: "numerics/integer-power",
  says: "base^n is the product of n bases",
  needs: [],
  cases: () => fc.tuple(fc.double({ min: 0.9, max: 1.1, noNaN: true }), fc.nat(2000)),
  holds(power, [base, exponent]) {
    let product = 1;
    for (let k = 0; k < exponent; k++) product *= base;
    mustBeClose(`${base}^${exponent}`, [power(base, exponent)], [product], 1e-12);
  },
  mutants: [
    { name: "one factor too many", subject: (base, n) => integerPower(base, n + 1) },
    { name: "odd exponents rounded down", subject: (base, n) => integerPower(base, n - (n % 2)) },
  ],
};
