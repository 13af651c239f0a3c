import { initialise } from "../model/initialise.ts";
import { deriveKey, type Key } from "../numerics/rng.ts";
import type { AnyRule, DrawNetwork } from "../rules/rule.ts";
import type { Storable } from "../setting/storable.ts";
import { makeTask } from "../task/settings.ts";
import type { JobSettings } from "./job.ts";

/** Draws the initial networks of an attempt. */
export function drawInitial(settings: JobSettings, stream: Key, attempt: number): DrawNetwork {
  const task = makeTask(settings.trainTask);
  return ({ index = 0, extraChannels = 0 } = {}) =>
    initialise(
      {
        model: settings.model,
        channels: task.channels + extraChannels,
        outputs: task.outputs,
        initialisation: settings.initialisation,
      },
      deriveKey(stream, "initial", attempt, index),
    );
}

/** What a rule begins an attempt with; attempts count from 0. */
export function initialMemory(
  rule: AnyRule,
  {
    settings,
    stream,
    attempt,
  }: { readonly settings: JobSettings; readonly stream: Key; readonly attempt: number },
): Storable {
  const draw = drawInitial(settings, stream, attempt);
  return rule.begin(draw, settings.hyper, deriveKey(stream, "begin", attempt));
}
