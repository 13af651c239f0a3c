import { describe, expect, it } from "vitest";
import { twoOutputs } from "../properties/task/twoOutputs.ts";
import { bptt } from "../src/rules/bptt.ts";
import { working } from "../src/setting/readings.ts";
import { type Cell, resolveCell, TASK_NAMES } from "../src/study/cell.ts";
import { cellOf } from "../src/study/plan.ts";
import { defineTask } from "../src/task/defineTask.ts";
import { makeTask } from "../src/task/settings.ts";
import { testTask } from "../src/testing/testTask.ts";

for (const task of TASK_NAMES)
  testTask(makeTask(resolveCell(cellOf("bptt", task), bptt, working).trainTask));
testTask(defineTask(twoOutputs));

describe("a task that there is not", () => {
  const unknown = JSON.parse('"flip-flop"');
  const kind = JSON.parse('{ "kind": "flip-flop", "steps": 10 }');
  const cell: Cell = { ...cellOf("bptt", "rdm"), task: unknown };

  it("is refused in words where a cell is named, means something, or is made", () => {
    const says = /task: there is no "flip-flop"; there are rdm, .*memory/;
    expect(() => cellOf("bptt", unknown)).toThrow(says);
    expect(() => resolveCell(cell, bptt, working)).toThrow(says);
    expect(() => makeTask(kind)).toThrow(
      /kind: expected rdm, contextual or memory, got "flip-flop"/,
    );
  });

  it("is not made of a variant that means nothing on it", () => {
    const miconi = cellOf("bptt", "memory", { variant: "miconi" });
    expect(() => resolveCell(miconi, bptt, working)).toThrow(/variant: miconi draws means/);
  });
});
