import fc from "fast-check";
import { definedArithmetic } from "../../src/engine/arithmetic.ts";
import { definedStepper } from "../../src/engine/definedStepper.ts";
import { openSession } from "../../src/engine/openSession.ts";
import type { Session } from "../../src/engine/session.ts";
import { sessionOn } from "../../src/engine/sessionOn.ts";
import type { MakeStepper, Stepper } from "../../src/engine/stepper.ts";
import type { Network } from "../../src/model/model.ts";
import { eachWeight, WEIGHT_NAMES } from "../../src/model/model.ts";
import { inverseCorrelation } from "../../src/numerics/recursiveLeastSquares.ts";
import { createRng, deriveKey, type Rng } from "../../src/numerics/rng.ts";
import type { Trials } from "../../src/task/trials.ts";
import type { Law } from "../law.ts";
import { makeRun, type RunCase, runCases } from "./made.ts";

/** Opens a session, as `openSession` does. */
export type OpenSession = (network: Network, on: Trials, from?: ArrayLike<number>) => Session;

/** Two ways to open a session that must make the same bytes. */
export type SessionPair = { readonly open: OpenSession; readonly other: OpenSession };

/** What is done between two steps. */
const DEEDS = [
  "nothing",
  "add eligibility",
  "least squares",
  "write the state",
  "write the weights",
  "write P",
] as const;

/** A run of one trial, and what is done after each of its steps, over and over. */
export type SessionCase = {
  readonly run: RunCase;
  readonly deeds: readonly (typeof DEEDS)[number][];
  readonly from: boolean;
};

const sessionCases = (units: number, gains: readonly number[]): fc.Arbitrary<SessionCase> =>
  fc.record({
    run: runCases({ units, channels: 3, count: 1, steps: 24, gains }),
    deeds: fc.array(fc.constantFrom(...DEEDS), { minLength: 1, maxLength: 8 }),
    from: fc.boolean(),
  });

type Values = Float32Array | Float64Array;

/** @throws Error at the first value that differs; any NaN equals any NaN, and −0 is not 0. */
function mustBeSame(what: string, actual: Values, expected: Values): void {
  if (actual.length !== expected.length)
    throw new Error(`${what}: ${actual.length} values, expected ${expected.length}`);
  for (let i = 0; i < actual.length; i++)
    if (!Object.is(actual[i], expected[i]))
      throw new Error(`${what}[${i}]: ${actual[i]}, expected ${expected[i]}`);
}

/** Both sessions are asked the same; what they answer is compared. */
function same<T extends Values>(
  what: string,
  [mine, theirs]: readonly [Session, Session],
  ask: (session: Session) => T,
): T {
  const expected = ask(theirs);
  mustBeSame(`${what} at step ${theirs.time}`, ask(mine), expected);
  return expected;
}

const normals = (rng: Rng, length: number, deviation: number): Float64Array =>
  Float64Array.from({ length }, () => deviation * rng.normal());

function act(
  both: readonly [Session, Session],
  deed: (typeof DEEDS)[number],
  { network, rng }: { readonly network: Network; readonly rng: Rng },
): void {
  const { units } = network;
  if (deed === "add eligibility") {
    const means = Float32Array.from(normals(rng, units, 0.5));
    for (const session of both) session.addEligibility(means);
    same("e", both, (session) => session.eligibility());
  } else if (deed === "least squares") {
    const target = normals(rng, units, 1);
    const drive = same("W r", both, (session) => session.recurrentDrive().slice());
    const output = same("y", both, (session) => session.output());
    const errors = { recurrent: drive.map((value, i) => value - target[i]), output };
    for (const session of both) session.leastSquares(errors);
    same("P", both, (session) => session.inverseCorrelation());
  } else if (deed === "write the state") {
    const state = normals(rng, units, 1);
    for (const session of both) session.writeState(state);
  } else if (deed === "write the weights") {
    const weights = eachWeight((name) => normals(rng, network.weights[name].length, 0.4));
    for (const session of both) session.writeWeights(weights);
  } else if (deed === "write P") {
    const p = inverseCorrelation(units, 0.5 + rng.uniform());
    for (const session of both) session.writeInverseCorrelation(p);
  }
}

function follow({ open, other }: SessionPair, { run, deeds, from }: SessionCase): void {
  const { network, trials } = makeRun(run);
  const rng = createRng(deriveKey(null, "session bytes", run.seed));
  const start = from ? normals(rng, network.units, 1) : undefined;
  const both = [open(network, trials, start), other(network, trials, start)] as const;
  const p = inverseCorrelation(network.units, 1);
  for (const session of both) session.writeInverseCorrelation(p);
  const look = (): void => {
    same("x", both, (session) => session.state);
    same("r", both, (session) => session.rates);
    same("y", both, (session) => session.output());
  };
  look();
  while (both[1].time < both[1].steps) {
    for (const session of both) session.step();
    look();
    act(both, deeds[both[1].time % deeds.length], { network, rng });
    look();
  }
  same("e", both, (session) => session.eligibility());
  for (const name of WEIGHT_NAMES) same(name, both, (session) => session.weights()[name]);
  for (const session of both) session.close();
}

const faulty = (name: string, make: MakeStepper) => ({
  name,
  subject: {
    open: openSession,
    other: (network: Network, on: Trials, from?: ArrayLike<number>) =>
      sessionOn(make, { network, on, from }),
  },
});

const changed = (name: string, change: (stepper: Stepper, network: Network) => Partial<Stepper>) =>
  faulty(name, (network, on) => {
    const stepper = definedStepper(network, on);
    return { ...stepper, ...change(stepper, network) };
  });

/** Steppers that differ from the definition in one place. */
const MUTANTS = [
  faulty("the library's tanh, rounded", (network, on) =>
    definedStepper(network, on, {
      ...definedArithmetic,
      tanh: (x) => Math.fround(Math.tanh(x)),
    }),
  ),
  changed("P not updated", (stepper) => {
    let p = new Float64Array(0);
    return {
      writeInverseCorrelation(written) {
        p = written.slice();
        stepper.writeInverseCorrelation(written);
      },
      leastSquares(errors) {
        stepper.leastSquares(errors);
        stepper.writeInverseCorrelation(p);
      },
    };
  }),
  changed("weights rounded to float32 by least squares", (stepper) => ({
    leastSquares(errors) {
      stepper.leastSquares(errors);
      const weights = stepper.weights();
      stepper.writeWeights(eachWeight((name) => weights[name].map(Math.fround)));
    },
  })),
  changed("weights of the output left alone by least squares", (stepper) => ({
    leastSquares: (errors) =>
      stepper.leastSquares({ ...errors, output: new Float64Array(errors.output.length) }),
  })),
  changed("the drive in float32", (stepper) => ({
    recurrentDrive: () => stepper.recurrentDrive().map(Math.fround),
  })),
  changed("eligibilities with the rates of now", (stepper, { units }) => {
    const sums = new Float32Array(units * units);
    const cube = (x: number): number => Math.fround(Math.fround(x * x) * x);
    return {
      addEligibility(means) {
        for (let i = 0; i < units; i++)
          for (let j = 0; j < units; j++) {
            const d = Math.fround(stepper.state[i] - means[i]);
            sums[i * units + j] += Math.fround(cube(d) * cube(stepper.rates[j]));
          }
      },
      eligibility: () => sums.slice(),
    };
  }),
];

const law: Omit<Law<SessionPair, SessionCase>, "cases" | "runs" | "id"> = {
  says:
    "two sessions in float32 make the same bytes, whatever the shape, the model, what is written " +
    "in between, eligibilities and recursive least squares",
  cite: "Eq. 1 and 3; DePasquale et al. 2018",
  needs: ["session"],
  holds: follow,
  mutants: MUTANTS,
};

/** Bit-exactness over shapes, models and what rules do between steps. */
export const sameSessionBytes: Law<SessionPair, SessionCase, "engine/session-bytes"> = {
  ...law,
  id: "engine/session-bytes",
  runs: 200,
  cases: () => sessionCases(13, [0.5, 1.5, 6, 1e20]),
};

/** The same for networks that fill one or several tiles of the kernel's 28 units. */
export const sameSessionBytesWide: Law<SessionPair, SessionCase, "engine/session-bytes-wide"> = {
  ...law,
  id: "engine/session-bytes-wide",
  runs: 40,
  mutants: [],
  cases: () => sessionCases(61, [1.5]),
};
