import { readFileSync } from "node:fs";
import { pulseResponses } from "../src/attractors/pulse.ts";
import { descentKernel } from "../src/engine/descent/choose.ts";
import { nextState, outputOf } from "../src/model/step.ts";
import { decodeArtifact } from "../src/store/store.ts";
import { asTrained } from "../src/study/trained.ts";
import type { Timed } from "./goals.ts";
import { leastOf, timing } from "./least.ts";

/** The paper's pulse: half a trial, and ten trials after it. */
const STEPS = { on: 375, off: 7500 } as const;

/** Outputs that differ by more are not of the same network. */
const SAME = 1e-9;

/** Two pulses of a trained network, with what follows, beside one state after another. */
export async function timePulses(runs: number): Promise<readonly Timed[]> {
  const file = readFileSync(new URL("./trained.safetensors", import.meta.url));
  const { network } = asTrained(decodeArtifact(file));
  const ons = [[0.5], [-0.5]];
  const start = new Float64Array(network.units);
  const ours = (): readonly number[] =>
    pulseResponses({ network, start, ons, off: [0] }).map(({ atEnd }) => atEnd[0]);
  const plain = (): readonly number[] =>
    ons.map((on) => {
      let state: Float64Array = start;
      let y = 0;
      for (let t = 0; t < STEPS.on + STEPS.off; t++) {
        state = nextState(network, state, t < STEPS.on ? on : [0]);
        y = outputOf(network, state)[0];
      }
      return y;
    });
  const expected = plain();
  for (const [k, y] of ours().entries())
    if (!(Math.abs(y - expected[k]) <= SAME))
      throw new Error(`pulses: expected an output of ${expected[k]}, got ${y}`);
  const { name } = descentKernel();
  const least = await leastOf(
    runs,
    new Map([
      [name, timing(ours)],
      ["plain", timing(plain)],
    ]),
  );
  return [...least].map(([engine, ms]) => ({
    ...{ engine, ms },
    against: engine === "plain" ? null : "plain",
  }));
}
