import fc from "fast-check";
import type { Engine } from "../../src/engine/engine.ts";
import { trialLosses } from "../../src/engine/loss.ts";
import { lowestOf, type Ranked } from "../../src/engine/lowest.ts";
import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import type { Network } from "../../src/model/model.ts";
import { selectTrials, type Trials } from "../../src/task/trials.ts";
import type { Law } from "../law.ts";
import { makeRun, type RunCase, runCases } from "./made.ts";

/** Networks of one shape, or of two; how many are to be found. */
export type RaceCase = {
  readonly run: RunCase;
  readonly networks: number;
  readonly count: number;
  readonly odd: boolean;
};

/** An engine's own search for the networks of lowest loss. */
export type EngineLowest = NonNullable<Engine["lowest"]>;

function networksOf({ run, networks, odd }: RaceCase): readonly Network[] {
  return Array.from({ length: networks }, (_, k) => {
    const alpha = odd && k % 3 === 1 ? run.alpha / 2 : run.alpha;
    return makeRun({ ...run, alpha, seed: run.seed + k }).network;
  }).map((network, _, [{ model }]) => ({
    ...network,
    model: { ...model, alpha: network.model.alpha },
  }));
}

const shown = (found: readonly Ranked[]): string =>
  found.map(({ index, loss }) => `${index}: ${Number.isFinite(loss) ? loss : "none"}`).join(", ");

const changed =
  (change: (of: readonly Network[], on: Trials, count: number) => ReturnType<EngineLowest>) =>
  (of: readonly Network[], on: Trials, count: number): ReturnType<EngineLowest> =>
    change(of, on, count);

const race: EngineLowest = (of, on, count) => {
  if (wasmEngine.lowest === undefined) throw new Error("wasm: expected a race, got none");
  return wasmEngine.lowest(of, on, count);
};

/** One call answers what all losses show. */
export const raceInOneCall: Law<EngineLowest, RaceCase, "engine/lowest"> = {
  id: "engine/lowest",
  says: "the networks of lowest mean loss in one call are those that all losses show, to the bit",
  cite: "§2.3",
  needs: [],
  runs: 60,
  cases: () =>
    fc.record({
      run: runCases({ units: 9, channels: 3, count: 70, steps: 12, gains: [0.5, 1.5, 1e20] }),
      networks: fc.integer({ min: 1, max: 12 }),
      count: fc.integer({ min: 1, max: 4 }),
      odd: fc.boolean(),
    }),
  async holds(lowest, given) {
    const { trials } = makeRun(given.run);
    const networks = networksOf(given);
    const expected = await lowestOf(networks, trials, {
      count: given.count,
      lossOf: async (of, on) =>
        (await wasmEngine.evaluate(of, on)).map((outputs) => trialLosses(outputs, on)),
    });
    const found = await lowest(networks, trials, given.count);
    if (shown(found) !== shown(expected))
      throw new Error(`found ${shown(found)}, expected ${shown(expected)}`);
  },
  mutants: [
    {
      name: "the last trial is not run",
      subject: changed((of, on, count) => {
        const fewer = Int32Array.from({ length: Math.max(1, on.count - 1) }, (_, k) => k);
        return race(of, selectTrials(on, fewer), count);
      }),
    },
    {
      name: "the weights of the first network are all's",
      subject: changed((of, on, count) =>
        race(
          of.map((network) => ({ ...network, weights: of[0].weights })),
          on,
          count,
        ),
      ),
    },
    {
      name: "the model of the first network is all's",
      subject: changed((of, on, count) =>
        race(
          of.map((network) => ({ ...network, model: of[0].model })),
          on,
          count,
        ),
      ),
    },
    {
      name: "the best is left out",
      subject: changed(async (of, on, count) => (await race(of, on, count + 1)).slice(1)),
    },
  ],
};
