import { chooseEngine } from "../src/engine/choose.ts";
import { asDevice, type Device } from "./device.ts";

/*
 * What the engine webgpu runs on, once it is proven to make the bytes of wasm, as JSON in a line.
 * Ends with status 1 and a reason where there is nothing to run on.
 */

async function find(): Promise<Device> {
  const engine = await chooseEngine("webgpu");
  return asDevice({
    engine: engine.name,
    name: Reflect.get(engine, "adapter"),
    isSoftware: Reflect.get(engine, "isSoftware"),
  });
}

try {
  process.stdout.write(`${JSON.stringify(await find())}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
