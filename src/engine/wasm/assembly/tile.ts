/**
 * x' = Σ_j hidden[j] row[j] + decay · x of 28 units, j ascending, every product and sum rounded.
 * Seven sums keep both adders busy.
 * @param column αW of these units, from the first column on
 * @param source f(x) and then u
 * @param end where the row ends
 * @param stride bytes from a column to the next
 */
export function stepTile(
  column: usize,
  source: usize,
  end: usize,
  stride: usize,
  decay: usize,
  x: usize,
): void {
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  while (source < end) {
    const value = v128.load_splat<f32>(source);
    a = f32x4.add(a, f32x4.mul(v128.load(column), value));
    b = f32x4.add(b, f32x4.mul(v128.load(column, 16), value));
    c = f32x4.add(c, f32x4.mul(v128.load(column, 32), value));
    d = f32x4.add(d, f32x4.mul(v128.load(column, 48), value));
    e = f32x4.add(e, f32x4.mul(v128.load(column, 64), value));
    f = f32x4.add(f, f32x4.mul(v128.load(column, 80), value));
    g = f32x4.add(g, f32x4.mul(v128.load(column, 96), value));
    column += stride;
    source += 4;
  }
  v128.store(x, f32x4.add(a, f32x4.mul(v128.load(decay), v128.load(x))));
  v128.store(x, f32x4.add(b, f32x4.mul(v128.load(decay, 16), v128.load(x, 16))), 16);
  v128.store(x, f32x4.add(c, f32x4.mul(v128.load(decay, 32), v128.load(x, 32))), 32);
  v128.store(x, f32x4.add(d, f32x4.mul(v128.load(decay, 48), v128.load(x, 48))), 48);
  v128.store(x, f32x4.add(e, f32x4.mul(v128.load(decay, 64), v128.load(x, 64))), 64);
  v128.store(x, f32x4.add(f, f32x4.mul(v128.load(decay, 80), v128.load(x, 80))), 80);
  v128.store(x, f32x4.add(g, f32x4.mul(v128.load(decay, 96), v128.load(x, 96))), 96);
}

@inline
export function cube(x: v128): v128 {
  return f32x4.mul(f32x4.mul(x, x), x);
}

/**
 * The same of 52 units: thirteen sums, a value and a product are all that the registers hold.
 * The paper's fifty units take one such tile, or two of 28.
 */
export function stepWideTile(
  column: usize,
  source: usize,
  end: usize,
  stride: usize,
  decay: usize,
  x: usize,
): void {
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  let i = a;
  let j = a;
  let k = a;
  let l = a;
  let m = a;
  while (source < end) {
    const value = v128.load_splat<f32>(source);
    a = f32x4.add(a, f32x4.mul(v128.load(column), value));
    b = f32x4.add(b, f32x4.mul(v128.load(column, 16), value));
    c = f32x4.add(c, f32x4.mul(v128.load(column, 32), value));
    d = f32x4.add(d, f32x4.mul(v128.load(column, 48), value));
    e = f32x4.add(e, f32x4.mul(v128.load(column, 64), value));
    f = f32x4.add(f, f32x4.mul(v128.load(column, 80), value));
    g = f32x4.add(g, f32x4.mul(v128.load(column, 96), value));
    h = f32x4.add(h, f32x4.mul(v128.load(column, 112), value));
    i = f32x4.add(i, f32x4.mul(v128.load(column, 128), value));
    j = f32x4.add(j, f32x4.mul(v128.load(column, 144), value));
    k = f32x4.add(k, f32x4.mul(v128.load(column, 160), value));
    l = f32x4.add(l, f32x4.mul(v128.load(column, 176), value));
    m = f32x4.add(m, f32x4.mul(v128.load(column, 192), value));
    column += stride;
    source += 4;
  }
  v128.store(x, f32x4.add(a, f32x4.mul(v128.load(decay), v128.load(x))));
  v128.store(x, f32x4.add(b, f32x4.mul(v128.load(decay, 16), v128.load(x, 16))), 16);
  v128.store(x, f32x4.add(c, f32x4.mul(v128.load(decay, 32), v128.load(x, 32))), 32);
  v128.store(x, f32x4.add(d, f32x4.mul(v128.load(decay, 48), v128.load(x, 48))), 48);
  v128.store(x, f32x4.add(e, f32x4.mul(v128.load(decay, 64), v128.load(x, 64))), 64);
  v128.store(x, f32x4.add(f, f32x4.mul(v128.load(decay, 80), v128.load(x, 80))), 80);
  v128.store(x, f32x4.add(g, f32x4.mul(v128.load(decay, 96), v128.load(x, 96))), 96);
  v128.store(x, f32x4.add(h, f32x4.mul(v128.load(decay, 112), v128.load(x, 112))), 112);
  v128.store(x, f32x4.add(i, f32x4.mul(v128.load(decay, 128), v128.load(x, 128))), 128);
  v128.store(x, f32x4.add(j, f32x4.mul(v128.load(decay, 144), v128.load(x, 144))), 144);
  v128.store(x, f32x4.add(k, f32x4.mul(v128.load(decay, 160), v128.load(x, 160))), 160);
  v128.store(x, f32x4.add(l, f32x4.mul(v128.load(decay, 176), v128.load(x, 176))), 176);
  v128.store(x, f32x4.add(m, f32x4.mul(v128.load(decay, 192), v128.load(x, 192))), 192);
}
