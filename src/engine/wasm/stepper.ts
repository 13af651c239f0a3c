import type { Network, Weights } from "../../model/model.ts";
import { type Trials, writeInputs } from "../../task/trials.ts";
import type { MakeStepper, Stepper } from "../stepper.ts";
import { createKernel, type Kernel } from "./kernel.ts";
import { PLAN_ADDRESS, wordsOf } from "./layout.ts";
import { SESSION } from "./plans.ts";
import { layOutSession, type SessionPlan } from "./sessionLayout.ts";

/** A session's place in a kernel's memory, and the memory as numbers. */
type Desk = {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly plan: SessionPlan;
  readonly singles: Float32Array;
  readonly doubles: Float64Array;
};

/**
 * Steppers on WebAssembly: the same bytes as `definedStepper`. Each has a kernel and a memory of
 * its own, which the next one takes over when it has been closed.
 */
export function wasmSteppers(): MakeStepper {
  const free: Kernel[] = [];
  return (network, on) => {
    const kernel = free.pop() ?? createKernel();
    return stepperAt(layOutDesk(kernel, network, on), () => free.push(kernel));
  };
}

function layOutDesk(kernel: Kernel, network: Network, on: Trials): Desk {
  const { plan, end } = layOutSession(network, on.steps);
  kernel.reach(end);
  const { buffer } = kernel.memory;
  const singles = new Float32Array(buffer);
  const doubles = new Float64Array(buffer);
  singles.fill(0, PLAN_ADDRESS / 4, end / 4);
  new Int32Array(buffer).set(wordsOf(SESSION, plan), PLAN_ADDRESS / 4);
  const { units, model } = network;
  const free = new BigUint64Array(buffer, plan.free, units).fill(0xffff_ffff_ffff_ffffn);
  const decay = singles.subarray(plan.decay / 4).fill(1 - model.alpha, 0, units);
  for (const { unit } of model.clamped) {
    free[unit] = 0n;
    decay[unit] = 1;
  }
  doubles[plan.alpha / 8] = model.alpha;
  singles.set(writeInputs(on), plan.inputs / 4);
  const desk = { kernel, network, plan, singles, doubles };
  writeWeights(desk, network.weights);
  return desk;
}

/** Writes the weights by columns, and their float32 forms. */
function writeWeights({ kernel, network, plan, doubles }: Desk, weights: Weights): void {
  const { units, channels, outputs } = network;
  const { stride } = plan;
  const at = plan.weights / 8;
  for (let i = 0; i < units; i++) {
    for (let j = 0; j < units; j++) doubles[at + j * stride + i] = weights.recurrent[i * units + j];
    for (let c = 0; c < channels; c++)
      doubles[at + (units + c) * stride + i] = weights.input[i * channels + c];
  }
  const output = plan.outputWeights / 8;
  for (let q = 0; q < outputs; q++)
    for (let i = 0; i < units; i++)
      doubles[output + q * stride + i] = weights.output[q * units + i];
  kernel.sessionScale(PLAN_ADDRESS);
}

function readWeights({ network, plan, doubles }: Desk): Weights {
  const { units, channels, outputs } = network;
  const { stride } = plan;
  const recurrent = new Float64Array(units * units);
  const input = new Float64Array(units * channels);
  const at = plan.weights / 8;
  for (let i = 0; i < units; i++) {
    for (let j = 0; j < units; j++) recurrent[i * units + j] = doubles[at + j * stride + i];
    for (let c = 0; c < channels; c++)
      input[i * channels + c] = doubles[at + (units + c) * stride + i];
  }
  const output = new Float64Array(outputs * units);
  copyRows(output, doubles.subarray(plan.outputWeights / 8), { rows: outputs, units, stride });
  return { recurrent, input, output };
}

type Rows = { readonly rows: number; readonly units: number; readonly stride: number };

/** Copies rows of `stride` numbers without what fills them up. */
function copyRows<Values extends Float32Array | Float64Array>(
  to: Values,
  from: Values,
  { rows, units, stride }: Rows,
): Values {
  for (let row = 0; row < rows; row++)
    to.set(from.subarray(row * stride, row * stride + units), row * units);
  return to;
}

function stepperAt(desk: Desk, close: () => void): Stepper {
  const { kernel, network, plan, singles, doubles } = desk;
  const { units, outputs, model } = network;
  const { stride } = plan;
  const rows = { rows: units, units, stride };
  const single = (address: number, count: number): Float32Array =>
    singles.subarray(address / 4, address / 4 + count);
  const double = (address: number, count: number): Float64Array =>
    doubles.subarray(address / 8, address / 8 + count);
  const drive = double(plan.drive, units);
  const readings = single(plan.readings, model.readout === "unit" ? 1 : outputs);
  const inverse = double(plan.inverse, units * stride);
  return {
    state: single(plan.state, units),
    rates: single(plan.row, units),
    activate: () => kernel.sessionActivate(PLAN_ADDRESS),
    step: (t) => kernel.sessionStep(PLAN_ADDRESS, t),
    readings() {
      kernel.sessionRead(PLAN_ADDRESS);
      return readings;
    },
    writeWeights: (weights) => writeWeights(desk, weights),
    weights: () => readWeights(desk),
    addEligibility(means) {
      singles.set(means, plan.means / 4);
      kernel.sessionAddEligibility(PLAN_ADDRESS);
    },
    eligibility: () =>
      copyRows(new Float32Array(units * units), single(plan.eligibility, units * stride), rows),
    recurrentDrive() {
      kernel.sessionDrive(PLAN_ADDRESS);
      return drive;
    },
    writeInverseCorrelation(p) {
      for (let i = 0; i < units; i++)
        inverse.set(p.subarray(i * units, (i + 1) * units), i * stride);
    },
    inverseCorrelation: () => copyRows(new Float64Array(units * units), inverse, rows),
    leastSquares(errors) {
      doubles.set(errors.recurrent, plan.errors / 8);
      doubles.set(errors.output, plan.outputErrors / 8);
      kernel.sessionLeastSquares(PLAN_ADDRESS);
    },
    close,
  };
}
