import fc from "fast-check";
import { silhouette } from "../../src/distances/silhouette.ts";
import { euclideanDistances, toRows } from "../../src/statistics/distanceMatrix.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import { average, madeRng, mustLieWithin, normalRows } from "../representations/made.ts";

/** Any implementation of the silhouette of a distance matrix. */
export type SilhouetteOf = (
  distances: number[][],
  labels: number[],
) => { readonly score: number; readonly samples: readonly number[] };

/** Ours. */
export const ourSilhouette: SilhouetteOf = (distances, labels) =>
  silhouette(distances, labels, { metric: "precomputed" });

/** Distances among points, with labels; label 0 occurs once, so that there is a singleton. */
export type Labelled = { readonly distances: number[][]; readonly labels: number[] };

/** Small sets of labelled points; some coincide, so that distances are tied or zero. */
export const labelledCases: fc.Arbitrary<Labelled> = fc
  .record({
    seed: fc.nat(1_000_000),
    sizes: fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 1, maxLength: 3 }),
    coarse: fc.boolean(),
  })
  .map(({ seed, sizes, coarse }) => {
    const labels = [0, ...sizes.flatMap((size, group) => new Array<number>(size).fill(group + 1))];
    const points = normalRows({ rows: labels.length, columns: 2 }, madeRng(seed, "points"));
    const placed = points.map((point) => point.map((x) => (coarse ? Math.round(x) : x)));
    return { distances: toRows(euclideanDistances(placed)), labels };
  });

const scoredBy = (
  { distances, labels }: Labelled,
  width: (i: number, mean: (label: number, self: boolean) => number) => number,
): ReturnType<SilhouetteOf> => {
  const samples = labels.map((own, i) => {
    const mean = (label: number, self: boolean): number => {
      const members = [...labels.keys()].filter((j) => labels[j] === label && (self || j !== i));
      return members.length === 0 ? 0 : average(members.map((j) => distances[i][j]));
    };
    return labels.filter((label) => label === own).length === 1 ? 0 : width(i, mean);
  });
  return { score: average(samples), samples };
};

/** The definition, word for word. */
export const definedSilhouette: SilhouetteOf = (distances, labels) =>
  scoredBy({ distances, labels }, (i, mean) => {
    const a = mean(labels[i], false);
    const b = Math.min(...labels.filter((l) => l !== labels[i]).map((l) => mean(l, true)));
    return Math.max(a, b) === 0 ? 0 : (b - a) / Math.max(a, b);
  });

const selfIncluded: SilhouetteOf = (distances, labels) =>
  scoredBy({ distances, labels }, (i, mean) => {
    const a = mean(labels[i], true);
    const b = Math.min(...labels.filter((l) => l !== labels[i]).map((l) => mean(l, true)));
    return Math.max(a, b) === 0 ? 0 : (b - a) / Math.max(a, b);
  });

const allOthers: SilhouetteOf = (distances, labels) =>
  scoredBy({ distances, labels }, (i, mean) => {
    const a = mean(labels[i], false);
    const others = labels.filter((label) => label !== labels[i]);
    const b = average(others.map((label) => mean(label, true)));
    return Math.max(a, b) === 0 ? 0 : (b - a) / Math.max(a, b);
  });

const singletonsAreOne: SilhouetteOf = (distances, labels) => {
  const { samples } = ourSilhouette(distances, labels);
  const changed = samples.map((value, i) =>
    labels.filter((label) => label === labels[i]).length === 1 ? 1 : value,
  );
  return { score: average(changed), samples: changed };
};

export const silhouetteDefinition: Law<SilhouetteOf, Labelled, "silhouette/definition"> = {
  id: "silhouette/definition",
  says: "each sample is (b − a) / max(a, b), 0 for the only one of its label",
  cite: "Rousseeuw 1987",
  needs: [],
  cases: () => labelledCases,
  holds(score, { distances, labels }) {
    const [found, expected] = [score(distances, labels), definedSilhouette(distances, labels)];
    mustBeClose("samples", found.samples, expected.samples, 1e-12);
    mustBeClose("score", [found.score], [average(found.samples)], 1e-12);
  },
  mutants: [
    { name: "a singleton counts as 1", subject: singletonsAreOne },
    { name: "a sample's distance to itself counts", subject: selfIncluded },
    { name: "the mean of the other labels, not the nearest", subject: allOthers },
    {
      name: "the median sample as the score",
      subject: (distances, labels) => {
        const { samples } = ourSilhouette(distances, labels);
        return { samples, score: [...samples].sort((x, y) => x - y)[samples.length >> 1] };
      },
    },
  ],
};

export const silhouetteInvariant: Law<SilhouetteOf, Labelled, "silhouette/invariant"> = {
  id: "silhouette/invariant",
  says: "it lies in [−1, 1]; scale and names of labels change nothing; networks permute",
  cite: "Rousseeuw 1987",
  needs: [],
  cases: () => labelledCases,
  holds(score, { distances, labels }) {
    const { samples, score: mean } = score(distances, labels);
    for (const value of [mean, ...samples]) mustLieWithin("value", value, { low: -1, high: 1 });
    const scaled = distances.map((row) => row.map((distance) => 1e3 * distance));
    mustBeClose("scaled", score(scaled, labels).samples, samples, 1e-9);
    const renamed = labels.map((label) => 7 - 3 * label);
    mustBeClose("renamed", score(distances, renamed).samples, samples, 1e-12);
    const turned = [...distances].reverse().map((row) => [...row].reverse());
    const found = score(turned, [...labels].reverse()).samples;
    mustBeClose("permuted", found, [...samples].reverse(), 1e-9);
  },
  mutants: [
    {
      name: "not divided by max(a, b)",
      subject: (distances, labels) =>
        scoredBy({ distances, labels }, (i, sum) => {
          const others = labels.filter((l) => l !== labels[i]).map((l) => sum(l, true));
          return Math.min(...others) - sum(labels[i], false);
        }),
    },
    {
      name: "labels taken as group numbers",
      subject: (distances, labels) =>
        ourSilhouette(
          distances,
          labels.map((label) => (label < 0 ? 1 : label)),
        ),
    },
    {
      name: "the first network's value for the last",
      subject: (distances, labels) => {
        const { samples, score } = ourSilhouette(distances, labels);
        return { score, samples: samples.map((value, i) => (i === 1 ? samples[0] + 0.5 : value)) };
      },
    },
  ],
};

export const silhouetteOfNothing: Law<SilhouetteOf, Labelled, "silhouette/zero"> = {
  id: "silhouette/zero",
  says: "where all distances are zero every value is 0",
  needs: [],
  runs: 20,
  cases: () => labelledCases,
  holds(score, { distances, labels }) {
    const zeros = distances.map((row) => row.map(() => 0));
    const found = score(zeros, labels);
    if (found.score !== 0 || found.samples.some((value) => value !== 0))
      throw new Error(`expected 0, got ${found.score}: ${found.samples}`);
  },
  mutants: [
    {
      name: "0 / 0",
      subject: (distances, labels) =>
        scoredBy({ distances, labels }, (i, mean) => {
          const others = labels.filter((l) => l !== labels[i]).map((l) => mean(l, true));
          const [a, b] = [mean(labels[i], false), Math.min(...others)];
          return (b - a) / Math.max(a, b);
        }),
    },
  ],
};
