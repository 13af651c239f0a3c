import { traceInLanes } from "../../src/engine/lanes.ts";
import { activationFunctions } from "../../src/model/activation.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import { makeRun, type RunCase, runCases } from "./made.ts";

/** Whatever traces a network with its rates. */
type TraceWithRates = (
  ...given: Parameters<typeof traceInLanes>
) => ReturnType<typeof traceInLanes>;

export const ratesAreOfStates: Law<TraceWithRates, RunCase, "engine/trace-rates"> = {
  id: "engine/trace-rates",
  says: "the rates of a trace are f of its states, x_0 and the last included",
  cite: "Eq. 1",
  needs: [],
  runs: 60,
  cases: () => runCases({ units: 9, channels: 3, count: 19, steps: 20, gains: [0.5, 1] }),
  holds(trace, given) {
    const { network, trials } = makeRun(given);
    const { states, rates } = trace(network, trials);
    const f = activationFunctions[network.model.activation].value;
    mustBeClose("rates", rates, states.map(f), 1e-14);
  },
  mutants: [
    {
      name: "rates of a step before",
      subject: (network, trials) => {
        const found = traceInLanes(network, trials);
        const row = trials.count * network.units;
        const rates = found.rates.slice();
        rates.copyWithin(row, 0, rates.length - row);
        return { ...found, rates };
      },
    },
    {
      name: "states for rates",
      subject: (network, trials) => {
        const found = traceInLanes(network, trials);
        return { ...found, rates: found.states };
      },
    },
  ],
};
