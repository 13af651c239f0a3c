import { kickedBySteps } from "../../src/engine/kicked.ts";
import type { World } from "../../src/rules/rule.ts";
import { changed } from "../engine/sessionMutants.ts";

/** One trial as a rule ran it, step by step, with what it wrote into the state. */
export type Recorded = {
  /** x as `[time + 1][unit]`, after what was written. */
  readonly states: Float32Array[];
  /** r = f(x), likewise. */
  readonly rates: Float32Array[];
  /** What the rule wrote over x, and what stood there before. */
  readonly written: { readonly before: Float32Array; readonly after: Float32Array }[];
};

/** A world that records every session, in the order in which they were opened. */
export function recordingWorld(world: World): {
  readonly world: World;
  readonly sessions: readonly Recorded[];
} {
  const sessions: Recorded[] = [];
  const open: World["open"] = (of, on, from) => {
    const session = world.open(of, on, from);
    const record: Recorded = {
      states: [session.state.slice()],
      rates: [session.rates.slice()],
      written: [],
    };
    sessions.push(record);
    const note = (): void => {
      record.states[session.time] = session.state.slice();
      record.rates[session.time] = session.rates.slice();
    };
    return changed(session, {
      step() {
        session.step();
        note();
      },
      writeState(state) {
        const before = session.state.slice();
        session.writeState(state);
        record.written.push({ before, after: session.state.slice() });
        note();
      },
    });
  };
  return { sessions, world: { ...world, open, kicked: kickedBySteps(open) } };
}
