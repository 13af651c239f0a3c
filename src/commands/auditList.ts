import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { WEIGHT_NAMES } from "../model/model.ts";
import { parseAs } from "../numerics/parse.ts";
import { writeAtomically } from "../store/atomic.ts";
import type { TrainedNetwork } from "../study/trained.ts";

/** A network that was trained again with the same bytes: its key, and the hash of what it is. */
export type Verified = { readonly key: string; readonly hash: string };

const schema: v.GenericSchema<unknown, readonly Verified[]> = v.array(
  v.strictObject({
    key: v.pipe(v.string(), v.regex(/^[0-9a-f]{16,64}$/)),
    hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  }),
);

/** The file that says which networks of a folder were trained again. */
export const auditListIn = (folder: string): string => join(folder, "audited.json");

/** The hash of all that an audit compares: weights, losses in float32, and what is said of them. */
export function networkHash({ network, losses, ...rest }: TrainedNetwork): string {
  const { weights, ...shape } = network;
  const hash = createHash("sha256").update(JSON.stringify([rest, shape]));
  for (const name of WEIGHT_NAMES) hash.update(Float64Array.from(weights[name]));
  return hash.update(Float32Array.from(losses)).digest("hex");
}

/**
 * What a list says; nothing where there is none.
 * @throws TypeError where the file is no such list.
 */
export function readAuditList(file: string): readonly Verified[] {
  if (!existsSync(file)) return [];
  try {
    return parseAs("audited", schema, JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new TypeError(`${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Adds networks to a list; in order of key, so that two lists of the same are one file. */
export function addToAuditList(file: string, networks: readonly TrainedNetwork[]): void {
  const all = new Map(readAuditList(file).map((each) => [`${each.key} ${each.hash}`, each]));
  for (const trained of networks) {
    const one = { key: trained.key, hash: networkHash(trained) };
    all.set(`${one.key} ${one.hash}`, one);
  }
  const lines = [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => JSON.stringify(one));
  writeAtomically(file, new TextEncoder().encode(`[\n${lines.join(",\n")}\n]\n`));
}

/** Those of some networks that a list holds, as they are now. */
export function listedIn(
  list: readonly Verified[],
  networks: readonly TrainedNetwork[],
): readonly TrainedNetwork[] {
  const names = new Set(list.map(({ key, hash }) => `${key} ${hash}`));
  const keys = new Set(list.map(({ key }) => key));
  return networks.filter((one) => keys.has(one.key) && names.has(`${one.key} ${networkHash(one)}`));
}
