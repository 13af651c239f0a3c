import type { LossAndGradient } from "../engine/engine.ts";
import type { RunKicked } from "../engine/kicked.ts";
import type { Ranked } from "../engine/lowest.ts";
import type { Session } from "../engine/session.ts";
import type { Model, Network } from "../model/model.ts";
import type { Key } from "../numerics/rng.ts";
import type { Budget } from "../setting/budget.ts";
import type { Reading } from "../setting/reading.ts";
import type { Storable } from "../setting/storable.ts";
import type { Task } from "../task/task.ts";
import type { Trials } from "../task/trials.ts";

/** All that a rule can ask of the world it learns in. */
export const NEEDS = ["gradient", "loss", "session"] as const;

/** What a rule asks of the world it learns in: it is given nothing else. */
export type Need = (typeof NEEDS)[number];

/** Draws an initial network (§2.1). `index` names one of several; `extraChannels` widens W_in. */
export type DrawNetwork = (options?: {
  readonly index?: number;
  readonly extraChannels?: number;
}) => Network;

/** What a rule is run with on a task under a reading. */
export interface RuleSettings<Hyper extends Storable> {
  /** The rule's own constants. */
  readonly hyper: Hyper;
  readonly model: Model;
  readonly trialsPerUpdate: number;
  /** How often an update runs each of its trials, 1 where it is left out: a run is a trial. */
  readonly runsPerTrial?: number;
  /** Updates between two validations, of a rule that is ready for them. */
  readonly validateEvery: number;
  readonly budget: Budget;
  /** Standard deviation of x_0 where the rule needs its own; else the task's (§2.1). */
  readonly initialDeviation?: number;
}

/** All that a rule may touch: every rule meets the same networks on the same trials. */
export interface World {
  /** The loss and its gradient by backpropagation through time, for each network. */
  gradient(of: readonly Network[], on: Trials): Promise<readonly LossAndGradient[]>;
  /** The loss of each trial, `[trial]`, for each network. */
  loss(of: readonly Network[], on: Trials): Promise<readonly Float64Array[]>;
  /**
   * The `count` networks of lowest mean loss, lowest first, with their places in `of`: what `loss`
   * would show, to the bit, with less work. Of equal losses the earlier network goes first; losses
   * that are not finite come last, in the order of the list. It is given with the need `loss`.
   */
  lowest(of: readonly Network[], on: Trials, count: number): Promise<readonly Ranked[]>;
  /** Opens one network on one trial, to be run a step at a time; from x_0, or from a state. */
  open(of: Network, on: Trials, from?: ArrayLike<number>): Session;
  /** Runs one network on trials with kicks of its state: given with the need `session`, too. */
  readonly kicked: RunKicked;
}

/** What a rule may be called: names stand in tables, files and the names of random streams. */
export const RULE_NAME: RegExp = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;

/**
 * A learning rule: pure functions over a memory that can be stored. `learn` never changes the
 * memory it is given, and draws nothing but from `key`. Stopping, restarts and budgets are the
 * trainer's.
 */
export interface LearningRule<Hyper extends Storable, Memory extends Storable> {
  readonly name: string;
  readonly cite: string;
  readonly needs: readonly Need[];
  settings(task: Task, reading: Reading): RuleSettings<Hyper>;
  begin(draw: DrawNetwork, hyper: Hyper, key: Key): Memory;
  learn(memory: Memory, on: Trials, world: World, hyper: Hyper, key: Key): Promise<Memory>;
  /** The network that the rule would answer now. */
  network(memory: Memory): Network;
  /** How hard the next update's trials are drawn, 0 … 1; 1, the task's own, where left out. */
  difficulty?(memory: Memory, hyper: Hyper): number;
  /** Whether a validation would count now, such as at full difficulty; always where left out. */
  ready?(memory: Memory, hyper: Hyper): boolean;
  /** The rule's constants at step size 0: with them it learns nothing. */
  atRest(hyper: Hyper): Hyper;
  /** The loss that the last update saw, for the training curve; NaN before the first. */
  lastLoss(memory: Memory): number;
}

/** A rule whose constants and memory are opaque: what the trainer works with. */
export type AnyRule = LearningRule<Storable, Storable>;

/**
 * Declares a learning rule; its constants and memory keep their types inside.
 * @throws TypeError where the name is not made of letters, digits and dashes.
 */
export function defineRule<Hyper extends Storable, Memory extends Storable>(
  rule: LearningRule<Hyper, Memory>,
): LearningRule<Hyper, Memory> {
  if (!RULE_NAME.test(rule.name))
    throw new TypeError(`name: expected letters, digits and dashes, got "${rule.name}"`);
  return rule;
}
