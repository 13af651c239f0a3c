import fc from "fast-check";
import { requireSettings } from "../../src/rules/declaration.ts";
import { builtInRules, requireRule } from "../../src/rules/registry.ts";
import type { AnyRule, RuleSettings } from "../../src/rules/rule.ts";
import { working } from "../../src/setting/readings.ts";
import type { Storable } from "../../src/setting/storable.ts";
import { pack } from "../../src/store/pack.ts";
import { rdm } from "../../src/task/rdm.ts";
import type { Law } from "../law.ts";
import { answerOf } from "../store/refusal.ts";

/** What a module exports as a rule, and what that says that it is run with. */
export type Declared = { readonly exported: unknown; readonly name: string };

/** Takes a module's rule, and its settings on a task. */
export type ReadRule = (declared: Declared) => {
  readonly rule: AnyRule;
  readonly settings: RuleSettings<Storable>;
};

const task = rdm({
  steps: 10,
  coherence: { kind: "uniform", largest: 0.2 },
  noiseDeviation: 1,
  initialDeviation: 0,
});

/** Ours. */
export const ourRuleReading: ReadRule = ({ exported, name }) => {
  const rule = requireRule(exported, { name, module: "stranger.ts" });
  return { rule, settings: requireSettings(rule.name, rule.settings(task, working)) };
};

const oddNumbers: fc.Arbitrary<unknown> = fc.constantFrom(
  ...[Number.NaN, 1 / 0, -1 / 0, -1, 0, 0.5, 1e300, 2 ** 53, -0, "10", null, undefined, [1]],
);

/** The field as it should be, or something else; most of a declaration is mostly right. */
const mostly = (right: fc.Arbitrary<unknown>, odd: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: odd });

const anything = fc.oneof(fc.anything({ maxDepth: 2 }), oddNumbers);
const count = mostly(fc.integer({ min: 1, max: 1000 }), oddNumbers);

const settings: fc.Arbitrary<unknown> = mostly(
  fc.record(
    {
      hyper: mostly(
        fc.constantFrom(null, { rate: 0.1 }),
        fc.oneof(anything, fc.constant(nest(70)), fc.constant(cycle())),
      ),
      model: mostly(
        fc.record({
          activation: mostly(fc.constantFrom("tanh", "relu"), anything),
          readout: mostly(fc.constantFrom("rates", "unit"), anything),
          clamped: mostly(fc.constantFrom([], [{ unit: 1, value: 1 }]), anything),
          trains: mostly(fc.constantFrom(["recurrent"], []), anything),
          alpha: mostly(fc.constant(0.1), oddNumbers),
        }),
        anything,
      ),
      trialsPerUpdate: count,
      runsPerTrial: count,
      validateEvery: count,
      budget: mostly(
        fc.record({ updates: count, restarts: mostly(fc.nat(3), oddNumbers) }),
        anything,
      ),
      initialDeviation: mostly(fc.constant(0.3), oddNumbers),
      // A field of the trainer's that a rule has no say in.
      trainTask: mostly(fc.constant(undefined), fc.constant({ kind: "rdm" })),
    },
    { requiredKeys: ["hyper", "model", "trialsPerUpdate", "validateEvery", "budget"] },
  ),
  anything,
).map((made) => withoutUndefined(made));

function withoutUndefined(made: unknown): unknown {
  if (typeof made !== "object" || made === null || !("trainTask" in made)) return made;
  const { trainTask, ...rest } = made;
  return trainTask === undefined ? rest : made;
}

function nest(depth: number): Storable {
  return depth === 0 ? [] : [nest(depth - 1)];
}

function cycle(): object {
  const made: { self?: object } = {};
  made.self = made;
  return made;
}

const NAMES = ["stranger", "bptt", "hebbian", "", "a b", "../x", "<script>", "constructor", "x\n"];

const declared: fc.Arbitrary<Declared> = fc
  .record({
    name: fc.oneof(fc.constant("stranger"), fc.constantFrom<unknown>(...NAMES, null, 1, ["x"])),
    // Null asks for the rule by the name that it gives itself.
    asked: fc.constantFrom(null, "stranger", ...NAMES),
    settings,
    missing: fc.oneof(
      { weight: 3, arbitrary: fc.constant("") },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          ...["learn", "begin", "settings", "network", "atRest", "needs", "cite", "ready"],
        ),
      },
    ),
    whole: mostly(fc.constant(true), fc.constant(false)),
    instead: anything,
  })
  .map(({ name, asked, settings: said, missing, whole, instead }) => {
    const rule: Record<string, unknown> = { ...builtInRules[0], name, settings: () => said };
    if (missing !== "") rule[missing] = instead;
    return { exported: whole === true ? rule : instead, name: asked ?? String(name) };
  });

/** A stranger's rule is one that can be run to an end, or is refused in words. */
export const fuzzedDeclarations: Law<ReadRule, Declared, "rules/fuzz-declarations"> = {
  id: "rules/fuzz-declarations",
  says: "what a module declares is refused in words, or has a name of its own and an end",
  needs: [],
  runs: 1000,
  cases: () => declared,
  holds(read, given) {
    const answer = answerOf(() => refusingInWords(() => read(given)));
    if (!("value" in answer)) return;
    const { rule, settings: said } = answer.value;
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(rule.name)) throw new Error(`the name "${rule.name}"`);
    if (rule.name !== given.name) throw new Error(`"${rule.name}" passed for "${given.name}"`);
    if (builtInRules.some(({ name }) => name === rule.name)) throw new Error("a name of ours");
    // What was let through may lack anything.
    const { updates, restarts } = Object(Object(said).budget);
    const { trialsPerUpdate, validateEvery, runsPerTrial = 1 } = Object(said);
    for (const each of [updates, restarts + 1, trialsPerUpdate, validateEvery, runsPerTrial])
      if (!(Number.isSafeInteger(each) && each >= 1 && each <= 1e9))
        throw new Error(`accepted ${JSON.stringify(said)}`);
    const known = ["gradient", "loss", "session"];
    if (!(Array.isArray(rule.needs) && rule.needs.every((each) => known.includes(each))))
      throw new Error(`the needs ${JSON.stringify(rule.needs)}`);
    if (typeof rule.cite !== "string" || typeof rule.atRest !== "function")
      throw new Error("no source, or no constants at rest");
    if (!["function", "undefined"].includes(typeof rule.ready)) throw new Error("ready is none");
    if ("trainTask" in said) throw new Error("a field of the trainer's passed");
    // What is accepted can be made a key of.
    pack(said.hyper);
  },
  mutants: [
    {
      name: "needs are believed",
      subject({ exported, name }) {
        const { needs = [], ...rest } = Object(exported);
        const { rule, settings: said } = ourRuleReading({ exported: { ...rest, needs: [] }, name });
        return { rule: { ...rule, needs }, settings: said };
      },
    },
    {
      name: "settings are believed",
      subject: ({ exported, name }) => {
        const rule = requireRule(exported, { name, module: "stranger.ts" });
        return { rule, settings: rule.settings(task, working) };
      },
    },
    {
      name: "names are not compared",
      subject: ({ exported }) => ourRuleReading({ exported, name: nameIn(exported) }),
    },
    {
      name: "a stranger may call itself as one of ours",
      subject({ exported, name }) {
        const rule = builtInRules.find((each) => each.name === name && nameIn(exported) === name);
        if (rule === undefined) return ourRuleReading({ exported, name });
        return { rule, settings: rule.settings(task, working) };
      },
    },
  ],
};

const nameIn = (exported: unknown): string => String(Object(exported).name);

/** `requireRule` throws plain errors, as the command prints them: those begin with `rule:`. */
function refusingInWords<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("rule:"))
      throw new TypeError(`expected a rule: ${error.message}`);
    throw error;
  }
}
