import { LANE_BYTES } from "./plans";

/**
 * sums[i] = Σ_j panel[i][j] · source[j] for five rows and eight lanes, j ascending, every product
 * and sum rounded. Ten sums, two values and one weight fill the sixteen vector registers.
 */
function multiplyTile(panel: usize, source: usize, count: i32, sums: usize): void {
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
  const pairsEnd = panel + <usize>(count >> 1) * 40;
  while (panel < pairsEnd) {
    let low = v128.load(source);
    let high = v128.load(source, 16);
    let weight = v128.load_splat<f32>(panel);
    a0 = f32x4.add(a0, f32x4.mul(weight, low));
    a1 = f32x4.add(a1, f32x4.mul(weight, high));
    weight = v128.load_splat<f32>(panel, 4);
    b0 = f32x4.add(b0, f32x4.mul(weight, low));
    b1 = f32x4.add(b1, f32x4.mul(weight, high));
    weight = v128.load_splat<f32>(panel, 8);
    c0 = f32x4.add(c0, f32x4.mul(weight, low));
    c1 = f32x4.add(c1, f32x4.mul(weight, high));
    weight = v128.load_splat<f32>(panel, 12);
    d0 = f32x4.add(d0, f32x4.mul(weight, low));
    d1 = f32x4.add(d1, f32x4.mul(weight, high));
    weight = v128.load_splat<f32>(panel, 16);
    e0 = f32x4.add(e0, f32x4.mul(weight, low));
    e1 = f32x4.add(e1, f32x4.mul(weight, high));
    low = v128.load(source, 64);
    high = v128.load(source, 80);
    weight = v128.load_splat<f32>(panel, 20);
    a0 = f32x4.add(a0, f32x4.mul(weight, low));
    a1 = f32x4.add(a1, f32x4.mul(weight, high));
    weight = v128.load_splat<f32>(panel, 24);
    b0 = f32x4.add(b0, f32x4.mul(weight, low));
    b1 = f32x4.add(b1, f32x4.mul(weight, high));
    weight = v128.load_splat<f32>(panel, 28);
    c0 = f32x4.add(c0, f32x4.mul(weight, low));
    c1 = f32x4.add(c1, f32x4.mul(weight, high));
    weight = v128.load_splat<f32>(panel, 32);
    d0 = f32x4.add(d0, f32x4.mul(weight, low));
    d1 = f32x4.add(d1, f32x4.mul(weight, high));
    weight = v128.load_splat<f32>(panel, 36);
    e0 = f32x4.add(e0, f32x4.mul(weight, low));
    e1 = f32x4.add(e1, f32x4.mul(weight, high));
    panel += 40;
    source += 128;
  }
  if (count & 1) {
    const low = v128.load(source);
    const high = v128.load(source, 16);
    let weight = v128.load_splat<f32>(panel);
    a0 = f32x4.add(a0, f32x4.mul(weight, low));
    a1 = f32x4.add(a1, f32x4.mul(weight, high));
    weight = v128.load_splat<f32>(panel, 4);
    b0 = f32x4.add(b0, f32x4.mul(weight, low));
    b1 = f32x4.add(b1, f32x4.mul(weight, high));
    weight = v128.load_splat<f32>(panel, 8);
    c0 = f32x4.add(c0, f32x4.mul(weight, low));
    c1 = f32x4.add(c1, f32x4.mul(weight, high));
    weight = v128.load_splat<f32>(panel, 12);
    d0 = f32x4.add(d0, f32x4.mul(weight, low));
    d1 = f32x4.add(d1, f32x4.mul(weight, high));
    weight = v128.load_splat<f32>(panel, 16);
    e0 = f32x4.add(e0, f32x4.mul(weight, low));
    e1 = f32x4.add(e1, f32x4.mul(weight, high));
  }
  v128.store(sums, a0);
  v128.store(sums, a1, 16);
  v128.store(sums, b0, 64);
  v128.store(sums, b1, 80);
  v128.store(sums, c0, 128);
  v128.store(sums, c1, 144);
  v128.store(sums, d0, 192);
  v128.store(sums, d1, 208);
  v128.store(sums, e0, 256);
  v128.store(sums, e1, 272);
}

/** sums = W · source for `rows` rows (whole panels) and `count` columns, in the order of columns. */
export function multiply(
  panels: usize,
  source: usize,
  count: i32,
  rows: i32,
  sums: usize,
): void {
  for (let row = 0; row < rows; row += 5) {
    multiplyTile(panels, source, count, sums);
    multiplyTile(panels, source + 32, count, sums + 32);
    panels += <usize>count * 20;
    sums += 5 * LANE_BYTES;
  }
}
