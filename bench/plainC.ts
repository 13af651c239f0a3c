import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scaleWeights } from "../src/engine/arithmetic.ts";
import type { Kicks } from "../src/engine/kicked.ts";
import type { Network } from "../src/model/model.ts";
import type { Perturbed } from "../src/rules/perturbedTrial.ts";
import { type Trials, targetAt, writeInitialStates, writeInputs } from "../src/task/trials.ts";
import { openProgram, type Peer } from "./peer.ts";

/** What `peers/trial.c` runs. */
export type PlainTrial = {
  readonly network: Network;
  readonly on: Trials;
  readonly kicks: Kicks;
  readonly hyper: Perturbed;
};

// As fast as the compiler makes it without another arithmetic: no fused multiply-add.
const FLAGS = ["-O3", "-march=native", "-ffp-contract=off"];

/** The loop in C, compiled here and now; nothing where there is no compiler (CC, else cc). */
export async function openPlainC(trial: PlainTrial): Promise<Peer | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "attest-bench-"));
  const source = fileURLToPath(new URL("./peers/trial.c", import.meta.url));
  const program = join(folder, "trial");
  try {
    execFileSync(process.env.CC ?? "cc", [...FLAGS, source, "-o", program, "-lm"]);
    writeFileSync(join(folder, "given"), given(trial));
    return await openProgram(program, [join(folder, "given")]);
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The file that the program reads. */
function given({ network, on, kicks, hyper }: PlainTrial): Buffer {
  const { units, channels, model } = network;
  const { hidden } = scaleWeights(network);
  const columns = units + channels;
  const byColumns = hidden.map((_, k) => hidden[(k % units) * columns + Math.floor(k / units)]);
  const [target] = targetAt(on, { trial: 0, time: on.steps - 1 });
  const count = kicks.steps.length;
  const keeps = hyper.meanKeeps === "trial" ? Number.NaN : hyper.meanKeeps;
  const sizes = [units, on.steps, count, 1 - model.alpha, keeps, hyper.errorSteps, target];
  const arrays = [
    ...[Float64Array.from(sizes), kicks.amounts, kicks.steps, kicks.units, byColumns],
    ...[Float32Array.from(writeInitialStates(on, units)), Float32Array.from(writeInputs(on))],
  ];
  return Buffer.concat(arrays.map((array) => Buffer.from(array.buffer)));
}
