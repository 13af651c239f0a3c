import { cellName } from "../study/cell.ts";
import type { PopulationEvent } from "../study/population.ts";
import type { Host } from "./host.ts";

const PLAIN_LINE_EVERY_MS = 15_000;

/** What a population is to come to. */
type Goal = {
  readonly total: number;
  /** How much of it was there before; else nothing. */
  readonly done?: number;
  /** Whether those that met the criterion count alone, as in a plan; else all do. */
  readonly met?: boolean;
  /** Whether they take about as long as each other, so that the time left can be told. */
  readonly alike?: boolean;
};

/**
 * Shows how a population comes along: one line that is redrawn on a terminal, else a plain line for
 * each finished network and one every fifteen seconds.
 */
export function progressOf(
  { total, done: before = 0, met = false, alike = true }: Goal,
  host: Host,
): (event: PopulationEvent) => void {
  const started = host.nowMs();
  const running = new Map<string, string>();
  let done = before;
  let trained = 0;
  let shown = started;
  const line = (): string => {
    const seconds = (host.nowMs() - started) / 1000;
    // Of a plan more may be needed than it wants: some do not meet the criterion.
    const most = met ? total : Math.max(total, done + running.size);
    const isTold = alike && trained > 0;
    const left = isTold ? `, about ${duration((seconds / trained) * (most - done))} left` : "";
    const what = met ? "met the criterion" : "networks";
    return `${done} of ${most} ${what}${left}; ${[...running.values()].join("; ")}`;
  };
  return (event) => {
    const name = `${cellName(event.member.cell)} seed ${event.member.seed}`;
    if (event.kind === "progress") {
      const { update, budget, loss } = event.progress;
      running.set(name, `${name}: update ${update} of ${budget}, loss ${loss.toFixed(3)}`);
      if (host.interactive) host.note(`\r\x1b[K${line().slice(0, host.width - 1)}`);
      else if (host.nowMs() - shown >= PLAIN_LINE_EVERY_MS) {
        shown = host.nowMs();
        host.note(`${line()}\n`);
      }
      return;
    }
    if (event.kind === "retried") {
      host.note(`${name}: its worker died (${event.why}); retry ${event.retry} goes on\n`);
      return;
    }
    const hadBegun = running.delete(name);
    if (event.kind === "unfinished") {
      if (hadBegun || event.by === "death") host.note(`${name}: not finished: ${event.why}\n`);
      return;
    }
    const counts = !met || event.trained.reason === "criterion" ? 1 : 0;
    done += counts;
    if (event.kind === "stored") return;
    trained += counts;
    const { reason, updates, freshAccuracy, detail } = event.trained;
    host.note(
      `${host.interactive ? "\r\x1b[K" : ""}${name}: ${reason} after ${updates} updates, ` +
        `${(100 * freshAccuracy).toFixed(1)} % on fresh trials` +
        `${detail === "" ? "" : ` (${detail})`}\n`,
    );
  };
}

/** A span of seconds in words that fit a progress line. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
