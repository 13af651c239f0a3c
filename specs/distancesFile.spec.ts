import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readDistances } from "../src/commands/distancesFile.ts";
import { createRng, deriveKey } from "../src/numerics/rng.ts";
import { euclideanDistances, toRows } from "../src/statistics/distanceMatrix.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-distances-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file, and answers where. */
function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const rng = createRng(deriveKey(null, "distances file"));
const points = Array.from({ length: 6 }, () => [rng.normal(), rng.normal()]);
const rows = toRows(euclideanDistances(points));
const pairs = rows.flatMap((row, i) => row.slice(i + 1));
const labels = ["a", "a", "a", "b", "b", "b"];
const labelsFile = written("labels.txt", `${labels.join("\n")}\n`);

/** What `numpy.save` writes of numbers of a kind. */
function npy(
  values: readonly number[],
  { descr = "<f8", fortran = false, shape = [6, 6] as readonly number[], version = 1 } = {},
): Uint8Array {
  const order = fortran ? "True" : "False";
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${sizes}), }`;
  const start = version === 1 ? 10 : 12;
  const header = text.padEnd(128 - start - 1, " ").concat("\n");
  const width = Number(descr.slice(2));
  const bytes = new Uint8Array(start + header.length + width * values.length);
  bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, header.length, true);
  else view.setUint32(8, header.length, true);
  bytes.set(new TextEncoder().encode(header), start);
  for (const [i, value] of values.entries()) {
    const at = start + header.length + i * width;
    if (width === 8) view.setFloat64(at, value, descr.startsWith("<"));
    else view.setFloat32(at, value, descr.startsWith("<"));
  }
  return bytes;
}

const flat = rows.flat();
const csv = (list: readonly (readonly (number | string)[])[], mark = ","): string =>
  list.map((row) => row.join(mark)).join("\n");

describe("distances from files", () => {
  it.each([
    ["square.npy", npy(flat)],
    ["version2.npy", npy(flat, { version: 2 })],
    ["big-endian.npy", npy(flat, { descr: ">f8" })],
    ["fortran.npy", npy(flat, { fortran: true })],
    ["condensed.npy", npy(pairs, { shape: [15] })],
    ["square.csv", csv(rows)],
    ["semicolons.csv", csv(rows, ";")],
    ["tabs.tsv", csv(rows, "\t")],
    ["spaces.txt", `# numpy.savetxt\n${csv(rows, " ")}\n`],
    ["condensed.csv", csv([pairs])],
    ["condensed-column.txt", csv(pairs.map((pair) => [pair]))],
    [
      "other-labels.csv",
      csv([["", ...labels.map(() => "x")], ...rows.map((row) => ["x", ...row])]),
    ],
    ["no-labels.json", JSON.stringify({ distances: rows })],
  ])("%s with a file of labels", (name, content) => {
    const found = readDistances(written(name, content), labelsFile);
    expect(found.labels).toEqual(labels);
    expect(toRows(found.matrix)).toEqual(rows);
    expect(found.matrix.mended).toBeUndefined();
  });

  it.each([
    ["labelled.json", JSON.stringify({ distances: rows, labels })],
    ["condensed.json", JSON.stringify({ distances: pairs, labels })],
    ["header.csv", csv([labels, ...rows])],
    [
      "frame.csv",
      csv([
        ["", ...labels.map((label) => `"${label}"`)],
        ...rows.map((row, i) => [labels[i], ...row]),
      ]),
    ],
    ["index.csv", csv(rows.map((row, i) => [labels[i], ...row]))],
  ])("%s has its own labels", (name, content) => {
    const found = readDistances(written(name, content), undefined);
    expect(found.labels).toEqual(labels);
    expect(toRows(found.matrix)).toEqual(rows);
  });

  it("numbers may be labels, in a header, a JSON list or a file", () => {
    const numbers = ["0.1", "0.1", "0.1", "0.5", "0.5", "0.5"];
    const headed = written("numbers.csv", csv([numbers, ...rows]));
    expect(readDistances(headed, undefined).labels).toEqual(numbers);
    const list = written("labels.json", JSON.stringify(numbers.map(Number)));
    expect(readDistances(headed, list).labels).toEqual(numbers);
  });

  it("float32 is taken, made symmetric, and said", () => {
    const single = rows.map((row, i) => row.map((d, j) => Math.fround(i < j ? d * (1 + 1e-7) : d)));
    const { matrix } = readDistances(
      written("single.npy", npy(single.flat(), { descr: "<f4" })),
      labelsFile,
    );
    expect(matrix.mended).toContain("made symmetric (halves differed by up to");
    for (const [i, row] of toRows(matrix).entries())
      for (const [j, d] of row.entries()) expect(d).toBeCloseTo(rows[i][j], 5);
  });

  const cut = npy(flat).slice(0, -3);
  const odd = Uint8Array.from([...npy(flat), 0]);
  it.each([
    ["cut.npy", cut, /cut\.npy: npy: expected 288 bytes of numbers/],
    ["long.npy", odd, /long\.npy: npy: expected 288 bytes/],
    ["none.npy", "what is no array", /none\.npy: npy: expected a file that numpy\.save wrote/],
    ["words.npy", npy([], { descr: "<U8", shape: [0] }), /expected numbers, float64 or float32/],
    ["cube.npy", npy(flat.slice(0, 8), { shape: [2, 2, 2] }), /one or two axes, got 3/],
    ["wide.npy", npy(flat, { shape: [4, 9] }), /wide\.npy: distances\[0\]: expected 4 entries/],
    ["five.npy", npy(flat.slice(0, 5), { shape: [5] }), /n \(n − 1\) \/ 2 numbers/],
    ["nan.npy", npy(flat.map((d, i) => (i === 7 ? Number.NaN : d))), /distances\[1\]\[1\]: .* NaN/],
    [
      "word.csv",
      csv([
        [0, 1],
        ["x", 0],
      ]),
      /word\.csv: distances\[1\]\[0\]: expected a number, got "x"/,
    ],
    [
      "torn.csv",
      csv(rows.map((row, i) => (i === 2 ? row.slice(1) : row))),
      /torn\.csv: distances\[2\]/,
    ],
    ["nan.json", '{ "distances": [[0, NaN]] }', /nan\.json: not JSON.*has no NaN/],
    [
      "null.json",
      '{ "distances": [[0, null], [1, 0]] }',
      /null\.json: distances\[0\]\[1\]: .* null/,
    ],
    ["object.json", '{ "distances": [{}] }', /object\.json: distances\[0\]: expected a row/],
    ["more.json", '{ "distances": [[0]], "of": 1 }', /more\.json: of: expected no such field/],
    ["less.json", "{}", /less\.json: distances: expected a value, got nothing/],
    ["bytes.csv", Uint8Array.of(0xff, 0xfe, 0x31), /bytes\.csv: expected text in UTF-8/],
  ])("%s is refused in words, with the file's name", (name, content, words) => {
    expect(() => readDistances(written(name, content), labelsFile)).toThrow(words);
  });

  it("labels that lack, or are of another number, are refused", () => {
    const square = written("alone.csv", csv(rows));
    expect(() => readDistances(square, undefined)).toThrow("alone.csv: expected labels in it");
    const few = written("few.txt", "a\nb\n");
    expect(() => readDistances(square, few)).toThrow("few.txt: labels: expected 6, one a row");
    const mixed = written("mixed.json", '["a", 1]');
    expect(() => readDistances(square, mixed)).toThrow("mixed.json: labels: expected strings or");
    const bad = written("bad.json", "[null]");
    expect(() => readDistances(square, bad)).toThrow("bad.json: 0: expected");
  });
});
