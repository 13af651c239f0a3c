import type { Network } from "../model/model.ts";
import { pickTrials, type Trials, targetOf } from "../task/trials.ts";
import { requireRunnable } from "./batch.ts";
import type { Session } from "./session.ts";

/** Kicks of the state in one run, in the order in which they come. */
export type Kicks = {
  /** The step right after which each comes, from 0, never before that of the one before it. */
  readonly steps: Int32Array;
  readonly units: Int32Array;
  /** What is added to x of the unit: a sum in float64, rounded to float32. */
  readonly amounts: Float64Array;
};

/** One run of a trial of a batch, with kicks of its own. */
export type KickedRun = { readonly trial: number; readonly kicks: Kicks };

/** Runs of trials with kicks, and what is summed over each. Times are in steps. */
export type Kicked = {
  readonly runs: readonly KickedRun[];
  /** x̄: the mean of the trial without kicks, or a running mean that keeps this share of itself. */
  readonly meanKeeps: "trial" | number;
  /** R is the mean of |y − target| over this many steps at the end of a trial. */
  readonly errorSteps: number;
};

/** What a run with kicks answers: e as `[unit][unit]` (to, from), and R. */
export type KickedAnswer = { readonly eligibility: Float32Array; readonly error: number };

/** Runs one network on trials of a batch with kicks; a run's answer depends on no other run. */
export type RunKicked = (network: Network, on: Trials, kicked: Kicked) => readonly KickedAnswer[];

/**
 * Runs with kicks on sessions, a step at a time: on those of `openSession` this defines what every
 * engine answers. e_ij = Σ_t [r_j(t−1) (x_i(t) − x̄_i)]³ as `addEligibility` sums it, x(t) being
 * kicked already; a running x̄ starts at x_0 and moves after each step, in float64 rounded to
 * float32; R = Σ |y_0 − target| / steps in float64. A state that is kicked is written as by
 * `writeState`.
 * @source Eq. 3; Miconi 2017
 * @throws RangeError where the network, a trial or a kick does not fit.
 */
export function kickedBySteps(open: (network: Network, on: Trials) => Session): RunKicked {
  return (network, on, kicked) => {
    requireKicked(network, on, kicked);
    return kicked.runs.map(({ trial, kicks }) => {
      const single = on.count === 1 ? on : pickTrials(on, [trial]);
      return follow(() => open(network, single), single, { ...kicked, kicks });
    });
  };
}

type Single = Omit<Kicked, "runs"> & { readonly kicks: Kicks };

function follow(open: () => Session, on: Trials, { kicks, ...how }: Single): KickedAnswer {
  const session = open();
  try {
    const average = averageOf(open, session, how.meanKeeps);
    const counted = countedSteps(on, how.errorSteps);
    const outputs = new Float32Array(counted.length);
    let next = 0;
    while (session.time < session.steps) {
      session.step();
      const step = session.time - 1;
      if (kicks.steps[next] === step) {
        const state = session.state.slice();
        for (; kicks.steps[next] === step; next++) state[kicks.units[next]] += kicks.amounts[next];
        session.writeState(state);
      }
      session.addEligibility(average.values);
      average.take(session.state);
      if (step >= counted.from) outputs[step - counted.from] = session.output()[0];
    }
    return { eligibility: session.eligibility(), error: errorOf(outputs, on, counted) };
  } finally {
    session.close();
  }
}

/** x̄: a running mean that starts at x_0, or the mean of the same trial run once before. */
function averageOf(
  open: () => Session,
  { state: start }: Session,
  meanKeeps: Kicked["meanKeeps"],
): { readonly values: Float32Array; readonly take: (state: Float32Array) => void } {
  if (meanKeeps === "trial") {
    const session = open();
    try {
      const sums = new Float64Array(start.length);
      while (session.time < session.steps) {
        session.step();
        for (let i = 0; i < sums.length; i++) sums[i] += session.state[i] / session.steps;
      }
      return { values: Float32Array.from(sums), take: () => {} };
    } finally {
      session.close();
    }
  }
  const values = start.slice();
  return {
    values,
    take(state) {
      for (let i = 0; i < values.length; i++)
        values[i] = meanKeeps * values[i] + (1 - meanKeeps) * state[i];
    },
  };
}

/** The steps whose outputs count for R: `length` of them, from `from` on; R divides by `share`. */
export type Counted = { readonly from: number; readonly length: number; readonly share: number };

/** Which steps of a trial count where its last `errorSteps` do. */
export function countedSteps({ steps }: Trials, errorSteps: number): Counted {
  const share = Math.min(errorSteps, steps);
  const from = Math.floor(steps - share);
  return { from, length: steps - from, share };
}

/** R from y_0 at the counted steps of the trial `trial`. */
export function errorOf(
  outputs: Float32Array,
  on: Trials,
  { from, share, trial = 0 }: Omit<Counted, "length"> & { readonly trial?: number },
): number {
  let error = 0;
  let until = -1;
  let target = Number.NaN;
  for (let k = 0; k < outputs.length; k++) {
    const time = from + k;
    if (time > until) {
      target = targetOf(on, { trial, time })[0];
      until = on.checkpoints.find((step) => step >= time) ?? on.steps;
    }
    error += Math.abs(outputs[k] - target) / share;
  }
  return error;
}

/** @throws RangeError that names the first thing that does not fit. */
export function requireKicked(network: Network, on: Trials, { runs }: Kicked): void {
  requireRunnable(network, on);
  for (const [k, { trial, kicks }] of runs.entries()) {
    if (!isWithin(trial, on.count)) throw outside(`runs[${k}].trial`, trial, on.count);
    const { steps, units, amounts } = kicks;
    if (units.length !== steps.length || amounts.length !== steps.length)
      throw new RangeError(
        `runs[${k}].kicks: expected as many units and amounts as steps, ${steps.length}, ` +
          `got ${units.length} and ${amounts.length}`,
      );
    for (let at = 0; at < steps.length; at++) {
      if (!isWithin(steps[at], on.steps))
        throw outside(`runs[${k}].kicks.steps[${at}]`, steps[at], on.steps);
      if (!isWithin(units[at], network.units))
        throw outside(`runs[${k}].kicks.units[${at}]`, units[at], network.units);
      if (at > 0 && steps[at] < steps[at - 1])
        throw new RangeError(
          `runs[${k}].kicks.steps[${at}]: expected ${steps[at - 1]} or later, got ${steps[at]}`,
        );
    }
  }
}

const isWithin = (value: number, count: number): boolean =>
  Number.isInteger(value) && value >= 0 && value < count;

const outside = (name: string, value: number, count: number): RangeError =>
  new RangeError(`${name}: expected a whole number in 0 … ${count - 1}, got ${value}`);
