import fc from "fast-check";
import { type PulseResponse, pulseResponse, pulseResponses } from "../../src/attractors/pulse.ts";
import { createDefinedDescent } from "../../src/engine/descent/defined.ts";
import { type Followed, followAll } from "../../src/engine/descent/flow.ts";
import type { DescentKernel } from "../../src/engine/descent/kernel.ts";
import { readPlan } from "../../src/engine/descent/layout.ts";
import { clampState, step } from "../../src/model/step.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import { type Made, madeCases, madeNetwork, madeStarts } from "./made.ts";

/** Whatever follows states, to where each comes after a number of steps. */
export type Follow = (given: Followed) => readonly Float64Array[];

/** Ours. */
export const ourFollow: Follow = (given) => followAll(given, () => true);

type Following = Made & { readonly count: number; readonly steps: number };

const following: fc.Arbitrary<Following> = fc
  .tuple(madeCases, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 25 }))
  .map(([made, count, steps]) => ({ ...made, count, steps }));

const askedOf = (made: Following): Followed => {
  const network = madeNetwork(made);
  const states = madeStarts(network, made.seed, made.count).map((start) =>
    clampState(network, start.slice()),
  );
  return { network, input: [made.input], states, most: made.steps };
};

export const followsEquation1: Law<Follow, Following, "attractors/flow"> = {
  id: "attractors/flow",
  says: "each state that is followed goes by Eq. 1, to the same bits alone and in company",
  cite: "Eq. 1",
  needs: [],
  cases: () => following,
  holds(follow, made) {
    const asked = askedOf(made);
    const { network, input, states, most } = asked;
    const ends = follow(asked);
    for (const [k, start] of states.entries()) {
      let expected = start;
      for (let t = 0; t < most; t++) expected = step(network, expected, input);
      // A difference of rounding may grow by |λ| ≤ 1 + α(gain · √N + 1) a step.
      mustBeClose(`state ${k}`, ends[k], expected, 1e-5);
      const [alone] = follow({ ...asked, states: [start] });
      if (!alone.every((x, i) => Object.is(x, ends[k][i])))
        throw new Error(`state ${k}: ${ends[k]} in company, ${alone} alone`);
    }
  },
  mutants: [
    { name: "a step too many", subject: (asked) => ourFollow({ ...asked, most: asked.most + 1 }) },
    {
      name: "lanes that mix",
      subject: (asked) =>
        ourFollow(asked).map((end, k, all) =>
          end.map((x, i) => x + 1e-12 * (k > 0 ? all[0][i] : 0)),
        ),
    },
    {
      name: "the input left out",
      subject: (asked) => ourFollow({ ...asked, input: [0] }),
    },
  ],
};

/** Kernels whose rates are changed after an evaluation. */
function spoiled(change: (rate: number) => number): DescentKernel {
  const kernel = createDefinedDescent();
  return {
    ...kernel,
    begin(address) {
      kernel.begin(address);
      const { buffer } = kernel.memory;
      const { value, units } = readPlan(buffer, address);
      const numbers = new Float64Array(buffer, value, units);
      for (let i = 0; i < units; i++) numbers[i] = change(numbers[i]);
    },
  };
}

export const sameFlows: Law<DescentKernel, Following, "attractors/same-flows"> = {
  id: "attractors/same-flows",
  says: "every kernel brings every state that is followed to the same bits as the definition",
  needs: [],
  cases: () => following,
  holds(kernel, made) {
    const asked = askedOf(made);
    const [ours, defined] = [kernel, createDefinedDescent()].map((on) =>
      followAll(asked, () => true, on),
    );
    for (const [k, end] of ours.entries())
      if (!end.every((x, i) => Object.is(x, defined[k][i])))
        throw new Error(`state ${k}: ${end}, expected ${defined[k]}`);
  },
  mutants: [
    { name: "F in float32", subject: spoiled(Math.fround) },
    { name: "one bit of F", subject: spoiled((value) => value * (1 + Number.EPSILON)) },
  ],
};

export const pulsesApart: Law<typeof pulseResponses, Following, "attractors/pulses-apart"> = {
  id: "attractors/pulses-apart",
  says: "pulses that are followed together have the bits of each alone",
  cite: "§3.3, Fig. 4a",
  needs: [],
  cases: () => following,
  holds(respond, made) {
    const network = madeNetwork(made);
    const weights = { ...network.weights, output: network.weights.input };
    const start = new Float64Array(network.units);
    const ons = Array.from({ length: made.count }, (_, k) => [made.input + 0.1 * k - 0.3]);
    const asked = { network: { ...network, weights }, start, off: [0] };
    const steps = { onSteps: 1 + made.steps, offSteps: 2 + made.steps };
    const together = respond({ ...asked, ...steps, ons });
    const words = ({ outputs, held, state }: PulseResponse): string =>
      JSON.stringify([[...outputs], [...held].map(String), [...state]]);
    for (const [k, on] of ons.entries()) {
      const alone = pulseResponse({ ...asked, ...steps, on });
      if (words(together[k]) !== words(alone))
        throw new Error(`pulse ${k}: ${words(together[k])}, alone ${words(alone)}`);
    }
  },
  mutants: [
    {
      name: "every pulse is the first one",
      subject: (asked) =>
        pulseResponses({ ...asked, ons: asked.ons.map((_, k) => asked.ons[Math.min(k, 1)]) }),
    },
    {
      name: "the last pulse is a step too long",
      subject: (asked) => {
        const all = pulseResponses(asked);
        const longer = pulseResponses({ ...asked, onSteps: (asked.onSteps ?? 375) + 1 });
        return [...all.slice(0, -1), longer[all.length - 1]];
      },
    },
  ],
};
