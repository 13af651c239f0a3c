import type { Engine, Trace } from "../engine/engine.ts";
import { activationFunctions } from "../model/activation.ts";
import { type Network, requireNetwork } from "../model/model.ts";
import { binaryScale, scaledBy } from "../numerics/binaryScale.ts";
import {
  isList,
  requireFields,
  requireFlag,
  requireFunction,
  requireHas,
  requireInteger,
  requireList,
  requireNumbers,
  requireWord,
  shown,
} from "../numerics/gate.ts";
import { requireTrials, type Trials } from "../task/trials.ts";

/** What a population of units did: one row a sample, as `[sample][unit]`, row-major. */
export type Activity = {
  readonly samples: number;
  readonly units: number;
  readonly values: Float64Array;
};

/** Which activity is compared: a row of the readings. */
export type ActivityReading = {
  /** `rates`: r = f(x) (the text). `states`: x (the release). */
  readonly quantity: "rates" | "states";
  /** Units that are left out (the release: 1, 10 and 11 of H's networks). */
  readonly without: readonly number[];
  /** Whether the initial state x_0 is a sample too. */
  readonly withInitialState: boolean;
};

/**
 * The activity in a trace, as `[sample][unit]`; the samples are in the order of time, and within a
 * step in the order of the trials. It is not centred: `centred` does that.
 * @source §2.5; readings "activity for SVCCA"
 * @throws RangeError for what is no network, trials or reading, where the trace does not fit, or a
 * unit in `without` does not exist.
 */
export function activityOf(run: ActivityRun, reading: ActivityReading): Activity {
  requireHas("run", run, ["network", "trials", "trace"]);
  const { network, trials, trace } = run;
  requireNetwork(network);
  requireHas("trials", trials, ["count", "steps"]);
  requireInteger("trials.count", trials.count, 1);
  requireInteger("trials.steps", trials.steps, 1);
  requireHas("trace", trace, ["states"]);
  requireList("trace.states", trace.states);
  requireNumbers("trace.states", trace.states);
  requireReading(reading);
  const { values, ...rest } = activityIn(run, reading);
  return { ...rest, values: values.slice() };
}

/** A network, trials that it was run on, and what its states were then. */
type ActivityRun = { readonly network: Network; readonly trials: Trials; readonly trace: Trace };

function requireReading(reading: ActivityReading): void {
  requireFields("reading", reading, { needed: ["quantity", "without", "withInitialState"] });
  requireWord("quantity", reading.quantity, ["rates", "states"]);
  requireNumbers("without", reading.without);
  requireFlag("withInitialState", reading.withInitialState);
}

/**
 * The activity of `activityOf`; its arguments are taken as checked, and states need not be finite.
 * Its values may be those of the trace: whoever changes them changes both.
 * @throws RangeError where the trace does not fit, or a unit in `without` does not exist.
 */
export function activityIn(
  { network, trials, trace }: ActivityRun,
  { quantity, without, withInitialState }: ActivityReading,
): Activity {
  const width = network.units;
  const rows = (trials.steps + 1) * trials.count;
  if (trace.states.length !== rows * width)
    throw new RangeError(
      `trace.states: expected ${rows} × ${width} values, got ${trace.states.length}`,
    );
  for (const unit of without)
    if (!(Number.isInteger(unit) && unit >= 0 && unit < width))
      throw new RangeError(`without: expected units in 0 … ${width - 1}, got ${unit}`);
  const kept = Array.from({ length: width }, (_, unit) => unit).filter(
    (unit) => !without.includes(unit),
  );
  const first = withInitialState ? 0 : trials.count;
  const samples = rows - first;
  const known = quantity === "states" ? trace.states : trace.rates;
  if (known !== undefined && known.length !== rows * width)
    throw new RangeError(`trace.rates: expected ${rows} × ${width} values, got ${known.length}`);
  if (known !== undefined && kept.length === width)
    return { samples, units: width, values: known.subarray(first * width) };
  const f = quantity === "rates" ? activationFunctions[network.model.activation].value : identity;
  const values = new Float64Array(samples * kept.length);
  for (let row = 0, at = 0; row < samples; row++)
    for (const unit of kept) values[at++] = f(trace.states[(first + row) * width + unit]);
  return { samples, units: kept.length, values };
}

const identity = (x: number): number => x;

/**
 * Runs `network` on `trials` and answers its activity, as `[sample][unit]`; see `activityOf`.
 * @throws RangeError for what is no engine, network, trials or reading.
 */
export async function measureActivity(
  engine: Engine,
  run: Omit<ActivityRun, "trace">,
  reading: ActivityReading,
): Promise<Activity> {
  requireHas("engine", engine, ["trace"]);
  requireFunction("engine.trace", engine.trace, "of a network and trials");
  requireHas("run", run, ["network", "trials"]);
  requireNetwork(run.network);
  requireTrials(run.trials);
  requireReading(reading);
  const { network, trials } = run;
  const trace = await engine.trace(network, trials);
  requireHas("engine.trace", trace, ["states"]);
  requireList("engine.trace.states", trace.states);
  return activityIn({ network, trials, trace }, reading);
}

/** Activity in either form; rows are `[sample][unit]`, lists of numbers of any kind. */
export type Samples = ActivityLike | readonly ArrayLike<number>[];

/** An activity, its values in a list of any kind. */
export type ActivityLike = Omit<Activity, "values"> & { readonly values: ArrayLike<number> };

/**
 * Activity from nested rows `[sample][unit]`.
 * @throws RangeError where there are no rows, a row has another length, or a value is not finite.
 */
export function activityFromRows(rows: readonly ArrayLike<number>[]): Activity {
  return activityOfRows("activity", rows);
}

function activityOfRows(name: string, rows: readonly ArrayLike<number>[]): Activity {
  requireList(name, rows);
  if (rows.length === 0) throw new RangeError(`${name}: expected at least one sample, got none`);
  for (let sample = 0; sample < rows.length; sample++)
    if (!isList(rows[sample]))
      throw new RangeError(
        `${name}[${sample}]: expected a row of units, got ${shown(rows[sample])}: ` +
          "activity is as [sample][unit]",
      );
  const units = rows[0].length;
  const values = new Float64Array(rows.length * units);
  for (let sample = 0; sample < rows.length; sample++) {
    const row = rows[sample];
    if (row.length !== units)
      throw new RangeError(`${name}[${sample}]: expected ${units} units, got ${row.length}`);
    requireNumbers(`${name}[${sample}]`, row);
    for (let unit = 0; unit < units; unit++) values[sample * units + unit] = row[unit];
  }
  return { samples: rows.length, units, values };
}

/** @throws RangeError where the size is wrong, there is no sample, or a value is not finite. */
export function requireActivity(activity: Activity): Activity {
  return asActivity("activity", activity);
}

/**
 * Activity from either of its forms, checked.
 * @throws RangeError where the size is wrong, there is no sample, or a value is not finite.
 */
export function asActivity(name: string, given: Samples): Activity {
  if (isList(given)) return activityOfRows(name, given);
  requireFields(name, given, { needed: ["samples", "units", "values"] });
  const { samples, units, values } = given;
  requireInteger(`${name}.samples`, samples, 1);
  requireInteger(`${name}.units`, units, 0);
  requireList(`${name}.values`, values);
  if (values.length !== samples * units)
    throw new RangeError(
      `${name}: expected ${samples} × ${units} values, got ${values.length} values`,
    );
  for (let at = 0; at < values.length; at++)
    if (!Number.isFinite(values[at]))
      throw new RangeError(
        `${name}[${Math.floor(at / units)}][${at % units}]: expected a finite number, ` +
          `got ${shown(values[at])}`,
      );
  return {
    samples,
    units,
    values: values instanceof Float64Array ? values : Float64Array.from(values),
  };
}

/**
 * Two activities that can be compared: the same samples, at least two of them, and a unit each.
 * @throws RangeError that names the side, `a` or `b`, and what is wrong with it.
 */
export function comparable(a: Samples, b: Samples): readonly [Activity, Activity] {
  const both = [asActivity("a", a), asActivity("b", b)] as const;
  for (const [i, { samples, units }] of both.entries()) {
    const name = ["a", "b"][i];
    if (samples < 2) throw new RangeError(`${name}: expected at least two samples, got ${samples}`);
    if (units < 1) throw new RangeError(`${name}: expected at least one unit, got none`);
  }
  requireSameSamples(...both);
  return both;
}

/** @throws RangeError where the numbers of samples differ. */
export function requireSameSamples(
  a: { readonly samples: number },
  b: { readonly samples: number },
): void {
  if (a.samples !== b.samples)
    throw new RangeError(
      `samples: expected the same number on both sides, got ${a.samples}, ${b.samples}`,
    );
}

/** Where all activity varies by less than this share of its root mean square, it is constant. */
export const CONSTANT_SHARE = 1e-12;

/**
 * The activity centred and scaled by a power of two, so that no square of it overflows or vanishes:
 * what is blind to scale is computed of it. All 0 where nothing changes but by rounding error.
 */
export function centredToScale(activity: Activity): Activity {
  const { samples, units, values } = activity;
  const whole = { samples, units, values: scaledBy(values, binaryScale(values)) };
  const { values: moving } = centred(whole);
  const isConstant = !(squareOf(moving) > CONSTANT_SHARE * CONSTANT_SHARE * squareOf(whole.values));
  if (isConstant) return { samples, units, values: new Float64Array(values.length) };
  // What is left beside a large mean may be small: it is scaled for itself.
  return { samples, units, values: scaledBy(moving, binaryScale(moving)) };
}

function squareOf(values: Float64Array): number {
  let square = 0;
  for (const value of values) square += value * value;
  return square;
}

/**
 * The activity with each unit's mean over the samples taken away. A unit that never changes becomes
 * exactly 0: its mean need not be exact in floating point.
 */
export function centred(activity: Activity): Activity {
  const { samples, units, values } = activity;
  const means = new Float64Array(units);
  const moves = new Uint8Array(units);
  for (let start = 0; start < values.length; start += units)
    for (let unit = 0; unit < units; unit++) {
      means[unit] += values[start + unit];
      if (values[start + unit] !== values[unit]) moves[unit] = 1;
    }
  for (let unit = 0; unit < units; unit++) means[unit] /= samples;
  const result = new Float64Array(values.length);
  for (let start = 0; start < values.length; start += units)
    for (let unit = 0; unit < units; unit++)
      if (moves[unit] === 1) result[start + unit] = values[start + unit] - means[unit];
  return { samples, units, values: result };
}
