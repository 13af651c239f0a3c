import { pickTrials, type Trials, writeInitialStates, writeInputs } from "../../task/trials.ts";
import type { Question } from "../joined.ts";
import type { Filling } from "./sizes.ts";

/** Steps whose δ and f(x) are put side by side before they are multiplied into dW. */
export const STEPS_SUMMED = 16;

/** Tensors of one state's size that are alive within a step, at the most. */
const SCRATCH = 12;

/**
 * What of a run stays in memory: for a gradient all f(x) and inputs, for a trace x and f(x), and
 * the inputs alone where a graph runs forwards.
 */
export type Keeps = "nothing" | "inputs" | "gradient" | "trace";

/** A part of the questions on a part of their trials: what is run at once. */
export type Chunk = {
  readonly questions: readonly Question[];
  /** Where the questions begin among all of the call. */
  readonly at: number;
  readonly steps: number;
  /** The first trial, and how many. */
  readonly first: number;
  readonly count: number;
  /** u of each question as `[time][trial][channel]`. */
  readonly inputs: readonly Float32Array[];
  /** x_0 of each question as `[trial][unit]`. */
  readonly initial: readonly Float32Array[];
};

/**
 * Bytes of one network's tensors and drawn inputs: those of its weights and gradients, and those of
 * each trial.
 */
export function bytesOf(
  { network, trials }: Question,
  { steps, keeps }: { readonly steps: number; readonly keeps: Keeps },
): { readonly fixed: number; readonly each: number } {
  const { units, channels, outputs } = network;
  const kept = {
    nothing: 0,
    inputs: 0,
    gradient: steps + 1 + 2 * STEPS_SUMMED,
    trace: 2 * (steps + 1),
  };
  const inputs = (keeps === "gradient" || keeps === "inputs" ? steps : 1) * channels;
  const rows = kept[keeps] + SCRATCH + 2 * trials.checkpoints.length;
  const drawn = (4 + 8) * (steps * channels + units);
  const all = (keeps === "trace" ? steps : trials.checkpoints.length) * outputs;
  return {
    fixed: 4 * 6 * units * (units + channels + outputs),
    each: 4 * (rows * units + inputs + 4 * all) + drawn,
  };
}

/** How questions are cut. */
export type Cut = {
  readonly steps: number;
  readonly keeps: Keeps;
  readonly maxBytes: number;
  /** How sizes are filled up before they are run. */
  readonly filling: Filling;
};

/**
 * Cuts questions of one shape into chunks that stay below `maxBytes`, of networks first, and of
 * trials only where a single network is too large; each chunk's inputs are drawn as it comes up.
 * @throws RangeError where not even one trial of one network fits.
 */
export function* chunksOf(
  questions: readonly Question[],
  { steps, keeps, maxBytes, filling }: Cut,
): Generator<Chunk> {
  const { fixed, each } = bytesOf(questions[0], { steps: filling.up(steps), keeps });
  if (!(maxBytes >= fixed + each))
    throw new RangeError(
      `maxBytes: expected at least ${fixed + each} for one trial of this size, got ${maxBytes}`,
    );
  const { count } = questions[0].trials;
  const whole = fixed + filling.up(count) * each;
  const networks = maxBytes < whole ? 1 : filling.down(maxBytes / whole);
  const trials = Math.min(count, filling.down((maxBytes - fixed) / each));
  for (let first = 0; first < count; first += trials) {
    const range = { first, count: Math.min(trials, count - first) };
    let written = new Map<Trials, Written>();
    for (let at = 0; at < questions.length; at += networks) {
      const some = questions.slice(at, at + networks);
      const next = new Map<Trials, Written>();
      const all = some.map((question) => {
        const known = next.get(question.trials) ?? written.get(question.trials);
        const drawn = known ?? write(question, { ...range, steps });
        next.set(question.trials, drawn);
        return drawn;
      });
      written = next;
      yield {
        questions: some,
        at,
        steps,
        ...range,
        inputs: all.map(({ inputs }) => inputs),
        initial: all.map(({ initial }) => initial),
      };
    }
  }
}

/** The inputs and initial states of some trials, in float32. */
type Written = { readonly inputs: Float32Array; readonly initial: Float32Array };

function write(
  { network, trials }: Question,
  { first, count, steps }: { first: number; count: number; steps: number },
): Written {
  // Later steps cannot change an answer: a trial's stream gives its noise in the order of time.
  const needed = { ...trials, steps };
  const some =
    count === trials.count
      ? needed
      : pickTrials(
          needed,
          Int32Array.from({ length: count }, (_, i) => first + i),
        );
  return {
    inputs: Float32Array.from(writeInputs(some)),
    initial: Float32Array.from(writeInitialStates(some, network.units)),
  };
}
