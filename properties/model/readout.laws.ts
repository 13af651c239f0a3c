import fc from "fast-check";
import { ACTIVATIONS, type Activation, activationFunctions } from "../../src/model/activation.ts";
import type { Network } from "../../src/model/model.ts";
import { readOutput } from "../../src/model/step.ts";
import { mustBeClose } from "../close.ts";
import type { RunCase } from "../engine/made.ts";
import { plainRun } from "../engine/plainRun.ts";
import type { Law } from "../law.ts";
import { makeSituation, networkCases } from "./made.ts";

/** The output y of a state. */
export type ReadOutput = (network: Network, state: Float64Array) => Float64Array;

const reading =
  (readout: Network["model"]["readout"]): ReadOutput =>
  (network, state) =>
    readOutput({ ...network, model: { ...network.model, readout } }, state);

const swapped = {
  rates: "state",
  state: "rates",
  "tanh-rates": "tanh-rates",
  unit: "unit",
} as const;

const unsquashed = { rates: "rates", state: "state", "tanh-rates": "rates", unit: "unit" } as const;

/** Each readout against its equation written out. */
export const readsAsWritten: Law<ReadOutput, RunCase, "model/readout"> = {
  id: "model/readout",
  says: "y is W_out f(x), W_out x, tanh(W_out f(x)) or tanh(x_0), as the readout says",
  cite: "Eq. 2; §2.3 (H)",
  needs: [],
  cases: () => networkCases,
  holds(read, given) {
    const { network, state, input } = makeSituation(given);
    // With α so small that a step moves nothing, the output after it is the output of the state.
    const still = { ...network, model: { ...network.model, alpha: Number.MIN_VALUE } };
    const { outputs } = plainRun(still, { inputs: [[...input]], initial: [...state] });
    mustBeClose("y", read(network, state), outputs[0], 1e-12);
  },
  mutants: [
    {
      name: "x for r and r for x",
      subject: (network, state) => reading(swapped[network.model.readout])(network, state),
    },
    {
      name: "tanh is forgotten",
      subject: (network, state) => reading(unsquashed[network.model.readout])(network, state),
    },
    {
      name: "the output unit is the last one",
      subject: (network, state) =>
        readOutput(network, network.model.readout === "unit" ? state.slice(-1) : state),
    },
  ],
};

/** f, f' and f' from f. */
export type Activations = typeof activationFunctions;

const change = (name: Activation, by: Partial<Activations[Activation]>): Activations => ({
  ...activationFunctions,
  [name]: { ...activationFunctions[name], ...by },
});

/** Both forms of the slope are the derivative of the value. */
export const slopesAreDerivatives: Law<
  Activations,
  readonly [Activation, number],
  "model/activation"
> = {
  id: "model/activation",
  says: "f' is the derivative of f, from x and from f(x), and a bounded f is bounded",
  needs: [],
  cases: () =>
    fc.tuple(fc.constantFrom(...ACTIVATIONS), fc.double({ min: -6, max: 6, noNaN: true })),
  holds(functions, [name, x]) {
    if (name === "relu" && Math.abs(x) < 1e-3) return;
    const { value, slope, slopeFromValue, bounded } = functions[name];
    const expected = (value(x + 1e-6) - value(x - 1e-6)) / 2e-6;
    mustBeClose("slope", [1, slope(x)], [1, expected], 1e-8);
    mustBeClose("slopeFromValue", [1, slopeFromValue(value(x))], [1, expected], 1e-8);
    if (bounded !== Math.abs(value(1e6)) < 1e3) throw new Error(`bounded: ${bounded}`);
  },
  mutants: [
    {
      name: "1 + tanh with tanh's slope from its value",
      subject: change("shifted-tanh", { slopeFromValue: (f) => 1 - f * f }),
    },
    { name: "tanh without its square", subject: change("tanh", { slopeFromValue: (f) => 1 - f }) },
    { name: "a leaky relu", subject: change("relu", { value: (x) => (x < 0 ? 0.01 * x : x) }) },
    { name: "relu said to be bounded", subject: change("relu", { bounded: true }) },
  ],
};
