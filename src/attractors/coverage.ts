import { requireHas, requireInteger, requireList, requireNotNegative } from "../numerics/gate.ts";

/** What independent starts say of basins that none of them was drawn from. */
export interface Coverage {
  /** How many independent starts were drawn. */
  readonly draws: number;
  /** How many endings were met exactly once; points that are images of each other are one. */
  readonly metOnce: number;
  /** Good and Turing's estimate of the share of starts that lie in unseen basins: metOnce/draws. */
  readonly unseenShare: number;
  /** Its upper bound, with 95 %: the larger of the binomial law's and Esty's. */
  readonly unseenBound: number;
  /** A point that draws this share of starts was found with 95 %. */
  readonly foundShare: number;
}

const CONFIDENCE = 0.95;
/** The normal deviate that 95 % lie below. */
const ONE_SIDED = 1.6449;

/**
 * The coverage of independent starts, given how often each ending was met.
 * @source Good 1953, "The population frequencies of species and the estimation of population
 * parameters"; Esty 1983, "A normal limit law for a nonparametric estimator of the coverage of a
 * random sample"
 * @throws RangeError for counts that are no whole numbers.
 */
export function coverageOf(draws: number, met: readonly number[]): Coverage {
  requireInteger("draws", draws, 0);
  requireList("met", met);
  for (let k = 0; k < met.length; k++) requireInteger(`met[${k}]`, met[k], 0);
  const metOnce = met.filter((count) => count === 1).length;
  const metTwice = met.filter((count) => count === 2).length;
  // What lies unseen varies too, beside the count that estimates it; 1 is for small counts.
  const deviation = Math.sqrt(metOnce + 2 * metTwice + 1);
  const normalBound = draws === 0 ? 1 : (metOnce + 1 + ONE_SIDED * deviation) / draws;
  return {
    draws,
    metOnce,
    unseenShare: draws === 0 ? 1 : metOnce / draws,
    unseenBound: Math.min(1, Math.max(upperShare(metOnce, draws), normalBound)),
    foundShare: draws === 0 ? 1 : 1 - Math.exp(Math.log(1 - CONFIDENCE) / draws),
  };
}

/** The share of which `count` of `draws` or fewer come with 5 % alone. @source Clopper & Pearson */
function upperShare(count: number, draws: number): number {
  if (count >= draws) return 1;
  let [low, high] = [count / draws, 1];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (atMost(count, draws, middle) > 1 - CONFIDENCE) low = middle;
    else high = middle;
  }
  return high;
}

/** The chance of `count` or fewer of `draws`, each with chance `share`. */
function atMost(count: number, draws: number, share: number): number {
  let term = draws * Math.log1p(-share);
  let sum = Math.exp(term);
  for (let k = 1; k <= count; k++) {
    term += Math.log((draws - k + 1) / k) + Math.log(share) - Math.log1p(-share);
    sum += Math.exp(term);
  }
  return sum;
}

/**
 * What a coverage means, in a sentence.
 * @throws RangeError for what is no coverage.
 */
export function coverageSentence(coverage: Coverage): string {
  requireHas("coverage", coverage, ["draws", "unseenShare", "unseenBound", "foundShare"]);
  const { draws, unseenShare, unseenBound, foundShare } = coverage;
  requireInteger("coverage.draws", draws, 0);
  for (const [name, share] of Object.entries({ unseenShare, unseenBound, foundShare }))
    requireNotNegative(`coverage.${name}`, share);
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return (
    `${draws} independent starts: ${percent(unseenShare)} of starts are estimated to lie in ` +
    `unseen basins (at most ${percent(unseenBound)} with 95 %); a point that draws ` +
    `${percent(foundShare)} of starts is found with 95 %`
  );
}
