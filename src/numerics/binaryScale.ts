/** Numbers of a size between these have squares, and squares of squares, that are numbers too. */
const [SMALLEST_EXPONENT, LARGEST_EXPONENT] = [-100, 100];

/**
 * A power of two, 1 for numbers of usual size, that brings the largest of some finite values near 1
 * when they are multiplied by it, so that no square of theirs overflows or vanishes. Multiplying by
 * it rounds nothing, and dividing by it gives the very same values again.
 */
export function binaryScale(...lists: readonly ArrayLike<number>[]): number {
  let largest = 0;
  for (const values of lists)
    for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return scaleOf(largest);
}

/** See `binaryScale`: that of values whose largest size is known. */
export function scaleOf(largest: number): number {
  if (largest === 0) return 1;
  const exponent = exponentOf(largest);
  if (exponent >= SMALLEST_EXPONENT && exponent <= LARGEST_EXPONENT) return 1;
  return powerOfTwo(-Math.max(-1000, Math.min(1000, exponent)));
}

/** Values times a factor; the very same ones where it is 1. */
export function scaledBy(values: Float64Array, factor: number): Float64Array {
  return factor === 1 ? values : values.map((value) => value * factor);
}

/** The exponent of a number's first binary digit; −1023 for the smallest ones. */
function exponentOf(value: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  return ((bits.getUint32(0) >>> 20) & 0x7ff) - 1023;
}

/** 2 to a whole power in −1000 … 1000, exactly. */
function powerOfTwo(exponent: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setUint32(0, (exponent + 1023) << 20);
  return bits.getFloat64(0);
}
