import { constants } from "node:os";
import type { Host } from "./host.ts";

/** Exit status of work that goes on where it was when it is run again: EX_TEMPFAIL. */
export const GOES_ON = 75;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGUSR1"] as const;

/** One Ctrl-C reaches a process more than once where npm or a script hands it on. */
const SAME_SIGNAL_MS = 400;

/** How long work may take to clear up after a signal. */
const GRACE_MS = 1500;

/** What signals come to, and what a process does of them: `process`, or a test's own. */
export interface SignalSource {
  on(name: NodeJS.Signals, hear: () => void): unknown;
  off(name: NodeJS.Signals, hear: () => void): unknown;
  exit(status: number): void;
}

/** A signal asked for an end, and the work was stopped in order. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";
  /** The exit status: 130 for SIGINT; 75 where the work goes on, else 128 + the signal's number. */
  readonly status: number;
  constructor(signal: NodeJS.Signals, goesOn: boolean) {
    super(`stopped by ${signal}`);
    const isTold = goesOn && signal !== "SIGINT";
    this.status = isTold ? GOES_ON : 128 + constants.signals[signal];
  }
}

/**
 * What makes work stoppable: while it runs, the first signal aborts `stop`, and the work ends in
 * order; the next signal ends the process at once, and so does the end of a short grace. At other
 * times a signal does what it does by itself: judging holds the thread, and would not hear it.
 */
export function stoppableBy(
  source: SignalSource,
  stop: AbortController,
  { note, nowMs }: Pick<Host, "note" | "nowMs">,
): Host["stoppable"] {
  return async (work, { goesOn }) => {
    let first: number | null = null;
    const hear = (name: NodeJS.Signals): void => {
      const { status } = new StoppedError(name, goesOn);
      if (first === null) {
        first = nowMs();
        note(`\n${name === "SIGINT" ? "Interrupted" : `Stopped by ${name}`}.`);
        note(goesOn ? " What was finished is stored; run it again to go on.\n" : "\n");
        stop.abort(new StoppedError(name, goesOn));
        setTimeout(() => source.exit(status), GRACE_MS).unref();
      } else if (nowMs() - first > SAME_SIGNAL_MS) source.exit(status);
    };
    const hears = SIGNALS.map((name) => [name, () => hear(name)] as const);
    for (const [name, listener] of hears) source.on(name, listener);
    try {
      const done = await work();
      stop.signal.throwIfAborted();
      return done;
    } catch (error) {
      // What an abort makes of the work says less than why it was aborted.
      stop.signal.throwIfAborted();
      throw error;
    } finally {
      if (first === null) for (const [name, listener] of hears) source.off(name, listener);
    }
  };
}
