import fc from "fast-check";
import { kickedBySteps } from "../../src/engine/kicked.ts";
import type { Network } from "../../src/model/model.ts";
import { type HebbianHyper, hebbianByTrial as hebbian } from "../../src/rules/hebbian.ts";
import type { World } from "../../src/rules/rule.ts";
import { type Trials, writeInputs } from "../../src/task/trials.ts";
import { mustBeClose } from "../close.ts";
import { changed } from "../engine/sessionMutants.ts";
import { type BoundLaw, bindLaw, type Law } from "../law.ts";
import {
  byHand,
  changeByHand,
  faulty,
  freshMemory,
  type HebbianRule,
  hebbianSetting,
  withHyper,
} from "./kitHebbian.ts";
import { recordingWorld } from "./kitRecorder.ts";

type UpdateCase = {
  readonly seed: number;
  readonly meanKeeps: HebbianHyper["meanKeeps"];
  readonly probability: number;
  readonly timesBaseline: boolean;
  readonly errorSteps: number;
};

const STEPS = 40;
const ERROR_STEPS = 20;

/** Also more steps than a trial has. */
const errorSteps = fc.constantFrom(ERROR_STEPS, 3 * STEPS);

/** Two trials on the same side. */
function twoAlike(draw: (k: number) => Trials): readonly [Trials, Trials] {
  const first = draw(0);
  for (let k = 1; ; k++) {
    const other = draw(k);
    if (other.choices[0] === first.choices[0]) return [first, other];
  }
}

const moved = (after: Network, before: Network): Float64Array =>
  after.weights.recurrent.map((w, k) => w - before.weights.recurrent[k]);

const largest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Eq. 3 and 4, summed by hand from the states that the rule has seen. */
export const updateIsEquation4: Law<HebbianRule, UpdateCase, "rules/hebbian-update"> = {
  id: "rules/hebbian-update",
  says: "a trial moves W by −η e (R − R̄), e being the sum of [r_j(t−1) (x_i(t) − x̄_i)]³",
  cite: "Eq. 3 and 4",
  needs: ["session"],
  runs: 30,
  cases: () =>
    fc.oneof(
      fc.record({
        seed: fc.nat(10_000),
        meanKeeps: fc.constantFrom(0.05, 0.5, 0.9),
        probability: fc.constantFrom(0, 0.01, 0.1),
        timesBaseline: fc.boolean(),
        errorSteps,
      }),
      fc.record({
        seed: fc.nat(10_000),
        meanKeeps: fc.constant("trial" as const),
        probability: fc.constant(0),
        timesBaseline: fc.boolean(),
        errorSteps,
      }),
    ),
  async holds(rule, { seed, meanKeeps, probability, timesBaseline, errorSteps }) {
    const { network, hyper, task, world, key } = hebbianSetting({ seed, steps: STEPS });
    const plain: HebbianHyper = {
      ...hyper,
      meanKeeps,
      timesBaseline,
      clip: null,
      quietTrials: 0,
      errorSteps,
      perturbation: { probability, amplitude: 1 },
    };
    const [first, on] = twoAlike((k) => task.draw(key("trial", k), 1));
    // The first trial of its type is its own baseline, so it moves nothing.
    const heard = await rule.learn(freshMemory(network), first, world, plain, key("learn", 0));
    mustBeClose("ΔW of the first trial", moved(heard.network, network), new Float64Array(400), 0);
    const baseline = heard.loss;
    const recording = recordingWorld(world);
    await hebbian.learn(heard, on, recording.world, plain, key("learn", 1));
    const found = byHand(recording.sessions[0], { on, hyper: plain });
    const size = largest(changeByHand(found, { hyper: { ...plain, learningRate: 1 }, baseline }));
    fc.pre(size > 1e-9 && Math.abs(found.error - baseline) > 0.005);
    // A step of 0.1: the rounding of W to float32 is small beside it.
    const loud = { ...plain, learningRate: 0.1 / size };
    const after = await rule.learn(heard, on, world, loud, key("learn", 1));
    mustBeClose("R", [after.loss], [found.error], 1e-5);
    const expected = changeByHand(found, { hyper: loud, baseline });
    mustBeClose("ΔW", moved(after.network, heard.network), expected, 1e-3);
  },
  mutants: [
    faulty("the cube is left out"),
    faulty("x̄ is left out"),
    faulty("x̄ is that of the other kind"),
    faulty("r of the same step"),
    faulty("the baseline is left out"),
    faulty("along the error"),
    faulty("the error of the last step alone"),
    withHyper("R over half of the steps", (hyper) => ({
      ...hyper,
      errorSteps: Math.min(hyper.errorSteps, STEPS) / 2,
    })),
  ],
};

type SignCase = { readonly seed: number; readonly better: boolean };

/** Reward draws the weights along the eligibility, and error away from it. */
export const rewardIsFollowed: Law<HebbianRule, SignCase, "rules/hebbian-sign"> = {
  id: "rules/hebbian-sign",
  says: "a better trial than R̄ moves W along e, a worse one against it; never past the clip",
  cite: "Eq. 4; Miconi 2017",
  needs: ["session"],
  runs: 20,
  cases: () => fc.record({ seed: fc.nat(10_000), better: fc.boolean() }),
  async holds(rule, { seed, better }) {
    const { network, hyper, task, world, key } = hebbianSetting({ seed, steps: STEPS });
    const clip = 1e-3;
    const loud = {
      ...hyper,
      learningRate: 10,
      clip,
      quietTrials: 0,
      errorSteps: ERROR_STEPS,
      perturbation: { probability: 0.05, amplitude: 1 },
    };
    const on = task.draw(key("trial"), 1);
    const recording = recordingWorld(world);
    const heard = await hebbian.learn(
      freshMemory(network),
      on,
      recording.world,
      loud,
      key("learn"),
    );
    const { eligibility, error } = byHand(recording.sessions[0], { on, hyper: loud });
    const [type] = Object.keys(heard.baselines);
    const baselines = { [type]: better ? error + 0.1 : Math.max(error - 0.1, error / 2) };
    const after = await rule.learn(
      { ...freshMemory(network), baselines },
      on,
      world,
      loud,
      key("learn"),
    );
    const change = moved(after.network, network);
    const clear = 1e-3 * largest(eligibility);
    const along = better ? 1 : -1;
    if (largest(change) === 0) throw new Error("ΔW: expected a change, got none");
    change.forEach((value, k) => {
      if (Math.abs(value) > clip * 1.001)
        throw new Error(`ΔW[${k}]: expected at most ${clip}, got ${value}`);
      if (Math.abs(eligibility[k]) > clear && value * eligibility[k] * along < 0)
        throw new Error(`ΔW[${k}]: ${value}, with e ${eligibility[k]} and better ${better}`);
    });
  },
  mutants: [
    withHyper("the sign is turned", (hyper) => ({ ...hyper, learningRate: -hyper.learningRate })),
    withHyper("nothing is clipped", (hyper) => ({ ...hyper, clip: null })),
    withHyper("it only listens", (hyper) => ({ ...hyper, quietTrials: 1000 })),
  ],
};

type BaselineCase = {
  readonly seed: number;
  readonly task: "rdm" | "cdi" | "3-cdi";
  readonly by: HebbianHyper["baselineBy"];
  readonly keeps: number;
};

/** A trial's type in words of the law's own. */
function typeOf(on: Trials, by: HebbianHyper["baselineBy"]): string {
  if (by === "relevant") return `context ${on.contexts[0]}, side ${on.choices[0]}`;
  const means = on.inputs.kind === "gaussian" ? [...on.inputs.mean] : [...writeInputs(on)];
  const noisy = on.channels === 1 ? 1 : on.channels / 2;
  return `context ${on.contexts[0]}, sides ${means.slice(0, noisy).map(Math.sign).join(" ")}`;
}

/** Every type of trial has a running mean of its own. */
export const baselinesByType: Law<HebbianRule, BaselineCase, "rules/hebbian-baselines"> = {
  id: "rules/hebbian-baselines",
  says: "R̄ starts at the first R of its type, keeps its share at each trial of it, else stays",
  cite: "Eq. 4; Miconi 2017",
  needs: ["session"],
  runs: 12,
  cases: () =>
    fc.record({
      seed: fc.nat(10_000),
      task: fc.constantFrom("rdm", "cdi", "3-cdi"),
      by: fc.constantFrom("relevant", "all"),
      keeps: fc.constantFrom(0.3, 0.75),
    }),
  async holds(rule, { seed, task: name, by, keeps }) {
    const { network, hyper, task, world, key } = hebbianSetting({ seed, steps: 10, task: name });
    const own = {
      ...hyper,
      baselineBy: by,
      baselineKeeps: keeps,
      errorSteps: 5,
      curriculum: null,
    };
    const expected = new Map<string, number>();
    let memory = freshMemory(network);
    for (let k = 0; k < 16; k++) {
      const on = task.draw(key("trial", k), 1);
      memory = await rule.learn(memory, on, world, own, key("learn", k));
      const type = typeOf(on, by);
      const before = expected.get(type);
      const next = before === undefined ? memory.loss : keeps * before + (1 - keeps) * memory.loss;
      expected.set(type, next);
      const sorted = (values: Iterable<number>): readonly number[] =>
        [...values].sort((a, b) => a - b);
      mustBeClose(
        `R̄ after trial ${k + 1}`,
        sorted(Object.values(memory.baselines)),
        sorted(expected.values()),
        1e-12,
      );
    }
  },
  mutants: [
    {
      name: "one baseline for both sides",
      subject: {
        ...hebbian,
        learn: (memory, on, world, hyper, key) =>
          hebbian.learn(memory, { ...on, choices: on.choices.map(() => 1) }, world, hyper, key),
      },
    },
    withHyper("the baseline is the last R", (hyper) => ({ ...hyper, baselineKeeps: 0 })),
    withHyper("only the relevant input's side counts", (hyper) => ({
      ...hyper,
      baselineBy: "relevant",
    })),
    {
      name: "baselines start at 0",
      subject: {
        ...hebbian,
        async learn(memory, on, world, hyper, key) {
          const next = await hebbian.learn(memory, on, world, hyper, key);
          const baselines = Object.fromEntries(
            Object.entries(next.baselines).map(([type, value]) => [
              type,
              type in memory.baselines ? value : (1 - hyper.baselineKeeps) * value,
            ]),
          );
          return { ...next, baselines };
        },
      },
    },
  ],
};

type KickCase = {
  readonly seed: number;
  readonly probability: number;
  readonly amplitude: number;
};

/** @throws Error where a mean of `n` draws is more than five standard errors off. */
function mustBeNear(
  what: string,
  mean: number,
  expected: { readonly mean: number; readonly deviation: number; readonly n: number },
): void {
  const error = expected.deviation / Math.sqrt(expected.n);
  if (!(Math.abs(mean - expected.mean) <= 5 * error))
    throw new Error(`${what}: ${mean}, expected ${expected.mean} ± ${error} (standard error)`);
}

/** Kicks are as often and as large as they should be, for every unit. */
export const kicksAreUniform: Law<HebbianRule, KickCase, "rules/hebbian-kicks"> = {
  id: "rules/hebbian-kicks",
  says: "each unit is kicked at each step with its chance, by an amount uniform in ± the amplitude",
  cite: "Miconi 2017",
  needs: ["session"],
  runs: 6,
  cases: () =>
    fc.record({
      seed: fc.nat(10_000),
      probability: fc.constantFrom(0.01, 0.05, 0.3),
      amplitude: fc.constantFrom(0.5, 2),
    }),
  async holds(rule, { seed, probability, amplitude }) {
    const steps = 1000;
    const { network, hyper, task, world, key } = hebbianSetting({ seed, steps });
    const own = { ...hyper, perturbation: { probability, amplitude } };
    const recording = recordingWorld(world);
    await rule.learn(
      freshMemory(network),
      task.draw(key("trial"), 1),
      recording.world,
      own,
      key("learn"),
    );
    const kicks: { unit: number; size: number }[] = [];
    for (const { before, after } of recording.sessions.flatMap(({ written }) => written))
      before.forEach((x, unit) => {
        if (after[unit] !== x) kicks.push({ unit, size: after[unit] - x });
      });
    const n = kicks.length;
    const mean = (value: (kick: { unit: number; size: number }) => number): number =>
      kicks.reduce((sum, kick) => sum + value(kick), 0) / n;
    const { units } = network;
    mustBeNear("share of kicks", n / (steps * units), {
      mean: probability,
      deviation: Math.sqrt(probability * (1 - probability)),
      n: steps * units,
    });
    const most = kicks.reduce((far, { size }) => Math.max(far, Math.abs(size)), 0);
    if (most > amplitude * 1.00001) throw new Error(`a kick of ${most}, expected ≤ ${amplitude}`);
    mustBeNear(
      "mean kick",
      mean(({ size }) => size),
      {
        mean: 0,
        deviation: amplitude / Math.sqrt(3),
        n,
      },
    );
    mustBeNear(
      "mean size",
      mean(({ size }) => Math.abs(size)),
      {
        mean: amplitude / 2,
        deviation: amplitude / Math.sqrt(12),
        n,
      },
    );
    mustBeNear(
      "mean unit",
      mean(({ unit }) => unit),
      {
        mean: (units - 1) / 2,
        deviation: Math.sqrt((units * units - 1) / 12),
        n,
      },
    );
  },
  mutants: [
    withHyper("twice as often", ({ perturbation: { probability, amplitude }, ...rest }) => ({
      ...rest,
      perturbation: { probability: 2 * probability, amplitude },
    })),
    withHyper("half as large", ({ perturbation: { probability, amplitude }, ...rest }) => ({
      ...rest,
      perturbation: { probability, amplitude: amplitude / 2 },
    })),
    rekicked("always upwards", (size) => Math.abs(size)),
    rekicked("of one size", (size, amplitude) => Math.sign(size) * amplitude * 0.99),
    rekicked("the last units are spared", (size, _, unit) => (unit < 15 ? size : 0)),
  ],
};

/** The rule with its kicks changed as they are written. */
function rekicked(
  name: string,
  change: (size: number, amplitude: number, unit: number) => number,
): { readonly name: string; readonly subject: HebbianRule } {
  return {
    name,
    subject: {
      ...hebbian,
      learn(memory, on, world, hyper, key) {
        const open: World["open"] = (of, asked, from) => {
          const session = world.open(of, asked, from);
          return changed(session, {
            writeState(state) {
              const { amplitude } = hyper.perturbation;
              const next = session.state.slice();
              for (let i = 0; i < next.length; i++) {
                const size = state[i] - next[i];
                if (size !== 0) next[i] += change(size, amplitude, i);
              }
              session.writeState(next);
            },
          });
        };
        const rekicking = { ...world, open, kicked: kickedBySteps(open) };
        return hebbian.learn(memory, on, rekicking, hyper, key);
      },
    },
  };
}

/** The laws of the Hebbian rule, bound to ours. */
export const hebbianLaws: readonly BoundLaw[] = [
  bindLaw(updateIsEquation4, hebbian),
  bindLaw(rewardIsFollowed, hebbian),
  bindLaw(baselinesByType, hebbian),
  bindLaw(kicksAreUniform, hebbian),
];
