import { readFileSync } from "node:fs";
import { FormatError } from "./safetensors.ts";

/**
 * The bytes of a file that somebody named.
 * @throws Error that says its name.
 */
export function namedFile(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`cannot read ${file}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

/**
 * What `read` makes of the bytes of a file that somebody named.
 * @throws FormatError or RangeError that says its name, where `read` throws one.
 */
export function readNamed<T>(file: string, read: (bytes: Uint8Array) => T): T {
  const bytes = namedFile(file);
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof FormatError) throw new FormatError(`${file}: ${error.message}`);
    if (error instanceof RangeError) throw new RangeError(`${file}: ${error.message}`);
    throw error;
  }
}
