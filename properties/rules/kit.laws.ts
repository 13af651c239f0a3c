import fc from "fast-check";
import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import { type Network, WEIGHT_NAMES, type WeightName, withWeights } from "../../src/model/model.ts";
import { bptt } from "../../src/rules/bptt.ts";
import { fullForce } from "../../src/rules/fullForce.ts";
import { hebbian } from "../../src/rules/hebbian.ts";
import type { AnyRule, DrawNetwork, Need, World } from "../../src/rules/rule.ts";
import type { Storable } from "../../src/setting/storable.ts";
import { decodeArtifact, encodeArtifact } from "../../src/store/store.ts";
import { jobOf } from "../../src/study/job.ts";
import { type Trials, writeInputs } from "../../src/task/trials.ts";
import { train } from "../../src/training/train.ts";
import { type BoundLaw, bindLaw, type Law } from "../law.ts";
import {
  arraysOf,
  cellOf,
  lessonOf,
  mustBeStorable,
  mustStoreAlike,
  type ReadingName,
  type RuleCase,
  recordedDraw,
  smallSettings,
  trialsAsValue,
} from "./kit.ts";
import {
  afterEach,
  drawsByCallOrder,
  hidesOverflow,
  inWorld,
  notesInMemory,
  onOtherTrials,
  remembersElsewhere,
  remembersInMap,
  scaledGradient,
  throwsOnOverflow,
  withNewNoise,
  writesIntoMemory,
  writesIntoTrials,
} from "./kitMutants.ts";

const READINGS: readonly ReadingName[] = ["text", "code", "working"];

const cases = (): fc.Arbitrary<RuleCase> =>
  fc.record({ seed: fc.nat(1000), reading: fc.constantFrom(...READINGS) });

/** A rule is a pure function of its memory. */
export const memoryIsKept: Law<AnyRule, RuleCase, "rules/kit-memory"> = {
  id: "rules/kit-memory",
  says: "learning changes neither the memory nor the trials that it was given",
  needs: [],
  runs: 3,
  cases,
  async holds(rule, given) {
    const lesson = lessonOf(rule, given);
    let memory = lesson.begin();
    for (let update = 0; update < lesson.settings.budget.updates; update++) {
      const on = lesson.trials(update);
      const before = decodeArtifact(encodeArtifact(memory));
      const shown = decodeArtifact(encodeArtifact(trialsAsValue(on)));
      const next = await lesson.learn(memory, update, { on });
      mustStoreAlike(`update ${update + 1} changed what it was given: memory`, memory, before);
      mustStoreAlike("it changed its trials: on", trialsAsValue(on), shown);
      memory = next;
    }
  },
  mutants: [
    { name: "writes the new weights into the old memory", subject: writesIntoMemory },
    { name: "notes its loss in the old memory", subject: notesInMemory },
    { name: "writes into the trials", subject: writesIntoTrials },
  ],
};

/** All that a rule knows is in its memory, and the memory can be stored. */
export const memoryIsStorable: Law<AnyRule, RuleCase, "rules/kit-storable"> = {
  id: "rules/kit-storable",
  says: "a memory that was stored and read back goes on to the same bytes",
  needs: [],
  runs: 3,
  cases,
  async holds(rule, given) {
    const lesson = lessonOf(rule, given);
    let straight = lesson.begin();
    let stored = lesson.begin();
    for (let update = 0; update < lesson.settings.budget.updates; update++) {
      straight = await lesson.learn(straight, update);
      mustBeStorable("memory", straight);
      stored = await lesson.learn(decodeArtifact(encodeArtifact(stored)), update);
    }
    mustStoreAlike("gone on from what was stored: memory", stored, straight);
  },
  mutants: [
    { name: "keeps its momentum elsewhere", subject: remembersElsewhere() },
    { name: "keeps a Map in its memory", subject: remembersInMap },
  ],
};

/** All chance comes from the seed. */
export const seedDecides: Law<AnyRule, RuleCase, "rules/kit-seed"> = {
  id: "rules/kit-seed",
  says: "the same seed gives the same bytes",
  needs: [],
  runs: 3,
  cases,
  async holds(rule, given) {
    const first = await lessonOf(rule, given).learnAll();
    mustStoreAlike("run twice: memory", await lessonOf(rule, given).learnAll(), first);
  },
  mutants: [{ name: "draws by the order of calls", subject: drawsByCallOrder() }],
};

/** Whether two networks have equal numbers in the matrices named. */
const alike = (a: Network, b: Network, names: readonly WeightName[]): boolean =>
  names.every((name) => a.weights[name].every((weight, k) => weight === b.weights[name][k]));

/** With a step of size 0 nothing is learned. */
export const restsAtZero: Law<AnyRule, RuleCase, "rules/kit-rest"> = {
  id: "rules/kit-rest",
  says: "at step size 0 the answer stays an untrained network",
  needs: [],
  runs: 3,
  cases,
  async holds(rule, given) {
    const lesson = lessonOf(rule, given);
    const { draw, drawn } = recordedDraw(lesson.draw);
    const untrained = [rule.network(lesson.begin({ draw })), ...drawn];
    const hyper = rule.atRest(lesson.settings.hyper);
    const answer = rule.network(await lesson.learnAll({ draw, hyper }));
    if (!untrained.some((network) => alike(network, answer, WEIGHT_NAMES)))
      throw new Error("the weights of no untrained network are the answer's");
  },
  mutants: [
    {
      name: "a step that is small but not 0",
      subject: { ...afterEach("output", (weights) => weights), atRest: scarcelyAtRest },
    },
    {
      name: "weights decay by themselves",
      subject: afterEach("recurrent", (weights) => weights.map((w) => Math.fround(w * 0.999))),
    },
  ],
};

function scarcelyAtRest<Hyper extends { readonly learningRate: number }>(hyper: Hyper): Hyper {
  return { ...hyper, learningRate: hyper.learningRate / 100 };
}

type OverflowCase = RuleCase & { readonly size: number };

/** Networks that overflow say so. */
export const finiteOrDiverged: Law<AnyRule, OverflowCase, "rules/kit-finite"> = {
  id: "rules/kit-finite",
  says: "a network ends with finite weights and memory, or is said to have diverged",
  needs: [],
  runs: 4,
  cases: () =>
    fc.record({
      seed: fc.nat(1000),
      reading: fc.constantFrom(...READINGS),
      size: fc.constantFrom(1e5, 1e15, 1e30, 1e37),
    }),
  async holds(rule, { seed, reading, size }) {
    const settings = smallSettings(rule, reading);
    let last: Storable = null;
    const initialisation = {
      ...settings.initialisation,
      ...{ recurrentDeviation: size, inputDeviation: size, outputDeviation: size },
    };
    const cell = cellOf(rule, reading);
    const given = { cell, seed, settings: { ...settings, initialisation } };
    const { reason, detail, network } = await train({
      ...jobOf(given, wasmEngine.tier),
      rule,
      engine: wasmEngine,
      checkpointEvery: 1,
      save: ({ memory }) => {
        last = memory;
      },
    });
    if (reason === "diverged") {
      if (detail === "") throw new Error("diverged: expected a word on where");
      return;
    }
    const finite = (values: ArrayLike<number>): boolean =>
      Array.from(values).every(Number.isFinite);
    if (!WEIGHT_NAMES.every((name) => finite(network.weights[name])))
      throw new Error(`the weights are not finite, and training ended with "${reason}"`);
    if (!arraysOf(last).every(finite))
      throw new Error(`the memory holds what is not finite, and training ended with "${reason}"`);
  },
  mutants: [
    { name: "answers 0 for each weight that is NaN", subject: hidesOverflow },
    { name: "throws", subject: throwsOnOverflow },
  ],
};

/** A rule with a gradient goes downhill. */
export const firstStepIsDownhill: Law<AnyRule, RuleCase, "rules/kit-downhill"> = {
  id: "rules/kit-downhill",
  says: "the first step's inner product with the gradient is negative",
  needs: ["gradient"],
  runs: 6,
  cases,
  async holds(rule, given) {
    const lesson = lessonOf(rule, given);
    const memory = lesson.begin();
    const before = rule.network(memory);
    const on = lesson.trials(0);
    const [{ gradient }] = await lesson.world.gradient([before], on);
    const after = rule.network(await lesson.learn(memory, 0, { on }));
    let inner = 0;
    for (const name of WEIGHT_NAMES)
      gradient[name].forEach((g, k) => {
        inner += g * (after.weights[name][k] - before.weights[name][k]);
      });
    if (!(inner < 0)) throw new Error(`expected a negative inner product, got ${inner}`);
  },
  mutants: [
    { name: "uphill", subject: scaledGradient(-1) },
    { name: "no step", subject: scaledGradient(0) },
  ],
};

/** @throws Error where `asked` is not made of the trials in `on`, noise and targets included. */
function mustComeFrom(asked: Trials, on: Trials): void {
  const { steps, channels, count } = on;
  if (asked.steps !== steps) throw new Error(`steps: ${asked.steps}, expected ${steps}`);
  const places = Array.from(asked.numbers, (number) => on.numbers.indexOf(number));
  if (places.includes(-1)) throw new Error("a trial was asked about that was not given");
  const { inputs, initial } = asked;
  if (inputs.kind === "gaussian" && on.inputs.kind === "gaussian") {
    mustStoreAlike("the noise's key", inputs.key, on.inputs.key);
  } else {
    const own = writeInputs(on);
    const shown = writeInputs(asked);
    for (let t = 0; t < steps; t++)
      places.forEach((place, k) => {
        for (let c = 0; c < channels; c++)
          if (
            shown[(t * asked.count + k) * asked.channels + c] !==
            own[(t * count + place) * channels + c]
          )
            throw new Error(`inputs: not those of the trial given, at step ${t}`);
      });
  }
  if (initial.kind === "gaussian" && on.initial.kind === "gaussian")
    mustStoreAlike("the initial states' key", initial.key, on.initial.key);
  for (let c = 0; c < on.checkpoints.length; c++)
    places.forEach((place, k) => {
      if (asked.targets[c * asked.count + k] !== on.targets[c * count + place])
        throw new Error(`targets: not those of the trial given, at checkpoint ${c}`);
    });
}

/** @throws Error where a rule asks for what it does not say that it needs. */
function mustNeed(rule: AnyRule, need: Need): void {
  if (!rule.needs.includes(need))
    throw new Error(`needs: it asks for "${need}", and says [${rule.needs.join(", ")}]`);
}

/** A rule learns from the trials that it was given, and from no others. */
export const asksAboutItsTrials: Law<AnyRule, RuleCase, "rules/kit-trials"> = {
  id: "rules/kit-trials",
  says: "a rule asks its world only for what it needs, about the trials that it was given",
  needs: [],
  runs: 3,
  cases,
  async holds(rule, given) {
    const lesson = lessonOf(rule, given);
    let memory = lesson.begin();
    for (let update = 0; update < Math.min(3, lesson.settings.budget.updates); update++) {
      const on = lesson.trials(update);
      const world: World = {
        gradient(of, asked) {
          mustNeed(rule, "gradient");
          mustComeFrom(asked, on);
          return lesson.world.gradient(of, asked);
        },
        loss(of, asked) {
          mustNeed(rule, "loss");
          mustComeFrom(asked, on);
          return lesson.world.loss(of, asked);
        },
        lowest(of, asked, count) {
          mustNeed(rule, "loss");
          mustComeFrom(asked, on);
          return lesson.world.lowest(of, asked, count);
        },
        open(of, asked, from) {
          mustNeed(rule, "session");
          mustComeFrom(asked, on);
          return lesson.world.open(of, asked, from);
        },
        kicked(of, asked, given) {
          mustNeed(rule, "session");
          mustComeFrom(asked, on);
          return lesson.world.kicked(of, asked, given);
        },
      };
      memory = await lesson.learn(memory, update, { on, world });
    }
  },
  mutants: [
    { name: "asks for a gradient and does not say so", subject: { ...bptt, needs: ["loss"] } },
    {
      name: "peeks: learns from the noise of other trials, such as the validation's",
      subject: onOtherTrials(bptt, withNewNoise),
    },
    { name: "noise of its own, step by step", subject: onOtherTrials(hebbian, withNewNoise) },
    {
      name: "trials beside those given",
      subject: onOtherTrials(bptt, (on) => ({ ...on, numbers: on.numbers.map((n) => n + 1) })),
    },
    {
      name: "targets of its own",
      subject: onOtherTrials(bptt, (on) => ({ ...on, targets: on.targets.map((y) => -y) })),
    },
  ],
};

/** What a model does not train stays as it was drawn. */
export const untrainedIsUntouched: Law<AnyRule, RuleCase, "rules/kit-untouched"> = {
  id: "rules/kit-untouched",
  says: "weights that the model does not train are those that were drawn",
  needs: [],
  runs: 4,
  cases,
  async holds(rule, given) {
    const lesson = lessonOf(rule, given);
    const { draw, drawn } = recordedDraw(lesson.draw);
    const untrained = [rule.network(lesson.begin({ draw })), ...drawn];
    const answer = rule.network(await lesson.learnAll({ draw }));
    const names = WEIGHT_NAMES.filter((name) => !answer.model.trains.includes(name));
    if (!untrained.some((network) => alike(network, answer, names)))
      throw new Error(`${names.join(" and ")}: the answer's are those of no untrained network`);
  },
  mutants: [
    {
      name: "W_in moves where W_rec alone is trained",
      subject: afterEach("input", (weights) => weights.map((w) => Math.fround(w * 1.01))),
    },
    {
      name: "the output moves where W_rec alone is trained",
      subject: {
        ...hebbian,
        network({ network }) {
          const { weights } = network;
          return withWeights(network, { ...weights, output: weights.recurrent.slice(0, 20) });
        },
      } satisfies typeof hebbian,
    },
  ],
};

const CLAMPED = [
  { unit: 3, value: 0.5 },
  { unit: 7, value: -1 },
];

const clampedUnits = (network: Network): ReadonlySet<number> =>
  new Set(network.model.clamped.map(({ unit }) => unit));

/** The networks that `draw` gives, with other weights into the clamped units. */
const scrambled =
  (draw: DrawNetwork): DrawNetwork =>
  (options) => {
    const network = draw(options);
    const { units, channels } = network;
    const recurrent = network.weights.recurrent.slice();
    const input = network.weights.input.slice();
    for (const unit of clampedUnits(network)) {
      recurrent.subarray(unit * units, (unit + 1) * units).fill(0.75);
      input.subarray(unit * channels, (unit + 1) * channels).fill(-2);
    }
    return withWeights(network, { ...network.weights, recurrent, input });
  };

/** @throws Error where two networks differ in a weight that is not into a clamped unit. */
function mustAgreeBesideClamps(a: Network, b: Network): void {
  const clamped = clampedUnits(a);
  const columns = { recurrent: a.units, input: a.channels, output: a.units };
  for (const name of WEIGHT_NAMES)
    a.weights[name].forEach((weight, k) => {
      if (name !== "output" && clamped.has(Math.floor(k / columns[name]))) return;
      if (!Object.is(weight, b.weights[name][k]))
        throw new Error(`W_${name}[${k}]: ${b.weights[name][k]}, expected ${weight}`);
    });
}

/** Nothing hangs on weights that have no effect. */
export const clampedRowsAreIrrelevant: Law<AnyRule, RuleCase, "rules/kit-clamped"> = {
  id: "rules/kit-clamped",
  says: "weights into clamped units change nothing in what the other weights learn",
  needs: [],
  runs: 3,
  cases,
  async holds(rule, given) {
    const lesson = lessonOf(rule, given, CLAMPED);
    const as = rule.network(await lesson.learnAll());
    const other = rule.network(await lesson.learnAll({ draw: scrambled(lesson.draw) }));
    mustAgreeBesideClamps(as, other);
  },
  mutants: [
    {
      name: "W_rec is divided by its norm",
      subject: afterEach("recurrent", (weights) => {
        const norm = Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0));
        return weights.map((w) => Math.fround(w / norm));
      }),
    },
    {
      name: "the clamps are forgotten",
      subject: inWorld(fullForce, (world) => ({
        ...world,
        open: (of, on, from) =>
          world.open({ ...of, model: { ...of.model, clamped: [] } }, on, from),
      })),
    },
  ],
};

/** Every law of the kit. */
export const kit: readonly { bind(rule: AnyRule): BoundLaw; needs: readonly string[] }[] = [
  tie(memoryIsKept),
  tie(memoryIsStorable),
  tie(seedDecides),
  tie(restsAtZero),
  tie(finiteOrDiverged),
  tie(firstStepIsDownhill),
  tie(asksAboutItsTrials),
  tie(untrainedIsUntouched),
  tie(clampedRowsAreIrrelevant),
];

function tie<Case>(law: Law<AnyRule, Case>): {
  bind(rule: AnyRule): BoundLaw;
  needs: readonly string[];
} {
  return { bind: (rule) => bindLaw(law, rule), needs: law.needs };
}

/** The laws that a rule must obey, without mutants: those whose needs it shares. */
export function ruleKitLaws(rule: AnyRule): readonly BoundLaw[] {
  const has: readonly string[] = rule.needs;
  return kit
    .filter(({ needs }) => needs.every((need) => has.includes(need)))
    .map(({ bind }) => {
      const law = bind(rule);
      return { ...law, id: `${law.id}/${rule.name}`, mutants: [] };
    });
}

/** Every law of the kit on BPTT, with its mutants. */
export const kitLaws: readonly BoundLaw[] = kit.map(({ bind }) => bind(bptt));
