import fc from "fast-check";
import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import { withWeights } from "../../src/model/model.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import { type FullForceHyper, type FullForceMemory, fullForce } from "../../src/rules/fullForce.ts";
import { worldOn } from "../../src/rules/world.ts";
import { working } from "../../src/setting/readings.ts";
import { networkStream, resolveCell } from "../../src/study/cell.ts";
import { makeTask } from "../../src/task/settings.ts";
import { drawInitial } from "../../src/training/initialMemory.ts";
import { mustBeClose } from "../close.ts";
import { type BoundLaw, bindLaw, type Law } from "../law.ts";
import { type FullForceRule, faulty, trialByHand } from "./kitFullForce.ts";

type TrialCase = {
  readonly seed: number;
  readonly steps: number;
  readonly updatesFrom: number;
  readonly carriesState: boolean;
  readonly startsAtZero: boolean;
  readonly regularisation: number;
};

const CELL = {
  rule: "full-force",
  task: "rdm",
  noise: 0.5,
  reading: "working",
  variant: "as-is",
} as const;

/** The rule in a small world: 20 units. */
function setting({ seed, steps, ...given }: TrialCase) {
  const settings = resolveCell(CELL, fullForce, working);
  const stream = networkStream(CELL, seed);
  const hyper: FullForceHyper = {
    regularisation: given.regularisation,
    updatesFrom: given.updatesFrom,
    carriesState: given.carriesState,
    startsAtZero: given.startsAtZero,
  };
  const small = {
    ...settings,
    initialisation: { ...settings.initialisation, units: 20, recurrentDeviation: Math.sqrt(0.1) },
  };
  const task = makeTask({ ...settings.trainTask, steps });
  return {
    hyper,
    draw: drawInitial(small, stream, 0),
    trial: (k: number) => task.draw(deriveKey(stream, "trial", k), 1),
    key: deriveKey(stream, "learn"),
  };
}

const cases = (): fc.Arbitrary<TrialCase> =>
  fc.record({
    seed: fc.nat(10_000),
    steps: fc.integer({ min: 2, max: 12 }),
    updatesFrom: fc.constantFrom(0, 3, 100),
    carriesState: fc.boolean(),
    startsAtZero: fc.boolean(),
    regularisation: fc.constantFrom(5, 50),
  });

const difference = (after: Float64Array, before: Float64Array): Float64Array =>
  after.map((value, k) => value - before[k]);

/** @throws Error where a trial has not moved weights, P or the teacher as it does by hand. */
function mustMoveAlike(
  actual: FullForceMemory,
  expected: FullForceMemory,
  before: FullForceMemory,
): void {
  for (const name of ["recurrent", "output"] as const)
    mustBeClose(
      `ΔW_${name}`,
      difference(actual.student.weights[name], before.student.weights[name]),
      difference(expected.student.weights[name], before.student.weights[name]),
      1e-3,
    );
  mustBeClose("ΔP", difference(actual.p, before.p), difference(expected.p, before.p), 1e-3);
  mustBeClose("the teacher's state", actual.teacherState ?? [], expected.teacherState ?? [], 1e-4);
  mustBeClose("the loss", [actual.loss], [expected.loss], 1e-3);
}

/** Two trials as the equations have them. */
export const trialIsLeastSquares: Law<FullForceRule, TrialCase, "rules/full-force-trial"> = {
  id: "rules/full-force-trial",
  says: "every update is recursive least squares on the teacher's drive and on the target",
  cite: "DePasquale et al. 2018, eq. 5–9",
  needs: ["session"],
  runs: 30,
  cases,
  async holds(rule, given) {
    const { hyper, draw, trial, key } = setting(given);
    let memory = fullForce.begin(draw, hyper, key);
    for (let k = 0; k < 2; k++) {
      const on = trial(k);
      const after = await rule.learn(memory, on, worldOn(wasmEngine), hyper, key);
      mustMoveAlike(after, trialByHand(memory, { on, hyper }), memory);
      memory = after;
    }
  },
  mutants: [
    faulty("the sign is turned"),
    faulty("c is left out"),
    faulty("the hint is left out"),
    faulty("the teacher's recurrent drive is left out"),
    faulty("errors use the weights after the update"),
    faulty("rates of the step before"),
    faulty("no update at the first step"),
    faulty("P is not kept"),
    faulty("the teacher starts anew"),
    faulty("the student's state is carried"),
  ],
};

/** Teacher and student begin as two networks with one W_in. */
export const teacherSharesInputs: Law<FullForceRule, TrialCase, "rules/full-force-begin"> = {
  id: "rules/full-force-begin",
  says: "the teacher has the student's W_in, two channels more and a W_rec of its own; P = I/a",
  cite: "DePasquale et al. 2018",
  needs: ["session"],
  runs: 20,
  cases,
  holds(rule, given) {
    const { hyper, draw, key } = setting(given);
    const { student, teacher, p } = rule.begin(draw, hyper, key);
    const { units, channels } = student;
    if (teacher.channels !== channels + 2)
      throw new Error(`the teacher's channels: ${teacher.channels}, expected ${channels + 2}`);
    const drawn = draw();
    for (let i = 0; i < units; i++) {
      const own = student.weights.input.slice(i * channels, (i + 1) * channels);
      const from = i * teacher.channels;
      const taught = teacher.weights.input.slice(from, from + channels);
      mustBeClose(`W_in of the teacher's unit ${i}`, taught, own, 0);
      const [target, hint] = teacher.weights.input.slice(from + channels, from + channels + 2);
      if (target === 0 || hint === 0 || target === hint)
        throw new Error(`unit ${i}: expected target and hint with weights of their own`);
    }
    mustBeClose("W_in", student.weights.input, drawn.weights.input, 0);
    const zero = given.startsAtZero ? 0 : 1;
    for (const name of ["recurrent", "output"] as const)
      mustBeClose(
        `W_${name}`,
        student.weights[name],
        drawn.weights[name].map((w) => zero * w),
        0,
      );
    const alike = teacher.weights.recurrent.filter((w, k) => w === drawn.weights.recurrent[k]);
    if (alike.length > 0) throw new Error("W_rec: the teacher's is the student's");
    const identity = p.map((_, k) => (k % (units + 1) === 0 ? 1 / given.regularisation : 0));
    mustBeClose("P", p, identity, 0);
  },
  mutants: [
    {
      name: "the teacher has a W_in of its own",
      subject: {
        ...fullForce,
        begin: (draw, hyper, key) => ({
          ...fullForce.begin(draw, hyper, key),
          teacher: draw({ index: 1, extraChannels: 2 }),
        }),
      },
    },
    {
      name: "the teacher is the student's initial network",
      subject: {
        ...fullForce,
        begin(draw, hyper, key) {
          const memory = fullForce.begin(draw, hyper, key);
          const { recurrent } = draw().weights;
          const { teacher } = memory;
          return {
            ...memory,
            teacher: withWeights(teacher, { ...teacher.weights, recurrent }),
          };
        },
      },
    },
    {
      name: "the student never starts at zero",
      subject: {
        ...fullForce,
        begin: (draw, hyper, key) => fullForce.begin(draw, { ...hyper, startsAtZero: false }, key),
      },
    },
    {
      name: "P starts at a I",
      subject: {
        ...fullForce,
        begin: (draw, hyper, key) =>
          fullForce.begin(draw, { ...hyper, regularisation: 1 / hyper.regularisation }, key),
      },
    },
  ],
};

/** The laws of full-FORCE, bound to ours. */
export const fullForceLaws: readonly BoundLaw[] = [
  bindLaw(trialIsLeastSquares, fullForce),
  bindLaw(teacherSharesInputs, fullForce),
];
