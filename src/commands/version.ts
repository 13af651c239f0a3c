import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/**
 * The version of this package, from its package.json.
 * @throws Error where that says none.
 */
export function packageVersion(): string {
  const { resolve } = createRequire(import.meta.url);
  const manifest: unknown = JSON.parse(readFileSync(resolve("attest-rnn/package.json"), "utf8"));
  const version: unknown = Reflect.get(Object(manifest), "version");
  if (typeof version !== "string") throw new Error("package.json: expected a version");
  return version;
}
