import { statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Claim } from "../claims/claim.ts";
import { pilotClaims } from "../papers/mcmahan2021/index.ts";

/** A file of code, by its name. */
const CODE = /\.[cm]?[jt]s$/;

/**
 * The claims that words name, each once: by id, in either case, or by the file that exports one, or
 * a list of them, by default.
 * @param ours those that an id may name; the pilot's where it is left out
 * @throws RangeError where there is none of an id; Error where a file exports no claim, or one that
 * calls itself as one of ours.
 */
export async function claimsNamed(
  words: readonly string[],
  ours: readonly Claim[] = pilotClaims,
): Promise<readonly Claim[]> {
  const found: Claim[] = [];
  for (const word of words)
    found.push(...(CODE.test(word) ? await claimsOfFile(word, ours) : [claimOfId(word, ours)]));
  return [...new Set(found)];
}

function claimOfId(id: string, ours: readonly Claim[]): Claim {
  const found = ours.find((claim) => claim.id === id.toUpperCase());
  if (found === undefined)
    throw new RangeError(
      `claim: there is no "${id}"; there are ${ours.map((claim) => claim.id).join(", ")}`,
    );
  return found;
}

async function claimsOfFile(file: string, ours: readonly Claim[]): Promise<readonly Claim[]> {
  const path = resolve(file);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new Error(`claim: there is no file ${path}`);
  const loaded: unknown = await import(pathToFileURL(path).href);
  const exports = typeof loaded === "object" && loaded !== null ? Object.entries(loaded) : [];
  const given: unknown = exports.find(([name]) => name === "default")?.[1];
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  return list.map((each) => {
    if (!isClaim(each))
      throw new Error(`claim: ${path} does not export a claim by default; see defineClaim`);
    if (ours.some((own) => own !== each && own.id === each.id))
      throw new Error(`claim: ${path} calls itself "${each.id}", which is one of ours`);
    return each;
  });
}

/** Whether a value has what `defineClaim` makes. */
function isClaim(value: unknown): value is Claim {
  if (typeof value !== "object" || value === null) return false;
  const has = (name: string, type: string): boolean => typeof Reflect.get(value, name) === type;
  const functions = has("tests", "function") && has("cells", "function");
  return functions && has("id", "string") && has("says", "string") && has("registered", "object");
}
