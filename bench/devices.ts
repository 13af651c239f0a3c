import type { Engine } from "../src/engine/engine.ts";
import { gpuEngine, isOnGpu, loadGpuLibrary } from "../src/engine/tfjs/load.ts";
import { wasmEngine } from "../src/engine/wasm/engine.ts";
import { loadWebgpu } from "../src/engine/webgpu/load.ts";
import { exactEngine, openDevice } from "../src/engine/webgpu/open.ts";
import { type Contestant, contestantOf, jobsOn } from "./contestants.ts";

/**
 * The engines on devices, `webgpu` and `tfjs`, as far as they can be had; what cannot is said. A
 * program that does as a card takes minutes for what a card does at once: only with `software`.
 */
export async function deviceContestants(
  software: boolean,
  say: (line: string) => void,
): Promise<readonly Contestant[]> {
  const found: Contestant[] = [];
  for (const open of [() => openWebgpu(software), openTfjs])
    try {
      found.push(await open());
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  return found;
}

async function openWebgpu(software: boolean): Promise<Contestant> {
  const opened = await openDevice(await loadWebgpu());
  const { adapter, isSoftware } = opened;
  if (isSoftware && !software) {
    opened.device.destroy();
    throw new Error(`webgpu: ${adapter} is a program that does as a card; --software times it`);
  }
  const device = isSoftware ? `${adapter}, a program that does as a card` : adapter;
  return contestantOn(await exactEngine(opened, wasmEngine), device, () => opened.device.destroy());
}

async function openTfjs(): Promise<Contestant> {
  const device = isOnGpu(loadGpuLibrary()) ? "TensorFlow on a GPU" : "TensorFlow on the CPU";
  return contestantOn(gpuEngine(), device, () => {});
}

function contestantOn(engine: Engine, device: string, close: () => void): Contestant {
  const { train, validate } = jobsOn({
    gradient: async (network, trials) => (await engine.gradient([network], trials))[0],
    evaluate: async (network, trials) => (await engine.evaluate([network], trials))[0],
  });
  return contestantOf({ engine: engine.name, device, jobs: { train, validate }, close });
}
