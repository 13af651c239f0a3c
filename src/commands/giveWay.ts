import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { getPriority, setPriority } from "node:os";

/** Linux shares processor time among groups of processes first: one for each terminal, say. */
const GROUP = "/proc/self/autogroup";

/**
 * Lets this process, and those of its group, give way to all others: a process's own priority
 * counts only beside those of its group. A process that gives way further already is left so.
 * @param nice 0 (not at all) to 19 (to whatever else there is)
 * @returns what gives the group its priority back: it is the terminal's, and outlives the process
 */
export function giveWay(nice: number): () => void {
  if (getPriority() < nice) setPriority(nice);
  const before = niceOfGroup();
  if (before === null || before >= nice) return () => {};
  setGroup(nice);
  return () => setGroup(before);
}

function niceOfGroup(): number | null {
  const found = existsSync(GROUP) ? / nice (-?\d+)/.exec(readFileSync(GROUP, "utf8")) : null;
  return found === null ? null : Number(found[1]);
}

function setGroup(nice: number): void {
  try {
    writeFileSync(GROUP, String(nice));
  } catch {
    // A system may forbid it, or allow it only now and then: then the process's own must do.
  }
}
