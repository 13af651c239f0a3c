import fc from "fast-check";
import { perturbedTrial, perturbedTrials } from "../../src/rules/perturbedTrial.ts";
import { selectTrials } from "../../src/task/trials.ts";
import { mustBeSame } from "../engine/bytes.laws.ts";
import { type BoundLaw, bindLaw, type Law } from "../law.ts";
import { hebbianSetting } from "./kitHebbian.ts";

type ManyCase = {
  readonly seed: number;
  readonly trials: number;
  /** Which trials are run, by number modulo the trials. */
  readonly order: readonly number[];
  readonly meanKeeps: "trial" | number;
};

/** Many runs in one call are what each is alone. */
export const manyAreSingle: Law<typeof perturbedTrials, ManyCase, "rules/perturbed-many"> = {
  id: "rules/perturbed-many",
  says: "of many runs of one network each has the bytes of its trial run alone with its key",
  cite: "Eq. 3; Miconi 2017",
  needs: ["session"],
  runs: 20,
  cases: () =>
    fc.record({
      seed: fc.nat(10_000),
      trials: fc.integer({ min: 2, max: 20 }),
      order: fc.array(fc.nat(1000), { minLength: 2, maxLength: 24 }),
      meanKeeps: fc.constantFrom(0.05, 0.5, "trial" as const),
    }),
  holds(many, { seed, trials, order, meanKeeps }) {
    const { network, hyper, task, world, key } = hebbianSetting({ seed, steps: 40 });
    const perturbation = { probability: 0.02, amplitude: 2 };
    const own = { ...hyper, perturbation, meanKeeps, errorSteps: 10 };
    const on = task.draw(key("trials"), trials);
    const runs = order.map((number, k) => ({ trial: number % trials, key: key("kicks", k) }));
    const found = many(network, on, { world, hyper: own, runs });
    for (const [k, run] of runs.entries()) {
      const alone = { world, hyper: own, key: run.key };
      const expected = perturbedTrial(network, selectTrials(on, [run.trial]), alone);
      mustBeSame(`R of run ${k}`, Float64Array.of(found[k].error), Float64Array.of(expected.error));
      const wide = (values: Float32Array): Float64Array => Float64Array.from(values);
      mustBeSame(`e of run ${k}`, wide(found[k].eligibility), wide(expected.eligibility));
    }
  },
  mutants: [
    {
      name: "all runs have the kicks of the first",
      subject: (network, on, given) =>
        perturbedTrials(network, on, {
          ...given,
          runs: given.runs.map(({ trial }) => ({ trial, key: given.runs[0].key })),
        }),
    },
    {
      name: "all runs are on the first trial",
      subject: (network, on, given) =>
        perturbedTrials(network, on, {
          ...given,
          runs: given.runs.map(({ key }) => ({ trial: 0, key })),
        }),
    },
    {
      name: "a trial that comes again has the answer of its first run",
      subject(network, on, given) {
        const first = new Map(given.runs.toReversed().map((run) => [run.trial, run.key]));
        const runs = given.runs.map(({ trial, key }) => ({ trial, key: first.get(trial) ?? key }));
        return perturbedTrials(network, on, { ...given, runs });
      },
    },
  ],
};

/** The laws of runs with kicks, bound to ours. */
export const perturbedLaws: readonly BoundLaw[] = [bindLaw(manyAreSingle, perturbedTrials)];
