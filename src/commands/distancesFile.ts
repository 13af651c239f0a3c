import * as v from "valibot";
import { isList, shown } from "../numerics/gate.ts";
import { parseAs } from "../numerics/parse.ts";
import { type DistanceMatrix, distanceMatrix } from "../statistics/distanceMatrix.ts";
import { readNamed } from "../store/namedFile.ts";
import { decodeNpy } from "../store/npy.ts";

/** Distances with the name of each item's group. */
export type LabelledMatrix = {
  readonly matrix: DistanceMatrix;
  readonly labels: readonly string[];
};

/** Rows as they stand in a file, and labels where the file has some. */
type Found = {
  readonly rows: readonly ArrayLike<number>[];
  readonly labels: readonly string[] | null;
};

const labelsSchema = v.array(v.union([v.string(), v.pipe(v.number(), v.finite())]));

const fileSchema = v.strictObject({
  distances: v.array(v.unknown()),
  labels: v.optional(labelsSchema),
});

/**
 * Distances and labels from a file: JSON with `distances` and `labels`, NumPy's .npy, or CSV, whose
 * header or first column may be the labels. Distances are a square matrix, or the pairs above the
 * diagonal, row after row, as SciPy condenses them. `labelsFile` is a JSON list, or a label a line.
 * @throws RangeError or FormatError that names the file, and what is wrong in it.
 */
export function readDistances(file: string, labelsFile: string | undefined): LabelledMatrix {
  const { matrix, own } = readNamed(file, (bytes) => {
    const { rows, labels } = foundIn(file, bytes);
    return { matrix: distanceMatrix(rows), own: labels };
  });
  const labels =
    labelsFile === undefined ? own : readNamed(labelsFile, (bytes) => labelsOf(labelsFile, bytes));
  if (labels === null)
    throw new RangeError(`${file}: expected labels in it, or a file of labels with --labels`);
  if (labels.length !== matrix.size)
    throw new RangeError(
      `${labelsFile ?? file}: labels: expected ${matrix.size}, one a row of distances, ` +
        `got ${labels.length}`,
    );
  return { matrix, labels };
}

function foundIn(file: string, bytes: Uint8Array): Found {
  if (/\.npy$/i.test(file)) {
    const { shape, values } = decodeNpy(bytes);
    if (shape.length === 1) return { rows: squareOf(values), labels: null };
    if (shape.length !== 2)
      throw new RangeError(`distances: expected one or two axes, got ${shape.length}`);
    const [count, width] = shape;
    const rows = Array.from({ length: count }, (_, i) =>
      values.subarray(i * width, (i + 1) * width),
    );
    return { rows, labels: null };
  }
  if (/\.(csv|tsv|txt)$/i.test(file)) return foundInText(textOf(bytes));
  const { distances, labels } = parseAs(file, fileSchema, jsonOf(bytes));
  const isCondensed = distances.length > 0 && distances.every((each) => typeof each === "number");
  return {
    rows: isCondensed
      ? squareOf(numbersIn("distances", distances))
      : distances.map((row, i) => numbersIn(`distances[${i}]`, row)),
    labels: labels === undefined ? null : namesOf(labels),
  };
}

/** @throws RangeError for what is no list of numbers. */
function numbersIn(name: string, list: unknown): readonly number[] {
  if (!isList(list)) throw new RangeError(`${name}: expected a row of numbers, got ${shown(list)}`);
  return Array.from(list, (value, i) => {
    if (typeof value === "number") return value;
    throw new RangeError(`${name}[${i}]: expected a number, got ${shown(value)}`);
  });
}

/** A matrix from the pairs above its diagonal, row after row. */
function squareOf(pairs: ArrayLike<number>): readonly Float64Array[] {
  const size = Math.round((1 + Math.sqrt(1 + 8 * pairs.length)) / 2);
  if ((size * (size - 1)) / 2 !== pairs.length)
    throw new RangeError(
      `distances: expected n (n − 1) / 2 numbers, the pairs of a matrix, got ${pairs.length}`,
    );
  const rows = Array.from({ length: size }, () => new Float64Array(size));
  for (let i = 0, at = 0; i < size; i++)
    for (let j = i + 1; j < size; j++, at++) {
      rows[i][j] = pairs[at];
      rows[j][i] = pairs[at];
    }
  return rows;
}

/**
 * Numbers in lines, split by commas, semicolons, tabs or spaces; labels may lead lines, or be one.
 */
function foundInText(text: string): Found {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const split = [",", ";", "\t"].find((mark) => lines[0]?.includes(mark)) ?? /\s+/;
  const cells = lines.map((line) =>
    line
      .trim()
      .split(split)
      .map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")),
  );
  const isNumber = (cell: string): boolean => cell !== "" && !Number.isNaN(Number(cell));
  const [first = []] = cells;
  // A header of one cell more than there are rows leads with the name of the first column.
  const isTaller = cells.length > 2 && cells[1].length === cells.length - 1;
  const isHeaded = cells.length > 1 && (isTaller || first.slice(1).some((cell) => !isNumber(cell)));
  const body = isHeaded ? cells.slice(1) : cells;
  const isNamed = body.length > 1 && body.every((row) => row.length === body.length + 1);
  const rows = body.map((row, i) =>
    (isNamed ? row.slice(1) : row).map((cell, j) => {
      if (isNumber(cell)) return Number(cell);
      throw new RangeError(`distances[${i}][${j}]: expected a number, got ${JSON.stringify(cell)}`);
    }),
  );
  const header = isHeaded ? first.slice(-body.length) : null;
  const labels = isNamed ? body.map((row) => row[0]) : header;
  const isOneLine = rows.length === 1 || (rows.length > 1 && rows.every((row) => row.length === 1));
  return { rows: isOneLine ? squareOf(rows.flat()) : rows, labels };
}

const textOf = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new RangeError("expected text in UTF-8");
  }
};

function jsonOf(bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  try {
    return JSON.parse(text);
  } catch (error) {
    const hint = /\b(NaN|Infinity)\b/.test(text) ? " (JSON has no NaN and no Infinity)" : "";
    throw new RangeError(
      `not JSON in UTF-8: ${error instanceof Error ? error.message : ""}${hint}`,
    );
  }
}

function labelsOf(file: string, bytes: Uint8Array): readonly string[] {
  const text = textOf(bytes);
  if (text.trimStart().startsWith("[")) return namesOf(parseAs(file, labelsSchema, jsonOf(bytes)));
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .map((line) => line.trim());
}

/** @throws RangeError for numbers and words together: 1 and "1" would be one label. */
function namesOf(labels: readonly (string | number)[]): readonly string[] {
  if (new Set(labels.map((label) => typeof label)).size > 1)
    throw new RangeError("labels: expected strings or numbers, got some of each");
  return labels.map(String);
}
