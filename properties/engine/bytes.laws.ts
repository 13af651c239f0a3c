import fc from "fast-check";
import { definedArithmetic, foldHalves } from "../../src/engine/arithmetic.ts";
import { createDefinedEngine, definedEngine } from "../../src/engine/defined.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { eachWeight, WEIGHT_NAMES, withWeights } from "../../src/model/model.ts";
import type { Law } from "../law.ts";
import { makeRun, type Run, type RunCase, runCases } from "./made.ts";

/** Two engines that must make the same bytes. */
export type Pair = { readonly engine: Engine; readonly other: Engine };

/** @throws Error at the first value that differs; any NaN equals any NaN. */
export function mustBeSame(what: string, actual: Float64Array, expected: Float64Array): void {
  if (actual.length !== expected.length)
    throw new Error(`${what}: ${actual.length} values, expected ${expected.length}`);
  for (let i = 0; i < actual.length; i++)
    if (!Object.is(actual[i], expected[i]))
      throw new Error(`${what}[${i}]: ${actual[i]}, expected ${expected[i]}`);
}

/** Asks both engines the same, and compares every byte. */
export async function mustAgree({ engine, other }: Pair, { network, trials }: Run): Promise<void> {
  const [outputs] = await engine.evaluate([network], trials);
  mustBeSame("outputs", outputs, (await other.evaluate([network], trials))[0]);
  const [mine] = await engine.gradient([network], trials);
  const [theirs] = await other.gradient([network], trials);
  mustBeSame("loss", Float64Array.of(mine.loss), Float64Array.of(theirs.loss));
  for (const name of WEIGHT_NAMES)
    mustBeSame(`gradient.${name}`, mine.gradient[name], theirs.gradient[name]);
  const trace = await engine.trace(network, trials);
  const expected = await other.trace(network, trials);
  mustBeSame("states", trace.states, expected.states);
  mustBeSame("trace's outputs", trace.outputs, expected.outputs);
}

const against = (name: string, other: Engine) => ({
  name,
  subject: { engine: definedEngine, other },
});

/** Float32 engines that differ from the definition in one place. */
const MUTANTS = [
  against(
    "the library's tanh, rounded",
    createDefinedEngine({ ...definedArithmetic, tanh: (x) => Math.fround(Math.tanh(x)) }),
  ),
  against(
    "lanes summed one after another",
    createDefinedEngine({
      ...definedArithmetic,
      fold(values, { at, from, to }) {
        for (let lane = at + to; lane < at + from; lane++) {
          const part = at + ((lane - at) % to);
          values[part] = Math.fround(values[part] + values[lane]);
        }
      },
    }),
  ),
  against(
    "neighbouring lanes folded first",
    createDefinedEngine({
      ...definedArithmetic,
      fold(values, { at, from, to }) {
        const group = from / to;
        for (let part = 0; part < to; part++) {
          const lanes = values.slice(at + part * group, at + (part + 1) * group);
          foldHalves(lanes, { at: 0, from: group, to: 1 });
          values[at + part] = lanes[0];
        }
      },
    }),
  ),
  against("padding counted", createDefinedEngine({ ...definedArithmetic, countsPadding: true })),
  against("chunks of eight steps", createDefinedEngine({ ...definedArithmetic, chunkSteps: 8 })),
];

/** Bit-exactness over shapes, models and ordinary to overflowing weights. */
export const sameBytes: Law<Pair, RunCase, "engine/bytes"> = {
  id: "engine/bytes",
  says: "two float32 engines make the same bytes, whatever the shape, model and weights",
  needs: ["gradient"],
  runs: 150,
  cases: () =>
    runCases({ units: 13, channels: 3, count: 40, steps: 40, gains: [0.5, 1.5, 6, 1e20] }),
  holds: (pair, given) => mustAgree(pair, makeRun(given)),
  mutants: MUTANTS,
};

/** A case with one weight that is no number, or infinite. */
export type BrokenCase = { readonly run: RunCase; readonly weight: number; readonly at: number };

/** Networks that have overflowed are run like any other, and end the same. */
export const sameBytesBroken: Law<Pair, BrokenCase, "engine/bytes-broken"> = {
  id: "engine/bytes-broken",
  says: "two float32 engines make the same of a weight that is NaN or infinite",
  needs: ["gradient"],
  runs: 60,
  cases: () =>
    fc.record({
      run: runCases({ units: 7, channels: 2, count: 18, steps: 20, gains: [1] }),
      weight: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38),
      at: fc.nat(1000),
    }),
  async holds(pair, given) {
    const { network, trials } = makeRun(given.run);
    const weights = eachWeight((name) => network.weights[name].slice());
    const matrix = weights[WEIGHT_NAMES[given.at % 3]];
    matrix[given.at % matrix.length] = given.weight;
    await mustAgree(pair, { network: withWeights(network, weights), trials });
  },
  mutants: [
    against(
      "a NaN becomes −1 where it is clamped",
      createDefinedEngine({
        ...definedArithmetic,
        tanh: (x) => definedArithmetic.tanh(Number.isNaN(x) ? -9 : x),
      }),
    ),
  ],
};
