import { type Analysis, type KnownSet, STARTS } from "../../study/analysis.ts";
import type { TrainedNetwork } from "../../study/trained.ts";
import { incompleteSets } from "../../study/zeroInput.ts";
import { attractorsOf, underEach } from "../assigned.ts";
import type { NetworkInstrument } from "../instrument.ts";
import { DRIVING } from "./fiveInputs.ts";
import { foundBy, POINT_TALLIES, undecidedOf } from "./stableAtZero.ts";

/** Whether each of the paper's static inputs leaves exactly one stable point, in each context. */
export const stableWhereDriven: NetworkInstrument = {
  ...{ kind: "network", id: "stableWhereDriven", version: 1 },
  probes: { inputs: [...DRIVING, 0], starts: STARTS },
  says: {
    single: "have exactly one stable point at each of ±0.5, ±0.2",
    throughout: "have exactly one stable point at each of ±0.5, ±0.2 and 0",
  },
  tallies: POINT_TALLIES,
  beside: foundBy,
  async of(analysis, trained) {
    const driven = await setsAt(analysis, trained, DRIVING);
    const all = [...driven, ...(await setsAt(analysis, trained, [0]))];
    return {
      values: {
        ...underEach((assignment) => {
          const isOne = (set: KnownSet): boolean => attractorsOf(set, assignment) === "one";
          return { single: driven.every(isOne) ? 1 : 0, throughout: all.every(isOne) ? 1 : 0 };
        }),
        lacking: incompleteSets(all),
        ...undecidedOf(all),
      },
    };
  },
};

/** The fixed points at each of some inputs, in every context. */
async function setsAt(
  analysis: Analysis,
  trained: TrainedNetwork,
  inputs: readonly number[],
): Promise<readonly KnownSet[]> {
  const sets: KnownSet[] = [];
  for (let context = 0; context < analysis.task(trained).contexts; context++)
    for (const value of inputs) sets.push(await analysis.fixedPoints(trained, { value, context }));
  return sets;
}
