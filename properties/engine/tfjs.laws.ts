import fc from "fast-check";
import { definedEngine } from "../../src/engine/defined.ts";
import type { Engine, LossAndGradient } from "../../src/engine/engine.ts";
import type { Joined } from "../../src/engine/joined.ts";
import { referenceEngine } from "../../src/engine/reference.ts";
import { bytesOf, type Keeps } from "../../src/engine/tfjs/chunks.ts";
import { eachWeight, WEIGHT_NAMES, withWeights } from "../../src/model/model.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import type { BrokenCase } from "./bytes.laws.ts";
import { eachAlone } from "./joined.laws.ts";
import { makeRun, type Run, type RunCase, runCases } from "./made.ts";

/** An engine for joined questions, of which `maxBytes` may be asked. */
export type MakeEngine = (maxBytes: number) => Engine & Joined;

const small: fc.Arbitrary<RunCase> = runCases({
  units: 6,
  channels: 3,
  count: 9,
  steps: 40,
  gains: [0.5, 1],
});

/** `networks` networks of one shape, each on trials of its own. */
function populationOf(given: RunCase, networks: number): readonly Run[] {
  const { network, trials } = makeRun({ ...given, drawn: true });
  return Array.from({ length: networks }, (_, k) => {
    const own = makeRun({ ...given, drawn: true, seed: given.seed + k });
    return {
      network: { ...network, weights: own.network.weights },
      trials: { ...own.trials, checkpoints: trials.checkpoints, targets: trials.targets },
    };
  });
}

function mustAnswerAlike(
  mine: readonly LossAndGradient[],
  theirs: readonly LossAndGradient[],
): void {
  theirs.forEach(({ loss, gradient }, p) => {
    mustBeClose(`loss of ${p}`, [mine[p].loss], [loss], 1e-4);
    for (const name of WEIGHT_NAMES)
      mustBeClose(`gradient.${name} of ${p}`, mine[p].gradient[name], gradient[name], 1e-4);
  });
}

/** Memory that holds `networks` whole networks, or `trials` trials of one. */
function memoryFor(run: Run, { networks, trials }: { networks: number; trials: number }) {
  const room = (keeps: Keeps): number => {
    const { fixed, each } = bytesOf(run, { steps: run.trials.steps, keeps });
    return networks > 0 ? networks * (fixed + run.trials.count * each) : fixed + trials * each;
  };
  return { gradient: room("gradient"), evaluate: room("nothing") };
}

/** However little memory there is, and however networks are joined, the answers agree. */
export const chunksAgree: Law<
  MakeEngine,
  { run: RunCase; population: number; room: number },
  "engine/tfjs-chunks"
> = {
  id: "engine/tfjs-chunks",
  says: "a population cut to fit into little memory gets the answers of each network alone",
  needs: ["gradient"],
  runs: 40,
  cases: () =>
    fc.record({
      run: small,
      population: fc.integer({ min: 1, max: 5 }),
      // Below 0: so many trials of one network.
      room: fc.integer({ min: -3, max: 3 }).filter((room) => room !== 0),
    }),
  async holds(make, { run, population, room }) {
    const questions = populationOf(run, population);
    const [first] = questions;
    const bytes = memoryFor(first, { networks: Math.max(0, room), trials: -room });
    const alone = eachAlone(referenceEngine);
    mustAnswerAlike(
      await make(bytes.gradient).gradientEach(questions),
      await alone.gradientEach(questions),
    );
    const outputs = await make(bytes.evaluate).evaluateEach(questions);
    const expected = await alone.evaluateEach(questions);
    expected.forEach((each, p) => {
      mustBeClose(`outputs of ${p}`, outputs[p], each, 1e-5);
    });
  },
  mutants: [
    {
      name: "the mean over a chunk's trials, not over all",
      subject: () => ({
        ...eachAlone(referenceEngine),
        gradientEach: async (questions) =>
          (await eachAlone(referenceEngine).gradientEach(questions)).map((each) => ({
            ...each,
            gradient: eachWeight((name) => each.gradient[name].map((g) => 2 * g)),
          })),
      }),
    },
    {
      name: "the first network's answer for all",
      subject: () => ({
        ...eachAlone(referenceEngine),
        evaluateEach: async (questions) => {
          const all = await eachAlone(referenceEngine).evaluateEach(questions);
          return all.map(() => all[0]);
        },
      }),
    },
  ],
};

/** Whether values are finite, as text: `1` for each that is. */
const finiteness = (values: Float64Array): string =>
  Array.from(values, (value) => (Number.isFinite(value) ? "1" : "0")).join("");

/** A network that has broken is seen to be: what is not finite in float32 is not finite here. */
export const brokenIsSeen: Law<Engine, BrokenCase, "engine/tfjs-broken"> = {
  id: "engine/tfjs-broken",
  says: "outputs and losses are finite exactly where those of float32 are",
  needs: ["gradient"],
  runs: 60,
  cases: () =>
    fc.record({
      run: runCases({ units: 5, channels: 2, count: 5, steps: 20, gains: [1] }),
      weight: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
      at: fc.nat(1000),
    }),
  async holds(engine, given) {
    const { network, trials } = makeRun(given.run);
    const weights = eachWeight((name) => network.weights[name].slice());
    const matrix = weights[WEIGHT_NAMES[given.at % 3]];
    matrix[given.at % matrix.length] = given.weight;
    const broken = withWeights(network, weights);
    const [mine] = await engine.evaluate([broken], trials);
    const [theirs] = await definedEngine.evaluate([broken], trials);
    if (finiteness(mine) !== finiteness(theirs))
      throw new Error(`outputs finite: ${finiteness(mine)}, expected ${finiteness(theirs)}`);
    const [{ loss, gradient }] = await engine.gradient([broken], trials);
    const [expected] = await definedEngine.gradient([broken], trials);
    if (Number.isFinite(loss) !== Number.isFinite(expected.loss))
      throw new Error(`loss: ${loss}, expected ${expected.loss}`);
    for (const name of WEIGHT_NAMES) {
      const [own, their] = [gradient[name], expected.gradient[name]].map(finiteness);
      if (own !== their) throw new Error(`gradient.${name} finite: ${own}, expected ${their}`);
    }
  },
  mutants: [
    {
      name: "a NaN becomes 0",
      subject: {
        ...definedEngine,
        evaluate: async (networks, trials) =>
          (await definedEngine.evaluate(networks, trials)).map((outputs) =>
            outputs.map((y) => (Number.isNaN(y) ? 0 : y)),
          ),
      },
    },
  ],
};
