import fc from "fast-check";
import type { Engine } from "../../src/engine/engine.ts";
import { referenceEngine } from "../../src/engine/reference.ts";
import type { Network } from "../../src/model/model.ts";
import { createRng, deriveKey, permutation } from "../../src/numerics/rng.ts";
import { correctTrials } from "../../src/task/correct.ts";
import type { Task } from "../../src/task/task.ts";
import { assembleTrials } from "../../src/task/trials.ts";
import { mostWrongAllowed, type Passing, validate } from "../../src/training/stopping.ts";
import type { Law } from "../law.ts";

/** Validates a network. */
export type Validate = typeof validate;

type Case = {
  readonly count: number;
  readonly wrong: number;
  /** Which trials are wrong: any, the hardest, or the easiest. */
  readonly where: "any" | "hardest" | "easiest";
  readonly passing: Passing;
  /** What the task calls correct: the sign of the evidence, or the other one. */
  readonly scoring: "sign" | "opposite";
  readonly seed: number;
};

/** The scoring of a task that asks for the sign of the evidence, or for the other one. */
const SCORINGS: Readonly<Record<Case["scoring"], Task["correct"]>> = {
  sign: correctTrials,
  opposite: (outputs, trials) =>
    correctTrials(
      outputs.map((each) => -each),
      trials,
    ),
};

/** Around the boundary, where a rule that counts badly is found out. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    count: fc.oneof(
      fc.integer({ min: 1, max: 60 }).map((tens) => 10 * tens),
      fc.integer({ min: 1, max: 600 }),
      fc.constant(2000),
    ),
    off: fc.integer({ min: -2, max: 2 }),
    anyShare: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    where: fc.constantFrom("any" as const, "hardest" as const, "easiest" as const),
    passing: fc.constantFrom("above" as const, "reach" as const),
    scoring: fc.constantFrom("sign" as const, "opposite" as const),
    seed: fc.nat(1_000_000),
  })
  .map(({ count, off, anyShare, ...rest }) => {
    const near = anyShare === null ? Math.floor(count / 10) + off : Math.floor(anyShare * count);
    return { ...rest, count, wrong: Math.max(0, Math.min(count, near)) };
  });

/** A network that no engine but the made-up one reads. */
const network: Network = {
  model: { activation: "tanh", readout: "rates", clamped: [], trains: [], alpha: 0.1 },
  units: 1,
  channels: 1,
  outputs: 1,
  weights: {
    recurrent: Float64Array.of(0),
    input: Float64Array.of(1),
    output: Float64Array.of(1),
  },
};

/** Trials in which some are decided wrongly by an engine that answers from a list. */
function stage({ count, wrong, where, scoring, seed }: Case): Parameters<Validate>[0] {
  const key = deriveKey(null, "stage", seed);
  const rng = createRng(key);
  const evidence = Float64Array.from({ length: count }, () => 2 * rng.uniform() - 1);
  const byStrength = [...evidence.keys()].sort(
    (a, b) => Math.abs(evidence[a]) - Math.abs(evidence[b]),
  );
  const order =
    where === "any"
      ? permutation(count, rng)
      : where === "hardest"
        ? byStrength
        : byStrength.reverse();
  const isWrong = new Set(Array.from(order).slice(0, wrong));
  const trials = assembleTrials({
    key,
    steps: 2,
    mean: evidence,
    deviation: Float64Array.of(1),
    initialDeviation: 0,
    evidence,
    context: new Int32Array(count),
  });
  const engine: Engine = {
    ...referenceEngine,
    name: "made up",
    async evaluate(networks, some) {
      return networks.map(() => {
        const outputs = new Float64Array(2 * some.count);
        const right = scoring === "sign" ? 1 : -1;
        for (let i = 0; i < some.count; i++) {
          const trial = some.numbers[i];
          outputs[some.count + i] = evidence[trial] * (isWrong.has(trial) ? -right : right);
        }
        return outputs;
      });
    },
  };
  return { engine, network, trials, correct: SCORINGS[scoring] };
}

/** The share right, compared in whole numbers. */
const shouldPass = ({ count, wrong, passing }: Case): boolean =>
  passing === "above" ? 10 * (count - wrong) > 9 * count : 10 * (count - wrong) >= 9 * count;

/** Stopping early changes no answer. */
export const earlyExitIsExact: Law<Validate, Case, "training/validate"> = {
  id: "training/validate",
  says: "a validation that stops early passes exactly the networks that a full count passes",
  cite: "§2.3",
  needs: [],
  runs: 400,
  cases: () => cases,
  async holds(tried, given) {
    const { passed, wrong, run } = await tried(stage(given), given.passing);
    if (passed !== shouldPass(given))
      throw new Error(`${given.wrong} of ${given.count} wrong, passed: ${passed}`);
    if (!(wrong <= given.wrong && wrong <= run && run <= given.count))
      throw new Error(`counted ${wrong} of ${run}; there are ${given.wrong} of ${given.count}`);
    if (passed && run !== given.count) throw new Error(`passed after ${run} of ${given.count}`);
  },
  mutants: [
    {
      name: "stops after the first hundred trials",
      async subject(given, passing) {
        const { trials } = given;
        const found = await validate(given, passing);
        if (trials.count <= 100) return found;
        const few = { ...trials, count: 100, numbers: trials.numbers.subarray(0, 100) };
        const first = await validate({ ...given, trials: few }, passing);
        return { ...found, passed: first.passed };
      },
    },
    {
      name: "scores by the sign, whatever the task says",
      subject: (given, passing) => validate({ ...given, correct: correctTrials }, passing),
    },
    {
      name: "≥ where > is asked for",
      subject: (given) => validate(given, "reach"),
    },
    {
      name: "> where ≥ is asked for",
      subject: (given) => validate(given, "above"),
    },
    {
      name: "one wrong trial too many is allowed",
      async subject(given, passing) {
        const { wrong, run } = await validate(given, passing);
        const most = mostWrongAllowed(given.trials.count, passing);
        return { passed: wrong <= most + 1, wrong, run };
      },
    },
    {
      name: "a share in floating point: 1 − 0.9 of the trials",
      async subject(given, passing) {
        const { wrong, run } = await validate(given, passing);
        return { passed: wrong <= given.trials.count * (1 - 0.9), wrong, run };
      },
    },
  ],
};
