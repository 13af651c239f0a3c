import type { Engine } from "../engine/engine.ts";
import type { AnyRule } from "../rules/rule.ts";
import type { Store } from "../store/store.ts";
import { asCheckpointOf, type Checkpoint } from "./checkpoint.ts";
import type { Job, JobSettings } from "./job.ts";
import { storedForm, type Trained } from "./result.ts";
import { type Progress, train } from "./train.ts";

/** Updates between two reports of progress, at the least. */
const REPORT_EVERY = 5;

/** Trials after which there is a report, however rarely the rule validates. */
const REPORT_TRIALS = 1000;

/** Updates between two reports: hosts look at their limits at each, and people at their clocks. */
function reportUpdates({ validateEvery, trialsPerUpdate }: JobSettings): number {
  const most = Math.max(REPORT_EVERY, Math.ceil(REPORT_TRIALS / trialsPerUpdate));
  return Math.min(Math.max(REPORT_EVERY, validateEvery), most);
}

/** One network to train, and the rule that trains it. */
export type Trainee = Job & { readonly rule: AnyRule };

/**
 * Trains one network, goes on from its checkpoint if there is one, and stores it. The checkpoint is
 * removed only after the network is stored.
 */
export async function trainMember(
  trainee: Trainee,
  {
    store,
    engine,
    tell,
    afterUpdate = () => {},
  }: {
    readonly store: Store;
    readonly engine: Engine;
    readonly tell: (progress: Progress) => void;
    /** Called after each update; training ends with what it throws. */
    readonly afterUpdate?: (progress: Progress) => void;
  },
): Promise<Trained> {
  const reportEvery = reportUpdates(trainee.settings);
  const { key, about, passage } = trainee;
  const saved = savedCheckpoint(store, key);
  const trained = await train({
    ...trainee,
    engine,
    ...(saved === undefined ? {} : { from: saved }),
    passed: (early) => {
      if (passage === undefined) return;
      store.write("networks", passage.key, storedForm(early, passage.about));
    },
    save: (checkpoint) => store.write("checkpoints", key, { of: key, checkpoint }),
    report: (progress) => {
      afterUpdate(progress);
      if (progress.update % reportEvery === 0) tell(progress);
    },
  });
  store.write("networks", key, storedForm(trained, about));
  store.remove("checkpoints", key);
  return trained;
}

/** The checkpoint, or undefined where there is none, or it is another's or lacks a field. */
function savedCheckpoint(store: Store, key: string): Checkpoint | undefined {
  const found = store.read("checkpoints", key);
  if (found === undefined) return undefined;
  try {
    return asCheckpointOf(key, found);
  } catch (error) {
    store.setAside("checkpoints", key, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
