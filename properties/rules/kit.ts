import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import type { Clamp, Network } from "../../src/model/model.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import type { AnyRule, DrawNetwork, World } from "../../src/rules/rule.ts";
import { worldOf } from "../../src/rules/world.ts";
import type { Reading } from "../../src/setting/reading.ts";
import { code, text, working } from "../../src/setting/readings.ts";
import { isNumberArray, type NumberArray, type Storable } from "../../src/setting/storable.ts";
import { encodeArtifact } from "../../src/store/store.ts";
import { type Cell, type CellSettings, networkStream, resolveCell } from "../../src/study/cell.ts";
import { makeTask, type TaskSettings } from "../../src/task/settings.ts";
import type { Trials } from "../../src/task/trials.ts";
import { drawInitial } from "../../src/training/initialMemory.ts";

/** A seed and a reading: what a rule is tried under. */
export type RuleCase = { readonly seed: number; readonly reading: ReadingName };

/** The readings that a rule is tried under. */
export type ReadingName = "text" | "code" | "working";

const READINGS: Readonly<Record<ReadingName, Reading>> = { text, code, working };

const UNITS = 20;
const STEPS = 60;
const TRIALS = 32;

/** Updates of a small lesson: a rule of single trials may begin by only listening. */
const UPDATES = { batches: 3, singleTrials: 110 };

/** Random dots motion at the lowest noise. */
export const cellOf = (rule: AnyRule, reading: ReadingName): Cell => ({
  rule: rule.name,
  task: "rdm",
  noise: 0.1,
  reading,
  variant: "as-is",
});

const shorten = (task: TaskSettings): TaskSettings => ({ ...task, steps: STEPS });

/** A rule's settings with 20 units, 60 steps, and a few updates of at most 32 trials. */
export function smallSettings(rule: AnyRule, reading: ReadingName): CellSettings {
  const settings = resolveCell(cellOf(rule, reading), rule, READINGS[reading]);
  const { singleTrials, batches } = UPDATES;
  return {
    ...settings,
    trainTask: shorten(settings.trainTask),
    validationTask: shorten(settings.validationTask),
    initialisation: {
      ...settings.initialisation,
      units: UNITS,
      recurrentDeviation: Math.sqrt(1 / UNITS),
    },
    trialsPerUpdate: Math.min(TRIALS, settings.trialsPerUpdate),
    budget: { updates: settings.trialsPerUpdate === 1 ? singleTrials : batches, restarts: 0 },
  };
}

/** A rule that is about to learn, a small update at a time. */
export type Lesson = {
  readonly settings: CellSettings;
  readonly world: World;
  readonly draw: DrawNetwork;
  begin(changed?: BeginWith): Storable;
  trials(update: number): Trials;
  learn(memory: Storable, update: number, changed?: LearnWith): Promise<Storable>;
  /** The memory after every update of the lesson, from the start. */
  learnAll(changed?: BeginWith): Promise<Storable>;
};

type BeginWith = { readonly draw?: DrawNetwork; readonly hyper?: Storable };
type LearnWith = { readonly on?: Trials; readonly world?: World; readonly hyper?: Storable };

/** Sets a rule up in a small world; `clamped` units are added to its own model's. */
export function lessonOf(
  rule: AnyRule,
  { seed, reading }: RuleCase,
  clamped: readonly Clamp[] = [],
): Lesson {
  const own = smallSettings(rule, reading);
  const model = { ...own.model, clamped: [...own.model.clamped, ...clamped] };
  const settings = { ...own, model };
  const stream = networkStream(cellOf(rule, reading), seed);
  const task = makeTask(settings.trainTask);
  const world = worldOf(rule, wasmEngine);
  const draw = drawInitial(settings, stream, 0);
  const begin = (changed: BeginWith = {}): Storable =>
    rule.begin(
      changed.draw ?? draw,
      changed.hyper ?? settings.hyper,
      deriveKey(stream, "begin", 0),
    );
  const trials = (update: number): Trials =>
    task.draw(deriveKey(stream, "trials", 0, update), settings.trialsPerUpdate);
  const learn: Lesson["learn"] = async (memory, update, changed = {}) => {
    const next: Storable | undefined = await rule.learn(
      memory,
      changed.on ?? trials(update),
      changed.world ?? world,
      changed.hyper ?? settings.hyper,
      deriveKey(stream, "learn", 0, update),
    );
    // Node strips types and checks none: a rule may well forget to return.
    if (next === undefined) throw new TypeError("learn: expected the next memory, got undefined");
    return next;
  };
  return {
    settings,
    world,
    draw,
    begin,
    trials,
    learn,
    async learnAll(changed = {}) {
      let memory = begin(changed);
      for (let update = 0; update < settings.budget.updates; update++)
        memory = await learn(
          memory,
          update,
          changed.hyper === undefined ? {} : { hyper: changed.hyper },
        );
      return memory;
    },
  };
}

/** The networks that `draw` has given out, in order. */
export function recordedDraw(draw: DrawNetwork): {
  readonly draw: DrawNetwork;
  readonly drawn: readonly Network[];
} {
  const drawn: Network[] = [];
  return {
    drawn,
    draw(options) {
      const network = draw(options);
      drawn.push(network);
      return network;
    },
  };
}

/**
 * @throws Error at the first place where two values are not stored as the same bytes. Which of the
 * many NaNs a NaN is does not count: no program can tell, and no engine promises it.
 */
export function mustStoreAlike(what: string, actual: Storable, expected: Storable): void {
  if (Buffer.compare(encodeArtifact(actual), encodeArtifact(expected)) === 0) return;
  const found = differenceOf(what, actual, expected);
  if (found !== null) throw new Error(found);
}

/** The first place at which two values differ, with both numbers; null where there is none. */
function differenceOf(place: string, actual: unknown, expected: unknown): string | null {
  if (Object.is(actual, expected)) return null;
  const [inner, wanted] = [entriesOf(actual), entriesOf(expected)];
  if (inner === null || wanted === null || kindOf(actual) !== kindOf(expected))
    return `${place} is ${spelt(actual)}, expected ${spelt(expected)}`;
  const isList = isNumberArray(expected) || Array.isArray(expected);
  for (const name of new Set([...wanted.keys(), ...inner.keys()])) {
    const at = isList ? `${place}[${name}]` : `${place}.${name}`;
    const found = differenceOf(at, inner.get(name), wanted.get(name));
    if (found !== null) return found;
  }
  const [names, asWanted] = [[...inner.keys()], [...wanted.keys()]].map(String);
  return names === asWanted ? null : `${place} has ${names} in this order, expected ${asWanted}`;
}

function entriesOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== "object" || value === null) return null;
  return new Map<string, unknown>(Object.entries(value));
}

/** `Float64Array`, `Array`, `Object`, …: arrays of another kind are stored as other bytes. */
const kindOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

function spelt(value: unknown): string {
  if (typeof value === "number" || value === undefined) return String(value);
  return typeof value === "object" && value !== null ? kindOf(value) : JSON.stringify(value);
}

/**
 * @throws Error that names the first place at which a value holds what no store can: `undefined`, a
 * function, a Map, or another value with methods of its own.
 */
export function mustBeStorable(place: string, value: unknown): void {
  if (isNumberArray(value) || value === null) return;
  if (["boolean", "number", "string"].includes(typeof value)) return;
  const isPlain =
    typeof value === "object" &&
    [Object.prototype, Array.prototype, null].includes(Object.getPrototypeOf(value));
  if (!isPlain)
    throw new Error(
      `${place}: expected plain data or a number array, got ` +
        `${typeof value === "object" ? value?.constructor.name : typeof value}`,
    );
  for (const [name, inner] of Object.entries(value)) mustBeStorable(`${place}.${name}`, inner);
}

/** Every number array in a value. */
export function arraysOf(value: Storable): readonly NumberArray[] {
  if (isNumberArray(value)) return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((inner: Storable) => arraysOf(inner));
}

/** The numbers of a batch of trials, as a value that can be stored. */
export const trialsAsValue = (trials: Trials): Storable => ({
  numbers: trials.numbers,
  targets: trials.targets,
  choices: trials.choices,
  strengths: trials.strengths,
  contexts: trials.contexts,
  inputs: trials.inputs,
  initial: trials.initial,
});
