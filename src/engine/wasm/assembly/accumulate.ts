import { LANE_BYTES } from "./plans";

// The halves of a tile's sums wait here until all sixteen lanes are done.
const waiting = memory.data(2 * 10 * 16, 16);

@inline
function keep(at: usize, sum: v128, joins: bool): void {
  v128.store(at, joins ? f32x4.add(v128.load(at), sum) : sum);
}

/** The sums of five rows by two columns over a chunk of steps, for four lanes. */
@inline
function accumulateLanes(
  delta: usize,
  row: usize,
  steps: i32,
  deltaStride: usize,
  rowStride: usize,
  to: usize,
  joins: bool,
): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  let e0 = a0;
  let e1 = a0;
  for (let t = 0; t < steps; t++) {
    const left = v128.load(row);
    const right = v128.load(row, 64);
    let d = v128.load(delta);
    a0 = f32x4.add(a0, f32x4.mul(d, left));
    a1 = f32x4.add(a1, f32x4.mul(d, right));
    d = v128.load(delta, 64);
    b0 = f32x4.add(b0, f32x4.mul(d, left));
    b1 = f32x4.add(b1, f32x4.mul(d, right));
    d = v128.load(delta, 128);
    c0 = f32x4.add(c0, f32x4.mul(d, left));
    c1 = f32x4.add(c1, f32x4.mul(d, right));
    d = v128.load(delta, 192);
    d0 = f32x4.add(d0, f32x4.mul(d, left));
    d1 = f32x4.add(d1, f32x4.mul(d, right));
    d = v128.load(delta, 256);
    e0 = f32x4.add(e0, f32x4.mul(d, left));
    e1 = f32x4.add(e1, f32x4.mul(d, right));
    delta += deltaStride;
    row += rowStride;
  }
  keep(to, a0, joins);
  keep(to + 16, a1, joins);
  keep(to + 32, b0, joins);
  keep(to + 48, b1, joins);
  keep(to + 64, c0, joins);
  keep(to + 80, c1, joins);
  keep(to + 96, d0, joins);
  keep(to + 112, d1, joins);
  keep(to + 128, e0, joins);
  keep(to + 144, e1, joins);
}

/** Adds one tile's sums over a chunk, folded from sixteen lanes to four, to `gradient`. */
function accumulateTile(
  delta: usize,
  row: usize,
  steps: i32,
  deltaStride: usize,
  rowStride: usize,
  gradient: usize,
  gradientStride: usize,
): void {
  // Lane l is joined with l + 8 first, then with l + 4.
  accumulateLanes(delta, row, steps, deltaStride, rowStride, waiting, false);
  accumulateLanes(delta + 32, row + 32, steps, deltaStride, rowStride, waiting, true);
  accumulateLanes(delta + 16, row + 16, steps, deltaStride, rowStride, waiting + 160, false);
  accumulateLanes(delta + 48, row + 48, steps, deltaStride, rowStride, waiting + 160, true);
  for (let at = waiting; at < waiting + 160; at += 32) {
    const left = f32x4.add(v128.load(at), v128.load(at, 160));
    const right = f32x4.add(v128.load(at, 16), v128.load(at, 176));
    v128.store(gradient, f32x4.add(v128.load(gradient), left));
    v128.store(gradient, f32x4.add(v128.load(gradient, 16), right), 16);
    gradient += gradientStride;
  }
}

/**
 * gradient[i][j] += Σ_t δ_{t+1}[i] · row_t[j] over a chunk of steps, in whole tiles of five units by
 * two columns. What lies beyond the last unit and column is summed too, and never read.
 */
export function accumulate(
  delta: usize,
  row: usize,
  steps: i32,
  deltaStride: usize,
  rowStride: usize,
  gradient: usize,
  units: i32,
  columns: i32,
): void {
  const gradientStride = <usize>columns * 16;
  for (let i = 0; i < units; i += 5) {
    for (let j = 0; j < columns; j += 2)
      accumulateTile(
        delta,
        row + <usize>j * LANE_BYTES,
        steps,
        deltaStride,
        rowStride,
        gradient + (<usize>j << 4),
        gradientStride,
      );
    delta += 5 * LANE_BYTES;
    gradient += 5 * gradientStride;
  }
}
