import type { TestProject } from "vitest/node";
import { asDevice, type Device } from "./device.ts";
import { firstCard } from "./machine.ts";
import { runScript } from "./runScript.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** What is trained on; where there is nothing, why. */
    readonly gpu: { readonly device: Device } | { readonly why: string };
  }
}

/** The engine that is asked for: tfjs where it is another or none. */
const engine = process.env.ATTEST_ENGINE === "webgpu" ? "webgpu" : "tfjs";

/** Looks for a device once. Without one nothing is run, and that is no success. */
export default function setup(project: TestProject): () => void {
  const { status, out, errors } = runScript(engine === "webgpu" ? "adapter.ts" : "check.ts");
  if (status === 0) {
    const last = out.split("\n").at(-1) ?? "";
    const tfjs = { engine, name: firstCard()?.name ?? "a card", isSoftware: false };
    project.provide("gpu", { device: engine === "tfjs" ? tfjs : asDevice(JSON.parse(last)) });
    return () => {};
  }
  const why = errors.split("\n").at(-1) || `the check ended with ${status}`;
  project.provide("gpu", { why });
  return () => {
    process.stderr.write(`gpu:claims: never run: ${why}\n`);
    process.exitCode = 1;
  };
}
