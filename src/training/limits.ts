import type { Trained } from "./result.ts";
import type { Progress } from "./train.ts";

/**
 * What a host lets the training of one network take. Unlike a rule's budget these depend on the
 * machine: a network that meets one is never stored as if it were done, and stays a checkpoint.
 */
export type Limits = {
  /** Asked once, as a network's training starts; it is stopped when the signal says so. */
  readonly deadline?: () => AbortSignal;
  /** The time of all networks together: at its end those that run stop, and no other begins. */
  readonly until?: AbortSignal;
  /** Updates in all attempts. */
  readonly mostUpdates?: number;
  /** Bytes that the values of one worker take, measured after an update. */
  readonly mostBytes?: number;
};

/** The limit that training has met, in words, or null. */
export function limitMet(
  { mostUpdates, mostBytes }: Limits,
  { attempt, update, budget }: Progress,
  bytes: number,
): string | null {
  const updates = attempt * budget + update;
  // After the last update of an attempt there is nothing left to stop.
  if (mostUpdates !== undefined && updates >= mostUpdates && update < budget)
    return `budget: ${updates} updates, of at most ${mostUpdates}`;
  if (mostBytes !== undefined && bytes > mostBytes)
    return `budget: ${bytes} bytes in use, of at most ${mostBytes}`;
  return null;
}

/** What is said of a network whose time is up. */
export const TIME_IS_UP = "budget: the time that its training may take is up";

/** Training of one network was stopped by a limit of the host. */
export class LimitError extends Error {
  override readonly name = "LimitError";
}

/** A network that was not finished, and why: by a limit of the host, or since its workers died. */
export type Unfinished = {
  /** How it is called in messages. */
  readonly name: string;
  readonly why: string;
  readonly by: "limit" | "death";
};

/** Some networks of a population were not finished: they go on from their checkpoints. */
export class UnfinishedError extends Error {
  override readonly name = "UnfinishedError";
  /** Whether limits alone stopped them, and nothing went wrong. */
  readonly byLimits: boolean;

  constructor(message: string, { byLimits }: { readonly byLimits: boolean }) {
    super(message);
    this.byLimits = byLimits;
  }
}

/** How many networks that were not finished a message names. */
const MOST_NAMED = 8;

/**
 * The networks of a population.
 * @throws UnfinishedError that names the first that were not finished, and why.
 */
export function requireFinished<Done extends Trained>(
  ended: readonly (Done | Unfinished)[],
): readonly Done[] {
  const unfinished = ended.filter((each): each is Unfinished => "why" in each);
  if (unfinished.length === 0) return ended.filter((each): each is Done => "network" in each);
  const named = unfinished.slice(0, MOST_NAMED).map(({ name, why }) => `${name} (${why})`);
  const more = unfinished.length - named.length;
  if (more > 0) named.push(`and ${more} more`);
  throw new UnfinishedError(
    `${unfinished.length} of ${ended.length} networks were not finished: ${named.join("; ")}. ` +
      "Those that have checkpoints go on from them when it is run again",
    { byLimits: unfinished.every(({ by }) => by === "limit") },
  );
}
