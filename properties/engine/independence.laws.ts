import fc from "fast-check";
import type { Engine } from "../../src/engine/engine.ts";
import { referenceEngine } from "../../src/engine/reference.ts";
import { WEIGHT_NAMES } from "../../src/model/model.ts";
import { selectTrials, type Trials } from "../../src/task/trials.ts";
import type { Law } from "../law.ts";
import { mustBeSame } from "./bytes.laws.ts";
import { makeRun, type RunCase, runCases } from "./made.ts";

const small = runCases({ units: 7, channels: 2, count: 20, steps: 20, gains: [1] });

/** An engine whose answers go through something first. */
const wrap = (name: string, change: Partial<Engine>): { name: string; subject: Engine } => ({
  name,
  subject: { ...referenceEngine, name, ...change },
});

/** Answers do not depend on what else is asked in the same call, or was asked before. */
export const networksApart: Law<Engine, readonly [RunCase, number], "engine/networks-apart"> = {
  id: "engine/networks-apart",
  says: "a network's answer does not depend on the other networks of the call",
  needs: ["gradient"],
  runs: 40,
  cases: () => fc.tuple(small, fc.integer({ min: 1, max: 3 })),
  async holds(engine, [given, others]) {
    const { network, trials } = makeRun(given);
    const networks = [network];
    for (let k = 0; k < others; k++)
      networks.push(makeRun({ ...given, seed: given.seed + k + 1, units: 1 + k }).network);
    const wanted = networks.reverse().map((each) => makeFit(each, trials));
    const evaluated = await engine.evaluate(wanted, trials);
    const gradients = await engine.gradient(wanted, trials);
    for (let k = 0; k < wanted.length; k++) {
      mustBeSame("outputs", evaluated[k], (await engine.evaluate([wanted[k]], trials))[0]);
      const [alone] = await engine.gradient([wanted[k]], trials);
      for (const name of WEIGHT_NAMES)
        mustBeSame(`gradient.${name}`, gradients[k].gradient[name], alone.gradient[name]);
    }
  },
  mutants: [
    wrap("every network gets the last one's outputs", {
      async evaluate(networks, trials) {
        const all = await referenceEngine.evaluate(networks, trials);
        return all.map(() => all[all.length - 1]);
      },
    }),
    wrap("gradients left over from the network before are added", {
      async gradient(networks, trials) {
        const all = await referenceEngine.gradient(networks, trials);
        return all.map(({ loss, gradient }, k) => {
          const before = k > 0 ? all[k - 1].gradient.input[0] : 0;
          return { loss, gradient: { ...gradient, input: gradient.input.map((g) => g + before) } };
        });
      },
    }),
  ],
};

/** Networks of other sizes can be asked on drawn trials only: written-out x_0 has a size. */
function makeFit<N>(network: N, trials: Trials): N {
  if (trials.initial.kind === "given") fc.pre(false);
  return network;
}

/** A trial's answer is its own. */
export const trialsApart: Law<Engine, readonly [RunCase, number], "engine/trials-apart"> = {
  id: "engine/trials-apart",
  says: "a trial's outputs do not depend on the other trials of the batch or on its place",
  needs: ["loss"],
  runs: 60,
  cases: () => fc.tuple(small, fc.nat(1000)),
  async holds(engine, [given, chosen]) {
    const { network, trials } = makeRun(given);
    const order = Array.from(
      { length: 1 + (chosen % 5) },
      (_, k) => (chosen + 7 * k) % trials.count,
    );
    const [all] = await engine.evaluate([network], trials);
    const [some] = await engine.evaluate([network], selectTrials(trials, order));
    trials.checkpoints.forEach((_, c) => {
      order.forEach((trial, k) => {
        const width = trials.outputs;
        const from = (c * trials.count + trial) * width;
        const at = (c * order.length + k) * width;
        mustBeSame("outputs", some.slice(at, at + width), all.slice(from, from + width));
      });
    });
  },
  mutants: [
    wrap("noise by a trial's place, not its number", {
      evaluate: (networks, trials) =>
        referenceEngine.evaluate(networks, {
          ...trials,
          numbers: trials.numbers.map((_, place) => place),
        }),
    }),
    wrap("outputs centred over the batch", {
      async evaluate(networks, trials) {
        const all = await referenceEngine.evaluate(networks, trials);
        return all.map((y) => y.map((value) => value - y[0]));
      },
    }),
  ],
};

/** A trace is one run: its outputs at the checkpoints are those of `evaluate`. */
export const traceFollows: Law<Engine, RunCase, "engine/trace"> = {
  id: "engine/trace",
  says: "a trace starts at x_0, keeps clamped units, and ends in the outputs of evaluate",
  needs: ["loss"],
  runs: 60,
  cases: () => small,
  async holds(engine, given) {
    const { network, trials } = makeRun(given);
    const { units } = network;
    const { count, steps } = trials;
    const trace = await engine.trace(network, trials);
    if (trials.initial.kind === "given" && network.model.clamped.length === 0)
      mustBeSame("x_0", trace.states.slice(0, count * units), trials.initial.values);
    for (const { unit, value } of network.model.clamped)
      for (let row = 0; row < (steps + 1) * count; row++)
        if (trace.states[row * units + unit] !== value)
          throw new Error(`states: unit ${unit} is clamped to ${value} and left it`);
    const [outputs] = await engine.evaluate([network], trials);
    const width = count * trials.outputs;
    trials.checkpoints.forEach((step, c) => {
      mustBeSame(
        `outputs of step ${step}`,
        outputs.slice(c * width, (c + 1) * width),
        trace.outputs.slice(step * width, (step + 1) * width),
      );
    });
  },
  mutants: [
    wrap("outputs one step late", {
      async trace(network, trials) {
        const { states, outputs } = await referenceEngine.trace(network, trials);
        const width = trials.count * trials.outputs;
        return {
          states,
          outputs: Float64Array.from([...outputs.slice(width), ...outputs.slice(-width)]),
        };
      },
    }),
    wrap("clamps are forgotten", {
      trace: (network, trials) =>
        referenceEngine.trace({ ...network, model: { ...network.model, clamped: [] } }, trials),
    }),
  ],
};
