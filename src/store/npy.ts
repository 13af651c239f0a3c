import { FormatError } from "./safetensors.ts";

/** An array of numbers as NumPy saves it, in the order of rows. */
export type NpyArray = { readonly shape: readonly number[]; readonly values: Float64Array };

/** How the numbers of a kind are read: bytes each, and the reader. */
type Kind = {
  readonly bytes: number;
  readonly read: (view: DataView, at: number, little: boolean) => number;
};

/** NumPy's names of kinds of numbers, without the order of bytes. */
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["f8", { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) }],
  ["f4", { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) }],
  ["i8", { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) }],
  ["i4", { bytes: 4, read: (view, at, little) => view.getInt32(at, little) }],
  ["i2", { bytes: 2, read: (view, at, little) => view.getInt16(at, little) }],
  ["i1", { bytes: 1, read: (view, at) => view.getInt8(at) }],
  ["u1", { bytes: 1, read: (view, at) => view.getUint8(at) }],
  ["b1", { bytes: 1, read: (view, at) => view.getUint8(at) }],
]);

/** More axes than a matrix of distances could have. */
const MOST_AXES = 4;

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/**
 * Reads a NumPy array: float64, float32 or integers, of either order of bytes and of axes.
 * @source numpy.lib.format, versions 1.0 to 3.0
 * @throws FormatError for what is no such file, is cut or longer than it says, or of another kind.
 */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  if (!MAGIC.every((byte, i) => bytes[i] === byte) || bytes.length < 12)
    throw new FormatError("npy: expected a file that numpy.save wrote");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLong = bytes[6] >= 2;
  const start = isLong ? 12 : 10;
  const from = start + (isLong ? view.getUint32(8, true) : view.getUint16(8, true));
  if (from > bytes.length) throw new FormatError("npy: cut short within its header");
  const header = new TextDecoder("latin1").decode(bytes.subarray(start, from));
  const { kind, little, fortran, shape } = readHeader(header);
  const count = shape.reduce((product, size) => product * size, 1);
  if (bytes.length - from !== count * kind.bytes)
    throw new FormatError(
      `npy: expected ${count * kind.bytes} bytes of numbers, as its shape says, ` +
        `got ${bytes.length - from}`,
    );
  const stored = Float64Array.from({ length: count }, (_, i) =>
    kind.read(view, from + i * kind.bytes, little),
  );
  if (!fortran || shape.length < 2) return { shape, values: stored };
  if (shape.length > 2) throw new FormatError("npy: expected at most two axes in Fortran's order");
  const [rows, columns] = shape;
  const values = stored.map((_, at) => stored[(at % columns) * rows + Math.floor(at / columns)]);
  return { shape, values };
}

function readHeader(header: string): {
  readonly kind: Kind;
  readonly little: boolean;
  readonly fortran: boolean;
  readonly shape: readonly number[];
} {
  const descr = /'descr':\s*'([<>|=])([a-z]\d+)'/.exec(header);
  const order = /'fortran_order':\s*(True|False)/.exec(header);
  const sizes = /'shape':\s*\(([\d\s,]*)\)/.exec(header);
  const kind = KINDS.get(descr?.[2] ?? "");
  if (descr === null || kind === undefined)
    throw new FormatError(
      `npy: expected numbers, float64 or float32, got ${header.slice(0, 60).trim()}: ` +
        "save a.astype(float)",
    );
  if (order === null || sizes === null) throw new FormatError("npy: its header has no shape");
  const shape = sizes[1].split(",").flatMap((size) => (size.trim() === "" ? [] : [Number(size)]));
  if (shape.length > MOST_AXES || !shape.every(Number.isSafeInteger))
    throw new FormatError(`npy: expected at most ${MOST_AXES} axes, got ${shape.length}`);
  return { kind, little: descr[1] !== ">", fortran: order[1] === "True", shape };
}
