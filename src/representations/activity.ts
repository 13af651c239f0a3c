import type { Engine, Trace } from "../engine/engine.ts";
import { activationFunctions } from "../model/activation.ts";
import type { Network } from "../model/model.ts";
import type { Trials } from "../task/trials.ts";

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
 * @throws RangeError where the trace does not fit, or a unit in `without` does not exist.
 */
export function activityOf(
  {
    network,
    trials,
    trace,
  }: { readonly network: Network; readonly trials: Trials; readonly trace: Trace },
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
  const f = quantity === "rates" ? activationFunctions[network.model.activation].value : identity;
  const values = new Float64Array(samples * kept.length);
  for (let row = 0, at = 0; row < samples; row++)
    for (const unit of kept) values[at++] = f(trace.states[(first + row) * width + unit]);
  return { samples, units: kept.length, values };
}

const identity = (x: number): number => x;

/** Runs `network` on `trials` and answers its activity, as `[sample][unit]`; see `activityOf`. */
export async function measureActivity(
  engine: Engine,
  { network, trials }: { readonly network: Network; readonly trials: Trials },
  reading: ActivityReading,
): Promise<Activity> {
  const trace = await engine.trace(network, trials);
  return activityOf({ network, trials, trace }, reading);
}

/**
 * Activity from nested rows `[sample][unit]`.
 * @throws RangeError where there are no rows, a row has another length, or a value is not finite.
 */
export function activityFromRows(rows: readonly ArrayLike<number>[]): Activity {
  if (rows.length === 0) throw new RangeError("activity: expected at least one sample, got none");
  const units = rows[0].length;
  const values = new Float64Array(rows.length * units);
  for (const [sample, row] of rows.entries()) {
    if (row.length !== units)
      throw new RangeError(`activity[${sample}]: expected ${units} units, got ${row.length}`);
    values.set(Array.from(row), sample * units);
  }
  return requireActivity({ samples: rows.length, units, values });
}

/** @throws RangeError where the size is wrong, there is no sample, or a value is not finite. */
export function requireActivity(activity: Activity): Activity {
  const { samples, units, values } = activity;
  if (!(Number.isInteger(samples) && samples >= 1))
    throw new RangeError(`activity: expected at least one sample, got ${samples}`);
  if (values.length !== samples * units)
    throw new RangeError(
      `activity: expected ${samples} × ${units} values, got ${values.length} values`,
    );
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(
      `activity[${Math.floor(bad / units)}][${bad % units}]: expected a finite number, ` +
        `got ${values[bad]}`,
    );
  return activity;
}

/**
 * The activity with each unit's mean over the samples taken away. A unit that never changes becomes
 * exactly 0: its mean need not be exact in floating point.
 */
export function centred(activity: Activity): Activity {
  const { samples, units, values } = activity;
  const result = new Float64Array(values.length);
  for (let unit = 0; unit < units; unit++) {
    let sum = 0;
    let constant = true;
    for (let at = unit; at < values.length; at += units) {
      sum += values[at];
      if (values[at] !== values[unit]) constant = false;
    }
    if (constant) continue;
    const mean = sum / samples;
    for (let at = unit; at < values.length; at += units) result[at] = values[at] - mean;
  }
  return { samples, units, values: result };
}
