import { type SetTask, type SolvedSet, solveSet } from "./attractorsTask.ts";

/** What a worker is sent: the time is over once the first entry of `flag` is not 0. */
export type WorkerSet = { readonly task: SetTask; readonly flag: Int32Array<SharedArrayBuffer> };

/** Solves for one set in a worker's thread. */
export default function solveInWorker({ task, flag }: WorkerSet): SolvedSet {
  return solveSet(task, () => Atomics.load(flag, 0) !== 0);
}
