import {
  requireFields,
  requireFlag,
  requireFunction,
  requireInteger,
  requireKey,
} from "../numerics/gate.ts";
import { createRng, deriveKey, type Key, type Rng } from "../numerics/rng.ts";
import { binomialBounds } from "./binomialBounds.ts";

/** A test to be tried on experiments that are made up. */
export type TestSimulation<Data> = {
  /** One experiment, with as many networks as are registered. */
  readonly generate: (rng: Rng) => Data;
  /** Whether the experiment comes out as asked: p ≤ α, or a verdict. */
  readonly isFound: (data: Data, rng: Rng) => boolean;
  readonly replicates: number;
  /** What the streams are named by: each replicate has one of its own. */
  readonly key: Key;
};

/** How often a test found what it looks for: its size where there is nothing, else its power. */
export type TestRate = {
  readonly found: number;
  readonly replicates: number;
  readonly share: number;
  /** Exact 95 % bounds of the share. */
  readonly interval: readonly [number, number];
};

/**
 * The size or power of a test, by simulation. Replicate i draws from the stream `key / replicate /
 * i`, so that it can be repeated alone, and more replicates begin with the same ones.
 * @source claims "Size and power"
 * @throws RangeError for no replicates.
 */
export function simulateTest<Data>(simulation: TestSimulation<Data>): TestRate {
  requireFields("simulation", simulation, { needed: ["generate", "isFound", "replicates", "key"] });
  const { generate, isFound, replicates, key } = simulation;
  requireFunction("generate", generate, "of a stream");
  requireFunction("isFound", isFound, "of an experiment and a stream");
  requireInteger("replicates", replicates, 1);
  requireKey("key", key);
  let found = 0;
  for (let i = 0; i < replicates; i++) {
    const data = generate(createRng(deriveKey(key, "replicate", i, "data")));
    const answer = isFound(data, createRng(deriveKey(key, "replicate", i, "test")));
    requireFlag("isFound", answer);
    if (answer) found += 1;
  }
  const { low, high } = binomialBounds({ successes: found, trials: replicates });
  return { found, replicates, share: found / replicates, interval: [low, high] };
}
