/*
 * xoshiro128++ and Box–Muller as `src/numerics/rng.ts` and `normal.ts` define them, four lanes at a
 * time, each lane its own stream.
 */
import { LANE_BYTES, Plan } from "./plans";

@inline
function rotateLeft(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

/** The next 32 bits of four streams; `stream` is the address of their first words. */
@inline
function nextUint32(stream: usize): v128 {
  let s0 = v128.load(stream);
  let s1 = v128.load(stream, 64);
  let s2 = v128.load(stream, 128);
  let s3 = v128.load(stream, 192);
  const result = i32x4.add(rotateLeft(i32x4.add(s0, s3), 7), s0);
  const shifted = i32x4.shl(s1, 9);
  s2 = v128.xor(s2, s0);
  s3 = v128.xor(s3, s1);
  s1 = v128.xor(s1, s2);
  s0 = v128.xor(s0, s3);
  s2 = v128.xor(s2, shifted);
  s3 = rotateLeft(s3, 11);
  v128.store(stream, s0);
  v128.store(stream, s1, 64);
  v128.store(stream, s2, 128);
  v128.store(stream, s3, 192);
  return result;
}

@inline
function step(sum: v128, x: v128, coefficient: f32): v128 {
  return f32x4.add(f32x4.mul(sum, x), f32x4.splat(coefficient));
}

/** −2 ln u for u = ((word >>> 8) + 1) / 2^24. */
@inline
function minusTwoLog(word: v128): v128 {
  const whole = f32x4.convert_i32x4_s(i32x4.add(i32x4.shr_u(word, 8), i32x4.splat(1)));
  const bits = f32x4.mul(whole, f32x4.splat(5.9604644775390625e-8));
  const shifted = i32x4.add(bits, i32x4.splat(0x3f800000 - 0x3f3504f3));
  const exponent = i32x4.sub(i32x4.shr_u(shifted, 23), i32x4.splat(127));
  const mantissa = i32x4.add(
    v128.and(shifted, i32x4.splat(0x007fffff)),
    i32x4.splat(0x3f3504f3),
  );
  const f = f32x4.sub(mantissa, f32x4.splat(1));
  let sum = f32x4.splat(-0.07638592272996902);
  sum = step(sum, f, 0.129141703248024);
  sum = step(sum, f, -0.13240842521190643);
  sum = step(sum, f, 0.14180079102516174);
  sum = step(sum, f, -0.16609126329421997);
  sum = step(sum, f, 0.2000207155942917);
  sum = step(sum, f, -0.25001585483551025);
  sum = step(sum, f, 0.33333325386047363);
  sum = step(sum, f, -0.49999988079071045);
  sum = step(sum, f, 1.0);
  const scaled = f32x4.mul(f32x4.convert_i32x4_s(exponent), f32x4.splat(0.6931471805599453));
  return f32x4.mul(f32x4.splat(-2), f32x4.add(scaled, f32x4.mul(f, sum)));
}

/** Two normal deviates for each of four streams, written at `first` and `second`. */
function normalPair(stream: usize, first: usize, second: usize): void {
  const radius = f32x4.sqrt(minusTwoLog(nextUint32(stream)));
  const word = nextUint32(stream);
  const whole = i32x4.sub(
    v128.and(i32x4.shr_u(word, 6), i32x4.splat(0xffffff)),
    i32x4.splat(0x800000),
  );
  const place = f32x4.mul(f32x4.convert_i32x4_s(whole), f32x4.splat(5.9604644775390625e-8));
  const square = f32x4.mul(place, place);
  let sine = f32x4.splat(0.00015820653061382473);
  sine = step(sine, square, -0.004681266378611326);
  sine = step(sine, square, 0.07969257980585098);
  sine = step(sine, square, -0.6459640860557556);
  sine = step(sine, square, 1.5707963705062866);
  sine = f32x4.mul(place, sine);
  let cosine = f32x4.splat(0.00090362987248227);
  cosine = step(cosine, square, -0.02086007036268711);
  cosine = step(cosine, square, 0.25366920232772827);
  cosine = step(cosine, square, -1.2337005138397217);
  cosine = step(cosine, square, 1.0);
  // The word's top two bits are the quadrant: the lower one swaps sine and cosine.
  const swap = i32x4.shr_s(i32x4.shl(word, 1), 31);
  const negative = i32x4.splat(<i32>0x80000000);
  const x = v128.xor(
    v128.bitselect(sine, cosine, swap),
    v128.and(v128.xor(word, i32x4.shl(word, 1)), negative),
  );
  const y = v128.xor(v128.bitselect(cosine, sine, swap), v128.and(word, negative));
  v128.store(first, f32x4.mul(radius, x));
  v128.store(second, f32x4.mul(radius, y));
}

/** The next normal deviate of the streams in the first `width` bytes of lanes, written at `to`. */
export function drawNormals(plan: Plan, to: usize, width: usize): void {
  const spare = plan.stream + 4 * LANE_BYTES;
  if (plan.spare) {
    // A call of memory.copy would take longer than what it copies.
    for (let lane: usize = 0; lane < width; lane += 16)
      v128.store(to + lane, v128.load(spare + lane));
    plan.spare = 0;
    return;
  }
  for (let lane: usize = 0; lane < width; lane += 16)
    normalPair(plan.stream + lane, to + lane, spare + lane);
  plan.spare = 1;
}

/** Draws x_0 ~ N(0, deviation²) for `units` units. */
export function drawStates(plan: Plan, deviation: f32): void {
  const scale = f32x4.splat(deviation);
  const end = plan.state + <usize>plan.units * LANE_BYTES;
  for (let at = plan.state; at < end; at += LANE_BYTES) {
    drawNormals(plan, at, LANE_BYTES);
    for (let lane: usize = 0; lane < LANE_BYTES; lane += 16)
      v128.store(at + lane, f32x4.mul(scale, v128.load(at + lane)));
  }
}

/** Writes u_t of `width` bytes of lanes at `to`: given, or mean + deviation · z, by channels. */
export function writeInputs(plan: Plan, t: i32, to: usize, width: usize): void {
  const channels = <usize>plan.channels;
  if (plan.given) {
    memory.copy(to, plan.given + <usize>t * channels * LANE_BYTES, channels * LANE_BYTES);
    return;
  }
  for (let c: usize = 0; c < channels; c++, to += LANE_BYTES) {
    const mean = plan.mean + c * LANE_BYTES;
    // A deviation that was rounded to nothing still draws: the host writes it as −0.
    if (load<u32>(plan.deviation + c * 4) == 0) {
      memory.copy(to, mean, LANE_BYTES);
      continue;
    }
    drawNormals(plan, to, width);
    const scale = v128.load_splat<f32>(plan.deviation + c * 4);
    for (let lane: usize = 0; lane < width; lane += 16) {
      const noise = f32x4.mul(scale, v128.load(to + lane));
      v128.store(to + lane, f32x4.add(v128.load(mean + lane), noise));
    }
  }
}
