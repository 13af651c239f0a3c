import fc from "fast-check";
import { createRng, deriveKey, type Key, type Rng } from "../../src/numerics/rng.ts";
import { euclideanDistances } from "../../src/statistics/distanceMatrix.ts";
import {
  type MixtureEffect,
  type MixtureQuestion,
  mixtureEffect,
  sharesApart,
} from "../../src/statistics/mixtureEffect.ts";
import {
  simulateTest,
  type TestRate,
  type TestSimulation,
} from "../../src/statistics/simulateTest.ts";
import type { Law } from "../law.ts";
import { average, madeRng } from "../representations/made.ts";
import { mostByChance } from "./underNull.ts";

/** Anything that says how often a test finds what it looks for. */
export type Simulate = (question: TestSimulation<number>) => TestRate;

/** A stream's name, and how often a coin shows heads. */
export type Coin = { readonly seed: number; readonly chance: number; readonly replicates: number };

export const simulationRate: Law<Simulate, Coin, "simulate-test/rate"> = {
  id: "simulate-test/rate",
  says: "the rate is the test's, within exact bounds; each replicate has streams of its own",
  cite: "claims, size and power",
  needs: [],
  runs: 20,
  cases: () =>
    fc.record({
      seed: fc.nat(1000),
      chance: fc.constantFrom(0.05, 0.3, 0.8),
      replicates: fc.constantFrom(100, 200),
    }),
  holds(simulate, { seed, chance, replicates }) {
    const key: Key = deriveKey(null, "simulated", seed);
    const question = {
      generate: (rng: Rng) => rng.uniform(),
      isFound: (drawn: number) => drawn < chance,
      replicates,
      key,
    };
    const whole = simulate(question);
    const half = simulate({ ...question, replicates: replicates / 2 });
    const most = mostByChance({ trials: replicates, share: chance });
    const fewest = replicates - mostByChance({ trials: replicates, share: 1 - chance });
    if (whole.found > most || whole.found < fewest)
      throw new Error(`found ${whole.found} of ${replicates}, with a chance of ${chance}`);
    if (whole.share !== whole.found / replicates) throw new Error(`share ${whole.share}`);
    const [low, high] = whole.interval;
    if (!(low <= whole.share && whole.share <= high && high - low < 4 / Math.sqrt(replicates)))
      throw new Error(`${whole.share} in ${low} … ${high}`);
    if (half.found > whole.found || whole.found - half.found > replicates / 2)
      throw new Error(`${half.found} of the first half, ${whole.found} of all`);
    const seen = (draws: boolean): string => {
      const data: number[] = [];
      simulate({
        ...question,
        isFound: (drawn, rng) => {
          if (draws) rng.uniform();
          return data.push(drawn) < 0;
        },
      });
      return data.join(" ");
    };
    if (seen(true) !== seen(false)) throw new Error("experiments hang on what the test draws");
  },
  mutants: [
    {
      name: "one stream for all",
      subject: ({ generate, isFound, replicates, key }) => {
        const rng = createRng(key);
        let found = 0;
        for (let i = 0; i < replicates; i++) if (isFound(generate(rng), rng)) found += 1;
        return { found, replicates, share: found / replicates, interval: [0, 1] };
      },
    },
    {
      name: "the same experiment again and again",
      subject: (question) => {
        const data = question.generate(createRng(question.key));
        return simulateTest({ ...question, generate: () => data });
      },
    },
    {
      name: "what is not found",
      subject: (question) => {
        const { isFound } = question;
        return simulateTest({ ...question, isFound: (data, rng) => !isFound(data, rng) });
      },
    },
  ],
};

type Mix = (question: MixtureQuestion, rng: Rng) => MixtureEffect;

/** How many networks have a property, and by how much two groups shall differ in it. */
export type SharesCase = {
  readonly having: number;
  readonly lacking: number;
  readonly networks: number;
  readonly difference: number;
};

export const mixtureShares: Law<Mix, SharesCase, "mixture/shares"> = {
  id: "mixture/shares",
  says: "two groups differ in a share by what was asked, whatever the pilot has",
  cite: "claims, margins mean something",
  needs: [],
  runs: 30,
  cases: () =>
    fc.record({
      having: fc.integer({ min: 1, max: 9 }),
      lacking: fc.integer({ min: 1, max: 9 }),
      networks: fc.integer({ min: 4, max: 20 }),
      difference: fc.constantFrom(0.25, 0.5, 1),
    }),
  holds(mix, { having, lacking, networks, difference }) {
    const has = Array.from({ length: having + lacking }, (_, i) => i < having);
    const distances = euclideanDistances(has.map((own, i) => [own ? 100 + i : i]));
    let groups = 0;
    const found = mix(
      {
        distances,
        mixtures: sharesApart(has, { difference }),
        networks,
        simulations: 40,
        // The share of the first group's networks that are far from a network without it.
        statistic: (near, labels) => {
          groups += labels.length;
          return shareHaving(near.values, near.size, labels);
        },
      },
      madeRng(having, "mixture", lacking, networks),
    );
    if (groups !== 80 * networks) throw new Error(`${groups} networks in 40 simulations`);
    // Numbers are rounded up or down: of a share by less than one network each time.
    const slack = 1e-9 + (6 * found.deviation) / Math.sqrt(40);
    if (!(Math.abs(found.mean - difference) <= slack && found.deviation <= 2 / networks))
      throw new Error(`shares differ by ${found.mean}, expected ${difference}`);
  },
  mutants: [
    {
      name: "shares that differ by twice as much",
      subject: (question, rng) => {
        const { mean, ...rest } = mixtureEffect(question, rng);
        return { ...rest, mean: 2 * mean };
      },
    },
    {
      name: "both groups of the first mixture",
      subject: (question, rng) =>
        mixtureEffect({ ...question, mixtures: [question.mixtures[0], question.mixtures[0]] }, rng),
    },
    {
      name: "networks drawn from all, whatever they have",
      subject: (question, rng) => {
        const members = [...Array(question.distances.size).keys()];
        const all = [{ members, share: 1 }];
        return mixtureEffect({ ...question, mixtures: [all, all] }, rng);
      },
    },
    {
      name: "one making",
      subject: (question, rng) => mixtureEffect({ ...question, simulations: 2 }, rng),
    },
  ],
};

/** By how much more of the first group lies high: two clusters, far from each other. */
function shareHaving(values: Float64Array, size: number, labels: Int32Array): number {
  const far = (i: number, j: number): boolean => values[i * size + j] > 50;
  // One cluster is that of network 0; which of the two it is the first group's larger share says.
  const shares = [0, 1].map((group) => {
    const own = [...labels.keys()].filter((i) => labels[i] === group);
    return average(own.map((i) => (far(0, i) ? 1 : 0)));
  });
  return Math.abs(shares[0] - shares[1]);
}
