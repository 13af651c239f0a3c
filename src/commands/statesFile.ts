import { namedFile } from "./namedFile.ts";

/**
 * Rows of numbers from a text file: a row a line, numbers parted by commas, semicolons, tabs or
 * spaces; empty lines and what follows a `#` are left out.
 * @throws RangeError that names the file and the line, for words, for numbers that are not finite,
 * and for a file without a row.
 */
export function readRows(file: string): readonly (readonly number[])[] {
  const lines = new TextDecoder().decode(namedFile(file)).split(/\r?\n/);
  const rows = lines.flatMap((line, at) => {
    const words = line
      .replace(/#.*/, "")
      .split(/[\s,;]+/)
      .filter((word) => word !== "");
    const values = words.map(Number);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new RangeError(`${file}: line ${at + 1}: expected numbers, got "${words[bad]}"`);
    return values.length === 0 ? [] : [values];
  });
  if (rows.length === 0) throw new RangeError(`${file}: expected a row of numbers a line`);
  return rows;
}
