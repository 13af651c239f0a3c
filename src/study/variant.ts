import type { Activation } from "../model/activation.ts";
import type { Readout } from "../model/readout.ts";
import type { Coherence } from "../task/coherence.ts";

/** What a variant changes in the setting of a cell, and in nothing else. */
export type Variant = {
  readonly activation?: Activation;
  readonly readout?: Readout;
  /** How the means are drawn, in training and in validation. */
  readonly coherence?: Coherence;
  /** `none`: initial weights. `given`: as many as are asked for, then one validation. */
  readonly updates?: "none" | "given";
};

/** Means of ±1, as Miconi (2017) is said to have (§3.3), where the paper has ±0.1857 at most. */
const MICONI_MEANS: Coherence = { kind: "sign", largest: 1 };

/** The names of the variants, in the order of `VARIANTS`. */
export const VARIANT_NAMES = [
  "as-is",
  "tanh",
  "relu",
  "one-unit",
  "untrained",
  "matched-updates",
  "miconi",
  "shifted-tanh",
  "miconi-matched-updates",
] as const;

/** A variant's name: `as-is` changes nothing. */
export type VariantName = (typeof VARIANT_NAMES)[number];

/**
 * What each variant changes. `matched-updates` trains for a given number of updates, so that noise
 * and length of training can be told apart; `miconi` draws means as Miconi (2017).
 */
export const VARIANTS: Readonly<Record<VariantName, Variant>> = {
  "as-is": {},
  tanh: { activation: "tanh" },
  relu: { activation: "relu" },
  "one-unit": { readout: "unit" },
  untrained: { updates: "none" },
  "matched-updates": { updates: "given" },
  miconi: { coherence: MICONI_MEANS },
  "shifted-tanh": { activation: "shifted-tanh" },
  "miconi-matched-updates": { coherence: MICONI_MEANS, updates: "given" },
};
