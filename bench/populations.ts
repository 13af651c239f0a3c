import { parseArgs } from "node:util";
import type { Engine } from "../src/engine/engine.ts";
import { createNativeEngine } from "../src/engine/native/engine.ts";
import { nativeAvailable } from "../src/engine/native/kernel.ts";
import { createTfjsEngine } from "../src/engine/tfjs/engine.ts";
import { GPU_MAX_BYTES, gpuEngine, isOnGpu, loadGpuLibrary } from "../src/engine/tfjs/load.ts";
import { wasmEngine } from "../src/engine/wasm/engine.ts";
import { loadWebgpu } from "../src/engine/webgpu/load.ts";
import { exactEngine, fastEngine, openDevice } from "../src/engine/webgpu/open.ts";
import { populationQuestion, timeGradients } from "./populationQuestion.ts";

/*
 * npm run -s gpu:bench -- [networks] [--runs 3]
 * Times one gradient of so many networks (1, 16 and 64; 50 units, 750 steps, 500 trials each) on
 * TensorFlow, an operation a call and compiled, and on WebGPU, with the bytes of wasm and without
 * guards, beside the native engine, by turns; medians. It says what each runs on.
 */

const middle = (values: readonly number[]): number =>
  Float64Array.from(values).sort()[Math.floor(values.length / 2)];

/** The engines on TensorFlow; none where it is not installed, and it is said why. */
function tfjsEngines(): readonly Engine[] {
  try {
    const library = loadGpuLibrary();
    console.log(`tfjs: TensorFlow ${isOnGpu(library) ? "on a GPU" : "on the CPU, no GPU"}`);
    return [
      { ...createTfjsEngine(library, { maxBytes: GPU_MAX_BYTES }), name: "tfjs op by op" },
      { ...gpuEngine(), name: "tfjs compiled" },
    ];
  } catch (error) {
    return missing(error);
  }
}

/** The engines on WebGPU, exact and fast; none where there is no adapter, and it is said why. */
async function webgpuEngines(): Promise<readonly Engine[]> {
  try {
    const opened = await openDevice(await loadWebgpu());
    const kind = opened.isSoftware ? "a program, no GPU" : "a GPU";
    console.log(`webgpu: ${opened.adapter}, ${kind}`);
    return [await exactEngine(opened, wasmEngine), fastEngine(opened, wasmEngine)];
  } catch (error) {
    return missing(error);
  }
}

function missing(error: unknown): readonly Engine[] {
  console.log(`never run: ${error instanceof Error ? error.message : error}`);
  return [];
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { runs: { type: "string", default: "3" } },
  });
  const [sizes, runs] = [positionals.map(Number), Number(values.runs)];
  if (![...sizes, runs].every((each) => Number.isInteger(each) && each > 0))
    throw new Error("networks and --runs: expected positive integers");
  const beside = nativeAvailable() ? createNativeEngine() : wasmEngine;
  const engines: readonly Engine[] = [beside, ...tfjsEngines(), ...(await webgpuEngines())];
  console.log("one gradient, 50 units, 750 steps, 500 trials a network");
  for (const networks of sizes.length > 0 ? sizes : [1, 16, 64]) {
    const questions = Array.from({ length: networks }, (_, k) => populationQuestion(k));
    const times = engines.map((): number[] => []);
    // The first turn warms up.
    for (let turn = -1; turn < runs; turn++)
      for (const [k, engine] of engines.entries()) {
        const milliseconds = await timeGradients(engine, questions);
        if (turn >= 0) times[k].push(milliseconds);
      }
    const row = engines.map(({ name }, k) => `${name} ${middle(times[k]).toFixed(0)} ms`);
    console.log(`${String(networks).padStart(3)} networks: ${row.join(", ")}`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
