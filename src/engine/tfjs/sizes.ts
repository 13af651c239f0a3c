/**
 * The least size of 1, 2, 3, 4, 6, 8, 12, 16, 24, … that holds `size`: 2ᵏ and 3 · 2ᵏ. A graph is
 * compiled anew for each shape, so sizes are filled up to few.
 * @param size a positive integer
 */
export function paddedSize(size: number): number {
  for (let power = 1; ; power *= 2) {
    if (size <= power) return power;
    if (power > 1 && size <= 1.5 * power) return 1.5 * power;
  }
}

/** The largest of the sizes of `paddedSize` that is at most `size`, a number of 1 or more. */
export function sizeWithin(size: number): number {
  let power = 1;
  while (2 * power <= size) power *= 2;
  return power > 1 && 1.5 * power <= size ? 1.5 * power : power;
}

/** How sizes are filled up: to a size that holds one, and down to one that fits. */
export type Filling = { readonly up: (size: number) => number; readonly down: typeof sizeWithin };

/** Filled up to few sizes. */
export const FEW_SIZES: Filling = { up: paddedSize, down: sizeWithin };

/** Not filled up. */
export const ANY_SIZE: Filling = { up: (size) => size, down: Math.floor };
