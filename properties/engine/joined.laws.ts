import fc from "fast-check";
import type { Engine } from "../../src/engine/engine.ts";
import { type Joined, joinQuestions, type Question } from "../../src/engine/joined.ts";
import { referenceEngine } from "../../src/engine/reference.ts";
import { WEIGHT_NAMES } from "../../src/model/model.ts";
import type { Law } from "../law.ts";
import { mustBeSame } from "./bytes.laws.ts";
import { makeRun, type RunCase, runCases } from "./made.ts";

/** Makes one engine for many trainers, as `joinQuestions` does. */
export type Join = (engine: Engine & Joined) => Engine;

/** An engine that takes joined questions and answers each alone: its bytes depend on nothing. */
export function eachAlone(engine: Engine): Engine & Joined {
  return {
    ...engine,
    evaluateEach: (questions) =>
      Promise.all(
        questions.map(async ({ network, trials }) => (await engine.evaluate([network], trials))[0]),
      ),
    gradientEach: (questions) =>
      Promise.all(
        questions.map(async ({ network, trials }) => (await engine.gradient([network], trials))[0]),
      ),
  };
}

/** What several trainers ask at once, and how often each asks. */
export type JoinCase = {
  /** Each trainer's run; `networks` of its shape are asked together. */
  readonly trainers: readonly {
    readonly run: RunCase;
    readonly networks: number;
    readonly kind: "evaluate" | "gradient";
  }[];
  readonly rounds: number;
};

const bounds = { units: 3, channels: 2, count: 3, steps: 4, gains: [1] };

/** Trainers of two shapes, so that some can be joined. */
const joinCases: fc.Arbitrary<JoinCase> = fc
  .tuple(runCases(bounds), runCases(bounds))
  .chain((shapes) =>
    fc.record({
      trainers: fc.array(
        fc.record({
          run: fc.constantFrom(...shapes).map((run) => ({ ...run, drawn: true })),
          networks: fc.integer({ min: 1, max: 3 }),
          kind: fc.constantFrom("evaluate" as const, "gradient" as const),
        }),
        { minLength: 1, maxLength: 5 },
      ),
      rounds: fc.integer({ min: 1, max: 3 }),
    }),
  );

/** The trainer's question of a round: other weights and noise than anyone else's. */
function ask(run: RunCase, { trainer, round }: { trainer: number; round: number }) {
  const seed = run.seed + 1000 * trainer + 10 * round;
  const made = makeRun(run);
  const own = (k: number) => makeRun({ ...run, seed: seed + k });
  return {
    network: (k: number) => ({ ...made.network, weights: own(k).network.weights }),
    trials: {
      ...made.trials,
      inputs: own(0).trials.inputs,
      targets: made.trials.targets.map((target) => target + trainer + round),
    },
  };
}

async function askInRounds(engine: Engine, given: JoinCase, trainer: number): Promise<number[]> {
  const { run, networks, kind } = given.trainers[trainer];
  const answers: number[] = [];
  for (let round = 0; round < given.rounds; round++) {
    const { network, trials } = ask(run, { trainer, round });
    const of = Array.from({ length: networks }, (_, k) => network(k));
    if (kind === "evaluate")
      for (const outputs of await engine.evaluate(of, trials)) answers.push(...outputs);
    else
      for (const { loss, gradient } of await engine.gradient(of, trials)) {
        answers.push(loss);
        for (const name of WEIGHT_NAMES) answers.push(...gradient[name]);
      }
  }
  return answers;
}

/** How many different calls a round needs: one for each kind and shape. */
const callsNeeded = ({ trainers }: JoinCase): number =>
  new Set(
    trainers.map(({ run, kind }) => {
      const { network, trials } = makeRun(run);
      return JSON.stringify([kind, network.model, network.units, trials.count, trials.checkpoints]);
    }),
  ).size;

const faulty = (name: string, change: (questions: readonly Question[]) => readonly Question[]) => ({
  name,
  subject: (engine: Engine & Joined): Engine =>
    joinQuestions({
      ...engine,
      evaluateEach: (questions) => engine.evaluateEach(change(questions)),
      gradientEach: (questions) => engine.gradientEach(change(questions)),
    }),
});

/** Joining changes no answer, and joins all that can be joined. */
export const joinedIsSingle: Law<Join, JoinCase, "engine/joined"> = {
  id: "engine/joined",
  says: "trainers that ask at once get the answers that each would get alone, in fewest calls",
  needs: ["gradient"],
  runs: 60,
  cases: () => joinCases,
  async holds(join, given) {
    const alone = eachAlone(referenceEngine);
    let calls = 0;
    const joined = join({
      ...alone,
      evaluateEach(questions) {
        calls += 1;
        return alone.evaluateEach(questions);
      },
      gradientEach(questions) {
        calls += 1;
        return alone.gradientEach(questions);
      },
    });
    const trainers = given.trainers.map((_, index) => index);
    const together = await Promise.all(trainers.map((t) => askInRounds(joined, given, t)));
    for (const trainer of trainers)
      mustBeSame(
        `answers of trainer ${trainer}`,
        Float64Array.from(together[trainer]),
        Float64Array.from(await askInRounds(referenceEngine, given, trainer)),
      );
    if (calls !== callsNeeded(given) * given.rounds)
      throw new Error(`calls: ${calls}, expected ${callsNeeded(given)} in ${given.rounds} rounds`);
  },
  mutants: [
    { name: "nothing is joined", subject: (engine) => ({ ...engine }) },
    faulty("answers of one trainer go to another", (questions) => [...questions].reverse()),
    faulty("all are asked on the first one's trials", (questions) =>
      questions.map(({ network }) => ({ network, trials: questions[0].trials })),
    ),
  ],
};
