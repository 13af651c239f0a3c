import fc from "fast-check";
import type { Plan } from "../../src/study/plan.ts";
import { asPlan } from "../../src/study/planFile.ts";
import { plans } from "../../src/study/plans.ts";
import type { Law } from "../law.ts";
import { textEdits } from "../store/hostileBytes.ts";
import { answerOf } from "../store/refusal.ts";

/** Reads a plan's file. */
export type ReadPlan = (text: string) => Plan;

const WRITTEN = Object.values(plans).map(({ name, cells }) =>
  JSON.stringify({ name, cells: cells.slice(0, 3) }),
);

const isCount = (value: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= 1_000_000;

/** A plan's file is a plan that ends, or is refused by the field that is wrong. */
export const fuzzedPlans: Law<ReadPlan, string, "training/fuzz-plan"> = {
  id: "training/fuzz-plan",
  says: "a changed plan is refused in words, or asks for whole numbers of networks of known tasks",
  needs: [],
  runs: 1000,
  cases: () =>
    fc
      .record({ written: fc.constantFrom(...WRITTEN), change: textEdits })
      .map(({ written, change }) => change(written)),
  holds(read, text) {
    const answer = answerOf(() => read(text));
    if (!("value" in answer)) return;
    if (answer.value.cells.length === 0) throw new Error("a plan of nothing was accepted");
    for (const { cell, first, wanted, most } of answer.value.cells) {
      if (![first, wanted, most].every(isCount))
        throw new Error(`accepted ${first}, ${wanted}, ${most}`);
      if (!/^(rdm|cdi|[3-6]-cdi)$/.test(cell.task)) throw new Error(`accepted task ${cell.task}`);
    }
  },
  mutants: [
    {
      name: "numbers are believed",
      subject(text) {
        const plan = asPlan(text.replace(/"first":[^,]*/g, '"first":0'));
        const first = Number(/"first":([^,]*)/.exec(text)?.[1]);
        return { ...plan, cells: plan.cells.map((each) => ({ ...each, first })) };
      },
    },
    {
      name: "text that is not JSON is a crash",
      subject(text) {
        JSON.parse(text);
        return asPlan(text);
      },
    },
  ],
};
