import { closeSync, openSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "../store/makeFolder.ts";
import { temporaryName } from "../store/temporary.ts";

/**
 * Makes the folder of a file that is to be written, and tries that it can be: to be asked before
 * the work whose answer the file is to hold.
 * @throws Error that names the argument and the file, where it cannot be written.
 */
export function requireWritable(argument: string, file: string): void {
  try {
    makeFolder(dirname(file));
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
      throw new Error("it is a folder");
    const beside = temporaryName(file);
    closeSync(openSync(beside, "wx"));
    rmSync(beside);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${argument}: cannot write ${file}: ${why}`, { cause: error });
  }
}
