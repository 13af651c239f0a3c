import { requireInteger, requireRng } from "../numerics/gate.ts";
import { permutation, type Rng } from "../numerics/rng.ts";
import {
  type LabelledDistances,
  requireLabelled,
  selectDistances,
} from "../statistics/distanceMatrix.ts";
import type { Estimate } from "../statistics/estimate.ts";
import { groupJackknife } from "../statistics/groupJackknife.ts";
import { type ExcessSilhouette, excessSilhouette } from "./excessSilhouette.ts";
import { groupsOf, silhouetteScore } from "./silhouette.ts";

/**
 * The excess silhouette of groups with its standard error by the delete-one jackknife within each
 * group. The shuffled labellings that centre the silhouette are the same in each round, so that
 * their Monte-Carlo error cancels instead of counting as spread of the networks. Where groups are
 * alike the error is up to √2 too wide: no single network tells there. Of 1,000 made-up pairs of
 * 16 v 16 networks at each of four distances 93 to 97 % of the 95 % intervals held the mean excess,
 * and 4 to 7 % of the one-sided upper bounds missed it.
 * @source Rousseeuw 1987; Arvesen 1969; claims "Statistics"
 * @param rounds shuffled labellings in each round of the jackknife; 100 where it is left out
 * @throws RangeError where a group has fewer than three networks, for labels that `silhouette`
 * would not take, or for no permutations or rounds.
 */
export function excessEstimate(
  question: LabelledDistances & { readonly rounds?: number },
  rng: Rng,
): Estimate & ExcessSilhouette {
  requireLabelled("question", question, ["rounds"]);
  requireRng("rng", rng);
  const { rounds = 100, ...given } = question;
  const { distances, labels } = given;
  const { of, count } = groupsOf(labels, distances.size);
  const sizes = Array.from({ length: count }, (_, g) => of.filter((own) => own === g).length);
  if (!(Math.min(...sizes) >= 3))
    throw new RangeError(`labels: expected at least 3 networks a group, got ${sizes.join(", ")}`);
  requireInteger("rounds", rounds, 1);
  const found = excessSilhouette(given, rng);
  const orders = Array.from({ length: rounds }, () => permutation(distances.size, rng));
  const error = groupJackknife(of, (kept) => {
    const near = selectDistances(distances, kept);
    const own = Int32Array.from(kept, (i) => of[i]);
    let expected = 0;
    for (const order of orders)
      expected += silhouetteScore(near, { of: dealt(own, kept, order), count }) / rounds;
    return silhouetteScore(near, { of: own, count }) - expected;
  });
  const { standardError, degrees } = error;
  return { ...found, estimate: found.excess, standardError, degrees };
}

/** The labels dealt to the networks that are kept, smallest label first, along an order of all. */
function dealt(own: Int32Array, kept: Int32Array, order: Int32Array): Int32Array {
  const place = new Int32Array(order.length).fill(-1);
  for (const [at, i] of kept.entries()) place[i] = at;
  const labels = Int32Array.from(own).sort();
  const shuffled = new Int32Array(own.length);
  let next = 0;
  for (const i of order)
    if (place[i] >= 0) {
      shuffled[place[i]] = labels[next];
      next += 1;
    }
  return shuffled;
}
