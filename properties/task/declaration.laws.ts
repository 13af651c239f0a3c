import fc from "fast-check";
import { defineTask, type TaskDeclaration } from "../../src/task/defineTask.ts";
import type { Task } from "../../src/task/task.ts";
import type { Law } from "../law.ts";
import { twoOutputs } from "./twoOutputs.ts";

/** Declares a task. */
export type DeclareTask = (given: TaskDeclaration) => Task;

type Broken = { readonly what: string; readonly says: RegExp; readonly given: TaskDeclaration };

const { draw } = twoOutputs;

/** What is broken in a declaration, and what the error must name. */
const BROKEN: readonly Broken[] = [
  { what: "a name with a space", says: /^name:/, given: { ...twoOutputs, name: "two outputs" } },
  { what: "no channels", says: /^channels:/, given: { ...twoOutputs, channels: 0 } },
  { what: "half an output", says: /^outputs:/, given: { ...twoOutputs, outputs: 0.5 } },
  { what: "one step", says: /^steps:/, given: { ...twoOutputs, steps: 1 } },
  { what: "no contexts", says: /^contexts:/, given: { ...twoOutputs, contexts: 0 } },
  {
    what: "a cue that ends behind the last step",
    says: /^cueEnds:/,
    given: { ...twoOutputs, cueEnds: 13 },
  },
  {
    what: "trials of other steps",
    says: /^draw: expected trials with steps 13/,
    given: { ...twoOutputs, steps: 13 },
  },
  {
    what: "trials of fewer outputs",
    says: /^draw: expected trials with outputs 1/,
    given: { ...twoOutputs, outputs: 1 },
  },
  {
    what: "one trial too few",
    says: /^draw: expected trials with count 3, got 2/,
    given: { ...twoOutputs, draw: (key, count) => draw(key, count - 1) },
  },
  {
    what: "other trials when drawn again",
    says: /^draw: expected the same trials/,
    given: { ...twoOutputs, draw: byCall() },
  },
  {
    what: "checkpoints out of order",
    says: /^draw: checkpoints\[1\]/,
    given: {
      ...twoOutputs,
      draw: (key, count) => ({ ...draw(key, count), checkpoints: [5, 0, 11] }),
    },
  },
  {
    what: "a checkpoint behind the last step",
    says: /^draw: checkpoints\[2\]/,
    given: {
      ...twoOutputs,
      draw: (key, count) => ({ ...draw(key, count), checkpoints: [0, 5, 12] }),
    },
  },
  {
    what: "a trial of a context that is not",
    says: /^draw: contexts\[0\]/,
    given: {
      ...twoOutputs,
      draw: (key, count) => ({ ...draw(key, count), contexts: new Int32Array(count).fill(1) }),
    },
  },
  {
    what: "a scoring of one trial too few",
    says: /^correct: expected 3 entries/,
    given: { ...twoOutputs, correct: () => new Uint8Array(2) },
  },
  {
    what: "a scoring that is no 1 or 0",
    says: /^correct: expected 1 or 0/,
    given: { ...twoOutputs, correct: ({ length }) => new Uint8Array(length / 6).fill(2) },
  },
  { what: "no probes", says: /^probes:/, given: { ...twoOutputs, probes: [] } },
  {
    what: "a probe of a context that is not",
    says: /^probes\[0\].context/,
    given: { ...twoOutputs, probes: [{ value: 0, context: 1 }] },
  },
  {
    what: "a probe of fewer channels",
    says: /^probe: expected 2 entries/,
    given: { ...twoOutputs, probe: () => new Float64Array(1) },
  },
  {
    what: "an ideal observer who is right too often",
    says: /^ideal: expected a number within 0 … 1/,
    given: { ...twoOutputs, ideal: () => 1.5 },
  },
];

/** A draw that depends on those before it. */
function byCall(): TaskDeclaration["draw"] {
  let calls = 0;
  return (key, count) => draw([key[0], key[1], key[2], calls++], count);
}

/** A task is checked when it is defined. */
export const badTaskRefused: Law<DeclareTask, Broken, "task/declaration"> = {
  id: "task/declaration",
  says: "a task that is not what it says is refused when it is defined, and the error names what",
  needs: [],
  cases: () => fc.constantFrom(...BROKEN),
  holds(declare, { what, says, given }) {
    declare(twoOutputs);
    const why = refusalOf(() => declare(given));
    if (why === null) throw new Error(`${what}: it is taken`);
    if (!says.test(why)) throw new Error(`${what}: expected ${says}, got "${why}"`);
  },
  mutants: [
    {
      name: "takes any task",
      subject: (given) => ({ contexts: 1, probe: () => new Float64Array(2), ...given }),
    },
    {
      name: "draws no trials to see",
      subject: (given) => defineTask({ ...given, draw: twoOutputs.draw }),
    },
    {
      name: "asks for no scores",
      subject: (given) => defineTask({ ...given, correct: twoOutputs.correct }),
    },
    {
      name: "looks at no probe",
      subject: (given) => defineTask({ ...given, probes: twoOutputs.probes }),
    },
    { name: "refuses every task", subject: () => defineTask({ ...twoOutputs, name: "" }) },
  ],
};

function refusalOf(declare: () => Task): string | null {
  try {
    declare();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
