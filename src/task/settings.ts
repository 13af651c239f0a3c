import { type ContextualSettings, contextual } from "./contextual.ts";
import { type RdmSettings, rdm } from "./rdm.ts";
import type { Task } from "./task.ts";

/** The numbers of one of the tasks. */
export type TaskSettings =
  | ({ readonly kind: "rdm" } & RdmSettings)
  | ({ readonly kind: "contextual" } & ContextualSettings);

/** The task that settings describe. */
export function makeTask(settings: TaskSettings): Task {
  return settings.kind === "rdm" ? rdm(settings) : contextual(settings);
}
