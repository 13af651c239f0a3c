import { CHUNK_STEPS } from "../../arithmetic.ts";
import { type Shape, threadsOf } from "../shape.ts";
import { commonText, type Style } from "./common.ts";
import { nearWeights } from "./forward.ts";

/**
 * Backpropagates blocks of 16 trials, a workgroup a block; a thread holds δ of four units of four
 * trials. A chunk's 16 δ are kept in `scratch`, then tiles of four rows and two columns of the
 * gradient take their products, in the order of docs/arithmetic.md. Answers the block's sums.
 */
export function backwardKernel(shape: Shape, style: Style): string {
  return `${commonText(shape, style)}
const CHUNK = ${CHUNK_STEPS}u;
const DELTAS = CHUNK * 4u * WIDE * 4u;
const SCRATCH = DELTAS + TILES * 8u;
const SUMS = N * COLUMNS + Q * N;
@group(0) @binding(1) var<storage, read> table: array<u32>;
@group(0) @binding(2) var<storage, read> weights: array<vec4f>;
@group(0) @binding(3) var<storage, read> inputs: array<vec4f>;
@group(0) @binding(4) var<storage, read> rates: array<vec4f>;
@group(0) @binding(5) var<storage, read> outputs: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> scratch: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> gradient: array<f32>;
@group(0) @binding(8) var<storage, read> reads: array<vec4f>;
var<workgroup> later: array<vec4f, 16u * WIDE>;
${nearWeights(style, "N * WIDE", "ROWS")}
${VALUES}
@compute @workgroup_size(${threadsOf(shape)})
${BACKWARD}
${READOUT}
${CHUNKS}`;
}

const VALUES = `
fn value(g: u32, t: u32, j: u32, lq: u32) -> vec4f {
  if (j < N) { return rates[((g * (par.steps + 1u) + t) * N + j) * 4u + lq]; }
  if (j < COLUMNS) { return inputs[((g * par.steps + t) * M + j - N) * 4u + lq]; }
  return vec4f(0.0f);
}
fn errorAt(g: u32, check: u32, q: u32, lq: u32) -> vec4f {
  return outputs[2u * (((g * par.checks + check) * Q + q) * 4u + lq) + 1u];
}
// What the readout reads of a unit at a checkpoint.
fn readAt(g: u32, t: u32, check: u32, i: u32, lq: u32) -> vec4f {
  if (READS_STATE) { return reads[((g * par.checks + check) * N + i) * 4u + lq]; }
  return value(g, t, i, lq);
}
fn folded(four: vec4f) -> f32 { let two = s2(four.xy + four.zw); return s1(two.x + two.y); }
fn s2(v: vec2f) -> vec2f { return s4(vec4f(v, 0.0f, 0.0f)).xy; }`;

const BACKWARD = `
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) id: u32) {
  let g = group.x;
  let p = table[par.first + 2u * g];
  let base = p * SIZE;
  fetch(base, id);
  let own = g * SCRATCH; let parts = own + DELTAS; let sums = g * SUMS;
  for (var k = id; k < TILES * 8u; k += THREADS) { scratch[parts + k] = vec4f(0.0f); }
  for (var k = id; k < Q * N; k += THREADS) { gradient[sums + N * COLUMNS + k] = 0.0f; }
  let a = id >> 2u; let lq = id & 3u;
  let works = a < WIDE;
  let keeps = weights[base + DECAY + min(a, WIDE - 1u)];
  var d: array<vec4f, 4>;
  var end = par.steps;
  workgroupBarrier(); storageBarrier();
  for (var t = par.steps; t > 0u; t--) {
    if (t < par.steps && works) {
      var s0 = vec4f(0.0f); var s1 = s0; var s2 = s0; var s3 = s0;
      for (var k = 0u; k < upTo(N); k++) {
        let v = later[k * 4u + lq]; let m = W(base, k * WIDE + a);
        s0 = s4(s0 + g4(m.x * v)); s1 = s4(s1 + g4(m.y * v));
        s2 = s4(s2 + g4(m.z * v)); s3 = s4(s3 + g4(m.w * v));
      }
      let last = N - 1u;
      d[0] = s4(g4(slope(value(g, t, min(4u * a, last), lq)) * s0) + g4(keeps.x * d[0]));
      d[1] = s4(g4(slope(value(g, t, min(4u * a + 1u, last), lq)) * s1) + g4(keeps.y * d[1]));
      d[2] = s4(g4(slope(value(g, t, min(4u * a + 2u, last), lq)) * s2) + g4(keeps.z * d[2]));
      d[3] = s4(g4(slope(value(g, t, min(4u * a + 3u, last), lq)) * s3) + g4(keeps.w * d[3]));
    }
    let check = table[t];
    if (check > 0u) {
      if (works) { for (var k = 0u; k < upTo(4u); k++) { let i = 4u * a + k; if (i < N) {
        d[k] = withReadout(d[k], g, base, t, check - 1u, i, lq);
      } } }
      if (!READS_UNIT) { addOutputs(g, t, check - 1u, sums, id); }
    }
    workgroupBarrier();
    if (works) { for (var k = 0u; k < upTo(4u); k++) {
      later[(4u * a + k) * 4u + lq] = d[k];
      scratch[own + (((t - 1u) % CHUNK) * 4u * WIDE + 4u * a + k) * 4u + lq] = d[k];
    } }
    workgroupBarrier(); storageBarrier();
    let begin = t - 1u;
    if (begin % CHUNK == 0u) {
      for (var tile = id; tile < TILES; tile += THREADS) {
        addTile(g, tile, begin, end, own, parts);
      }
      end = begin;
      workgroupBarrier(); storageBarrier();
    }
  }
  for (var tile = id; tile < TILES; tile += THREADS) {
    let i = 4u * (tile / ACROSS); let j = 2u * (tile % ACROSS);
    for (var k = 0u; k < upTo(8u); k++) {
      let row = i + (k >> 1u); let column = j + (k & 1u);
      if (row < N && column < COLUMNS) {
        gradient[sums + row * COLUMNS + column] = folded(scratch[parts + tile * 8u + k]);
      }
    }
  }
}`;

const READOUT = `
fn withReadout(d: vec4f, g: u32, base: u32, t: u32, check: u32, i: u32, lq: u32) -> vec4f {
  if (READS_UNIT) {
    if (i > 0u) { return d; }
    return s4(d + errorAt(g, check, 0u, lq));
  }
  var sum = vec4f(0.0f);
  for (var q = 0u; q < upTo(Q); q++) {
    let weight = weights[base + OUTPUT + q * WIDE + (i >> 2u)][i & 3u];
    sum = s4(sum + g4(weight * errorAt(g, check, q, lq)));
  }
  if (READS_STATE) { return s4(d + sum); }
  return s4(d + g4(slope(value(g, t, i, lq)) * sum));
}
fn addOutputs(g: u32, t: u32, check: u32, sums: u32, id: u32) {
  for (var k = id; k < Q * N; k += THREADS) {
    let q = k / N; let i = k % N;
    var r: array<vec4f, 4>;
    for (var b = 0u; b < upTo(4u); b++) {
      r[b] = g4(errorAt(g, check, q, b) * readAt(g, t, check, i, b));
    }
    let four = s4(s4(r[0] + r[2]) + s4(r[1] + r[3]));
    let at = sums + N * COLUMNS + k;
    gradient[at] = s1(gradient[at] + folded(four));
  }
}`;

const CHUNKS = `
fn addTile(g: u32, tile: u32, begin: u32, end: u32, own: u32, parts: u32) {
  let i = 4u * (tile / ACROSS); let j = 2u * (tile % ACROSS);
  var total: array<vec4f, 8>;
  var held: array<vec4f, 8>;
  for (var turn = 0u; turn < upTo(4u); turn++) {
    let b = ((turn & 1u) << 1u) | (turn >> 1u); // quads in the order 0, 2, 1, 3
    // Written out: a compiler was seen to clear it in the loop's first turn alone.
    var c = array<vec4f, 8>();
    for (var step = begin; step < end; step++) {
      let at = own + ((step % CHUNK) * 4u * WIDE + i) * 4u + b;
      let e0 = scratch[at]; let e1 = scratch[at + 4u];
      let e2 = scratch[at + 8u]; let e3 = scratch[at + 12u];
      let l = value(g, step, j, b); let r = value(g, step, j + 1u, b);
      c[0] = s4(c[0] + g4(e0 * l)); c[1] = s4(c[1] + g4(e0 * r));
      c[2] = s4(c[2] + g4(e1 * l)); c[3] = s4(c[3] + g4(e1 * r));
      c[4] = s4(c[4] + g4(e2 * l)); c[5] = s4(c[5] + g4(e2 * r));
      c[6] = s4(c[6] + g4(e3 * l)); c[7] = s4(c[7] + g4(e3 * r));
    }
    if ((turn & 1u) == 0u) { held = c; }
    else { for (var k = 0u; k < upTo(8u); k++) { held[k] = s4(held[k] + c[k]); } }
    if (turn == 1u) { total = held; }
  }
  for (var k = 0u; k < upTo(8u); k++) {
    let at = parts + tile * 8u + k;
    scratch[at] = s4(scratch[at] + s4(total[k] + held[k]));
  }
}`;
