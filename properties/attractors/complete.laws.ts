import fc from "fast-check";
import { coverageOf } from "../../src/attractors/coverage.ts";
import { type FixedPointSet, findFixedPoints } from "../../src/attractors/findFixedPoints.ts";
import type { Network } from "../../src/model/model.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import type { Law } from "../law.ts";
import { largestGap, type Made, madeCases, madeNetwork, madeStarts } from "./made.ts";

/** Any way to find fixed points that says what it has proven. */
export type Prover = (question: {
  readonly network: Network;
  readonly input: readonly number[];
  readonly starts: readonly Float64Array[];
}) => Pick<FixedPointSet, "completeness"> & {
  readonly points: readonly { readonly state: Float64Array }[];
};

const proving: Prover = (question) => findFixedPoints({ ...question, prove: true });

/** Few units, so that proofs end: of all activations, and gentle or strong. */
const provable: fc.Arbitrary<Made> = fc
  .tuple(
    madeCases,
    fc.constantFrom("tanh" as const, "shifted-tanh" as const, "relu" as const),
    fc.double({ min: 0.2, max: 3, noNaN: true }),
    fc.integer({ min: 1, max: 3 }),
  )
  .map(([made, activation, gain, units]) => ({ ...made, activation, gain, units, clamps: 0 }));

export const proofsAreTrue: Law<Prover, Made, "attractors/complete"> = {
  id: "attractors/complete",
  says: "where a set is proven complete from one start, 200 starts find no point beside it",
  needs: [],
  cases: () => provable,
  holds(find, made) {
    const network = madeNetwork(made);
    const input = [made.input];
    const starts = madeStarts(network, made.seed, 1);
    const { points, completeness } = find({ network, input, starts });
    if (!completeness.startsWith("complete")) {
      // Few units that are well apart from a fold must be proven.
      if (made.activation !== "relu" && made.gain < 0.8 && made.units === 1)
        throw new Error(`${completeness} for a contraction`);
      return;
    }
    const all = findFixedPoints({
      ...{ network, input, search: "exhaustive" as const },
      starts: madeStarts(network, made.seed + 1, 200),
    });
    for (const { state } of all.points)
      if (!points.some((point) => largestGap(point.state, state) < 1e-6))
        throw new Error(`${completeness}, but (${state}) is missing`);
  },
  mutants: [
    {
      name: "complete where the degree is 1",
      subject: (question) => {
        const found = findFixedPoints({ ...question, search: "starts" });
        const isConsistent = found.completeness === "degree consistent";
        return {
          ...found,
          completeness: isConsistent ? "complete: intervals" : found.completeness,
        };
      },
    },
    {
      name: "one point is lost after the proof",
      subject: (question) => {
        const found = proving(question);
        return { ...found, points: found.points.slice(0, Math.max(1, found.points.length - 1)) };
      },
    },
    {
      name: "nothing is proven",
      subject: (question) => ({ ...proving(question), completeness: "degree consistent" }),
    },
  ],
};

/** A population of basins with shares that fall by `ratio`, and how many starts are drawn. */
type Basins = { readonly seed: number; readonly ratio: number; readonly draws: number };

/** Any way to bound the share of starts in unseen basins. */
export type Coverer = (
  draws: number,
  met: readonly number[],
) => { readonly unseenShare: number; readonly unseenBound: number };

const REPEATS = 200;

export const coverageCovers: Law<Coverer, Basins, "attractors/coverage"> = {
  id: "attractors/coverage",
  says:
    "the share of starts in unseen basins is below its bound in nine draws of ten, and in the " +
    "mean it is the estimate, within four standard errors",
  needs: [],
  runs: 20,
  cases: () =>
    fc.record({
      seed: fc.nat(1_000_000),
      ratio: fc.double({ min: 0.5, max: 0.95, noNaN: true }),
      draws: fc.integer({ min: 50, max: 300 }),
    }),
  holds(cover, { seed, ratio, draws }) {
    const shares = Array.from(
      { length: 100 },
      (_, k) => (1 - ratio) * Math.exp(k * Math.log(ratio)),
    );
    const total = shares.reduce((sum, share) => sum + share, 0);
    let below = 0;
    let difference = 0;
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const rng = createRng(deriveKey(null, "basins", seed, repeat));
      const met = new Array<number>(shares.length).fill(0);
      for (let draw = 0; draw < draws; draw++) met[drawnFrom(shares, total * rng.uniform())] += 1;
      const unseen = shares.reduce((sum, share, k) => sum + (met[k] === 0 ? share / total : 0), 0);
      const { unseenShare, unseenBound } = cover(draws, met);
      if (unseen <= unseenBound) below += 1;
      difference += (unseenShare - unseen) / REPEATS;
    }
    if (below < 0.9 * REPEATS) throw new Error(`below its bound in ${below} of ${REPEATS}`);
    // Four standard errors: one draw deviates by √(n₁ + 2n₂)/n, about 0.6/√n at most.
    if (Math.abs(difference) > (4 * 0.6) / Math.sqrt(REPEATS * draws))
      throw new Error(`off by ${difference} in the mean`);
  },
  mutants: [
    {
      name: "the estimate is the bound",
      subject: (draws, met) => {
        const { unseenShare } = coverageOf(draws, met);
        return { unseenShare, unseenBound: unseenShare };
      },
    },
    {
      name: "endings that were met twice are counted",
      subject: (draws, met) => {
        const twice = met.filter((count) => count === 1 || count === 2).length;
        return { ...coverageOf(draws, met), unseenShare: twice / draws };
      },
    },
  ],
};

function drawnFrom(shares: readonly number[], at: number): number {
  let sum = 0;
  for (const [k, share] of shares.entries()) {
    sum += share;
    if (at < sum) return k;
  }
  return shares.length - 1;
}

/** Ours, with proofs. */
export const ourProver: Prover = proving;
