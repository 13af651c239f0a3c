import fc from "fast-check";
import { networkStream } from "../../src/study/cell.ts";
import { requireDerived } from "../../src/study/derived.ts";
import { cellOf } from "../../src/study/plan.ts";
import { planHash, type ReadPopulation } from "../../src/study/populationFile.ts";
import { ourRules, type StudyRules } from "../../src/study/rules.ts";
import type { TrainedNetwork } from "../../src/study/trained.ts";
import { drawInitial } from "../../src/training/initialMemory.ts";
import type { Law } from "../law.ts";
import { FORGERIES, type Forgery } from "./forgeries.ts";

/** Refuses a population that states what can be derived otherwise. */
export type Derive = (read: ReadPopulation, rules: StudyRules) => void;

const cell = cellOf("full-force", "rdm");

/** Three networks of full-FORCE, as if each had met the criterion after its own updates. */
export function madePopulation(): ReadPopulation {
  const settings = ourRules.settings(cell, 1000);
  const networks = [1000, 1001, 1002].map((seed): TrainedNetwork => {
    const drawn = drawInitial(settings, networkStream(cell, seed), 0)();
    const updates = 10 * (seed - 997);
    const recurrent = drawn.weights.recurrent.map((_, k) => Math.fround(Math.sin(seed + k) / 8));
    return {
      ...{ key: ourRules.key({ cell, seed }, "float32"), cell, seed, tier: "float32" },
      network: { ...drawn, weights: { ...drawn.weights, recurrent } },
      ...{ reason: "criterion", detail: "", attempts: 1, updates, trials: updates },
      ...{ validations: updates / 10, freshAccuracy: 0.895, idealAccuracy: 0.92 },
      losses: new Float64Array(updates / 10).fill(0.5),
    };
  });
  const unit = { cell, first: 1000, wanted: 3, most: 8 };
  const [{ network, tier }] = networks;
  const { units, channels, outputs, model } = network;
  const about = {
    ...{ ...unit, plan: planHash(unit), arithmetic: "", tier, units, channels, outputs, model },
    ...{ keys: networks.map(({ key }) => key), reasons: [], details: [] },
  };
  return { about, networks };
}

/** A reader that believes what it is told of one thing. */
const believes =
  (what: RegExp): Derive =>
  (read, rules) => {
    try {
      requireDerived(read, rules);
    } catch (error) {
      if (!(error instanceof Error && what.test(error.message))) throw error;
    }
  };

/** What a file states and can be computed is computed. */
export const statedIsDerived: Law<Derive, Forgery | null, "study/derived"> = {
  id: "study/derived",
  says: "a population that states other than its settings, seeds and counters give is refused",
  needs: [],
  runs: 200,
  cases: () => fc.constantFrom(null, ...FORGERIES),
  holds(derive, forgery) {
    const honest = madePopulation();
    if (forgery === null) {
      derive(honest, ourRules);
      return;
    }
    let said = "";
    try {
      derive(forgery.forge(honest), ourRules);
    } catch (error) {
      said = error instanceof Error ? error.message : String(error);
    }
    if (said === "") throw new Error(`accepted: ${forgery.name}`);
    if (!forgery.field.test(said)) throw new Error(`${forgery.name}: refused for "${said}"`);
  },
  mutants: [
    { name: "nothing is derived", subject: () => {} },
    {
      name: "everything is refused",
      subject() {
        throw new RangeError("seed 1001: trials");
      },
    },
    { name: "the model is believed", subject: believes(/model/) },
    { name: "trials are believed", subject: believes(/trials:/) },
    { name: "losses are believed", subject: believes(/losses:/) },
    { name: "validations are believed", subject: believes(/validations:/) },
    { name: "attempts are believed", subject: believes(/attempts:/) },
    { name: "the reason is believed", subject: believes(/reason:/) },
    { name: "accuracies are believed", subject: believes(/accuracy:/) },
    { name: "weights that no rule changes are believed", subject: believes(/W_input/) },
    { name: "the type of numbers is believed", subject: believes(/float32/) },
    { name: "copied weights are believed", subject: believes(/of its own/) },
    { name: "the last seed is believed", subject: believes(/seeds:/) },
  ],
};
