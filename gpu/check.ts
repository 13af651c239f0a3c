import { referenceEngine } from "../src/engine/reference.ts";
import { gpuEngine, isOnGpu, loadGpuLibrary } from "../src/engine/tfjs/load.ts";
import { initialise } from "../src/model/initialise.ts";
import { type Network, WEIGHT_NAMES } from "../src/model/model.ts";
import { deriveKey } from "../src/numerics/rng.ts";
import { rdm } from "../src/task/rdm.ts";
import { firstCard } from "./machine.ts";

/*
 * Whether the tensor library is installed in gpu/, runs on a GPU (with --cpu: or on the CPU), and
 * makes the gradients of the reference engine. Prints a line, and ends with status 1 where it does
 * not.
 */

const TOLERANCE = 1e-4;

const key = deriveKey(null, "gpu", "check");

const task = rdm({
  steps: 100,
  coherence: { kind: "uniform", largest: 0.1857 },
  noiseDeviation: 1,
  initialDeviation: 0.3,
});

const draw = (index: number): Network =>
  initialise(
    {
      model: {
        activation: "shifted-tanh",
        readout: "rates",
        clamped: [],
        trains: WEIGHT_NAMES,
        alpha: 0.1,
      },
      channels: 1,
      outputs: 1,
      initialisation: {
        units: 50,
        recurrentDeviation: Math.sqrt(1 / 50),
        inputDeviation: Math.sqrt(0.5),
        outputDeviation: Math.sqrt(0.1),
      },
    },
    deriveKey(key, index),
  );

/** How far the library's gradients are from the reference's, relative to the largest entry. */
async function worstError(): Promise<number> {
  const networks = [0, 1, 2].map(draw);
  const trials = task.draw(key, 40);
  const mine = await gpuEngine().gradient(networks, trials);
  const theirs = await referenceEngine.gradient(networks, trials);
  let worst = 0;
  mine.forEach(({ gradient }, p) => {
    for (const name of WEIGHT_NAMES) {
      const expected = theirs[p].gradient[name];
      const largest = Math.max(...expected.map(Math.abs));
      expected.forEach((value, k) => {
        const error = Math.abs(gradient[name][k] - value) / largest;
        // A NaN must not pass for a small error.
        worst = error <= worst ? worst : error;
      });
    }
  });
  return worst;
}

async function check(): Promise<string> {
  const onGpu = isOnGpu(loadGpuLibrary());
  if (!onGpu && !process.argv.includes("--cpu"))
    throw new Error("the library is installed, but runs on the CPU: it found no GPU or no CUDA");
  const worst = await worstError();
  if (!(worst <= TOLERANCE))
    throw new Error(`gradients differ from the reference by ${worst}, more than ${TOLERANCE}`);
  const where = onGpu ? `a GPU is in use (${firstCard()?.name})` : "TensorFlow on CPU, no GPU";
  return `${where}; gradients agree with the reference within ${worst.toExponential(1)}`;
}

try {
  process.stdout.write(`${await check()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
