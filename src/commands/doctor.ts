import { existsSync } from "node:fs";
import { defaultEngineName } from "../engine/choose.ts";
import { nativeAvailable, useInstructionSet } from "../engine/native/kernel.ts";
import { isOnGpu, loadGpuLibrary } from "../engine/tfjs/load.ts";
import { loadWebgpu } from "../engine/webgpu/load.ts";
import { openDevice } from "../engine/webgpu/open.ts";
import { textTable } from "../report/textTable.ts";
import { PILOT_FOLDER, STUDY_FOLDER } from "../study/shippedFolder.ts";
import type { Host } from "./host.ts";
import { packageVersion } from "./version.ts";

/** What was looked at, what was found, and what would help where something is missing. */
export type Examined = { readonly what: string; readonly found: string; readonly helps?: string };

/** The oldest Node that runs Attest. */
const OLDEST = "22.12";

/**
 * What this machine has for Attest: the program, Node, engines, cards, networks. Nothing that is
 * missing is needed, so it ends well whatever it finds.
 */
export async function examine(host: Host): Promise<readonly Examined[]> {
  return [
    { what: "attest", found: packageVersion() },
    { what: "Node", found: `${process.version}; ${OLDEST} or newer is needed` },
    { what: "platform", found: `${process.platform} ${process.arch}` },
    { what: "workers", found: `${host.cores}, one a core` },
    { what: "engine", found: process.env.ATTEST_ENGINE ?? (await defaultEngineName()) },
    nativeFound(),
    await webgpuFound(),
    tfjsFound(),
    { what: "pilot", found: folderWords(PILOT_FOLDER) },
    { what: "study", found: folderWords(STUDY_FOLDER) },
  ];
}

const folderWords = (folder: string): string => (existsSync(folder) ? folder : "not here");

function nativeFound(): Examined {
  if (nativeAvailable()) return { what: "native", found: `built, ${useInstructionSet("best")}` };
  const helps = "attest build-native compiles it, with a C++ compiler; wasm makes the same bytes";
  return { what: "native", found: "not built, or of another version", helps };
}

async function webgpuFound(): Promise<Examined> {
  try {
    const { device, adapter, isSoftware } = await openDevice(await loadWebgpu());
    device.destroy();
    return { what: "webgpu", found: `${adapter}; ${isSoftware ? "a program, no GPU" : "a GPU"}` };
  } catch (error) {
    return missing("webgpu", error);
  }
}

function tfjsFound(): Examined {
  try {
    return { what: "tfjs", found: isOnGpu(loadGpuLibrary()) ? "on a GPU" : "on the CPU, no GPU" };
  } catch (error) {
    return missing("tfjs", error);
  }
}

function missing(what: string, error: unknown): Examined {
  const message = error instanceof Error ? error.message : String(error);
  return { what, found: "not here", helps: message.replace(`engine ${what}: `, "") };
}

/** Prints what this machine has for Attest. */
export async function doctor({ json }: { readonly json: boolean }, host: Host): Promise<void> {
  const found = await examine(host);
  if (json) return host.out(`${JSON.stringify(found, null, 2)}\n`);
  const rows = found.map((each) => [{ text: each.what }, { text: each.found }]);
  const columns = ["part", "found"].map((title) => ({ title, align: "left" as const }));
  const helps = found.flatMap((each) =>
    each.helps === undefined ? [] : [`${each.what}: ${each.helps}\n`],
  );
  host.out(`${textTable(columns, rows, host.width)}\n${helps.join("")}`);
}
