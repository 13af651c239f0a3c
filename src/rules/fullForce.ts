import type { Session } from "../engine/session.ts";
import { type Network, withWeights } from "../model/model.ts";
import { inverseCorrelation } from "../numerics/recursiveLeastSquares.ts";
import type { Task } from "../task/task.ts";
import { type Trials, targetOf, withChannels } from "../task/trials.ts";
import { defineRule } from "./rule.ts";

/** FF's constants; times are in steps. */
export type FullForceHyper = {
  /** P starts at I / a. */
  readonly regularisation: number;
  /** Whether the student's W_rec and W_out start at zero. */
  readonly startsAtZero: boolean;
  /** Whether the teacher's state is carried from trial to trial. */
  readonly carriesState: boolean;
  /** Weights are updated at the first step, and from this one on. */
  readonly updatesFrom: number;
};

/** Student and teacher, the inverse correlation P `[unit][unit]`, and the teacher's state. */
export type FullForceMemory = {
  /** The student; its weights are kept in float64 between trials. */
  readonly student: Network;
  readonly teacher: Network;
  readonly p: Float64Array;
  /** x of the teacher at the end of the last trial; null before the first. */
  readonly teacherState: Float32Array | null;
  readonly loss: number;
};

/** Channels that only the teacher has, an output: the target, and a hint (the target again). */
const TEACHER_CHANNELS = 2;

/**
 * Full-FORCE. A random teacher is driven by the input, the target and a hint. Recursive least
 * squares moves the student's W_rec, so that W_rec r matches all the recurrent drive of the teacher
 * and what target and hint add to it, and its W_out, so that the output matches the target.
 * @source §2.3, FF; DePasquale et al. 2018
 */
export const fullForce = defineRule<FullForceHyper, FullForceMemory>({
  name: "full-force",
  cite: "McMahan, Kleinman & Kao 2021, §2.3; DePasquale et al. 2018",
  needs: ["session"],
  settings: (task, { train }) => ({
    hyper: {
      regularisation:
        task.contexts > 1
          ? train.fullForce.regularisation.contexts
          : train.fullForce.regularisation.plain,
      startsAtZero: train.fullForce.startsAtZero,
      carriesState: train.fullForce.carriesState,
      updatesFrom: firstUpdate(task, train.fullForce.updatesFrom),
    },
    model: {
      activation: train.activation.fullForce,
      readout: train.readout.fullForce,
      clamped: [],
      trains: ["recurrent", "output"],
      alpha: train.alpha,
    },
    trialsPerUpdate: 1,
    validateEvery: train.fullForce.validateEvery,
    budget: { updates: 5000, restarts: 10 },
    initialDeviation: train.fullForce.initialDeviation,
  }),
  begin(draw, hyper) {
    const drawn = draw();
    const teacher = draw({ index: 1, extraChannels: TEACHER_CHANNELS * drawn.outputs });
    const zero = (weights: Float64Array): Float64Array =>
      hyper.startsAtZero ? new Float64Array(weights.length) : weights;
    return {
      student: withWeights(drawn, {
        input: drawn.weights.input,
        recurrent: zero(drawn.weights.recurrent),
        output: zero(drawn.weights.output),
      }),
      teacher: sharingInputs(teacher, drawn),
      p: inverseCorrelation(drawn.units, hyper.regularisation),
      teacherState: null,
      loss: Number.NaN,
    };
  },
  async learn(memory, on, world, hyper) {
    const { student, teacher } = memory;
    const taught = withChannels(on, teacherInputs(on));
    const start = hyper.carriesState ? memory.teacherState : null;
    const leading = world.open(teacher, taught, start ?? undefined);
    try {
      const following = world.open(student, on);
      try {
        following.writeInverseCorrelation(memory.p);
        const loss = followTeacher({ memory, on, hyper, leading, following });
        return {
          student: withWeights(student, { ...following.weights(), input: student.weights.input }),
          teacher,
          p: following.inverseCorrelation(),
          teacherState: leading.state.slice(),
          loss,
        };
      } finally {
        following.close();
      }
    } finally {
      leading.close();
    }
  },
  network: ({ student }) =>
    withWeights(student, {
      input: student.weights.input,
      recurrent: student.weights.recurrent.map(Math.fround),
      output: student.weights.output.map(Math.fround),
    }),
  // P and with it every gain then lies below the smallest float32.
  atRest: (hyper) => ({ ...hyper, regularisation: Number.MAX_VALUE }),
  lastLoss: (memory) => memory.loss,
});

/**
 * The step from which on weights are updated: the reading's, but what is shown before it cannot be
 * learned. So there is no waiting where the cue ends within a trial, or a trial before that step.
 */
const firstUpdate = ({ cueEnds, steps }: Task, from: number): number =>
  cueEnds === undefined && steps > from ? from : 1;

/** The teacher, with the student's own W_in for the task's channels. */
function sharingInputs(teacher: Network, student: Network): Network {
  const input = teacher.weights.input.slice();
  for (let i = 0; i < student.units; i++)
    for (let c = 0; c < student.channels; c++)
      input[i * teacher.channels + c] = student.weights.input[i * student.channels + c];
  return withWeights(teacher, { ...teacher.weights, input });
}

/** Targets and hints at each step, `[time][trial][channel]`. */
function teacherInputs(on: Trials): Float64Array {
  const values = new Float64Array(on.steps * TEACHER_CHANNELS * on.outputs);
  for (let time = 0; time < on.steps; time++) {
    const target = targetOf(on, { trial: 0, time });
    values.set(target, TEACHER_CHANNELS * time * on.outputs);
    values.set(target, (TEACHER_CHANNELS * time + 1) * on.outputs);
  }
  return values;
}

type Lesson = {
  readonly memory: FullForceMemory;
  readonly on: Trials;
  readonly hyper: FullForceHyper;
  readonly leading: Session;
  readonly following: Session;
};

/** Runs teacher and student through a trial, and answers the loss at the checkpoints. */
function followTeacher({ memory, on, hyper, leading, following }: Lesson): number {
  const told = targetDrives(memory.teacher);
  const recurrent = new Float64Array(memory.teacher.units);
  let loss = 0;
  while (following.time < following.steps) {
    const time = following.time;
    leading.step();
    following.step();
    const updates = time === 0 || time >= hyper.updatesFrom;
    const checked = on.checkpoints.includes(time);
    if (!updates && !checked) continue;
    const target = targetOf(on, { trial: 0, time });
    const output = following.output();
    if (checked)
      for (let q = 0; q < output.length; q++)
        loss += (output[q] - target[q]) * (output[q] - target[q]);
    if (!updates) continue;
    const wanted = leading.recurrentDrive();
    const drive = following.recurrentDrive();
    for (let i = 0; i < recurrent.length; i++) {
      let sum = wanted[i];
      for (let q = 0; q < target.length; q++) sum += target[q] * told[q][i];
      recurrent[i] = drive[i] - sum;
    }
    for (let q = 0; q < output.length; q++) output[q] -= target[q];
    following.leastSquares({ recurrent, output });
  }
  return loss;
}

/**
 * What a target and a hint of 1 at each output add to the drive of the teacher's units, w_d + w_h,
 * `[output][unit]`.
 */
function targetDrives({ units, channels, outputs, weights }: Network): readonly Float64Array[] {
  return Array.from({ length: outputs }, (_, q) =>
    Float64Array.from({ length: units }, (_, i) => {
      const first = (i + 1) * channels - TEACHER_CHANNELS * outputs + q;
      return weights.input[first] + weights.input[first + outputs];
    }),
  );
}
