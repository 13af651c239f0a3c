/**
 * Lets mocha run our specs: `describe` and `it` are mocha's, `expect` stays vitest's. mocha keeps
 * the modules of all specs in one process, so a mutant costs only the tests that reach it; vitest
 * would start a process and load them anew for each.
 */
import { registerHooks } from "node:module";
import fc from "fast-check";
import { expect } from "vitest";

// A mutant need only be caught: its smallest counterexample is of no use to anybody.
fc.configureGlobal({ endOnFailure: true });

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "vitest" && context.parentURL !== import.meta.url
      ? { url: import.meta.url, shortCircuit: true }
      : next(specifier, context),
});

/** That a law catches its own mutants says nothing of our code. */
const CATCHES = /^\S+ catches: /;
/** Which other tests to leave out: those that draw thousands of samples, in a first quick look. */
const SKIPPED = process.env.SKIP === undefined ? null : new RegExp(process.env.SKIP);

function it(name, run) {
  if (!CATCHES.test(name) && !SKIPPED?.test(name)) globalThis.it(name, () => run());
}

it.each = (cases) => (name, run) => {
  for (const [at, given] of cases.entries())
    it(`${name} [${at}]`, () => (Array.isArray(given) ? run(...given) : run(given)));
};

function describe(name, declare) {
  globalThis.describe(name, declare);
}

export { describe, expect, it };
