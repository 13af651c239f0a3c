import fc from "fast-check";
import { makeTask } from "../../src/task/settings.ts";
import type { Law } from "../law.ts";
import { type EvidenceSettings, type MakeTask, taskSettings } from "./made.ts";

type Bad = { readonly settings: EvidenceSettings; readonly name: string };

const notInteger = [Number.NaN, 2.5, Number.POSITIVE_INFINITY, -3];
const notAmount = [-1, -1e-9, Number.NaN, Number.POSITIVE_INFINITY, 1e7];

/** Settings with one thing wrong, and its name. */
const badSettings: fc.Arbitrary<Bad> = taskSettings(8).chain((good): fc.Arbitrary<Bad> => {
  const bad: Bad[] = [
    ...[0, 1, 100_001, ...notInteger].map((steps) => ({
      settings: { ...good, steps },
      name: "steps",
    })),
    ...notAmount.map((noiseDeviation) => ({
      settings: { ...good, noiseDeviation },
      name: "noiseDeviation",
    })),
    ...notAmount.map((initialDeviation) => ({
      settings: { ...good, initialDeviation },
      name: "initialDeviation",
    })),
    ...notAmount.map((largest) => ({
      settings: { ...good, coherence: { ...good.coherence, largest } },
      name: "coherence.largest",
    })),
    ...[0, 1, ...notInteger].map((points) => ({
      settings: { ...good, coherence: { kind: "grid" as const, largest: 1, points } },
      name: "coherence.points",
    })),
  ];
  if (good.kind === "contextual")
    for (const contexts of [0, 1, 33, ...notInteger])
      bad.push({ settings: { ...good, contexts }, name: "contexts" });
  return fc.constantFrom(...bad);
});

const messageOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw new Error(`expected a RangeError, got ${String(error)}`, { cause: error });
  }
  return "";
};

/** A maker that mends what it is given. */
const mending =
  (mend: (settings: EvidenceSettings) => EvidenceSettings): MakeTask =>
  (settings) =>
    makeTask(mend(settings));

/** Bad settings are refused by name. */
export const badSettingsRefused: Law<MakeTask, Bad, "task/settings"> = {
  id: "task/settings",
  says: "a setting out of its range is refused by name before any trial is drawn",
  needs: [],
  runs: 400,
  cases: () => badSettings,
  holds(make, { settings, name }) {
    const message = messageOf(() => make(settings));
    if (!message.startsWith(`${name}: expected`)) throw new Error(`${name}: "${message}"`);
  },
  mutants: [
    {
      name: "a negative noise is turned round",
      subject: mending((given) => ({ ...given, noiseDeviation: Math.abs(given.noiseDeviation) })),
    },
    {
      name: "too few steps become two",
      subject: mending((given) => (given.steps < 2 ? { ...given, steps: 2 } : given)),
    },
    {
      name: "one context is allowed",
      subject: mending((given) =>
        given.kind === "contextual" && given.contexts === 1 ? { ...given, contexts: 2 } : given,
      ),
    },
    {
      name: "refused without a name",
      subject(settings) {
        try {
          return makeTask(settings);
        } catch {
          throw new RangeError("bad settings");
        }
      },
    },
  ],
};
