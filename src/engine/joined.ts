import type { Network } from "../model/model.ts";
import type { Trials } from "../task/trials.ts";
import { requireRunnable, stepsNeeded } from "./batch.ts";
import type { Engine, LossAndGradient } from "./engine.ts";

/** One network and the trials that it is asked on. */
export type Question = { readonly network: Network; readonly trials: Trials };

/** What an engine can do that runs many networks at once, each on trials of its own. */
export interface Joined {
  /** The outputs at the checkpoints, `[checkpoint][trial][output]`, of each question. */
  evaluateEach(questions: readonly Question[]): Promise<readonly Float64Array[]>;
  /** The loss and its gradient of each question. */
  gradientEach(questions: readonly Question[]): Promise<readonly LossAndGradient[]>;
}

/** Whether an engine runs many networks at once, each on trials of its own. */
export function isJoined(engine: Engine): engine is Engine & Joined {
  return "evaluateEach" in engine && "gradientEach" in engine;
}

/** Equal for two questions exactly if they can be run as one: the same shapes and model. */
export function shapeOf({ network, trials }: Question): string {
  const { model, units, channels, outputs } = network;
  const { activation, readout, alpha, clamped } = model;
  const { count, checkpoints } = trials;
  return JSON.stringify([
    ...[units, channels, outputs, count, stepsNeeded(trials), checkpoints],
    ...[activation, readout, alpha, clamped],
  ]);
}

/** What one trainer waits for: its questions, all of one kind. */
type Ask = {
  readonly kind: "evaluate" | "gradient";
  readonly questions: readonly Question[];
  readonly shape: string;
  readonly take: (answers: Answers) => void;
  readonly fail: (error: unknown) => void;
  /** How many calls were run while it waited. */
  passed: number;
};

/** All answers of a call, and where those of this ask begin. */
type Answers = {
  readonly outputs: readonly Float64Array[];
  readonly gradients: readonly LossAndGradient[];
  readonly from: number;
};

/** Calls that an ask lets pass before it goes first. */
const PATIENCE = 32;

/** How much work an ask is, in steps of one trial; there and back costs three times as much. */
function workOf({ kind, questions }: Ask): number {
  let work = 0;
  for (const { trials } of questions) work += trials.count * stepsNeeded(trials);
  return kind === "gradient" ? 3 * work : work;
}

/** Whether ask `a` is to be run before `b`. */
function precedes(a: Ask, b: Ask): boolean {
  const isLate = (ask: Ask): boolean => ask.passed >= PATIENCE;
  return isLate(a) === isLate(b) ? workOf(a) < workOf(b) : isLate(a);
}

/**
 * An engine for many trainers at once: what they ask before any of them has been answered is run
 * in one call where the shapes are equal. Of several calls, those that are cheap for a trainer go
 * first, so that trainers which validate catch up with those that wait for their next update; but
 * nobody waits for ever. A question that does not fit fails alone.
 */
export function joinQuestions(engine: Engine & Joined): Engine {
  const waiting: Ask[] = [];
  let running = false;
  const run = async (): Promise<void> => {
    running = true;
    for (;;) {
      // All who were answered ask again before the timers' next turn: no trainer waits for a disk.
      await new Promise((resolve) => setImmediate(resolve));
      if (waiting.length === 0) break;
      await answer(engine, takeNext(waiting));
    }
    running = false;
  };
  const ask = (request: Ask): void => {
    waiting.push(request);
    if (!running) void run();
  };
  const asking = <T>(
    kind: Ask["kind"],
    { networks, trials }: { readonly networks: readonly Network[]; readonly trials: Trials },
    answers: (from: Answers) => readonly T[],
  ): Promise<readonly T[]> =>
    new Promise((resolve, reject) => {
      for (const network of networks) requireRunnable(network, trials);
      if (networks.length === 0) return resolve([]);
      const questions = networks.map((network) => ({ network, trials }));
      ask({
        kind,
        questions,
        shape: [kind, ...new Set(questions.map(shapeOf))].join(" "),
        take: (all) => resolve(answers(all).slice(all.from, all.from + questions.length)),
        fail: reject,
        passed: 0,
      });
    });
  return {
    name: engine.name,
    tier: engine.tier,
    evaluate: (networks, trials) =>
      asking("evaluate", { networks, trials }, ({ outputs }) => outputs),
    gradient: (networks, trials) =>
      asking("gradient", { networks, trials }, ({ gradients }) => gradients),
    trace: (network, trials) => engine.trace(network, trials),
    open: (network, on, from) => engine.open(network, on, from),
    kicked: (network, on, given) => engine.kicked(network, on, given),
  };
}

/** Takes the asks out of `waiting` that go into the next call, in the order in which they came. */
function takeNext(waiting: Ask[]): readonly Ask[] {
  const next = waiting.reduce((best, each) => (precedes(each, best) ? each : best));
  const taken = waiting.filter(({ shape }) => shape === next.shape);
  const rest = waiting.filter(({ shape }) => shape !== next.shape);
  for (const each of rest) each.passed += 1;
  waiting.splice(0, waiting.length, ...rest);
  return taken;
}

/** Puts the questions of several asks to the engine as one, and deals the answers out. */
async function answer(engine: Joined, asks: readonly Ask[]): Promise<void> {
  const questions = asks.flatMap((each) => each.questions);
  try {
    const isGradient = asks[0].kind === "gradient";
    const gradients = isGradient ? await engine.gradientEach(questions) : [];
    const outputs = isGradient ? [] : await engine.evaluateEach(questions);
    let from = 0;
    for (const each of asks) {
      each.take({ outputs, gradients, from });
      from += each.questions.length;
    }
  } catch (error) {
    for (const each of asks) each.fail(error);
  }
}
