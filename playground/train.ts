import type { Engine } from "../src/engine/engine.ts";
import { mean } from "../src/engine/loss.ts";
import { wasmEngine } from "../src/engine/wasm/engine.ts";
import type { Network } from "../src/model/model.ts";
import { deriveKey } from "../src/numerics/rng.ts";
import { bptt } from "../src/rules/bptt.ts";
import type { AnyRule } from "../src/rules/rule.ts";
import { makeTask } from "../src/task/settings.ts";
import { train } from "../src/training/train.ts";
import { type Lesson, weightsHash } from "./lesson.ts";

/** Updates after which the network is shown. */
const SHOW_EVERY = 10;

/** Trials on which accuracy is shown; they are no part of training. */
const SHOWN_TRIALS = 200;

/** What is told of a network while it trains. */
export type Told =
  | {
      readonly kind: "update";
      readonly update: number;
      readonly loss: number;
      /** The share of 200 trials that are decided correctly, 0 … 1. */
      readonly accuracy: number;
    }
  | {
      readonly kind: "network";
      readonly update: number;
      readonly network: Network;
      readonly sha256: string;
      /** Whether this is what the lesson must come to; null before its end. */
      readonly isSame: boolean | null;
    };

class CutError extends Error {
  override readonly name = "CutError";
}

/**
 * Trains the network of a lesson on an engine, telling of each update, and of the network after
 * each ten and at the end. What is shown is computed by wasm, and changes nothing.
 */
export async function trainLesson(
  lesson: Lesson,
  engine: Engine,
  tell: (told: Told) => void,
): Promise<void> {
  const { job, updates, isCut, sha256: expected } = lesson;
  const rule: AnyRule = bptt;
  const task = makeTask(job.settings.validationTask);
  const trials = task.draw(deriveKey(null, "attest", "playground", "accuracy"), SHOWN_TRIALS);
  let update = 0;
  const show = (network: Network, isLast: boolean): void => {
    const sha256 = weightsHash(network);
    const isSame = isLast ? sha256 === expected && update === updates : null;
    tell({ kind: "network", update, network, sha256, isSame });
  };
  const learn: AnyRule["learn"] = async (memory, ...given) => {
    const next = await rule.learn(memory, ...given);
    const network = rule.network(next);
    update += 1;
    const [outputs] = await wasmEngine.evaluate([network], trials);
    const accuracy = mean(task.correct(outputs, trials));
    tell({ kind: "update", update, loss: rule.lastLoss(next), accuracy });
    const isAtCut = isCut && update === updates;
    if (isAtCut || update % SHOW_EVERY === 0) show(network, isAtCut);
    if (isAtCut) throw new CutError(`cut after ${update} updates`);
    return next;
  };
  try {
    const { network } = await train({ ...job, rule: { ...rule, learn }, engine });
    show(network, true);
  } catch (error) {
    if (!(error instanceof CutError)) throw error;
  }
}
