import { activatePair } from "./activation";
import {
  Kicked,
  LANE_BYTES,
  Plan,
  READS_RATES,
  READS_UNIT,
  RELU,
  SHIFTED_TANH,
  TANH,
  TILE_ROWS,
  WAITING_STEPS,
} from "./plans";
import { writeInputs } from "./random";
import { cube, stepTile, stepWideTile } from "./tile";

/*
 * Whole runs of one network with kicks of its state, each on a trial that is a lane of a block: the
 * block's plan says x_0 and how inputs are drawn. Here the units are the lanes: every matrix is
 * stored by its columns, each filled up with zeros to `stride` rows.
 */

/** Draws the inputs of all steps for the lanes that are in use, `width` bytes of each row. */
export function kickedInputs(plan: Plan, kicked: Kicked, width: usize): void {
  const bytes = <usize>plan.channels * LANE_BYTES;
  for (let t = 0; t < kicked.steps; t++)
    writeInputs(plan, t, kicked.inputs + <usize>t * bytes, width);
}

/** x' of all units: in tiles of 28, with one of 52 at the end where that is enough. */
function stepAll(kicked: Kicked, used: usize, end: usize): void {
  const size = <usize>kicked.stride << 2;
  const row = kicked.row;
  for (let at: usize = 0; at < used; at += 112) {
    const hidden = kicked.hidden + at;
    if (used - at > 112 && used - at <= 208) {
      stepWideTile(hidden, row, end, size, kicked.decay + at, kicked.state + at);
      return;
    }
    stepTile(hidden, row, end, size, kicked.decay + at, kicked.state + at);
  }
}

/** Half of the new x̄: keeps · x̄ + rest · x in float64, of the two low values. */
@inline
function moved(keeps: v128, mean: v128, rest: v128, x: v128): v128 {
  return f32x4.demote_f64x2_zero(
    f64x2.add(
      f64x2.mul(keeps, f64x2.promote_low_f32x4(mean)),
      f64x2.mul(rest, f64x2.promote_low_f32x4(x)),
    ),
  );
}

/** f(x) and its cube, (x − x̄)³, and then the new x̄. */
@inline
function advance(
  kicked: Kicked,
  used: usize,
  cubes: usize,
  deviations: usize,
  activation: i32,
): void {
  const row = kicked.row;
  const keeps = v128.load_splat<f64>(kicked.keeps);
  const rest = v128.load_splat<f64>(kicked.keeps, 8);
  for (let at: usize = 0; at < used; at += 32)
    activatePair(kicked.state + at, row + at, activation);
  for (let at: usize = 0; at < used; at += 16) {
    const x = v128.load(kicked.state + at);
    v128.store(cubes + at, cube(v128.load(row + at)));
    const mean = v128.load(kicked.means + at);
    v128.store(deviations + at, cube(f32x4.sub(x, mean)));
    const low = moved(keeps, mean, rest, x);
    const high = moved(
      keeps,
      v128.shuffle<f32>(mean, mean, 2, 3, 2, 3),
      rest,
      v128.shuffle<f32>(x, x, 2, 3, 2, 3),
    );
    v128.store(kicked.means + at, v128.shuffle<f32>(low, high, 0, 1, 4, 5));
  }
}

function advanceBy(plan: Plan, kicked: Kicked, cubes: usize, deviations: usize): void {
  const used = <usize>plan.units << 2;
  if (plan.activation == SHIFTED_TANH) advance(kicked, used, cubes, deviations, SHIFTED_TANH);
  else if (plan.activation == TANH) advance(kicked, used, cubes, deviations, TANH);
  else advance(kicked, used, cubes, deviations, RELU);
}

/** Writes x_0, x̄ = x_0, f(x_0) and its cube; e is 0. */
function begin(plan: Plan, kicked: Kicked): void {
  const size = <usize>kicked.stride << 2;
  const lane = plan.state + (<usize>kicked.lane << 2);
  for (let i: usize = 0; i < <usize>plan.units; i++)
    store<f32>(kicked.state + (i << 2), load<f32>(lane + i * LANE_BYTES));
  memory.copy(kicked.means, kicked.state, size);
  // With x̄ = x the first deviations are 0 and x̄ stays: what counts here is f(x) alone.
  advanceBy(plan, kicked, kicked.rateCubes, kicked.deviationCubes);
  memory.copy(kicked.means, kicked.state, size);
  memory.fill(kicked.eligibility, 0, <usize>((plan.units + (TILE_ROWS - 1)) / TILE_ROWS) * TILE_ROWS * size);
}

/** Kicks the state as step t says from kick `next` on; answers the kick after those. */
function kick(kicked: Kicked, t: i32, next: usize): usize {
  if (load<i32>(kicked.kickSteps + (next << 2)) != t) return next;
  do {
    const x = kicked.state + (<usize>load<i32>(kicked.kickUnits + (next << 2)) << 2);
    store<f32>(x, <f32>(<f64>load<f32>(x) + load<f64>(kicked.kickAmounts + (next << 3))));
    next++;
  } while (load<i32>(kicked.kickSteps + (next << 2)) == t);
  for (let at: usize = 0; at < <usize>kicked.clampCount << 2; at += 4)
    store<f32>(
      kicked.state + (<usize>load<i32>(kicked.clampUnits + at) << 2),
      load<f32>(kicked.clampValues + at),
    );
  return next;
}

/** What the readout sums for the first output. */
function readFirst(plan: Plan, kicked: Kicked): f32 {
  if (plan.readout == READS_UNIT) return load<f32>(kicked.state);
  const source = plan.readout == READS_RATES ? kicked.row : kicked.state;
  let sum: f32 = 0;
  for (let at: usize = 0; at < <usize>plan.units << 2; at += 4)
    sum += load<f32>(kicked.output + at) * load<f32>(source + at);
  return sum;
}

/** e += Σ_t (x − x̄)³ r³ of five units by eight, t ascending. */
function accumulateTile(
  deviations: usize,
  cubes: usize,
  steps: i32,
  size: usize,
  to: usize,
): void {
  const second = to + size;
  const third = second + size;
  const fourth = third + size;
  const fifth = fourth + size;
  let a0 = v128.load(to);
  let a1 = v128.load(to, 16);
  let b0 = v128.load(second);
  let b1 = v128.load(second, 16);
  let c0 = v128.load(third);
  let c1 = v128.load(third, 16);
  let d0 = v128.load(fourth);
  let d1 = v128.load(fourth, 16);
  let e0 = v128.load(fifth);
  let e1 = v128.load(fifth, 16);
  for (; steps > 0; steps--) {
    const left = v128.load(cubes);
    const right = v128.load(cubes, 16);
    let d = v128.load_splat<f32>(deviations);
    a0 = f32x4.add(a0, f32x4.mul(d, left));
    a1 = f32x4.add(a1, f32x4.mul(d, right));
    d = v128.load_splat<f32>(deviations, 4);
    b0 = f32x4.add(b0, f32x4.mul(d, left));
    b1 = f32x4.add(b1, f32x4.mul(d, right));
    d = v128.load_splat<f32>(deviations, 8);
    c0 = f32x4.add(c0, f32x4.mul(d, left));
    c1 = f32x4.add(c1, f32x4.mul(d, right));
    d = v128.load_splat<f32>(deviations, 12);
    d0 = f32x4.add(d0, f32x4.mul(d, left));
    d1 = f32x4.add(d1, f32x4.mul(d, right));
    d = v128.load_splat<f32>(deviations, 16);
    e0 = f32x4.add(e0, f32x4.mul(d, left));
    e1 = f32x4.add(e1, f32x4.mul(d, right));
    deviations += size;
    cubes += size;
  }
  v128.store(to, a0);
  v128.store(to, a1, 16);
  v128.store(second, b0);
  v128.store(second, b1, 16);
  v128.store(third, c0);
  v128.store(third, c1, 16);
  v128.store(fourth, d0);
  v128.store(fourth, d1, 16);
  v128.store(fifth, e0);
  v128.store(fifth, e1, 16);
}

/** The same of five units by four. */
function accumulateNarrowTile(
  deviations: usize,
  cubes: usize,
  steps: i32,
  size: usize,
  to: usize,
): void {
  const third = to + 2 * size;
  const fifth = third + 2 * size;
  let a = v128.load(to);
  let b = v128.load(to + size);
  let c = v128.load(third);
  let d = v128.load(third + size);
  let e = v128.load(fifth);
  for (; steps > 0; steps--) {
    const cube = v128.load(cubes);
    a = f32x4.add(a, f32x4.mul(v128.load_splat<f32>(deviations), cube));
    b = f32x4.add(b, f32x4.mul(v128.load_splat<f32>(deviations, 4), cube));
    c = f32x4.add(c, f32x4.mul(v128.load_splat<f32>(deviations, 8), cube));
    d = f32x4.add(d, f32x4.mul(v128.load_splat<f32>(deviations, 12), cube));
    e = f32x4.add(e, f32x4.mul(v128.load_splat<f32>(deviations, 16), cube));
    deviations += size;
    cubes += size;
  }
  v128.store(to, a);
  v128.store(to + size, b);
  v128.store(third, c);
  v128.store(third + size, d);
  v128.store(fifth, e);
}

/** Adds the products of a chunk's cubes to e. What lies beyond the last unit is never read. */
function accumulate(plan: Plan, kicked: Kicked, steps: i32): void {
  const size = <usize>kicked.stride << 2;
  const used = <usize>plan.units << 2;
  const cubes = kicked.rateCubes;
  let to = kicked.eligibility;
  for (let unit: usize = 0; unit < used; unit += 20, to += 5 * size) {
    const deviations = kicked.deviationCubes + unit;
    let at: usize = 0;
    for (; at + 16 < used; at += 32) accumulateTile(deviations, cubes + at, steps, size, to + at);
    if (at < used) accumulateNarrowTile(deviations, cubes + at, steps, size, to + at);
  }
}

/** Runs a lane from x_0 to its end: e, and y at the steps that are kept. */
export function kickedRun(plan: Plan, kicked: Kicked): void {
  const size = <usize>kicked.stride << 2;
  const used = <usize>plan.units << 2;
  const inputs = kicked.row + used;
  const end = inputs + (<usize>plan.channels << 2);
  let input = kicked.inputs + (<usize>kicked.lane << 2);
  let output = kicked.outputs;
  let next: usize = 0;
  begin(plan, kicked);
  for (let from = 0; from < kicked.steps; from += WAITING_STEPS) {
    const steps = min(WAITING_STEPS, kicked.steps - from);
    let cubes = kicked.rateCubes;
    let deviations = kicked.deviationCubes;
    for (let t = from; t < from + steps; t++) {
      for (let to = inputs; to < end; to += 4, input += LANE_BYTES) store<f32>(to, load<f32>(input));
      stepAll(kicked, used, end);
      next = kick(kicked, t, next);
      cubes += size;
      advanceBy(plan, kicked, cubes, deviations);
      deviations += size;
      if (t >= kicked.keptFrom) {
        store<f32>(output, readFirst(plan, kicked));
        output += 4;
      }
    }
    accumulate(plan, kicked, steps);
    memory.copy(kicked.rateCubes, cubes, size);
  }
  if (kicked.squashes)
    for (let at = kicked.outputs; at < output; at += 32) activatePair(at, at, TANH);
}
