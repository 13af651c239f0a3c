import { createRng, deriveKey, type Rng } from "../../src/numerics/rng.ts";
import type { NetworkData, ShownDynamics, ShownRoot } from "../../src/report/networkData.ts";
import { madeExample, ONE_RULE } from "./madeData.ts";

/** What the made-up page of a network is made from. */
export type MadeNetworkFrom = {
  readonly seed: number;
  readonly contexts: number;
  readonly losses: number;
  readonly clamped: number;
  readonly diverged: boolean;
  /** What stands in the place of every text. */
  readonly text: string;
};

const UNITS = 6;

/** Data of a network's page that look like a real one's, and are from no network. */
export function madeNetworkData(made: MadeNetworkFrom): NetworkData {
  const { text, losses, diverged } = made;
  const rng = createRng(deriveKey(null, "made network", made.seed));
  const values = (count: number) => Array.from({ length: count }, () => rng.normal());
  return {
    network: {
      key: text,
      cell: text,
      seed: made.seed,
      reason: diverged ? "diverged" : "criterion",
      updates: 10 * losses,
      freshAccuracy: 0.91,
      idealAccuracy: 0.92,
    },
    file: text,
    facts: [["Rule", text]],
    detail: text,
    losses: Array.from({ length: losses }, (_, k) => 1 / (k + 1)),
    validateEvery: 10,
    weights: [
      { name: "recurrent", shape: [UNITS, UNITS], trained: true, values: values(UNITS * UNITS) },
      { name: "input", shape: [UNITS, 1], trained: false, values: values(UNITS) },
      { name: "output", shape: [1, UNITS], trained: true, values: values(UNITS) },
    ],
    dynamics: diverged ? null : madeDynamics(made, rng),
    commands: [[text, text]],
  };
}

function madeDynamics(made: MadeNetworkFrom, rng: Rng): ShownDynamics {
  const { contexts, text } = made;
  const from = { made: { ...ONE_RULE, contexts }, name: text, at: 0 };
  const example = madeExample(from, rng);
  return {
    example,
    roots: example.points.map(
      ({ input, context, stable, marginal, spectralRadius }): ShownRoot => ({
        input,
        context,
        stable,
        marginal,
        residual: 1e-16,
        index: stable ? 1 : -1,
        certificate: stable
          ? { verdict: "certified", existence: 1e-13, uniqueness: 1e-3 }
          : { verdict: "not certified", reason: text },
        eigenvalues: Array.from({ length: UNITS }, (_, k) => {
          if (k >= UNITS - made.clamped) return { re: 0, im: 0 };
          return k === 0
            ? { re: spectralRadius, im: 0 }
            : { re: 0.9 + 0.02 * rng.normal(), im: 0.02 * rng.normal() };
        }),
      }),
    ),
    pulses: Array.from({ length: contexts }, (_, context) => ({
      way: `context ${context}: ${text}`,
      example,
      offAfter: 375,
      trace: [15, 30, 45].map((step) => ({ step, up: 1, down: -1 })),
      slow: [[0, 0] as const],
      speedBelow: 0.01,
    })),
    hasDegreeLaw: true,
    spectralRadius: 1.2,
  };
}
