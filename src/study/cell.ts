import * as v from "valibot";
import type { Key } from "../numerics/rng.ts";
import { requireSettings } from "../rules/declaration.ts";
import type { AnyRule } from "../rules/rule.ts";
import { deviationOf, type Reading } from "../setting/reading.ts";
import type { Coherence } from "../task/coherence.ts";
import { makeTask, type TaskSettings } from "../task/settings.ts";
import { requireInteger } from "../task/task.ts";
import { type JobSettings, streamOf } from "../training/job.ts";
import { VARIANT_NAMES, VARIANTS, type VariantName } from "./variant.ts";

/** A population: one rule on one task at one noise level, under one reading. */
export type Cell = {
  readonly rule: string;
  readonly task: TaskName;
  /** The paper's input noise level: 0.1, 0.5 or 1.0; the reading says what it is. */
  readonly noise: number;
  readonly reading: string;
  /** What is changed in the rule's own model, so that rules can be matched. */
  readonly variant: VariantName;
  /** When training ends, where that is not what the reading says. */
  readonly criterion?: Criterion;
};

/**
 * `ten-in-a-row`: a network goes on from its first passage, until ten validations in a row reach
 * the criterion on one fixed set of trials. Its updates are those of the same cell without it.
 */
export type Criterion = "ten-in-a-row";

/** The tasks there are: random dots motion, and context-dependent integration of 2 to 6 inputs. */
export type TaskName = "rdm" | "cdi" | "3-cdi" | "4-cdi" | "5-cdi" | "6-cdi";

/** Every task's name, and how many contexts it has. */
export const TASK_CONTEXTS: Readonly<Record<TaskName, number>> = {
  rdm: 1,
  cdi: 2,
  "3-cdi": 3,
  "4-cdi": 4,
  "5-cdi": 5,
  "6-cdi": 6,
};

/** Every task's name. */
export const TASK_NAMES: readonly TaskName[] = ["rdm", "cdi", "3-cdi", "4-cdi", "5-cdi", "6-cdi"];

/** A cell read from a file. */
export const cellSchema: v.GenericSchema<unknown, Cell> = v.object({
  rule: v.string(),
  task: v.picklist(TASK_NAMES),
  noise: v.number(),
  reading: v.string(),
  variant: v.picklist(VARIANT_NAMES),
  criterion: v.exactOptional(v.picklist(["ten-in-a-row"])),
});

/** Units in a network (N of §2.1). */
export const UNITS = 50;

/** What a cell means: everything that training a network of it depends on, but its seed. */
export type CellSettings = JobSettings;

/** How a cell is called in a table, and in the name of its file. */
export function cellName(cell: Cell): string {
  return `${streamName(cell)}${cell.criterion === undefined ? "" : ` ${cell.criterion}`}`;
}

/** The cell that trains alike and ends at its first passage. */
export function withoutCriterion({ criterion: _, ...rest }: Cell): Cell {
  return rest;
}

/** How a cell is called in its random streams: when training ends changes nothing before that. */
export function streamName({ rule, task, noise, reading, variant }: Cell): string {
  return `${rule} ${task} ${noise} ${reading}${variant === "as-is" ? "" : ` ${variant}`}`;
}

/**
 * What a cell means under a reading.
 * @throws RangeError for an unknown task or a noise level that is not within 0 … 100.
 */
export function resolveCell(cell: Cell, rule: AnyRule, reading: Reading): CellSettings {
  if (!TASK_NAMES.includes(cell.task))
    throw new RangeError(`task: there is no "${cell.task}"; there are ${TASK_NAMES.join(", ")}`);
  if (!(cell.noise >= 0 && cell.noise <= 100))
    throw new RangeError(`noise: expected a level within 0 … 100, got ${cell.noise}`);
  const { train } = reading;
  if (cell.criterion !== undefined && train.stopping !== "first-passage")
    throw new RangeError(
      `criterion: ${cell.criterion} goes on from a first passage, and the reading ` +
        `${reading.name} has none`,
    );
  const variant = VARIANTS[cell.variant];
  const uniform = variant.coherence ?? { kind: "uniform", largest: train.largestMean.train };
  const shape = makeTask(taskSettings(cell, train, { coherence: uniform, initialDeviation: 0 }));
  const {
    hyper,
    model,
    initialDeviation = deviationOf(0.3, train.initialSpread),
    ...schedule
  } = requireSettings(rule.name, rule.settings(shape, reading));
  const largest = train.largestMean.validate;
  return {
    trainTask: taskSettings(cell, train, { coherence: uniform, initialDeviation }),
    validationTask: taskSettings(cell, train, {
      coherence:
        variant.coherence ??
        (train.validation.means === "grid"
          ? { kind: "grid", largest, points: 20 }
          : { kind: "uniform", largest }),
      initialDeviation,
    }),
    model: {
      ...model,
      activation: variant.activation ?? model.activation,
      readout: variant.readout ?? model.readout,
    },
    initialisation: {
      units: UNITS,
      recurrentDeviation: deviationOf(1 / UNITS, train.recurrentSpread),
      inputDeviation: deviationOf(0.5, train.initialSpread),
      outputDeviation: deviationOf(0.1, train.initialSpread),
    },
    hyper,
    ...schedule,
    ...(variant.updates === "none" ? { budget: { updates: 0, restarts: 0 } } : {}),
    stopping: cell.criterion ?? train.stopping,
    redrawn: train.validation.trials === "redrawn",
  };
}

/**
 * The settings with exactly `updates` updates, and the one validation after the last of them.
 * @throws RangeError for a number of updates that is not an integer of at least 1.
 */
export function withUpdates(settings: CellSettings, updates: number): CellSettings {
  requireInteger("updates", updates, { low: 1, high: 1e9 });
  return { ...settings, validateEvery: updates, budget: { updates, restarts: 0 } };
}

function taskSettings(
  { task, noise }: Cell,
  train: Reading["train"],
  drawn: { readonly coherence: Coherence; readonly initialDeviation: number },
): TaskSettings {
  const common = { steps: 750, ...drawn, noiseDeviation: deviationOf(noise, train.noiseLevel) };
  const contexts = TASK_CONTEXTS[task];
  return contexts === 1
    ? { kind: "rdm", ...common }
    : { kind: "contextual", ...common, contexts, means: train.contextMeans };
}

/** The root of all random streams of one network. */
export function networkStream(cell: Cell, seed: number): Key {
  return streamOf({ stream: streamName(cell), seed });
}
