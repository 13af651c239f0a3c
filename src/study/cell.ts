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

/** The tasks in which evidence is integrated: random dots, and 2 to 6 inputs with contexts. */
export const INTEGRATION_TASKS = ["rdm", "cdi", "3-cdi", "4-cdi", "5-cdi", "6-cdi"] as const;

/** The tasks there are: those of integration, and working memory. */
export type TaskName = (typeof INTEGRATION_TASKS)[number] | "memory";

/** Every task's name. */
export const TASK_NAMES: readonly TaskName[] = [...INTEGRATION_TASKS, "memory"];

/** What a cell and its reading say of a task's trials. */
type Drawn = {
  readonly coherence: Coherence;
  readonly means: Reading["train"]["contextMeans"];
  readonly noiseDeviation: number;
  readonly initialDeviation: number;
};

/** Every task's name, and how many contexts it has. */
export const TASK_CONTEXTS: Readonly<Record<TaskName, number>> = {
  rdm: 1,
  cdi: 2,
  "3-cdi": 3,
  "4-cdi": 4,
  "5-cdi": 5,
  "6-cdi": 6,
  memory: 1,
};

type SettingsOf = (drawn: Drawn) => TaskSettings;

const withContexts =
  (contexts: number): SettingsOf =>
  (drawn) => ({ kind: "contextual", steps: 750, ...drawn, contexts });

/** Each task is said once: a name that is not here is refused, and none stands for another. */
const TASK_SETTINGS: Readonly<Record<TaskName, SettingsOf>> = {
  rdm: ({ means: _, ...drawn }) => ({ kind: "rdm", steps: 750, ...drawn }),
  cdi: withContexts(TASK_CONTEXTS.cdi),
  "3-cdi": withContexts(TASK_CONTEXTS["3-cdi"]),
  "4-cdi": withContexts(TASK_CONTEXTS["4-cdi"]),
  "5-cdi": withContexts(TASK_CONTEXTS["5-cdi"]),
  "6-cdi": withContexts(TASK_CONTEXTS["6-cdi"]),
  memory: ({ noiseDeviation, initialDeviation }) => ({
    ...{ kind: "memory", steps: 650, pulse: 50, leastDelay: 500 },
    ...{ noiseDeviation, initialDeviation },
  }),
};

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
 * @throws RangeError for an unknown task, a noise level that is not within 0 … 100, or a variant
 * that means nothing on the task.
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
  if (variant.coherence !== undefined && !isOfIntegration(cell.task))
    throw new RangeError(`variant: ${cell.variant} draws means, and ${cell.task} has none`);
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

/** Whether evidence is integrated in a task, so that its trials have means. */
const isOfIntegration = (task: TaskName): boolean =>
  INTEGRATION_TASKS.some((name) => name === task);

function taskSettings(
  { task, noise }: Cell,
  train: Reading["train"],
  drawn: Pick<Drawn, "coherence" | "initialDeviation">,
): TaskSettings {
  const noiseDeviation = deviationOf(noise, train.noiseLevel);
  return TASK_SETTINGS[task]({ ...drawn, noiseDeviation, means: train.contextMeans });
}

/** The root of all random streams of one network. */
export function networkStream(cell: Cell, seed: number): Key {
  return streamOf({ stream: streamName(cell), seed });
}
