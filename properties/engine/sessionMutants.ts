import { openSession } from "../../src/engine/openSession.ts";
import type { Session } from "../../src/engine/session.ts";
import { type Network, withWeights } from "../../src/model/model.ts";
import { step } from "../../src/model/step.ts";
import { type Trials, writeInitialStates, writeInputs } from "../../src/task/trials.ts";

/** Opens a session. */
export type Open = (network: Network, on: Trials, from?: ArrayLike<number>) => Session;

/** `session` with some of it changed. */
export const changed = (session: Session, change: Partial<Session>): Session => ({
  get time() {
    return session.time;
  },
  steps: session.steps,
  state: session.state,
  rates: session.rates,
  step: session.step,
  writeState: session.writeState,
  writeWeights: session.writeWeights,
  weights: session.weights,
  output: session.output,
  addEligibility: session.addEligibility,
  eligibility: session.eligibility,
  recurrentDrive: session.recurrentDrive,
  writeInverseCorrelation: session.writeInverseCorrelation,
  inverseCorrelation: session.inverseCorrelation,
  leastSquares: session.leastSquares,
  close: session.close,
  ...change,
});

/** A mutant that changes each session that it opens. */
export const opening = (
  name: string,
  change: (session: Session, network: Network) => Partial<Session>,
): { readonly name: string; readonly subject: Open } => ({
  name,
  subject(network, on, from) {
    const session = openSession(network, on, from);
    return changed(session, change(session, network));
  },
});

/** Sums over the units run from the last to the first: all units are renumbered. */
export function sumsBackwards(network: Network, on: Trials, from?: ArrayLike<number>): Session {
  const { units, channels, model } = network;
  const mirror = (i: number): number => units - 1 - i;
  const { recurrent, input, output } = network.weights;
  const weights = {
    recurrent: recurrent.map(
      (_, k) => recurrent[mirror(Math.floor(k / units)) * units + mirror(k % units)],
    ),
    input: input.map((_, k) => input[mirror(Math.floor(k / channels)) * channels + (k % channels)]),
    output: output.map((_, k) => output[Math.floor(k / units) * units + mirror(k % units)]),
  };
  const clamped = model.clamped.map(({ unit, value }) => ({ unit: mirror(unit), value }));
  const start = Float64Array.from(from ?? writeInitialStates(on, units)).reverse();
  const session = openSession(
    { ...withWeights(network, weights), model: { ...model, clamped } },
    on,
    start,
  );
  const state = session.state.slice().reverse();
  return changed(session, {
    state,
    step() {
      session.step();
      state.set(session.state.slice().reverse());
    },
  });
}

/** Sums are float64 and rounded once, at the end of a step. */
export function sumsInFloat64(network: Network, on: Trials, from?: ArrayLike<number>): Session {
  const session = openSession(network, on, from);
  const inputs = writeInputs(on);
  const { channels } = network;
  return changed(session, {
    step() {
      const u = inputs.subarray(session.time * channels, (session.time + 1) * channels);
      const next = step(network, Float64Array.from(session.state), u);
      session.step();
      session.writeState(next);
    },
  });
}

/** The state can be read one step late. */
export const stateIsLate = opening("the state is written a step late", (session) => {
  const state = session.state.slice();
  return {
    state,
    step() {
      state.set(session.state);
      session.step();
    },
  };
});

/** Sessions of one size share their state. */
export function sharesState(): Open {
  const shared = new Map<number, Float32Array>();
  return (network, on, from) => {
    const session = openSession(network, on, from);
    const state = shared.get(network.units) ?? session.state.slice();
    shared.set(network.units, state);
    state.set(session.state);
    return changed(session, {
      state,
      step() {
        session.writeState(state);
        session.step();
        state.set(session.state);
      },
    });
  };
}

/** Written weights count from the step after the next one. */
export const weightsAreLate = opening("written weights count a step late", (session) => {
  let pending: Parameters<Session["writeWeights"]>[0] | undefined;
  return {
    writeWeights(weights) {
      pending = weights;
    },
    step() {
      session.step();
      if (pending !== undefined) session.writeWeights(pending);
      pending = undefined;
    },
  };
});

/** Only one of the matrices is written. */
export const forgetsToWrite = (name: "recurrent" | "input" | "output") =>
  opening(`W_${name} is not written`, (session, network) => ({
    writeWeights(weights) {
      session.writeWeights({ ...weights, [name]: network.weights[name] });
    },
  }));

/** Eligibilities by hand, with something wrong. */
export const eligibilityBy = (
  name: string,
  term: (given: { readonly rate: number; readonly x: number; readonly mean: number }) => number,
  { late = false, turned = false } = {},
) =>
  opening(name, (session, { units }) => {
    const before = new Float32Array(units);
    const sums = new Float32Array(units * units);
    return {
      step() {
        before.set(session.rates);
        session.step();
        if (late) before.set(session.rates);
      },
      addEligibility(means) {
        for (let i = 0; i < units; i++)
          for (let j = 0; j < units; j++)
            sums[turned ? j * units + i : i * units + j] += term({
              rate: before[j],
              x: session.state[i],
              mean: means[i],
            });
      },
      eligibility: () => sums.slice(),
    };
  });
