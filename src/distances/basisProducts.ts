import type { Subspace } from "../representations/subspace.ts";

/** Samples that are gone through at once: so many of several bases stay near the processor. */
const CHUNK = 1024;
/** Networks whose products with all others are made together. */
const BLOCK = 16;
const TILE = 3;

/** Rows of two bases, and where their products go. */
type Tile = {
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** Where three rows of each begin; a row that is not there is the last one again. */
  readonly rows: readonly [number, number, number];
  readonly columns: readonly [number, number, number];
  readonly out: Float64Array;
  /** Where the products of each row begin, and the number of each column. */
  readonly outRows: readonly [number, number, number];
  readonly outColumns: readonly [number, number, number];
};

/** Goes on with nine sums over samples, from … to − 1, in their order. */
function addTile(tile: Tile, from: number, to: number): void {
  const { left, right, out } = tile;
  const [p, q, r] = tile.rows;
  const [u, v, w] = tile.columns;
  const [i, j, k] = tile.outRows;
  const [x, y, z] = tile.outColumns;
  let a = out[i + x];
  let b = out[i + y];
  let c = out[i + z];
  let d = out[j + x];
  let e = out[j + y];
  let f = out[j + z];
  let g = out[k + x];
  let h = out[k + y];
  let l = out[k + z];
  for (let t = from; t < to; t++) {
    const first = left[p + t];
    const second = left[q + t];
    const third = left[r + t];
    const here = right[u + t];
    a += first * here;
    d += second * here;
    g += third * here;
    const there = right[v + t];
    b += first * there;
    e += second * there;
    h += third * there;
    const last = right[w + t];
    c += first * last;
    f += second * last;
    l += third * last;
  }
  out[i + x] = a;
  out[i + y] = b;
  out[i + z] = c;
  out[j + x] = d;
  out[j + y] = e;
  out[j + z] = f;
  out[k + x] = g;
  out[k + y] = h;
  out[k + z] = l;
}

const three = (from: number, count: number, stride: number): readonly [number, number, number] => {
  const at = (k: number): number => Math.min(from + k, count - 1) * stride;
  return [at(0), at(1), at(2)];
};

/** Goes on with the sums Σ_t a_i(t) b_j(t), `[component of a][component of b]`. */
function addProducts(
  { a, b, out }: { readonly a: Subspace; readonly b: Subspace; readonly out: Float64Array },
  from: number,
  to: number,
): void {
  for (let i = 0; i < a.components; i += TILE)
    for (let j = 0; j < b.components; j += TILE)
      addTile(
        {
          ...{ left: a.basis, right: b.basis, out },
          rows: three(i, a.components, a.samples),
          columns: three(j, b.components, b.samples),
          outRows: three(i, a.components, b.components),
          outColumns: three(j, b.components, 1),
        },
        from,
        to,
      );
}

/** Q_aᵀ Q_b of two bases, `[component of a][component of b]`: sums with the sample ascending. */
export function basisProducts(a: Subspace, b: Subspace): Float64Array {
  const out = new Float64Array(a.components * b.components);
  addProducts({ a, b, out }, 0, a.samples);
  return out;
}

/**
 * Tells of the products of every two different subspaces of the same samples, `first` after
 * `second`: each to the bit as `basisProducts` has it, but many pairs are made side by side, so
 * that samples are fetched from memory once for all of a block.
 */
export function eachBasisProducts(
  subspaces: readonly Subspace[],
  tell: (first: number, second: number, products: Float64Array) => void,
): void {
  for (let begin = 0; begin < subspaces.length; begin += BLOCK) {
    const end = Math.min(begin + BLOCK, subspaces.length);
    const pairs = [];
    for (let second = 0; second < end; second++)
      for (let first = Math.max(begin, second + 1); first < end; first++) {
        const [a, b] = [subspaces[first], subspaces[second]];
        const out = new Float64Array(a.components * b.components);
        pairs.push({ first, second, a, b, out });
      }
    const { samples } = subspaces[begin];
    for (let from = 0; from < samples; from += CHUNK)
      for (const pair of pairs) addProducts(pair, from, Math.min(from + CHUNK, samples));
    for (const { first, second, out } of pairs) tell(first, second, out);
  }
}
