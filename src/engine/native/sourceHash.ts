import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** The hash of some files of this folder as they are today, in 16 digits. */
export function sourceHash(...names: readonly string[]): string {
  const hash = createHash("sha256");
  for (const name of names) hash.update(readFileSync(new URL(name, import.meta.url)));
  return hash.digest("hex").slice(0, 16);
}
