import fc from "fast-check";
import {
  type Kicked,
  type KickedRun,
  kickedBySteps,
  type RunKicked,
} from "../../src/engine/kicked.ts";
import { openSession } from "../../src/engine/openSession.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import type { Law } from "../law.ts";
import { makeRun, type RunCase, runCases } from "./made.ts";
import { changed, opening } from "./sessionMutants.ts";

/** What is run: trials of a batch, each run with so many kicks that come together or apart. */
export type KickedCase = {
  readonly run: RunCase;
  readonly kicks: readonly number[];
  readonly together: boolean;
  readonly meanKeeps: Kicked["meanKeeps"];
  readonly errorSteps: number;
};

const cases = (run: fc.Arbitrary<RunCase>): fc.Arbitrary<KickedCase> =>
  fc.record({
    run,
    kicks: fc.array(fc.constantFrom(0, 1, 7, 30), { minLength: 1, maxLength: 5 }),
    together: fc.boolean(),
    meanKeeps: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(0, 0.05, 0.3, 1) },
      { weight: 1, arbitrary: fc.constant("trial" as const) },
    ),
    errorSteps: fc.constantFrom(1, 3, 12.5, 40, 1000),
  });

/** The runs of a case: trials in any order, some of them more than once. */
function runsOf({ run, kicks, together }: KickedCase): readonly KickedRun[] {
  const rng = createRng(deriveKey(null, "kicks", run.seed));
  // Together they hit a few units at a few steps, some twice.
  const [steps, units] = together
    ? [Math.min(3, run.steps), Math.min(3, run.units)]
    : [run.steps, run.units];
  return kicks.map((count) => ({
    trial: rng.integer(run.count),
    kicks: {
      steps: Int32Array.from({ length: count }, () => rng.integer(steps)).sort(),
      units: Int32Array.from({ length: count }, () => rng.integer(units)),
      amounts: Float64Array.from({ length: count }, () => rng.normal() + rng.uniform() * 1e-7),
    },
  }));
}

/** @throws Error where two numbers differ; any NaN equals any NaN, and −0 is not 0. */
function mustBe(what: string, actual: number, expected: number): void {
  if (!Object.is(actual, expected)) throw new Error(`${what}: ${actual}, expected ${expected}`);
}

function holds(kicked: RunKicked, given: KickedCase): void {
  const { network, trials } = makeRun(given.run);
  const { meanKeeps, errorSteps } = given;
  const asked = { runs: runsOf(given), meanKeeps, errorSteps };
  const expected = kickedBySteps(openSession)(network, trials, asked);
  const found = kicked(network, trials, asked);
  mustBe("runs", found.length, expected.length);
  for (const [k, { eligibility, error }] of expected.entries()) {
    mustBe(`R of run ${k}`, found[k].error, error);
    mustBe(`size of e of run ${k}`, found[k].eligibility.length, eligibility.length);
    for (let at = 0; at < eligibility.length; at++)
      mustBe(`e[${at}] of run ${k}`, found[k].eligibility[at], eligibility[at]);
  }
}

const defined = kickedBySteps(openSession);

const asking = (name: string, change: (given: Kicked, steps: number) => Kicked) => ({
  name,
  subject: ((network, on, given) =>
    defined(network, on, change(given, on.steps))) satisfies RunKicked,
});

const kicking = (
  name: string,
  change: (kicks: KickedRun["kicks"], steps: number) => KickedRun["kicks"],
) =>
  asking(name, (given, steps) => ({
    ...given,
    runs: given.runs.map((run) => ({ ...run, kicks: change(run.kicks, steps) })),
  }));

const MUTANTS = [
  kicking("kicks come a step late", (kicks, steps) => ({
    ...kicks,
    steps: kicks.steps.map((step) => Math.min(step + 1, steps - 1)),
  })),
  kicking("kicks are rounded to float32 before they are added", (kicks) => ({
    ...kicks,
    amounts: kicks.amounts.map(Math.fround),
  })),
  kicking("one kick a step", ({ steps, units, amounts }) => {
    const first = (_: number, k: number): boolean => k === 0 || steps[k] !== steps[k - 1];
    return {
      steps: steps.filter(first),
      units: units.filter(first),
      amounts: amounts.filter(first),
    };
  }),
  asking("x̄ keeps a share rounded to float32", (given) => ({
    ...given,
    meanKeeps: given.meanKeeps === "trial" ? "trial" : Math.fround(given.meanKeeps),
  })),
  asking("R over all steps", (given) => ({ ...given, errorSteps: Number.POSITIVE_INFINITY })),
  asking("every run is on the first trial", (given) => ({
    ...given,
    runs: given.runs.map((run) => ({ ...run, trial: 0 })),
  })),
  {
    name: "runs add to one another's e",
    subject: ((network, on, given) => {
      const sums = new Float32Array(network.units * network.units);
      return defined(network, on, given).map(({ eligibility, error }) => {
        for (let k = 0; k < sums.length; k++) sums[k] += eligibility[k];
        return { eligibility: sums.slice(), error };
      });
    }) satisfies RunKicked,
  },
  {
    name: "clamped units are kicked",
    subject: kickedBySteps(
      opening("", (session, { model }) => ({
        writeState(state) {
          session.writeState(state);
          for (const { unit } of model.clamped) session.state[unit] = state[unit];
        },
      })).subject,
    ),
  },
  {
    name: "kicks do not reach the rates of the next step",
    subject: kickedBySteps((network, on) => {
      const session = openSession(network, on);
      return changed(session, { writeState: (state) => session.state.set(state) });
    }),
  },
];

const law: Omit<Law<RunKicked, KickedCase>, "cases" | "runs" | "id"> = {
  says:
    "runs with kicks make the bytes of a session that is kicked step by step, whatever the " +
    "shape, the model, the kicks, x̄, and how many steps count",
  cite: "Eq. 3; Miconi 2017",
  needs: ["session"],
  holds,
  mutants: MUTANTS,
};

/** Bit-exactness over shapes, models and kicks. */
export const sameKickedBytes: Law<RunKicked, KickedCase, "engine/kicked-bytes"> = {
  ...law,
  id: "engine/kicked-bytes",
  runs: 150,
  cases: () =>
    cases(runCases({ units: 13, channels: 3, count: 20, steps: 24, gains: [0.5, 1.5, 6, 1e20] })),
};

/** The same for networks that fill one or several tiles of a kernel, and chunks of steps. */
export const sameKickedBytesWide: Law<RunKicked, KickedCase, "engine/kicked-bytes-wide"> = {
  ...law,
  id: "engine/kicked-bytes-wide",
  runs: 40,
  mutants: [],
  cases: () =>
    cases(
      fc
        .tuple(
          runCases({ units: 1, channels: 3, count: 2, steps: 130, gains: [1.5] }),
          fc.constantFrom(1, 2, 28, 29, 50, 52, 53, 56, 57, 61, 64, 65, 113),
        )
        .map(([run, units]) => ({ ...run, units })),
    ),
};
