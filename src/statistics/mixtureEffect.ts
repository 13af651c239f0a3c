import {
  requireFields,
  requireFinite,
  requireFlag,
  requireFunction,
  requireHas,
  requireInteger,
  requireList,
  requireNotNegative,
  requireRng,
  shown,
} from "../numerics/gate.ts";
import type { Rng } from "../numerics/rng.ts";
import { type DistanceMatrix, requireDistances, selectDistances } from "./distanceMatrix.ts";
import { sampleMean, sampleVariance } from "./moments.ts";

/** A group made of parts: networks of the matrix, and how large a share of it they are. */
export type Mixture = readonly {
  readonly members: readonly number[];
  readonly share: number;
}[];

/** What two made-up groups give. */
export type MixtureEffect = {
  /** The mean statistic of the groups that were made up. */
  readonly mean: number;
  /** The Monte-Carlo error of the mean. */
  readonly standardError: number;
  /** The standard deviation of the statistic from one making to the next. */
  readonly deviation: number;
};

/** How two groups are made up, and what is measured. */
export type MixtureQuestion = {
  readonly distances: DistanceMatrix;
  /** What the two groups are mixed of. */
  readonly mixtures: readonly [Mixture, Mixture];
  /** Networks a group. */
  readonly networks: number;
  readonly simulations: number;
  /** The measure of two groups, labelled 0 and 1: an excess silhouette, or ω². */
  readonly statistic: (distances: DistanceMatrix, labels: Int32Array, rng: Rng) => number;
};

/**
 * What a measure gives on two groups of n networks that differ in what they are mixed of, so that
 * a margin can be said in words. Networks are drawn with replacement from each part, in numbers
 * that are the shares of n, rounded up or down by chance so that they are right on average. Those
 * that are drawn twice lie together, so a margin from a small pilot is a little too large: an
 * excess silhouette of .021 of fresh networks (16 v 16) is .022 from 32 or 64, .024 from 16.
 * @source claims "Margins mean something"
 * @throws RangeError for shares that do not add up to 1, a part with a share and no members, a
 * member that the matrix lacks, or fewer than two networks or simulations.
 */
export function mixtureEffect(question: MixtureQuestion, rng: Rng): MixtureEffect {
  requireFields("question", question, {
    needed: ["distances", "mixtures", "networks", "simulations", "statistic"],
  });
  const { distances, mixtures, networks, simulations, statistic } = question;
  requireDistances("distances", distances);
  requireList("mixtures", mixtures, { size: 2 });
  for (let g = 0; g < 2; g++) requireMixture(`mixtures[${g}]`, mixtures[g], distances.size);
  requireInteger("networks", networks, 2);
  requireInteger("simulations", simulations, 2);
  requireFunction("statistic", statistic, "of distances and labels");
  requireRng("rng", rng);
  const labels = Int32Array.from({ length: 2 * networks }, (_, i) => (i < networks ? 0 : 1));
  const found = Array.from({ length: simulations }, () => {
    const drawn = mixtures.flatMap((mixture) => drawMixture(mixture, networks, rng));
    const value = statistic(selectDistances(distances, drawn), labels, rng);
    requireFinite("statistic", value);
    return value;
  });
  const deviation = Math.sqrt(sampleVariance(found));
  const standardError = deviation / Math.sqrt(simulations);
  return { mean: sampleMean(found), standardError, deviation };
}

/** Networks at evenly spaced places of the cumulated shares, from a start drawn at random. */
function drawMixture(mixture: Mixture, networks: number, rng: Rng): number[] {
  const start = rng.uniform();
  const parts = mixture.filter(({ share }) => share > 0);
  return Array.from({ length: networks }, (_, i) => {
    const place = (i + start) / networks;
    let reached = 0;
    const part = parts.find(({ share }) => {
      reached += share;
      return place < reached;
    });
    const { members } = part ?? parts[parts.length - 1];
    return members[rng.integer(members.length)];
  });
}

/**
 * Two groups of which shares of `around` ± difference/2 have a property, from networks that are
 * known to have it or not: "shares differing by .25" is a difference of .25.
 * @param has one flag a network of the matrix
 * @throws RangeError for shares outside [0, 1], no difference, or where all networks have it, or
 * none.
 */
export function sharesApart(
  has: readonly boolean[],
  settings: { readonly difference: number; readonly around?: number },
): readonly [Mixture, Mixture] {
  requireList("has", has);
  for (let i = 0; i < has.length; i++) requireFlag(`has[${i}]`, has[i]);
  requireFields("settings", settings, { needed: ["difference"], optional: ["around"] });
  const { difference, around = 0.5 } = settings;
  requireFinite("difference", difference);
  requireFinite("around", around);
  const [more, fewer] = [around + difference / 2, around - difference / 2];
  if (!(difference > 0 && fewer >= -1e-12 && more <= 1 + 1e-12))
    throw new RangeError(
      `difference: expected one that keeps shares around ${around} in [0, 1], got ${difference}`,
    );
  const having = [...has.keys()].filter((i) => has[i]);
  const lacking = [...has.keys()].filter((i) => !has[i]);
  if (having.length === 0 || lacking.length === 0)
    throw new RangeError(`has: expected some of each, got ${having.length} of ${has.length}`);
  const mixed = (share: number): Mixture => [
    { members: having, share },
    { members: lacking, share: 1 - share },
  ];
  return [mixed(Math.min(1, more)), mixed(Math.max(0, fewer))];
}

function requireMixture(name: string, mixture: Mixture, size: number): void {
  requireList(name, mixture);
  for (let k = 0; k < mixture.length; k++) {
    const part = `${name}[${k}]`;
    requireHas(part, mixture[k], ["members", "share"]);
    requireNotNegative(`${part}.share`, mixture[k].share);
    requireList(`${part}.members`, mixture[k].members);
  }
  const total = mixture.reduce((sum, { share }) => sum + share, 0);
  if (!(Math.abs(total - 1) < 1e-9))
    throw new RangeError(`${name}: expected shares that add up to 1, got ${total}`);
  for (const [k, { members, share }] of mixture.entries()) {
    if (members.length === 0 && share > 0)
      throw new RangeError(
        `${name}[${k}]: expected a share of some members, got ${share} of ${members.length}`,
      );
    for (const member of members)
      if (!(Number.isInteger(member) && member >= 0 && member < size))
        throw new RangeError(`${name}[${k}]: expected members below ${size}, got ${shown(member)}`);
  }
}
