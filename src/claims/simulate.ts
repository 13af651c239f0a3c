import { createRng, deriveKey } from "../numerics/rng.ts";
import type { Claim } from "./claim.ts";
import type { Evidence } from "./evidence.ts";
import { combine, type Reached } from "./finding.ts";
import { judgeTests } from "./judge.ts";
import { nothingFor } from "./nothing.ts";
import { registrationFor } from "./registration.ts";
import { drawKeys, evidenceOn, resampled } from "./resample.ts";
import type { Simulated, SimulatedTest, StoodFor } from "./simulated.ts";
import type { Test } from "./test.ts";

/** What a simulation of a registered claim starts from. */
export type SimulationSettings = {
  readonly tests: readonly Test[];
  readonly evidence: Evidence;
  readonly from: readonly StoodFor[];
  /** Studies to simulate in all. */
  readonly draws: number;
  /** What was simulated before of the same claim, tests and evidence. */
  readonly before?: Simulated | undefined;
  /** Studies between two answers. */
  readonly chunk: number;
};

/**
 * Size and power of a claim's confirmatory tests at the numbers of networks that they are
 * registered with: studies are drawn with replacement from evidence, and judged as the claim is.
 * Of one study all tests see the same networks. Answers after every chunk what there is so far;
 * each study has a stream of its own, so that what was simulated before is not simulated again.
 */
export function* simulate(
  claim: Claim,
  { tests: all, evidence, from, draws, before, chunk }: SimulationSettings,
): Generator<Simulated> {
  const tests = all.filter(({ role }) => role === "confirmatory");
  const key = deriveKey(null, "attest", "simulate", claim.id, registrationFor(claim).hash);
  const nothing = tests.map((test, at) =>
    nothingFor(test, evidence, createRng(deriveKey(key, "nothing", at))),
  );
  let now: Simulated = { ...(before ?? beginning(tests, nothing, from)), wanted: draws };
  while (now.draws < draws) {
    const until = Math.min(draws, now.draws + chunk);
    for (let draw = now.draws; draw < until; draw++) {
      const reached = judgeDraw(claim, tests, { evidence, key: deriveKey(key, "draw", draw) });
      const falsely = tests.map((test, at): boolean | null => {
        const made = nothing[at].evidence;
        if (made === null) return null;
        const stream = deriveKey(key, "null", draw, at);
        const drawn = resampled(made, test.networks, createRng(deriveKey(stream, "draw")));
        const rng = createRng(deriveKey(stream, "judge"));
        return combine(judgeTests(claim, [test], drawn, rng)) === "supported";
      });
      now = counted(now, reached, falsely);
    }
    yield now;
  }
  if (before !== undefined && before.draws >= draws) yield now;
}

function beginning(
  tests: readonly Test[],
  nothing: readonly { readonly says: string; readonly evidence: Evidence | null }[],
  from: readonly StoodFor[],
): Simulated {
  return {
    ...{ draws: 0, wanted: 0, from, whole: { supported: 0, contradicted: 0 } },
    tests: tests.map(({ name, networks }, at) => ({
      ...{ name, networks, supported: 0, contradicted: 0 },
      falsely: nothing[at].evidence === null ? null : 0,
      nothing: nothing[at].says,
    })),
  };
}

/** What each test, and the claim as a whole, comes to in one study. */
function judgeDraw(
  claim: Claim,
  tests: readonly Test[],
  { evidence, key }: { readonly evidence: Evidence; readonly key: ReturnType<typeof deriveKey> },
): { readonly tests: readonly Reached[]; readonly whole: Reached } {
  const most = Math.max(...tests.map(({ networks }) => networks));
  const drawn = drawKeys(evidence, most, createRng(deriveKey(key, "networks")));
  const parts = tests.map((test, at) => {
    const rng = createRng(deriveKey(key, "judge", at));
    return judgeTests(claim, [test], evidenceOn(evidence, drawn, test.networks), rng);
  });
  return { tests: parts.map(combine), whole: combine(parts.flat()) };
}

function counted(
  now: Simulated,
  reached: { readonly tests: readonly Reached[]; readonly whole: Reached },
  falsely: readonly (boolean | null)[],
): Simulated {
  const one = (isSo: boolean): number => (isSo ? 1 : 0);
  return {
    ...now,
    draws: now.draws + 1,
    tests: now.tests.map((test, at): SimulatedTest => {
      const found = reached.tests[at];
      const wrong = falsely[at];
      return {
        ...test,
        supported: test.supported + one(found === "supported"),
        contradicted: test.contradicted + one(found === "contradicted"),
        falsely: wrong === null || test.falsely === null ? null : test.falsely + one(wrong),
      };
    }),
    whole: {
      supported: now.whole.supported + one(reached.whole === "supported"),
      contradicted: now.whole.contradicted + one(reached.whole === "contradicted"),
    },
  };
}
