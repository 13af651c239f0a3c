import { excessSilhouette } from "../distances/excessSilhouette.ts";
import type { Rng } from "../numerics/rng.ts";
import { distanceMatrix } from "../statistics/distanceMatrix.ts";
import {
  type Mixture,
  type MixtureEffect,
  mixtureEffect,
  sharesApart,
} from "../statistics/mixtureEffect.ts";
import type { DistanceEvidence } from "../study/distanceEvidence.ts";

/** In what two groups are to differ, so that a margin of an excess silhouette can be said. */
export type MarginInWords =
  /** In the share of networks with several stable points at zero input. */
  | { readonly kind: "shares"; readonly difference: number }
  /** A share of the first group's networks is exchanged for networks of the other. */
  | {
      readonly kind: "mixture";
      readonly share: number;
      readonly groups: readonly [string, string];
    };

/** How a margin is simulated. */
export type MarginSettings = { readonly networks: number; readonly simulations: number };

/** Shuffled labellings that centre each silhouette; their error vanishes in the mean. */
const PERMUTATIONS = 20;

/**
 * The excess silhouette of two groups of n networks that differ as is said: the margin of claims
 * that such groups are apart, or that groups are more alike than these.
 * @source claims "Margins mean something"
 * @throws RangeError where networks of a kind are lacking; see `mixtureEffect`.
 */
export function marginOf(
  evidence: DistanceEvidence,
  words: MarginInWords,
  { networks, simulations }: MarginSettings,
  rng: Rng,
): MixtureEffect {
  const mixtures =
    words.kind === "shares"
      ? sharesApart(evidence.bistable, { difference: words.difference })
      : mixturesOf(evidence, words);
  return mixtureEffect(
    {
      ...{ distances: distanceMatrix(evidence.distances), mixtures, networks, simulations },
      statistic: (distances, labels, own) =>
        excessSilhouette({ distances, labels, permutations: PERMUTATIONS }, own).excess,
    },
    rng,
  );
}

function mixturesOf(
  { groups, of }: DistanceEvidence,
  { share, groups: [pure, other] }: MarginInWords & { readonly kind: "mixture" },
): readonly [Mixture, Mixture] {
  const membersOf = (name: string): readonly number[] =>
    [...of.keys()].filter((i) => groups[of[i]] === name);
  const own = membersOf(pure);
  return [
    [{ members: own, share: 1 }],
    [
      { members: own, share: 1 - share },
      { members: membersOf(other), share },
    ],
  ];
}
