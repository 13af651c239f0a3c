import fc from "fast-check";
import { fieldOf } from "../../src/attractors/field.ts";
import { findFixedPoints } from "../../src/attractors/findFixedPoints.ts";
import { descendAll } from "../../src/attractors/lanes.ts";
import { newtonOn } from "../../src/attractors/newton.ts";
import { gramOf } from "../../src/attractors/normalEquations.ts";
import { createDefinedDescent } from "../../src/engine/descent/defined.ts";
import type { DescentKernel } from "../../src/engine/descent/kernel.ts";
import { readPlan } from "../../src/engine/descent/layout.ts";
import type { Network } from "../../src/model/model.ts";
import type { Law } from "../law.ts";
import { type Made, madeNetwork, madeStarts } from "./made.ts";

/** A network and how many starts go. */
type Descending = Made & { readonly starts: number };

const descending: fc.Arbitrary<Descending> = fc.record({
  seed: fc.nat(1_000_000),
  units: fc.integer({ min: 2, max: 14 }),
  activation: fc.constantFrom("tanh", "shifted-tanh", "relu"),
  gain: fc.double({ min: 0.5, max: 4, noNaN: true }),
  alpha: fc.constantFrom(0.1, 1),
  input: fc.constantFrom(-0.5, 0, 0.2),
  clamps: fc.constantFrom(0, 0, 1),
  starts: fc.integer({ min: 1, max: 21 }),
});

/** Where each start ended, one after another, in one row of numbers. */
function endings(kernel: DescentKernel, network: Network, made: Descending): Float64Array {
  const states: number[] = [];
  const field = fieldOf(network, [made.input]);
  descendAll(kernel, {
    ...{ field, gram: gramOf(field) },
    starts: madeStarts(network, made.seed, made.starts),
    knownAt: () => null,
    ended: (start, state) => states.push(start, ...state),
    isOver: () => false,
  });
  return Float64Array.from(states);
}

/** All numbers of a set that come from where starts went. */
function setOf(kernel: DescentKernel, network: Network, made: Descending): Float64Array {
  const { points, starts } = findFixedPoints({
    ...{ network, input: [made.input], solver: newtonOn(() => kernel), search: "starts" },
    starts: madeStarts(network, made.seed, made.starts),
  });
  return Float64Array.from([
    ...points.flatMap(({ state }) => [...state]),
    ...starts.flatMap(({ point, residual }) => [point ?? -1, residual]),
  ]);
}

function mustBeSame(what: string, actual: Float64Array, expected: Float64Array): void {
  if (actual.length !== expected.length)
    throw new Error(`${what}: ${actual.length} numbers, expected ${expected.length}`);
  for (let i = 0; i < actual.length; i++)
    if (!Object.is(actual[i], expected[i]))
      throw new Error(`${what}[${i}]: ${actual[i]}, expected ${expected[i]}`);
}

/** The definition with the memory of a block changed before each step. */
function tampered(change: (plan: ReturnType<typeof readPlan>, numbers: Float64Array) => void) {
  const kernel = createDefinedDescent();
  return {
    ...kernel,
    step(address: number) {
      const { buffer } = kernel.memory;
      change(readPlan(buffer, address), new Float64Array(buffer));
      kernel.step(address);
    },
  };
}

export const sameDescents: Law<DescentKernel, Descending, "attractors/same-descents"> = {
  id: "attractors/same-descents",
  says: "every kernel brings every start to the same bits as the definition, and to the same set",
  needs: [],
  cases: () => descending,
  holds(kernel, made) {
    const network = madeNetwork(made);
    const defined = createDefinedDescent();
    mustBeSame("states", endings(kernel, network, made), endings(defined, network, made));
    mustBeSame("set", setOf(kernel, network, made), setOf(defined, network, made));
  },
  mutants: [
    {
      name: "one bit of a state",
      subject: tampered(({ state }, numbers) => {
        numbers[state / 8] *= 1 + Number.EPSILON;
      }),
    },
    {
      name: "the damping is never lowered",
      subject: tampered(({ factor }, numbers) => {
        numbers[factor / 8] = Math.max(numbers[factor / 8], 0.01);
      }),
    },
    {
      name: "W_recᵀW_rec in float32",
      subject: tampered(({ gram, units }, numbers) => {
        for (let k = 0; k < units * units; k++)
          numbers[gram / 8 + k] = Math.fround(numbers[gram / 8 + k]);
      }),
    },
    {
      name: "no descent is flat",
      subject: tampered(({ flatShare }, numbers) => {
        numbers[flatShare / 8] = 0;
      }),
    },
  ],
};
