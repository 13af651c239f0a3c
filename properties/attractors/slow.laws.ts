import fc from "fast-check";
import { type PulseResponse, pulseResponse } from "../../src/attractors/pulse.ts";
import { slowMode, slowPoints } from "../../src/attractors/slowPoints.ts";
import { createRng, deriveKey, type Rng } from "../../src/numerics/rng.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import { type Made, madeCases, madeNetwork, madeStarts, networkOf, stepLength } from "./made.ts";

const SPEEDS = [1, 0.1, 0.01] as const;

export const slowIsSlow: Law<typeof slowPoints, Made, "attractors/slow-points"> = {
  id: "attractors/slow-points",
  says: "slow points are the states whose step, worked out anew, is shorter than ε: all of them",
  cite: "§2.4",
  needs: [],
  cases: () => madeCases,
  holds(find, made) {
    const network = madeNetwork(made);
    const states = madeStarts(network, made.seed, 20).map((start, k) =>
      start.map((x) => x / (1 + k)),
    );
    const found = find({ network, input: [made.input], states, speedsBelow: SPEEDS });
    found.forEach(({ states: slow, share }, k) => {
      const count = states.filter(
        (state) => stepLength(network, made.input, state) < SPEEDS[k],
      ).length;
      if (slow.length !== count) throw new Error(`ε = ${SPEEDS[k]}: ${slow.length}, not ${count}`);
      mustBeClose("share", [share], [count / states.length], 1e-12);
    });
  },
  mutants: [
    {
      name: "the speed per unit of α",
      subject: (asked) => {
        const { alpha } = asked.network.model;
        const speedsBelow = asked.speedsBelow.map((speed) => speed * alpha * 0.5);
        return slowPoints({ ...asked, speedsBelow });
      },
    },
    {
      name: "ε taken as 1",
      subject: (asked) => slowPoints({ ...asked, speedsBelow: asked.speedsBelow.map(() => 1) }),
    },
  ],
};

const onLine = (rng: Rng, wide: number) => {
  const axis = Float64Array.from({ length: 4 }, () => rng.normal());
  return Array.from({ length: 30 }, () => {
    const place = rng.normal();
    return axis.map((x) => 3 + place * x + wide * rng.normal());
  });
};

export const linesAreLines: Law<
  typeof slowPoints,
  { readonly seed: number },
  "attractors/line-of-slow-points"
> = {
  id: "attractors/line-of-slow-points",
  says: "states on a line, wherever it lies, have all their variance on it; a ball of states not",
  cite: "Fig. 4b,e",
  needs: [],
  cases: () => fc.record({ seed: fc.nat(1_000_000) }),
  holds(find, { seed }) {
    const rng = createRng(deriveKey(null, "line", seed));
    const network = networkOf({
      activation: "tanh",
      recurrent: new Float64Array(16),
      input: new Float64Array(4),
    });
    const shareOf = (states: readonly Float64Array[]) =>
      find({ network, input: [0], states, speedsBelow: [1e9] })[0].lineShare;
    mustBeClose("line", [shareOf(onLine(rng, 0))], [1], 1e-9);
    const ball = shareOf(onLine(rng, 1e3));
    if (!(ball > 0.25 && ball < 0.7)) throw new Error(`a ball has a share of ${ball}`);
  },
  mutants: [
    {
      name: "the states not centred",
      subject: (asked) =>
        slowPoints({
          ...asked,
          states: [...asked.states, ...asked.states.map((state) => state.map((x) => -x))],
        }),
    },
  ],
};

/** A network of one unit without recurrence: x falls by (1 − α) a step once the input is off. */
type Leak = { readonly alpha: number; readonly on: number; readonly onSteps: number };

export const pulsesDecay: Law<typeof pulseResponse, Leak, "attractors/pulse"> = {
  id: "attractors/pulse",
  says: "without recurrence x goes to W_in u by (1 − α) a step, and to 0 again when u is off",
  cite: "Eq. 1; §3.3, Fig. 4a",
  needs: [],
  cases: () =>
    fc.record({
      alpha: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
      on: fc.double({ min: 0.1, max: 1, noNaN: true }),
      onSteps: fc.integer({ min: 1, max: 20 }),
    }),
  holds(respond, { alpha, on, onSteps }) {
    const bare = networkOf({ activation: "tanh", alpha, recurrent: [0], input: [1] });
    const network = { ...bare, weights: { ...bare.weights, output: Float64Array.of(2) } };
    const offSteps = 30;
    const response: PulseResponse = respond({
      network,
      start: Float64Array.of(0),
      on: [on],
      off: [0],
      onSteps,
      offSteps,
    });
    const expected: number[] = [];
    for (let x = 0, t = 0; t < onSteps + offSteps; t++) {
      x += alpha * ((t < onSteps ? on : 0) - x);
      expected.push(2 * Math.tanh(x));
    }
    mustBeClose("outputs", response.outputs, expected, 1e-9);
    const held = expected[expected.length - 1] / expected[onSteps - 1];
    mustBeClose("held", response.held, [held], 1e-9);
  },
  mutants: [
    {
      name: "the input stays on",
      subject: (asked) => pulseResponse({ ...asked, off: asked.on }),
    },
    {
      name: "the pulse is a step too long",
      subject: (asked) =>
        pulseResponse({
          ...asked,
          onSteps: (asked.onSteps ?? 375) + 1,
          offSteps: (asked.offSteps ?? 7500) - 1,
        }),
    },
  ],
};

/** Moduli of a real mode and of a complex pair, apart from one another. */
type Modes = { readonly real: number; readonly pair: number; readonly angle: number };

export const modesAreModes: Law<typeof slowMode, Modes, "attractors/slow-mode"> = {
  id: "attractors/slow-mode",
  says: "the gap is from the slowest mode to the next one's |λ|, a pair being one mode",
  cite: "§3.3, Fig. 4",
  needs: [],
  cases: () =>
    fc.record({
      real: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
      pair: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
      angle: fc.double({ min: 0.1, max: 3, noNaN: true }),
    }),
  holds(modeOf, { real, pair, angle }) {
    const [re, im] = [pair * Math.cos(angle), pair * Math.sin(angle)];
    const both = [
      { re, im },
      { re, im: -im },
    ];
    const one = { re: real, im: 0 };
    const third = { re: 0.1, im: 0 };
    const eigenvalues = real > pair ? [one, ...both, third] : [...both, one, third];
    const { leading, gap, timeConstantSteps } = modeOf({ eigenvalues });
    const slowest = Math.max(real, pair);
    mustBeClose("leading", [leading], [slowest], 1e-12);
    mustBeClose("gap", [1 + gap], [1 + slowest - Math.min(real, pair)], 1e-12);
    mustBeClose("time constant", [Math.exp(-1 / timeConstantSteps)], [slowest], 1e-9);
  },
  mutants: [
    {
      name: "a pair taken as two modes",
      subject: ({ eigenvalues }) => {
        const [first, second] = eigenvalues.map(({ re, im }) => Math.hypot(re, im));
        return { leading: first, gap: first - second, timeConstantSteps: -1 / Math.log(first) };
      },
    },
    {
      name: "real parts alone",
      subject: ({ eigenvalues }) =>
        slowMode({ eigenvalues: eigenvalues.map(({ re }) => ({ re, im: 0 })) }),
    },
  ],
};
