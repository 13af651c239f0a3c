import { type Trials, writeInitialStates, writeInputs } from "../../task/trials.ts";
import { LANES } from "../arithmetic.ts";
import { blockTrials } from "../batch.ts";

/** Written-out inputs of a block as `[time][channel][lane]`; null where they are drawn. */
export function givenInputs(trials: Trials, block: number, steps: number): Float32Array | null {
  if (trials.inputs.kind !== "given") return null;
  const of = { rows: steps, width: trials.channels };
  return lanesOf(writeInputs(trials), trials, { ...of, block });
}

/** Written-out initial states of a block as `[unit][lane]`; null where they are drawn. */
export function givenInitial(trials: Trials, block: number, units: number): Float32Array | null {
  if (trials.initial.kind !== "given") return null;
  return lanesOf(writeInitialStates(trials, units), trials, { rows: 1, width: units, block });
}

/** `[row][column][lane]` of a block from `[row][trial][column]`. */
function lanesOf(
  values: Float64Array,
  { count }: Trials,
  { rows, width, block }: { readonly rows: number; readonly width: number; readonly block: number },
): Float32Array {
  const { trials } = blockTrials(count, { block, lanes: LANES });
  const lanes = new Float32Array(rows * width * LANES);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < width; column++)
      for (let lane = 0; lane < LANES; lane++)
        lanes[(row * width + column) * LANES + lane] =
          values[(row * count + trials[lane]) * width + column];
  return lanes;
}
