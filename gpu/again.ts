import { isIdentical, memberOf } from "../src/commands/audit.ts";
import type { Store } from "../src/store/store.ts";
import { cellName } from "../src/study/cell.ts";
import { storedMember, trainPopulation } from "../src/study/population.ts";
import type { TrainedNetwork } from "../src/study/trained.ts";
import { UnfinishedError } from "../src/training/limits.ts";
import { RULES } from "./plan.ts";

/** Networks that are trained at once: so many are done before the next begin. */
const AT_ONCE = 64;

/** A shipped network that was trained again here. */
export type Again = {
  readonly shipped: TrainedNetwork;
  readonly again: TrainedNetwork;
  /** Whether every byte of it, and all that is said of its training, is as it is shipped. */
  readonly isIdentical: boolean;
};

/**
 * Shipped networks of rules without sessions, those of few trials first: what a device trains
 * again. A sample is the quickest of each rule alone.
 */
export function trainable(
  shipped: readonly TrainedNetwork[],
  { isSample }: { readonly isSample: boolean },
): readonly TrainedNetwork[] {
  const ours = shipped
    .filter(({ cell, updates }) => RULES.some((rule) => rule === cell.rule) && updates > 0)
    .sort((a, b) => a.trials - b.trials);
  if (!isSample) return ours;
  return RULES.flatMap((rule) => ours.find(({ cell }) => cell.rule === rule) ?? []);
}

/** Where and for how long networks are trained again. */
type How = {
  readonly store: Store;
  readonly engine: string;
  readonly until?: AbortSignal;
  readonly note: (text: string) => void;
};

/** Trains networks again from their seeds, as many as there is time for; goes on from the store. */
export async function trainEachAgain(
  sample: readonly TrainedNetwork[],
  how: How,
): Promise<readonly Again[]> {
  const done: Again[] = [];
  for (let at = 0; at < sample.length; at += AT_ONCE) {
    const some = sample.slice(at, at + AT_ONCE);
    await trainSome(some, how);
    for (const each of some) {
      const again = await storedMember(memberOf(each), how);
      if (again !== undefined)
        done.push({ shipped: each, again, isIdentical: isIdentical(each, again) });
    }
    if (how.until?.aborted === true) break;
  }
  return done;
}

/** A network that has not come to its end goes on from its checkpoint another time. */
async function trainSome(
  some: readonly TrainedNetwork[],
  { store, engine, until, note }: How,
): Promise<void> {
  try {
    await trainPopulation(some.map(memberOf), {
      ...{ store, engine, workers: 1 },
      limits: until === undefined ? {} : { until },
      tell: (event) => {
        const name = `${cellName(event.member.cell)} seed ${event.member.seed}`;
        if (event.kind === "progress") note(`${name}: update ${event.progress.update}`);
        else note(`${name}: ${event.kind}`);
      },
    });
  } catch (error) {
    if (!(error instanceof UnfinishedError && error.byLimits)) throw error;
  }
}
