import fc from "fast-check";
import { definedEngine } from "../../src/engine/defined.ts";
import type { Session } from "../../src/engine/session.ts";
import { type Network, WEIGHT_NAMES, withWeights } from "../../src/model/model.ts";
import {
  correctWeights,
  inverseCorrelation,
  updateInverseCorrelation,
} from "../../src/numerics/recursiveLeastSquares.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import { type Trials, writeInputs } from "../../src/task/trials.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import { mustBeSame } from "./bytes.laws.ts";
import { makeRun, type Run, type RunCase, runCases } from "./made.ts";
import {
  eligibilityBy,
  forgetsToWrite,
  type Open,
  opening,
  sharesState,
  stateIsLate,
  sumsBackwards,
  sumsInFloat64,
  weightsAreLate,
} from "./sessionMutants.ts";

const cases = (): fc.Arbitrary<RunCase> =>
  runCases({ units: 13, channels: 3, count: 1, steps: 30, gains: [0.5, 1.5] });

/** A case in which something is done at step `cut`, modulo the steps. */
type CutCase = { readonly run: RunCase; readonly cut: number };

const cutCases = (): fc.Arbitrary<CutCase> => fc.record({ run: cases(), cut: fc.nat(1000) });

const wide = (values: ArrayLike<number>): Float64Array => Float64Array.from(values);

/** @throws Error where a session and a trace differ after step `time`. */
function mustFollow(
  session: Session,
  trace: { readonly states: Float64Array; readonly outputs: Float64Array },
  { units, outputs }: Network,
): void {
  const { time } = session;
  const x = trace.states.slice(time * units, (time + 1) * units);
  mustBeSame(`x after step ${time}`, wide(session.state), x);
  if (time === 0) return;
  const y = trace.outputs.slice((time - 1) * outputs, time * outputs);
  mustBeSame(`y after step ${time}`, wide(session.output()), y);
}

/** Left alone, a session is the engines' own run. */
export const sessionFollowsTrace: Law<Open, RunCase, "engine/session-trace"> = {
  id: "engine/session-trace",
  says: "with nothing written, states and outputs are the trace's, bit for bit",
  cite: "Eq. 1 and 2",
  needs: ["session"],
  runs: 60,
  cases,
  async holds(open, given) {
    const { network, trials } = makeRun(given);
    const trace = await definedEngine.trace(network, trials);
    const session = open(network, trials);
    mustFollow(session, trace, network);
    while (session.time < session.steps) {
      session.step();
      mustFollow(session, trace, network);
    }
    session.close();
  },
  mutants: [
    { name: "sums run backwards", subject: sumsBackwards },
    { name: "sums are float64", subject: sumsInFloat64 },
    stateIsLate,
    opening("the output is that of the last step but one", (session) => {
      let before = session.output();
      return {
        step() {
          before = session.output();
          session.step();
        },
        output: () => before,
      };
    }),
  ],
};

/** Sessions do not touch each other. */
export const sessionsApart: Law<Open, RunCase, "engine/sessions-apart"> = {
  id: "engine/sessions-apart",
  says: "sessions that are open at once do not change each other",
  needs: ["session"],
  runs: 30,
  cases,
  async holds(open, given) {
    const runs = [given, { ...given, seed: given.seed + 1 }].map(makeRun);
    const traces = await Promise.all(
      runs.map(({ network, trials }) => definedEngine.trace(network, trials)),
    );
    const sessions = runs.map(({ network, trials }) => open(network, trials));
    for (let t = 0; t < given.steps; t++)
      sessions.forEach((session, k) => {
        session.step();
        mustFollow(session, traces[k], runs[k].network);
      });
    for (const session of sessions) session.close();
  },
  mutants: [{ name: "sessions of one size share their state", subject: sharesState() }],
};

/** The trial of `trials` from step `cut` on, without checkpoints. */
function rest(trials: Trials, cut: number): Trials {
  return {
    ...trials,
    steps: trials.steps - cut,
    inputs: { kind: "given", values: writeInputs(trials).slice(cut * trials.channels) },
    checkpoints: [],
    targets: new Float64Array(0),
  };
}

/** Steps both to the end. @throws Error where their states, rates or outputs differ. */
function mustGoOnAlike(session: Session, fresh: Session): void {
  for (;;) {
    const at = `at step ${session.time}`;
    mustBeSame(`x ${at}`, wide(session.state), wide(fresh.state));
    mustBeSame(`r ${at}`, wide(session.rates), wide(fresh.rates));
    mustBeSame(`y ${at}`, wide(session.output()), wide(fresh.output()));
    if (session.time === session.steps) return;
    session.step();
    fresh.step();
  }
}

/** A session that has taken `cut` steps, and what is left of its trial. */
function stepped(open: Open, { run, cut }: CutCase): Run & { readonly session: Session } {
  const { network, trials } = makeRun(run);
  const session = open(network, trials);
  const steps = cut % trials.steps;
  while (session.time < steps) session.step();
  return { network, trials: rest(trials, steps), session };
}

/** Written weights are the network's from then on. */
export const weightsAreWritten: Law<Open, CutCase, "engine/session-weights"> = {
  id: "engine/session-weights",
  says: "after new weights are written a session goes on as a network with these weights",
  needs: ["session"],
  runs: 60,
  cases: cutCases,
  holds(open, given) {
    const { network, trials, session } = stepped(open, given);
    const { weights } = makeRun({ ...given.run, seed: given.run.seed + 1 }).network;
    session.writeWeights(weights);
    for (const name of WEIGHT_NAMES) mustBeSame(name, session.weights()[name], weights[name]);
    const fresh = open(withWeights(network, weights), trials, session.state.slice());
    mustGoOnAlike(session, fresh);
    session.close();
    fresh.close();
  },
  mutants: [
    weightsAreLate,
    forgetsToWrite("recurrent"),
    forgetsToWrite("input"),
    forgetsToWrite("output"),
  ],
};

/** A written state is where a session goes on. */
export const stateIsWritten: Law<Open, CutCase, "engine/session-state"> = {
  id: "engine/session-state",
  says: "after a state is written a session goes on from it, clamped units kept",
  needs: ["session"],
  runs: 60,
  cases: cutCases,
  holds(open, given) {
    const { network, trials, session } = stepped(open, given);
    const rng = createRng(deriveKey(null, "written state", given.run.seed));
    const written = Float32Array.from({ length: network.units }, () => rng.normal());
    session.writeState(written);
    const expected = wide(written);
    for (const { unit, value } of network.model.clamped) expected[unit] = Math.fround(value);
    mustBeSame("x as written", wide(session.state), expected);
    const fresh = open(network, trials, written);
    mustGoOnAlike(session, fresh);
    session.close();
    fresh.close();
  },
  mutants: [
    opening("the rates stay what they were", (session) => ({
      writeState(state) {
        session.state.set(state);
      },
    })),
    opening("clamped units can be written", (session, { model }) => ({
      writeState(state) {
        session.writeState(state);
        for (const { unit } of model.clamped) session.state[unit] = state[unit];
      },
    })),
  ],
};

const cube = (x: number): number => x * x * x;

/** Eq. 3, summed. */
export const eligibilityIsEquation3: Law<Open, RunCase, "engine/session-eligibility"> = {
  id: "engine/session-eligibility",
  says: "eligibilities are the sums of [r_j(t−1) (x_i(t) − x̄_i)]³ in float64",
  cite: "Eq. 3",
  needs: ["session"],
  runs: 40,
  cases,
  holds(open, given) {
    const { network, trials } = makeRun(given);
    const { units } = network;
    const rng = createRng(deriveKey(null, "means", given.seed));
    const means = Float32Array.from({ length: units }, () => rng.normal());
    const session = open(network, trials);
    const expected = new Float64Array(units * units);
    while (session.time < session.steps) {
      const before = session.rates.slice();
      session.step();
      session.addEligibility(means);
      for (let i = 0; i < units; i++)
        for (let j = 0; j < units; j++)
          expected[i * units + j] += cube(before[j] * (session.state[i] - means[i]));
    }
    mustBeClose("e", session.eligibility(), expected, 2e-5);
    session.close();
  },
  mutants: [
    eligibilityBy("the cube is left out", ({ rate, x, mean }) => rate * (x - mean)),
    eligibilityBy("x̄ is left out", ({ rate, x }) => cube(rate * x)),
    eligibilityBy("only x − x̄ is cubed", ({ rate, x, mean }) => rate * cube(x - mean)),
    eligibilityBy("r of the same step", ({ rate, x, mean }) => cube(rate * (x - mean)), {
      late: true,
    }),
    eligibilityBy("from and to change places", ({ rate, x, mean }) => cube(rate * (x - mean)), {
      turned: true,
    }),
  ],
};

/** Least squares within a session is that of the numerics. */
export const squaresAreTheNumerics: Law<Open, CutCase, "engine/session-squares"> = {
  id: "engine/session-squares",
  says: "least squares in a session moves P and the weights as the numerics do, and steps use them",
  needs: ["session"],
  runs: 40,
  cases: cutCases,
  holds(open, given) {
    const { network, trials, session } = stepped(open, given);
    const { units, outputs } = network;
    const rng = createRng(deriveKey(null, "errors", given.run.seed));
    const normals = (length: number): Float64Array =>
      Float64Array.from({ length }, () => 0.1 * rng.normal());
    const p = inverseCorrelation(units, 2);
    const weights = session.weights();
    session.writeInverseCorrelation(p);
    for (let k = 0; k < 3; k++) {
      const errors = { recurrent: normals(units), output: normals(outputs) };
      session.leastSquares(errors);
      const gain = updateInverseCorrelation(p, session.rates);
      correctWeights(weights.recurrent, { errors: errors.recurrent, gain });
      correctWeights(weights.output, { errors: errors.output, gain });
      mustBeSame("P", session.inverseCorrelation(), p);
      for (const name of WEIGHT_NAMES) mustBeSame(name, session.weights()[name], weights[name]);
    }
    const fresh = open(withWeights(network, weights), trials, session.state.slice());
    mustGoOnAlike(session, fresh);
    session.close();
    fresh.close();
  },
  mutants: [
    opening("the sign is turned", (session) => ({
      leastSquares({ recurrent, output }) {
        session.leastSquares({
          recurrent: recurrent.map((e) => -e),
          output: Array.from(output, (e) => -e),
        });
      },
    })),
    opening("P stays what it was", (session) => ({
      leastSquares(errors) {
        const p = session.inverseCorrelation();
        session.leastSquares(errors);
        session.writeInverseCorrelation(p);
      },
    })),
    opening("W_out stays what it was", (session) => ({
      leastSquares(errors) {
        const { output } = session.weights();
        session.leastSquares(errors);
        session.writeWeights({ ...session.weights(), output });
      },
    })),
    opening("steps keep the weights from before", (session) => {
      let learned = session.weights();
      return {
        leastSquares(errors) {
          const before = session.weights();
          session.writeWeights(learned);
          session.leastSquares(errors);
          learned = session.weights();
          session.writeWeights(before);
        },
        weights: () => learned,
      };
    }),
  ],
};
