import type { Engine } from "../../src/engine/engine.ts";
import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import { isGpu } from "../../src/engine/webgpu/api.ts";
import { exactEngine, openDevice } from "../../src/engine/webgpu/open.ts";

/** `card`: WebGPU where it is a card, else wasm. `webgpu`: on a program that does as one, too. */
export type Wish = "card" | "webgpu" | "wasm";

/** An engine, and what to say of it. */
export type Opened = { readonly engine: Engine; readonly says: string };

const onWasm = (why: string): Opened => ({ engine: wasmEngine, says: `wasm, since ${why}` });

/** The engine that is wished for, or wasm with the reason. */
export async function openEngine(wish: Wish): Promise<Opened> {
  if (wish === "wasm") return onWasm("it was asked for");
  const gpu: unknown = Reflect.get(navigator, "gpu");
  if (!isGpu(gpu)) return onWasm("this browser has no WebGPU");
  try {
    const opened = await openDevice(gpu);
    const { adapter, isSoftware } = opened;
    if (isSoftware && wish === "card") {
      opened.device.destroy();
      return onWasm(`${adapter} is a program that does as a card`);
    }
    const engine = await exactEngine(opened, wasmEngine);
    const kind = isSoftware ? "a program that does as a card" : "proven to make the bytes of wasm";
    return { engine, says: `webgpu on ${adapter}, ${kind}` };
  } catch (error) {
    return onWasm(error instanceof Error ? error.message : String(error));
  }
}
