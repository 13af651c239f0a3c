import { type Shape, threadsOf } from "../shape.ts";
import { commonText, type Style } from "./common.ts";

/**
 * Runs blocks of 16 trials from the first step to the last checkpoint, a workgroup a block; a
 * thread holds four units of four trials. Keeps f(x) of every step where a gradient follows, y and
 * its error at the checkpoints, and x there where the readout reads it.
 */
export function forwardKernel(shape: Shape, style: Style): string {
  return `${commonText(shape, style)}
@group(0) @binding(1) var<storage, read> table: array<u32>;
@group(0) @binding(2) var<storage, read> weights: array<vec4f>;
@group(0) @binding(3) var<storage, read> inputs: array<vec4f>;
@group(0) @binding(4) var<storage, read> initial: array<vec4f>;
@group(0) @binding(5) var<storage, read> targets: array<f32>;
@group(0) @binding(6) var<storage, read_write> rates: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> outputs: array<vec4f>;
@group(0) @binding(8) var<storage, read_write> reads: array<vec4f>;
var<workgroup> row: array<vec4f, COLUMNS * 4u>;
var<workgroup> states: array<vec4f, N * 4u>;
${nearWeights(style, "COLUMNS * WIDE")}
@compute @workgroup_size(${threadsOf(shape)})
${FORWARD}`;
}

/** Weights \`W(k)\` of the network at \`base\`, near or from the device's memory. */
export const nearWeights = ({ near }: Style, size: string, from = "0u"): string =>
  near
    ? `var<workgroup> w: array<vec4f, ${size}>;
fn W(base: u32, k: u32) -> vec4f { return w[k]; }
fn fetch(base: u32, id: u32) {
  for (var k = id; k < ${size}; k += THREADS) { w[k] = weights[base + ${from} + k]; }
}`
    : `fn W(base: u32, k: u32) -> vec4f { return weights[base + ${from} + k]; }
fn fetch(base: u32, id: u32) {}`;

const FORWARD = `
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) id: u32) {
  let g = group.x;
  let p = table[par.first + 2u * g];
  let block = table[par.first + 2u * g + 1u];
  let base = p * SIZE;
  fetch(base, id);
  let a = id >> 2u; let lq = id & 3u;
  let works = a < WIDE;
  let own = min(a, WIDE - 1u);
  let keeps = weights[base + DECAY + own];
  let held = weights[base + CLAMPED + own];
  let values = weights[base + VALUES + own];
  var x: array<vec4f, 4>;
  if (works) { for (var k = 0u; k < upTo(4u); k++) { let i = 4u * a + k; if (i < N) {
    x[k] = initial[(g * N + i) * 4u + lq];
    if (held[k] > 0.0f) { x[k] = vec4f(values[k]); }
  } } }
  for (var t = 0u; t <= par.steps; t++) {
    if (works) { for (var k = 0u; k < upTo(4u); k++) { let i = 4u * a + k; if (i < N) {
      let h = activate(x[k]);
      row[i * 4u + lq] = h;
      if (READS_STATE || READS_UNIT) { states[i * 4u + lq] = x[k]; }
      if (par.stores == 1u) { rates[((g * (par.steps + 1u) + t) * N + i) * 4u + lq] = h; }
    } } }
    if (t < par.steps) {
      for (var k = id; k < 4u * M; k += THREADS) {
        row[4u * N + k] = inputs[(g * par.steps + t) * 4u * M + k];
      }
    }
    workgroupBarrier();
    let check = table[t];
    if (check > 0u) {
      if (id < 4u * Q) { output(g, p, block, base, check - 1u, id >> 2u, lq); }
      if (READS_STATE && par.stores == 1u && works) {
        for (var k = 0u; k < upTo(4u); k++) { let i = 4u * a + k; if (i < N) {
          reads[((g * par.checks + check - 1u) * N + i) * 4u + lq] = x[k];
        } }
      }
    }
    if (t < par.steps) {
      var s0 = vec4f(0.0f); var s1 = s0; var s2 = s0; var s3 = s0;
      if (works) {
        for (var j = 0u; j < upTo(COLUMNS); j++) {
          let v = row[j * 4u + lq]; let m = W(base, j * WIDE + a);
          s0 = s4(s0 + g4(m.x * v)); s1 = s4(s1 + g4(m.y * v));
          s2 = s4(s2 + g4(m.z * v)); s3 = s4(s3 + g4(m.w * v));
        }
        x[0] = s4(s0 + g4(keeps.x * x[0])); x[1] = s4(s1 + g4(keeps.y * x[1]));
        x[2] = s4(s2 + g4(keeps.z * x[2])); x[3] = s4(s3 + g4(keeps.w * x[3]));
      }
      workgroupBarrier();
    }
  }
}
fn output(g: u32, p: u32, block: u32, base: u32, check: u32, q: u32, lq: u32) {
  var y = vec4f(0.0f);
  if (READS_UNIT) { y = states[lq]; }
  else {
    for (var i = 0u; i < upTo(N); i++) {
      let weight = weights[base + OUTPUT + q * WIDE + (i >> 2u)][i & 3u];
      if (READS_STATE) { y = s4(y + g4(weight * states[i * 4u + lq])); }
      else { y = s4(y + g4(weight * row[i * 4u + lq])); }
    }
  }
  if (SQUASHES) { y = tanh32(y); }
  let at = ((g * par.checks + check) * Q + q) * 4u + lq;
  outputs[2u * at] = y;
  var target4 = vec4f(0.0f);
  var counts = vec4f(0.0f);
  for (var k = 0u; k < upTo(4u); k++) {
    let trial = block * LANES + 4u * lq + k;
    if (trial < par.count) {
      target4[k] = targets[((p * par.checks + check) * par.count + trial) * Q + q];
      counts[k] = 1.0f;
    }
  }
  var error = g4(par.scale * s4(y - target4));
  if (SQUASHES) { error = g4(error * s4(1.0f - g4(y * y))); }
  outputs[2u * at + 1u] = select(vec4f(0.0f), error, counts > vec4f(0.0f));
}`;
