import { describe, expect, it } from "vitest";
import { deriveKey } from "../../src/numerics/rng.ts";
import { contextual } from "../../src/task/contextual.ts";
import { rdm } from "../../src/task/rdm.ts";
import type { Task } from "../../src/task/task.ts";
import { selectTrials } from "../../src/task/trials.ts";
import { specLaws } from "../specLaws.ts";
import { taskLaws } from "./task.ts";

specLaws("task", taskLaws);

const settings = {
  steps: 4,
  coherence: { kind: "uniform", largest: 0.1857 },
  noiseDeviation: 0,
  initialDeviation: 0,
} as const;

describe("tasks", () => {
  it("are called what the paper calls them", () => {
    expect(rdm(settings).name).toBe("rdm");
    const named = (contexts: number) =>
      contextual({ ...settings, contexts, means: "independent" }).name;
    expect([2, 3, 6].map(named)).toEqual(["cdi", "3-cdi", "6-cdi"]);
  });

  it.each([0, -1, 1.5, Number.NaN])("draw no %s trials", (count) => {
    expect(() => rdm(settings).draw(deriveKey(null), count)).toThrow(/^count: expected/);
  });

  it.each([-0.1, 1.1, Number.NaN])("have no difficulty %s", (difficulty) => {
    const draw = () => rdm(settings).draw(deriveKey(null), 1, { difficulty });
    expect(draw).toThrow(/^difficulty: expected a number within 0 … 1, got/);
  });

  it("without a difficulty are shown as they are", () => {
    const plain: Task = { ...rdm(settings), draw: (key, count) => rdm(settings).draw(key, count) };
    const key = deriveKey(null, "plain");
    expect(plain.draw(key, 3, { difficulty: 0 })).toEqual(plain.draw(key, 3));
    expect(rdm(settings).draw(key, 3, { difficulty: 0 })).not.toEqual(plain.draw(key, 3));
  });

  it.each([-1, 2, 0.5])("have no context %s", (context) => {
    const task = contextual({ ...settings, contexts: 2, means: "independent" });
    expect(() => task.probe(0.1, context)).toThrow(/^context: expected/);
  });

  it.each([-1, 3, 0.5])("have no trial %s to select", (place) => {
    const trials = rdm(settings).draw(deriveKey(null), 3);
    expect(() => selectTrials(trials, [0, place])).toThrow("order[1]");
  });
});
