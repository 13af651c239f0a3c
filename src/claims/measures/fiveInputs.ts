import { STARTS } from "../../study/analysis.ts";
import { incompleteSets, stableCount } from "../../study/zeroInput.ts";
import type { NetworkInstrument } from "../instrument.ts";

/** The paper's static inputs that drive a network (Fig. 1c). */
export const DRIVING = [0.5, 0.2, -0.2, -0.5] as const;

/** Stable points under the paper's five static inputs, in the first context. */
export const fiveInputs: NetworkInstrument = {
  ...{ kind: "network", id: "fiveInputs", version: 1 },
  probes: { inputs: [0, ...DRIVING], context: 0, starts: STARTS },
  says: {
    single: "have exactly one stable point at each of ±0.5, ±0.2",
    several: "have two or more stable points at 0",
  },
  tallies: [{ says: "sets of fixed points lack one", sum: "lacking" }],
  async of(analysis, trained) {
    const zero = await analysis.fixedPoints(trained, { value: 0, context: 0 });
    const driven = [];
    for (const value of DRIVING)
      driven.push(await analysis.fixedPoints(trained, { value, context: 0 }));
    return {
      values: {
        single: driven.every((set) => stableCount(set) === 1) ? 1 : 0,
        several: stableCount(zero) >= 2 ? 1 : 0,
        lacking: incompleteSets([zero, ...driven]),
      },
    };
  },
};
