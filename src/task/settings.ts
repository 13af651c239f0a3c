import { requireHas, shown } from "../numerics/gate.ts";
import { type ContextualSettings, contextual } from "./contextual.ts";
import { type MemorySettings, memory } from "./memory.ts";
import { type RdmSettings, rdm } from "./rdm.ts";
import type { Task } from "./task.ts";

/** The numbers of one of the tasks. */
export type TaskSettings =
  | ({ readonly kind: "rdm" } & RdmSettings)
  | ({ readonly kind: "contextual" } & ContextualSettings)
  | ({ readonly kind: "memory" } & MemorySettings);

/**
 * The task that settings describe.
 * @throws RangeError for a kind that there is not, or settings that are none of its own.
 */
export function makeTask(settings: TaskSettings): Task {
  requireHas("settings", settings, ["kind"]);
  switch (settings.kind) {
    case "rdm":
      return rdm(settings);
    case "contextual":
      return contextual(settings);
    case "memory":
      return memory(settings);
    default:
      return refuse(settings);
  }
}

/** @throws RangeError that names the kinds there are; a kind that is left out does not compile. */
function refuse(settings: never): never {
  const kind: unknown = Reflect.get(Object(settings), "kind");
  throw new RangeError(`kind: expected rdm, contextual or memory, got ${shown(kind)}`);
}
