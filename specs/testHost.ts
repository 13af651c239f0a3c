import type { Host } from "../src/commands/host.ts";

/** A host whose words are kept: nothing is a terminal, and the clock stands still. */
export function testHost(change: Partial<Host> = {}) {
  const said = { out: "", notes: "" };
  const host: Host = {
    out: (text) => {
      said.out += text;
    },
    note: (text) => {
      said.notes += text;
    },
    interactive: false,
    colours: false,
    width: 100,
    nowMs: () => 0,
    now: () => "2026-12-01T12:00:00Z",
    cpuMs: () => 0,
    cores: 1,
    salt: () => "of a test",
    signal: new AbortController().signal,
    stoppable: (work) => work(),
    ...change,
  };
  return { host, said };
}
