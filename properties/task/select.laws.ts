import fc from "fast-check";
import { makeTask } from "../../src/task/settings.ts";
import {
  selectTrials,
  type Trials,
  writeInitialStates,
  writeInputs,
} from "../../src/task/trials.ts";
import type { Law } from "../law.ts";
import { type Drawn, drawnCases, keyOf } from "./made.ts";

/** Picks trials out of a batch. */
export type Select = typeof selectTrials;

type Selection = Drawn & {
  readonly count: number;
  readonly order: readonly number[];
  readonly given: boolean;
};

const UNITS = 3;

/** A batch with its inputs and initial states written out. */
function writtenOut(trials: Trials): Trials {
  return {
    ...trials,
    inputs: { kind: "given", values: writeInputs(trials) },
    initial: { kind: "given", values: writeInitialStates(trials, UNITS) },
  };
}

/** Trial `trial` of a batch, every number of it, as text. */
function trialOf(trials: Trials, trial: number): string {
  const { count, steps, channels, outputs, checkpoints, numbers, contexts } = trials;
  const pick = (values: Float64Array, rows: number, width: number): readonly number[] =>
    Array.from({ length: rows }, (_, row) => {
      const from = (row * count + trial) * width;
      return [...values.subarray(from, from + width)];
    }).flat();
  return JSON.stringify({
    number: numbers[trial],
    context: contexts[trial],
    inputs: pick(writeInputs(trials), steps, channels),
    initial: pick(writeInitialStates(trials, UNITS), 1, UNITS),
    targets: pick(trials.targets, checkpoints.length, outputs),
    choice: trials.choices[trial],
    strength: trials.strengths[trial],
    steps,
    checkpoints,
  });
}

/** A selected trial is the trial. */
export const selectionKeeps: Law<Select, Selection, "task/select"> = {
  id: "task/select",
  says: "a selected trial keeps its noise, initial state, targets and context, wherever it is put",
  needs: [],
  cases: () =>
    fc
      .tuple(
        drawnCases(5),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 9 }),
        fc.boolean(),
      )
      .map(([drawn, count, places, given]) => ({
        ...drawn,
        count,
        order: places.map((place) => place % count),
        given,
      })),
  holds(select, selection) {
    const { settings, count, order, given } = selection;
    const drawn = makeTask(settings).draw(keyOf(selection), count);
    const trials = given ? writtenOut(drawn) : drawn;
    const some = select(trials, order);
    if (some.count !== order.length) throw new Error(`${some.count} of ${order.length} trials`);
    for (const [place, trial] of order.entries()) {
      const actual = trialOf(some, place);
      const expected = trialOf(trials, trial);
      if (actual !== expected) throw new Error(`trial ${trial}: ${actual}, expected ${expected}`);
    }
  },
  mutants: [
    {
      name: "trials are numbered anew",
      subject: (trials, order) => ({
        ...selectTrials(trials, order),
        numbers: Uint32Array.from({ length: order.length }, (_, i) => i),
      }),
    },
    {
      name: "targets stay behind",
      subject: (trials, order) => {
        const some = selectTrials(trials, order);
        return { ...some, targets: trials.targets.slice(0, some.targets.length) };
      },
    },
    {
      name: "contexts stay behind",
      subject: (trials, order) => ({ ...selectTrials(trials, order), contexts: trials.contexts }),
    },
    {
      name: "trials are put in rising order",
      subject: (trials, order) => selectTrials(trials, Int32Array.from(order).sort()),
    },
  ],
};
