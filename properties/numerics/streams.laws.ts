import fc from "fast-check";
import {
  createRng,
  deriveKey,
  type Key,
  type permutation,
  type Rng,
} from "../../src/numerics/rng.ts";
import type { Law } from "../law.ts";

/** Opens a stream. */
export type Open = (key: Key, index?: number) => Rng;

const keyOf = (seed: number): Key => deriveKey(null, "streams", seed);

const seeds = (): fc.Arbitrary<number> => fc.nat(1_000_000);

const squared = (x: number): number => x * x;

/** Φ by Zelen and Severo's approximation, good to 7.5e-8. */
function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const terms = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const series = terms.reduceRight((sum, term) => (sum + term) * t, 0);
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return x < 0 ? tail : 1 - tail;
}

/** sup |F_n − F|. */
function kolmogorov(sample: readonly number[], cdf: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort();
  return sorted.reduce((most, x, k) => {
    const p = cdf(x);
    return Math.max(most, p - k / sorted.length, (k + 1) / sorted.length - p);
  }, 0);
}

/** Beyond this times 1/√n a Kolmogorov distance has p < 1e-5. */
const KOLMOGOROV = 2.5;

const changed =
  (change: (rng: Rng) => Partial<Rng>): Open =>
  (key, index) => {
    const rng = createRng(key, index);
    return { ...rng, ...change(rng) };
  };

/** Moments, shape and pairs of the normal deviates. */
export const normalsAreNormal: Law<Open, number, "numerics/normal"> = {
  id: "numerics/normal",
  says: "normal deviates have the normal distribution's moments and shape, and no memory",
  needs: [],
  runs: 5,
  cases: seeds,
  holds(open, seed) {
    const rng = open(keyOf(seed));
    // Enough to tell the fourth moment of a sum of four uniforms, 2.7, from 3.
    const n = 60_000;
    const z = Array.from({ length: n }, () => rng.normal());
    const moment = (power: (x: number, k: number) => number): number =>
      z.reduce((sum, x, k) => sum + power(x, k), 0) / n;
    // What is expected, and five standard errors of it.
    const checks: readonly (readonly [string, number, number, number])[] = [
      ["mean", moment((x) => x), 0, 1],
      ["second moment", moment((x) => x * x), 1, Math.sqrt(2)],
      ["third moment", moment((x) => x * x * x), 0, Math.sqrt(15)],
      ["fourth moment", moment((x) => x * x * x * x), 3, Math.sqrt(96)],
      ["products of neighbours", moment((x, k) => x * (z[k - 1] ?? 0)), 0, 1],
      ["products of neighbours' squares", moment((x, k) => x * x * squared(z[k - 1] ?? 1)), 1, 3],
    ];
    for (const [what, actual, expected, deviation] of checks)
      if (!(Math.abs(actual - expected) < (5 * deviation) / Math.sqrt(n)))
        throw new Error(`${what}: ${actual}, expected ${expected}`);
    const distance = kolmogorov(z, normalCdf);
    if (!(distance < KOLMOGOROV / Math.sqrt(n))) throw new Error(`Kolmogorov distance ${distance}`);
  },
  mutants: [
    {
      name: "the sum of four uniforms",
      subject: changed(({ uniform }) => ({
        normal: () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3),
      })),
    },
    {
      name: "a variance 6 % too large",
      subject: changed(({ normal }) => ({ normal: () => 1.03 * normal() })),
    },
    {
      name: "each deviate twice",
      subject: changed(({ normal }) => {
        let kept: number | null = null;
        return {
          normal() {
            const spare = kept;
            kept = spare === null ? normal() : null;
            return spare ?? kept ?? 0;
          },
        };
      }),
    },
    {
      name: "the same radius for two pairs",
      subject: changed(({ uniform }) => {
        let radius: number | null = null;
        return {
          normal() {
            const angle = 2 * Math.PI * uniform();
            const kept = radius ?? Math.sqrt(-2 * Math.log(1 - uniform()));
            radius = radius === null ? kept : null;
            return kept * Math.cos(angle);
          },
        };
      }),
    },
  ],
};

/** Chi-square of counts against equal shares, as a standard normal deviate (Wilson & Hilferty). */
function evenness(counts: ArrayLike<number>, total: number): number {
  const share = total / counts.length;
  let sum = 0;
  for (let k = 0; k < counts.length; k++) sum += (counts[k] - share) * (counts[k] - share);
  const freedom = counts.length - 1;
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(sum / share / freedom) - (1 - spread)) / Math.sqrt(spread);
}

/** Whole numbers below n, for small n and for n so large that a remainder would show. */
export const integersAreUniform: Law<Open, readonly [number, number], "numerics/integer"> = {
  id: "numerics/integer",
  says: "integer(n) is uniform on 0 … n − 1",
  needs: [],
  runs: 20,
  cases: () => fc.tuple(seeds(), fc.constantFrom(2, 3, 7, 10, 1000, 3 * 2 ** 30, 2 ** 31 + 1)),
  holds(open, [seed, n]) {
    const rng = open(keyOf(seed));
    const draws = 20_000;
    const bins = Math.min(n, 16);
    const counts = new Float64Array(bins);
    for (let k = 0; k < draws; k++) {
      const drawn = rng.integer(n);
      if (!(Number.isInteger(drawn) && drawn >= 0 && drawn < n))
        throw new Error(`integer(${n}): ${drawn}`);
      // For n that the bins do not divide, the remainder of a drawn number is even enough.
      counts[n > 1000 ? Math.floor((drawn / n) * bins) : drawn % bins] += 1;
    }
    if (n === 1000) return;
    const deviate = evenness(counts, draws);
    if (!(deviate < 4.5)) throw new Error(`integer(${n}): ${deviate} deviations from uniform`);
  },
  mutants: [
    {
      name: "the remainder of one word",
      subject: changed(({ uint32 }) => ({ integer: (n) => uint32() % n })),
    },
    {
      name: "n itself now and then",
      subject: changed(({ uniform }) => ({ integer: (n) => Math.round(uniform() * n) })),
    },
    {
      name: "0 is never drawn",
      subject: changed(({ integer }) => ({ integer: (n) => (n === 1 ? 0 : 1 + integer(n - 1)) })),
    },
  ],
};

/** Uniform numbers, down to their last bit. */
export const uniformsAreUniform: Law<Open, number, "numerics/uniform"> = {
  id: "numerics/uniform",
  says: "uniform() is uniform on [0, 1) and its 53rd bit is a coin",
  needs: [],
  runs: 5,
  cases: seeds,
  holds(open, seed) {
    const rng = open(keyOf(seed));
    const n = 20_000;
    const u = Array.from({ length: n }, () => rng.uniform());
    const out = u.find((x) => !(x >= 0 && x < 1));
    if (out !== undefined) throw new Error(`uniform: ${out}`);
    const distance = kolmogorov(u, (x) => x);
    if (!(distance < KOLMOGOROV / Math.sqrt(n))) throw new Error(`Kolmogorov distance ${distance}`);
    const ones = u.filter((x) => (x * 2 ** 53) % 2 === 1).length;
    if (!(Math.abs(ones - n / 2) < 2.5 * Math.sqrt(n)))
      throw new Error(`last bit: ${ones} of ${n}`);
  },
  mutants: [
    {
      name: "32 bits only",
      subject: changed(({ uint32 }) => ({ uniform: () => uint32() / 2 ** 32 })),
    },
    {
      name: "squares",
      subject: changed(({ uniform }) => ({ uniform: () => Math.sqrt(uniform()) })),
    },
    {
      name: "1 can be reached",
      subject: changed(({ uint32 }) => ({ uniform: () => (uint32() >>> 22) / 1023 })),
    },
  ],
};

/** A stream that all who ask share. */
function sharedStreams(): Open {
  let shared: Rng | null = null;
  return (key, index) => {
    shared ??= createRng(key, index);
    return shared;
  };
}

/** What a stream gives depends on its name only. */
export const streamsIndependent: Law<
  Open,
  readonly [number, readonly boolean[]],
  "numerics/call-order"
> = {
  id: "numerics/call-order",
  says: "a stream's numbers do not depend on when it is asked, or on other streams",
  needs: [],
  cases: () => fc.tuple(seeds(), fc.array(fc.boolean(), { minLength: 2, maxLength: 30 })),
  holds(open, [seed, turns]) {
    const alone = [0, 1].map((index) => {
      const rng = open(keyOf(seed), index);
      return turns.map(() => rng.normal());
    });
    const together = [0, 1].map((index) => open(keyOf(seed), index));
    const taken = [0, 0];
    for (const turn of turns) {
      const index = turn ? 1 : 0;
      const actual = together[index].normal();
      const expected = alone[index][taken[index]];
      if (actual !== expected)
        throw new Error(`stream ${index}, number ${taken[index]}: ${actual}, expected ${expected}`);
      taken[index] += 1;
    }
    if (alone[0].join() === alone[1].join()) throw new Error("streams 0 and 1 are the same");
  },
  mutants: [
    { name: "one stream for all", subject: sharedStreams() },
    { name: "the stream's number is ignored", subject: (key) => createRng(key) },
  ],
};

/** Puts 0 … n − 1 in a random order. */
export type Shuffle = typeof permutation;

const ORDERS = ["0,1,2", "0,2,1", "1,0,2", "1,2,0", "2,0,1", "2,1,0"];

/** All orders alike. */
export const ordersAreUniform: Law<Shuffle, number, "numerics/permutation"> = {
  id: "numerics/permutation",
  says: "each of the six orders of three is drawn equally often",
  cite: "Durstenfeld 1964",
  needs: [],
  runs: 5,
  cases: seeds,
  holds(shuffle, seed) {
    const rng = createRng(keyOf(seed));
    const counts = new Float64Array(6);
    for (let k = 0; k < 6000; k++) {
      const at = ORDERS.indexOf(shuffle(3, rng).join());
      if (at < 0) throw new Error("not an order of 0, 1, 2");
      counts[at] += 1;
    }
    const deviate = evenness(counts, 6000);
    if (!(deviate < 4.5)) throw new Error(`${counts.join()}: ${deviate} deviations from uniform`);
  },
  mutants: [
    {
      name: "every place is swapped with any place",
      subject: (n, rng) => {
        const order = Int32Array.from({ length: n }, (_, i) => i);
        for (let i = 0; i < n; i++) {
          const j = rng.integer(n);
          [order[i], order[j]] = [order[j], order[i]];
        }
        return order;
      },
    },
    {
      name: "no place is swapped with itself",
      subject: (n, rng) => {
        const order = Int32Array.from({ length: n }, (_, i) => i);
        for (let i = n - 1; i > 0; i--) {
          const j = rng.integer(i);
          [order[i], order[j]] = [order[j], order[i]];
        }
        return order;
      },
    },
  ],
};
