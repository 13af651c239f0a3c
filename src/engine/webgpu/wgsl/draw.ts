import { COS, LN2, LOG, SIN } from "../../../numerics/normal.ts";
import { PACK, type Shape } from "../shape.ts";
import { commonText, float, type Style } from "./common.ts";

/** Words of a network's record before those of its channels: two keys, the deviation of x_0. */
export const RECORD_HEAD = 9;

/** Threads of a workgroup that draws; each has a trial. */
export const DRAWERS = 64;

/** A polynomial of numbers in x, each operation rounded, from the highest power down. */
function horner(coefficients: readonly number[], x: string): string {
  const [last, ...others] = [...coefficients].reverse();
  return others.reduce((sum, c) => `s1(g1(${sum} * ${x}) + ${float(c)})`, float(last));
}

/** The numbers that bits are put into [√½, √2) with. */
const ONE = 0x3f800000;
const ROOT_HALF = 0x3f3504f3;

/**
 * Draws inputs and initial states of blocks of trials from their streams, as `src/task/trials.ts`
 * does: a thread a trial. Inputs are `[group][time][channel][lane]`, states `[group][unit][lane]`.
 */
export function drawKernel(shape: Shape, style: Style): string {
  return `${commonText(shape, style)}
@group(0) @binding(1) var<storage, read> table: array<u32>;
@group(0) @binding(2) var<storage, read> nets: array<u32>;
@group(0) @binding(3) var<storage, read> numbers: array<u32>;
@group(0) @binding(4) var<storage, read> means: array<f32>;
@group(0) @binding(5) var<storage, read_write> inputs: array<f32>;
@group(0) @binding(6) var<storage, read_write> initial: array<f32>;
const RECORD = ${RECORD_HEAD}u + M;
var<private> s: vec4u;
var<private> spare: f32;
var<private> kept: bool;
${STREAM}
fn normal() -> f32 {
  if (kept) { kept = false; return spare; }
  let first = word(); let second = word();
  let b = bitcast<u32>(f32((first >> 8u) + 1u) * ${float(1 / 2 ** 24)});
  let shifted = b + ${ONE - ROOT_HALF}u;
  let e = f32(i32(shifted >> 23u) - 127);
  let m = s1(bitcast<f32>((shifted & 0x7fffffu) + ${ROOT_HALF}u) - 1.0f);
  let log = s1(g1(e * ${float(LN2)}) + g1(m * ${horner(LOG, "m")}));
  let radius = root(vec4f(-2.0f * log)).x;
  let place = f32(i32((second >> 6u) & 0xffffffu) - 0x800000) * ${float(1 / 2 ** 24)};
  let square = g1(place * place);
  let sine = g1(place * ${horner(SIN, "square")});
  let cosine = ${horner(COS, "square")};
  let turn = second >> 30u;
  let odd = (turn & 1u) == 1u;
  let x = select(select(cosine, -cosine, turn == 2u), select(-sine, sine, turn == 3u), odd);
  let y = select(select(sine, -sine, turn == 2u), select(cosine, -cosine, turn == 3u), odd);
  spare = g1(radius * y); kept = true;
  return g1(radius * x);
}
@compute @workgroup_size(${DRAWERS})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let g = id.x / LANES; let lane = id.x % LANES;
  if (g >= par.groups) { return; }
  let p = table[par.first + 2u * g];
  let trial = min(table[par.first + 2u * g + 1u] * LANES + lane, par.count - 1u);
  let number = numbers[p * par.count + trial];
  seed(p * RECORD, number);
  for (var t = 0u; t < par.steps; t++) { for (var m = 0u; m < upTo(M); m++) {
    let deviation = bitcast<f32>(nets[p * RECORD + ${RECORD_HEAD}u + m]);
    var value = means[(p * par.count + trial) * M + m];
    if (deviation > 0.0f) { value = s1(value + g1(deviation * normal())); }
    inputs[((g * par.steps + t) * M + m) * LANES + lane] = value;
  } }
  seed(p * RECORD + ${PACK}u, number);
  let deviation = bitcast<f32>(nets[p * RECORD + 8u]);
  for (var i = 0u; i < upTo(N); i++) {
    var value = 0.0f;
    if (deviation > 0.0f) { value = g1(deviation * normal()); }
    initial[(g * N + i) * LANES + lane] = value;
  }
}`;
}

/** xoshiro128++ on \`s\`, seeded from a key of four words and a number. */
const STREAM = `
fn mix(w: u32) -> u32 {
  var h = w;
  h = (h ^ (h >> 16u)) * 0x85ebca6bu;
  h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
  return h ^ (h >> 16u);
}
fn seed(key: u32, number: u32) {
  for (var k = 0u; k < upTo(4u); k++) {
    s[k] = mix(nets[key + k] ^ mix(number + (k + 1u) * 0x9e3779b9u));
  }
  if (all(s == vec4u(0u))) { s.x = 1u; }
  kept = false;
}
fn word() -> u32 {
  let sum = s.x + s.w;
  let answer = ((sum << 7u) | (sum >> 25u)) + s.x;
  let shifted = s.y << 9u;
  s.z ^= s.x; s.w ^= s.y; s.y ^= s.z; s.x ^= s.w; s.z ^= shifted;
  s.w = (s.w << 11u) | (s.w >> 21u);
  return answer;
}`;
