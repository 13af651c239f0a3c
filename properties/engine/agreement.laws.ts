import { definedArithmetic } from "../../src/engine/arithmetic.ts";
import { createDefinedEngine } from "../../src/engine/defined.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { referenceEngine } from "../../src/engine/reference.ts";
import { WEIGHT_NAMES } from "../../src/model/model.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import { makeRun, type RunCase, runCases } from "./made.ts";
import { plainEngine } from "./plainEngine.ts";

const oracleOf = (engine: Engine): { oracle: Engine; forward: number; gradient: number } =>
  engine.tier === "float64"
    ? { oracle: plainEngine(), forward: 1e-9, gradient: 1e-9 }
    : { oracle: referenceEngine, forward: 1e-5, gradient: 1e-4 };

const coarse = (x: number): number => {
  const bounded = Math.max(-3, Math.min(3, x));
  return Math.fround((bounded * (27 + bounded * bounded)) / (27 + 9 * bounded * bounded));
};

/** Each engine against the next more exact one: float32 against float64, float64 against plain. */
export const agreesWithOracle: Law<Engine, RunCase, "engine/agreement"> = {
  id: "engine/agreement",
  says: "states, outputs and gradients agree with an exacter engine within the tier's tolerance",
  needs: ["gradient"],
  runs: 60,
  cases: () => runCases({ units: 12, channels: 3, count: 19, steps: 40, gains: [0.5, 1] }),
  async holds(engine, given) {
    const { network, trials } = makeRun(given);
    const { oracle, forward, gradient } = oracleOf(engine);
    const [outputs] = await engine.evaluate([network], trials);
    mustBeClose("outputs", outputs, (await oracle.evaluate([network], trials))[0], forward);
    const trace = await engine.trace(network, trials);
    const expected = await oracle.trace(network, trials);
    mustBeClose("states", trace.states, expected.states, forward);
    mustBeClose("trace's outputs", trace.outputs, expected.outputs, forward);
    const [mine] = await engine.gradient([network], trials);
    const [theirs] = await oracle.gradient([network], trials);
    mustBeClose("loss", [mine.loss], [theirs.loss], gradient);
    for (const name of WEIGHT_NAMES)
      mustBeClose(`gradient.${name}`, mine.gradient[name], theirs.gradient[name], gradient);
  },
  mutants: [
    {
      name: "a coarse tanh",
      subject: createDefinedEngine({ ...definedArithmetic, tanh: coarse }),
    },
    {
      name: "padding counted",
      subject: createDefinedEngine({ ...definedArithmetic, countsPadding: true }),
    },
  ],
};
