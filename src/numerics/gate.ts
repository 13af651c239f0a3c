/*
 * The public door: what comes in is what it should be, or an error names the argument, what it is
 * and what was expected. Also JavaScript comes in here, so no type is taken on trust.
 */

/** A value in words, short enough for an error. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `the big integer ${value}`;
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a symbol";
  if (typeof value !== "object" || value === null) return String(value);
  const length = lengthOf(value);
  if (length !== null) return `a list of ${length}`;
  return value instanceof Promise ? "a promise: is an await missing?" : "an object";
}

function lengthOf(value: object): number | null {
  const length: unknown = Reflect.get(value, "length");
  return typeof length === "number" ? length : null;
}

/** Whether something is a list: an array, a typed array, or what is like one. */
export const isList = (value: unknown): value is ArrayLike<unknown> =>
  typeof value === "object" && value !== null && lengthOf(value) !== null;

/**
 * @throws RangeError for what is no list, has fewer than `least` entries, or another than `size`.
 */
export function requireList(
  name: string,
  list: unknown,
  { least = 0, size }: { readonly least?: number; readonly size?: number | undefined } = {},
): void {
  if (!isList(list)) throw new RangeError(`${name}: expected a list, got ${shown(list)}`);
  if (size !== undefined && list.length !== size)
    throw new RangeError(`${name}: expected ${size} entries, got ${list.length}`);
  if (!(list.length >= least))
    throw new RangeError(`${name}: expected at least ${least} values, got ${list.length}`);
}

/** @throws RangeError for fewer than `least` values, or one that is no finite number. */
export function requireNumbers(name: string, values: ArrayLike<number>, least = 0): void {
  requireList(name, values, { least });
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i]))
      throw new RangeError(`${name}[${i}]: expected a finite number, got ${shown(values[i])}`);
}

/** @throws RangeError for an entry that is no number; it need not be finite. */
export function requireNumberTypes(name: string, values: ArrayLike<unknown>): void {
  // A typed array of doubles holds nothing else, and may be long.
  if (values instanceof Float64Array) return;
  for (let i = 0; i < values.length; i++)
    if (typeof values[i] !== "number")
      throw new RangeError(`${name}[${i}]: expected a number, got ${shown(values[i])}`);
}

/** @throws RangeError for what is no typed array, or has another number of entries than `size`. */
export function requireTyped(name: string, values: unknown, size: number): void {
  if (!ArrayBuffer.isView(values))
    throw new RangeError(`${name}: expected a Float64Array, got ${shown(values)}`);
  requireList(name, values, { size });
}

/** @throws RangeError where there is no row, a row has another length, or a value is not finite. */
export function requireRows(
  name: string,
  rows: readonly ArrayLike<number>[],
  width?: number | undefined,
): void {
  requireList(name, rows);
  if (rows.length === 0) throw new RangeError(`${name}: expected at least one row, got none`);
  for (let i = 0; i < rows.length; i++) {
    if (!isList(rows[i]))
      throw new RangeError(`${name}[${i}]: expected a row of numbers, got ${shown(rows[i])}`);
    const expected = width ?? rows[0].length;
    if (rows[i].length !== expected)
      throw new RangeError(`${name}[${i}]: expected ${expected} entries, got ${rows[i].length}`);
    requireNumbers(`${name}[${i}]`, rows[i]);
  }
}

/** @throws RangeError for what is no finite number. */
export function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value))
    throw new RangeError(`${name}: expected a finite number, got ${shown(value)}`);
}

/** @throws RangeError for what is no number, is below 0, or not finite. */
export function requireNotNegative(name: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0))
    throw new RangeError(`${name}: expected no negative number, got ${shown(value)}`);
}

/** @throws RangeError for what is no number strictly between 0 and 1. */
export function requireShare(name: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0 && value < 1))
    throw new RangeError(`${name}: expected a number in (0, 1), got ${shown(value)}`);
}

/** @throws RangeError for what is no integer, or less than `least`. */
export function requireInteger(name: string, value: number, least: number): void {
  if (!(Number.isInteger(value) && value >= least)) {
    const what = least === 1 ? "a positive integer" : `an integer of at least ${least}`;
    throw new RangeError(`${name}: expected ${what}, got ${shown(value)}`);
  }
}

/** @throws RangeError for a word that is none of `words`. */
export function requireWord(name: string, word: string, words: readonly string[]): void {
  if (!words.includes(word)) {
    const last = words[words.length - 1];
    const known = words.length === 1 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
    throw new RangeError(`${name}: expected ${known}, got ${shown(word)}`);
  }
}

/** @throws RangeError for what is no object, or lacks one of the fields. */
export function requireHas(name: string, given: unknown, fields: readonly string[]): void {
  if (typeof given !== "object" || given === null || isList(given))
    throw new RangeError(
      `${name}: expected an object with ${fields.join(", ")}, got ${shown(given)}`,
    );
  for (const field of fields)
    if (Reflect.get(given, field) === undefined)
      throw new RangeError(`${name}.${field}: expected a value, got nothing`);
}

/** The names of the fields of options. */
export type Fields = { readonly needed: readonly string[]; readonly optional?: readonly string[] };

/** @throws RangeError for what is no object, lacks a field, or has one that is not known. */
export function requireFields(
  name: string,
  given: unknown,
  { needed, optional = [] }: Fields,
): void {
  const known = [...needed, ...optional];
  if (typeof given !== "object" || given === null || isList(given)) requireHas(name, given, known);
  requireHas(name, given, needed);
  for (const field of Object.keys(Object(given)))
    if (!known.includes(field))
      throw new RangeError(`${name}.${field}: expected no field but ${known.join(", ")}`);
}

/** @throws RangeError for what cannot be called. */
export function requireFunction(name: string, given: unknown, what: string): void {
  if (typeof given !== "function")
    throw new RangeError(`${name}: expected a function ${what}, got ${shown(given)}`);
}

/** @throws RangeError for what is neither true nor false. */
export function requireFlag(name: string, given: unknown): void {
  if (typeof given !== "boolean")
    throw new RangeError(`${name}: expected true or false, got ${shown(given)}`);
}

/** @throws RangeError for what names no stream of random numbers. */
export function requireKey(name: string, key: unknown): void {
  const words = isList(key) ? Array.from(key) : [];
  if (words.length !== 4 || !words.every(Number.isInteger))
    throw new RangeError(`${name}: expected a key of deriveKey, got ${shown(key)}`);
}

/** @throws RangeError for what draws no random numbers. */
export function requireRng(name: string, rng: unknown): void {
  const draws: unknown = typeof rng === "object" && rng !== null && Reflect.get(rng, "integer");
  if (typeof draws !== "function")
    throw new RangeError(`${name}: expected a stream of createRng, got ${shown(rng)}`);
}

/** Labels as group numbers 0 … count − 1. */
export type Groups = { readonly of: Int32Array; readonly count: number };

/**
 * Numbers labels 0, 1, … in the order in which they first occur. A label is any value, and is
 * compared as it is: noise levels, names, counts.
 * @throws RangeError for what is no list, another number of labels than `size`, or a label that is
 * missing: undefined, null or NaN.
 */
export function numberLabels(name: string, labels: ArrayLike<unknown>, size?: number): Groups {
  if (typeof labels === "string" || !isList(labels))
    throw new RangeError(`${name}: expected a list of labels, got ${shown(labels)}`);
  if (size !== undefined && labels.length !== size)
    throw new RangeError(`${name}: expected ${size}, got ${labels.length}`);
  const numbers = new Map<unknown, number>();
  const of = new Int32Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label === undefined || label === null || Number.isNaN(label))
      throw new RangeError(`${name}[${i}]: expected a label, got ${shown(label)}`);
    const known = numbers.get(label) ?? numbers.size;
    numbers.set(label, known);
    of[i] = known;
  }
  return { of, count: numbers.size };
}
