import { sha256 } from "./sha256.ts";

/** As much of Node's `createHash` as is used here. */
export type Hash = {
  update(part: string | Uint8Array): Hash;
  digest(): Uint8Array;
  digest(form: "hex"): string;
};

/** A hash that takes its input in parts. @throws RangeError for another name than sha256. */
export function createHash(name: string): Hash {
  if (name !== "sha256") throw new RangeError(`name: expected sha256, got ${name}`);
  const parts: Uint8Array[] = [];
  const whole = (): Uint8Array => {
    const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return sha256(bytes);
  };
  function digest(): Uint8Array;
  function digest(form: "hex"): string;
  function digest(form?: "hex"): Uint8Array | string {
    const bytes = whole();
    if (form === undefined) return bytes;
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  const hash: Hash = {
    update(part) {
      parts.push(typeof part === "string" ? new TextEncoder().encode(part) : part.slice());
      return hash;
    },
    digest,
  };
  return hash;
}
