import { pulseResponses } from "../attractors/pulse.ts";
import { slowPoints } from "../attractors/slowPoints.ts";
import { trajectoryStarts } from "../attractors/starts.ts";
import { SLOW_BELOW, TRAJECTORIES } from "../claims/measures/slowModes.ts";
import { deriveKey } from "../numerics/rng.ts";
import { LARGEST_PROBE } from "../representations/probeTrials.ts";
import type { Analysis } from "../study/analysis.ts";
import type { Cell } from "../study/cell.ts";
import type { TrainedNetwork } from "../study/trained.ts";
import { stableCount, wayOf, zeroInputSets } from "../study/zeroInput.ts";
import type { Task } from "../task/task.ts";
import type { ShownExample, ShownPulse } from "./data.ts";
import { type Plane, planeOf, showExample } from "./showExample.ts";

const ON_STEPS = 375;
const OFF_STEPS = 3000;

/** Steps between two points of a drawn trace. */
const EVERY = 15;

/** One network of each way to integrate; the first of the cells that has it. */
export async function showPulses(
  analysis: Analysis,
  cells: Readonly<Record<"transient" | "stable", readonly Cell[]>>,
): Promise<ShownFigure4> {
  const pulses: ShownPulse[] = [];
  const missing: string[] = [];
  for (const way of ["transient", "stable"] as const) {
    const trained = await firstOfWay(analysis, cells[way], way);
    if (trained === undefined) missing.push(`a network of ${way} integration on RDM`);
    else pulses.push(await showPulse(analysis, trained, way));
  }
  return { pulses, missing };
}

type ShownFigure4 = {
  readonly pulses: readonly ShownPulse[];
  readonly missing: readonly string[];
};

async function firstOfWay(
  analysis: Analysis,
  cells: readonly Cell[],
  way: "transient" | "stable",
): Promise<TrainedNetwork | undefined> {
  for (const cell of cells)
    for (const trained of analysis.included(cell)) {
      const sets = await zeroInputSets(analysis, trained);
      if (wayOf(sets.map(stableCount)) === way) return trained;
    }
  return undefined;
}

async function showPulse(
  analysis: Analysis,
  trained: TrainedNetwork,
  way: string,
): Promise<ShownPulse> {
  const plane = await planeOf(analysis, trained);
  const example = await showExample(analysis, trained, `${way} integration`, plane);
  return pulseIn({ task: analysis.task(trained), trained, plane }, { way, example, context: 0 });
}

/** How a network goes on after a pulse in a context, and where it is slow at zero input in it. */
export function pulseIn(
  {
    task,
    trained: { network, key },
    plane,
  }: { readonly task: Task; readonly trained: TrainedNetwork; readonly plane: Plane },
  {
    way,
    example,
    context,
  }: { readonly way: string; readonly example: ShownExample; readonly context: number },
): ShownPulse {
  const [up, down] = pulseResponses({
    network,
    start: new Float64Array(network.units),
    ons: [task.probe(LARGEST_PROBE, context), task.probe(-LARGEST_PROBE, context)],
    ...{ off: task.probe(0, context), onSteps: ON_STEPS, offSteps: OFF_STEPS },
  });
  const input = task.probe(0, context);
  const states = trajectoryStarts({
    network,
    input,
    ...TRAJECTORIES,
    key: deriveKey(null, "attest", "report", "slow", key),
  });
  const [slow] = slowPoints({ network, input, states, speedsBelow: [SLOW_BELOW] });
  return {
    way,
    example,
    offAfter: ON_STEPS,
    trace: Array.from({ length: (ON_STEPS + OFF_STEPS) / EVERY }, (_, k) => {
      const step = (k + 1) * EVERY;
      const at = (step - 1) * network.outputs;
      return { step, up: up.outputs[at], down: down.outputs[at] };
    }),
    slow: slow.states.map(plane.place),
    speedBelow: SLOW_BELOW,
  };
}
