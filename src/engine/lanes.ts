import type { Network } from "../model/model.ts";
import { type Trials, writeInitialStates, writeInputs } from "../task/trials.ts";
import { requireRunnable } from "./batch.ts";
import { descentKernel } from "./descent/choose.ts";
import { driveOf } from "./descent/drive.ts";
import { enterStates, type Flow, layFlow, writeOutput } from "./descent/flow.ts";
import type { DescentKernel } from "./descent/kernel.ts";
import type { Engine, Trace } from "./engine.ts";
import { referenceEngine } from "./reference.ts";

/** Trials that are lanes of the kernel at once: `first` and those after it. */
type Block = { readonly first: number; readonly count: number };

/** W_in u at a step of each lane, as `[unit][lane]`, into `out`. */
function writeDrives(
  network: Network,
  { trials, inputs, block, t }: { trials: Trials; inputs: Float64Array; block: Block; t: number },
  { out, width }: { readonly out: Float64Array; readonly width: number },
): void {
  const { channels } = network;
  for (let lane = 0; lane < block.count; lane++) {
    const from = (t * trials.count + block.first + lane) * channels;
    const drive = driveOf(network, inputs.subarray(from, from + channels));
    for (let i = 0; i < drive.length; i++) out[i * width + lane] = drive[i];
  }
}

/** x += α(F(x) + b) in all lanes, with a drive b of each lane's own. */
function advance({ values, width, state, value, units, alpha }: Flow, drives: Float64Array): void {
  for (let at = 0; at < units * width; at++)
    values[state + at] += alpha * (values[value + at] + drives[at]);
}

/**
 * All states, outputs and rates of one network in float64: as `referenceEngine` traces it but for
 * rounding, trials being the lanes of a kernel, whichever it is, to the bit.
 * @throws RangeError that names the first thing that does not fit.
 */
export function traceInLanes(
  network: Network,
  trials: Trials,
  kernel: DescentKernel = descentKernel(),
): Required<Trace> {
  requireRunnable(network, trials);
  const { units, outputs: width } = network;
  const { count, steps } = trials;
  const inputs = writeInputs(trials);
  const initial = writeInitialStates(trials, units);
  for (const { unit, value } of network.model.clamped)
    for (let trial = 0; trial < count; trial++) initial[trial * units + unit] = value;
  const isStill =
    trials.inputs.kind === "gaussian" && trials.inputs.deviation.every((d) => d === 0);
  const states = new Float64Array((steps + 1) * count * units);
  const rates = new Float64Array((steps + 1) * count * units);
  const outputs = new Float64Array(steps * count * width);
  const flow = layFlow(kernel, network, new Float64Array(units));
  const drives = new Float64Array(units * flow.width);
  for (let first = 0; first < count; first += flow.width) {
    const block = { first, count: Math.min(flow.width, count - first) };
    const lanes = Array.from({ length: block.count }, (_, lane) => (first + lane) * units);
    enterStates(
      flow,
      lanes.map((at) => initial.subarray(at, at + units)),
    );
    for (let t = 0; t <= steps; t++) {
      flow.evaluate();
      for (let lane = 0; lane < block.count; lane++) {
        const to = (t * count + first + lane) * units;
        copyLane(flow, { from: flow.state + lane, out: states, to });
        copyLane(flow, { from: flow.rate + lane, out: rates, to });
        const at = ((t - 1) * count + first + lane) * width;
        if (t > 0) writeOutput(flow, lane, { network, out: outputs, at });
      }
      if (t === steps) break;
      if (t === 0 || !isStill)
        writeDrives(network, { trials, inputs, block, t }, { out: drives, width: flow.width });
      advance(flow, drives);
    }
  }
  return { states, outputs, rates };
}

function copyLane(
  { values, width, units }: Flow,
  { from, out, to }: { readonly from: number; readonly out: Float64Array; readonly to: number },
): void {
  for (let i = 0; i < units; i++) out[to + i] = values[from + i * width];
}

/** The outputs of a trace at the checkpoints, `[checkpoint][trial][output]`. */
function atCheckpoints({ outputs }: Trace, { checkpoints, count, outputs: width }: Trials) {
  const row = count * width;
  const picked = new Float64Array(checkpoints.length * row);
  for (const [at, step] of checkpoints.entries())
    picked.set(outputs.subarray(step * row, (step + 1) * row), at * row);
  return picked;
}

/** What analysis runs on: float64, with many trials at once. */
export const lanesEngine: Engine = {
  ...referenceEngine,
  name: "lanes",
  evaluate: async (networks, trials) =>
    networks.map((network) => atCheckpoints(traceInLanes(network, trials), trials)),
  trace: async (network, trials) => traceInLanes(network, trials),
};
