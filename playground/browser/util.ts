/**
 * Whether two values are the same through and through, numbers by `Object.is`: as Node's
 * `isDeepStrictEqual` is on plain values, lists and arrays of numbers.
 */
export function isDeepStrictEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const entries = Object.entries(a);
  return (
    entries.length === Object.keys(b).length &&
    entries.every(
      ([name, value]) => Object.hasOwn(b, name) && isDeepStrictEqual(value, Reflect.get(b, name)),
    )
  );
}
