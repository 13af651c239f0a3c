import { isNumberArray, type NumberArray } from "../setting/storable.ts";

/** A tensor: its numbers, row-major, and the size of each axis. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: NumberArray;
}

/** What a safetensors file holds: tensors by name, and text by name. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** A tensor as its bytes are, of any kind that the format has. */
export interface RawTensor {
  /** Such as `F32`, `BF16`, `I64`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Little-endian, row-major; a copy. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A file that is not what it should be; the message says what is wrong with it. */
export class FormatError extends Error {
  override readonly name = "FormatError";
}

const HEADER_BYTES_MOST = 16 * 1024 * 1024;

const METADATA = "__metadata__";

const KINDS = {
  F64: { bytes: 8, view: (b: ArrayBuffer) => new Float64Array(b) },
  F32: { bytes: 4, view: (b: ArrayBuffer) => new Float32Array(b) },
  I32: { bytes: 4, view: (b: ArrayBuffer) => new Int32Array(b) },
  U32: { bytes: 4, view: (b: ArrayBuffer) => new Uint32Array(b) },
  U8: { bytes: 1, view: (b: ArrayBuffer) => new Uint8Array(b) },
} as const;

type Kind = keyof typeof KINDS;

/** The bytes of a number of each kind that the format has. */
const WIDTHS: ReadonlyMap<string, number> = new Map([
  ...(["F64", "I64", "U64"] as const).map((dtype) => [dtype, 8] as const),
  ...(["F32", "I32", "U32"] as const).map((dtype) => [dtype, 4] as const),
  ...(["F16", "BF16", "I16", "U16"] as const).map((dtype) => [dtype, 2] as const),
  ...(["U8", "I8", "BOOL", "F8_E4M3", "F8_E5M2"] as const).map((dtype) => [dtype, 1] as const),
]);

/** What safetensors calls the numbers of an array. */
export function kindOf(data: NumberArray): Kind {
  if (data instanceof Float64Array) return "F64";
  if (data instanceof Float32Array) return "F32";
  if (data instanceof Int32Array) return "I32";
  if (data instanceof Uint32Array) return "U32";
  return "U8";
}

function isKind(value: unknown): value is Kind {
  return typeof value === "string" && Object.hasOwn(KINDS, value);
}

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/**
 * Writes tensors and text as a safetensors file (little-endian; header padded to eight bytes).
 * The bytes depend only on what is written: names are put in order, widest numbers first.
 * @throws RangeError where a shape does not fit its data, or a tensor is called `__metadata__`.
 */
export function encodeSafetensors(file: TensorFile): Uint8Array {
  const names = [...file.tensors.keys()].sort();
  const entries = names
    .map((name) => {
      const tensor = file.tensors.get(name);
      if (name === METADATA) throw new RangeError(`tensor "${name}": the name is taken`);
      if (tensor === undefined || !isNumberArray(tensor.data))
        throw new TypeError(`tensor "${name}": expected numbers`);
      if (product(tensor.shape) !== tensor.data.length)
        throw new RangeError(
          `tensor "${name}": shape [${tensor.shape}] does not fit ${tensor.data.length} numbers`,
        );
      return { name, ...tensor, kind: kindOf(tensor.data) };
    })
    .sort((a, b) => KINDS[b.kind].bytes - KINDS[a.kind].bytes);
  const header: [string, unknown][] = [];
  if (file.metadata.size > 0)
    header.push([
      METADATA,
      Object.fromEntries([...file.metadata].sort(([a], [b]) => (a < b ? -1 : 1))),
    ]);
  let offset = 0;
  for (const { name, kind, shape, data } of entries) {
    header.push([name, { dtype: kind, shape, data_offsets: [offset, offset + data.byteLength] }]);
    offset += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerBytes = Math.ceil(text.length / 8) * 8;
  if (headerBytes > HEADER_BYTES_MOST)
    throw new RangeError(
      `header: ${headerBytes} bytes, more than ${HEADER_BYTES_MOST}, which no reader takes: ` +
        "keep long lists of numbers in a Float64Array",
    );
  const bytes = new Uint8Array(8 + headerBytes + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, 8, 8 + headerBytes);
  bytes.set(text, 8);
  let at = 8 + headerBytes;
  for (const { data } of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * Reads a safetensors file that may come from anywhere, of the kinds of numbers that a store holds.
 * @throws FormatError for anything but a whole, well-formed file: a wrong length, a header that is
 * not JSON, a name given twice, another number type, ranges that overlap or leave gaps.
 */
export function decodeSafetensors(bytes: Uint8Array): TensorFile {
  const { tensors, metadata } = decodeRawTensors(bytes, Object.keys(KINDS));
  const numbers = [...tensors].map(([name, { dtype, shape, bytes }]) => {
    if (!isKind(dtype)) throw new FormatError(`tensor "${name}": dtype ${dtype}`);
    return [name, { shape, data: KINDS[dtype].view(bytes.buffer) }] as const;
  });
  return { tensors: new Map(numbers), metadata };
}

/**
 * Reads a safetensors file that may come from anywhere, with the tensors as bytes; of any kinds of
 * numbers unless some are named.
 * @throws FormatError, as `decodeSafetensors` does.
 */
export function decodeRawTensors(
  bytes: Uint8Array,
  dtypes: readonly string[] = [...WIDTHS.keys()],
): { readonly tensors: ReadonlyMap<string, RawTensor>; readonly metadata: TensorFile["metadata"] } {
  const { header, dataStart } = readHeader(bytes);
  const data = bytes.subarray(dataStart);
  const metadata = new Map<string, string>();
  const ranges: { readonly name: string; readonly from: number; readonly to: number }[] = [];
  const tensors = new Map<string, RawTensor>();
  for (const [name, value] of Object.entries(header)) {
    if (name === METADATA) {
      for (const [key, text] of Object.entries(requireObject(METADATA, value))) {
        if (typeof text !== "string") throw new FormatError(`metadata "${key}": expected text`);
        metadata.set(key, text);
      }
      continue;
    }
    const { dtype, shape, from, to } = readEntry({ name, value, dtypes }, data.length);
    ranges.push({ name, from, to });
    const copy = new Uint8Array(new ArrayBuffer(to - from));
    copy.set(data.subarray(from, to));
    tensors.set(name, { dtype, shape, bytes: copy });
  }
  requireCovered(ranges, data.length);
  return { tensors, metadata };
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < 8)
    throw new FormatError(`expected at least 8 bytes of safetensors, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8))
    throw new FormatError(
      `header: says ${length} bytes, the file has ${bytes.length - 8} left: ` +
        "it was cut short, or it is no safetensors file",
    );
  if (length > BigInt(HEADER_BYTES_MOST))
    throw new FormatError(`header: ${length} bytes, more than ${HEADER_BYTES_MOST}`);
  const dataStart = 8 + Number(length);
  let text: string;
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    text = decoder.decode(bytes.subarray(8, dataStart));
  } catch {
    throw new FormatError("header: not UTF-8");
  }
  if (!text.startsWith("{")) throw new FormatError("header: expected it to begin with {");
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new FormatError("header: not JSON");
  }
  requireDistinctNames(text);
  return { header: requireObject("header", parsed), dataStart };
}

function requireObject(name: string, value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new FormatError(`${name}: expected an object`);
  return Object.fromEntries(Object.entries(value));
}

/**
 * JSON.parse keeps the last of two equal names in silence; a reader that trusts it can be lied to.
 * `text` is known to be JSON. One pass by hand: an expression that backtracks would take quadratic
 * time, or all of the stack, on a hostile header.
 */
function requireDistinctNames(text: string): void {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    const mark = text[at];
    if (mark === "{" || mark === "[") open.push(mark === "{" ? new Set() : null);
    else if (mark === "}" || mark === "]") open.pop();
    if (open.length > 64) throw new FormatError("header: nested too deep");
    if (mark !== '"') continue;
    const end = closingQuote(text, at);
    const names = open.at(-1);
    let next = end + 1;
    while (" \t\r\n".includes(text[next])) next += 1;
    if (names && text[next] === ":") {
      // Parsed, since one name can be escaped in many ways.
      const name = String(JSON.parse(text.slice(at, end + 1)));
      if (names.has(name)) throw new FormatError(`header: the name "${name}" is given twice`);
      names.add(name);
    }
    at = end;
  }
}

/** Where the text in quotes that opens at `from` ends. */
function closingQuote(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

function readEntry(
  {
    name,
    value,
    dtypes,
  }: { readonly name: string; readonly value: unknown; readonly dtypes: readonly string[] },
  dataBytes: number,
): { dtype: string; shape: readonly number[]; from: number; to: number } {
  const { dtype, shape, data_offsets: offsets } = requireObject(`tensor "${name}"`, value);
  const width = typeof dtype === "string" && dtypes.includes(dtype) ? WIDTHS.get(dtype) : undefined;
  if (typeof dtype !== "string" || width === undefined)
    throw new FormatError(
      `tensor "${name}": dtype ${JSON.stringify(dtype)}, expected ${dtypes.join(", ")}`,
    );
  if (!isSizes(shape) || shape.length > 8)
    throw new FormatError(`tensor "${name}": expected a shape of whole numbers`);
  if (!isSizes(offsets) || offsets.length !== 2)
    throw new FormatError(`tensor "${name}": expected two data_offsets`);
  const [from, to] = offsets;
  if (from > to || to > dataBytes)
    throw new FormatError(`tensor "${name}": bytes ${from} to ${to} of ${dataBytes}`);
  if (product(shape) * width !== to - from)
    throw new FormatError(`tensor "${name}": shape [${shape}] does not fit ${to - from} bytes`);
  return { dtype, shape, from, to };
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function requireCovered(
  ranges: { readonly name: string; readonly from: number; readonly to: number }[],
  dataBytes: number,
): void {
  let at = 0;
  for (const { name, from, to } of [...ranges].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== at)
      throw new FormatError(`tensor "${name}": starts at byte ${from}, expected ${at}`);
    at = to;
  }
  if (at !== dataBytes)
    throw new FormatError(`tensors end at byte ${at}, the file's data at ${dataBytes}`);
}
