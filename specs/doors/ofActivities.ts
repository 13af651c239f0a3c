import * as attest from "../../src/index.ts";
import { apply, type Door } from "./door.ts";
import { D, labelled, labels, more, numbers, pair, rng, settings, start, X, Y } from "./samples.ts";

/** The public functions of activities and distances, and those that test or bound. */
export const OF_ACTIVITIES: Readonly<Record<string, Door>> = {
  activityFromRows: { call: apply(attest.activityFromRows), right: [X] },
  bounds: {
    call: apply(attest.bounds),
    right: [{ estimate: 0.1, standardError: 0.2, networks: 8 }, 0.9],
    optional: ["1"],
    data: ["0"],
  },
  binomialBounds: {
    call: apply(attest.binomialBounds),
    right: [
      { successes: 3, trials: 8 },
      { level: 0.9, sides: "both" },
    ],
    optional: ["1", "1.level", "1.sides"],
    data: ["0"],
  },
  cka: { call: apply(attest.cka), ...pair },
  classicalMds: { call: apply(attest.classicalMds), right: [D, 2], optional: ["1"] },
  compareRdms: {
    call: apply(attest.compareRdms),
    right: [D, D, { method: "kendall" }],
    optional: ["2"],
  },
  comparisonNote: { call: apply(attest.comparisonNote), ...pair },
  confidenceSequence: {
    call: apply(attest.confidenceSequence),
    right: [[0, 0.5, 1], 0.9],
    optional: ["1"],
  },
  debiasedCka: { call: apply(attest.debiasedCka), ...pair },
  distanceMatrix: {
    call: apply(attest.distanceMatrix),
    right: [D, { error: 0, name: "distances" }],
    optional: ["1", "1.error", "1.name"],
  },
  equivalence: {
    call: apply(attest.equivalence),
    right: [numbers, { low: -1, high: 2 }],
    samples: ["0"],
  },
  euclideanDistances: { call: apply(attest.euclideanDistances), right: [X] },
  eValues: { call: apply(attest.eValues), right: [[0, 0.5, 1], { mean: "at most", value: 0.4 }] },
  holm: { call: apply(attest.holm), right: [[0.1, 0.02, 1]] },
  indistinguishable: {
    call: apply(attest.indistinguishable),
    right: [
      { estimate: 0.1, standardError: 0.2, networks: 8 },
      { delta: 0.3, sensitive: true, level: 0.05 },
    ],
    optional: ["1.level"],
    data: ["0"],
  },
  jonckheere: { call: apply(attest.jonckheere), right: [[numbers, more], 9, rng()], uneven: ["0"] },
  kendallTau: { call: apply(attest.kendallTau), right: [numbers, more], samples: ["0", "1"] },
  kendallTauA: { call: apply(attest.kendallTauA), right: [numbers, more], samples: ["0", "1"] },
  mannWhitney: {
    call: apply(attest.mannWhitney),
    right: [
      { a: numbers, b: more },
      { alternative: "less", method: "auto" },
    ],
    optional: ["1", "1.alternative", "1.method"],
    data: ["0"],
  },
  meanBounds: {
    call: apply(attest.meanBounds),
    right: [numbers, 0.9],
    optional: ["1"],
    samples: ["0"],
  },
  noiseCeiling: {
    call: apply(attest.noiseCeiling),
    right: [[D, D], { method: "cosine" }],
    optional: ["1"],
  },
  nonmetricMds: {
    call: apply(attest.nonmetricMds),
    right: [D, start, settings],
    optional: ["2"],
    data: ["1"],
  },
  pageTrend: { call: apply(attest.pageTrend), right: [X] },
  permanova: {
    call: apply(attest.permanova),
    right: [{ ...labelled, strata: [1, 1, 2, 2, 1, 1] }, rng()],
    optional: ["0.strata"],
    labels: ["0.labels", "0.strata"],
    data: ["0.distances"],
  },
  permdisp: {
    call: apply(attest.permdisp),
    right: [labelled, rng()],
    labels: ["0.labels"],
    data: ["0.distances"],
  },
  permutationTest: {
    call: apply(attest.permutationTest),
    right: [
      {
        labels,
        strata: [1, 1, 2, 2, 1, 1],
        statistic: (of: readonly unknown[]) => of.indexOf("a"),
        permutations: 9,
        alternative: "greater",
        exactWhereSmall: false,
        error: 0,
      },
      rng(),
    ],
    optional: ["0.strata", "0.exactWhereSmall", "0.error"],
    labels: ["0.labels", "0.strata"],
  },
  principalComponents: {
    call: apply(attest.principalComponents),
    right: [attest.activityFromRows(X)],
  },
  procrustes: { call: apply(attest.procrustes), ...pair },
  pwcca: { call: apply(attest.pwcca), ...pair },
  rawStress: { call: apply(attest.rawStress), right: [D, start.embedding] },
  sequentialMean: {
    call: apply(attest.sequentialMean),
    right: [[0, 0.5, 1], { claim: "above", value: 0.4, alpha: 0.1 }],
    optional: ["1.alpha"],
  },
  signTest: { call: apply(attest.signTest), right: [numbers, "greater"] },
  silhouette: {
    call: apply(attest.silhouette),
    right: [D, labels, { metric: "precomputed" }],
    labels: ["1"],
  },
  slope: {
    call: apply(attest.slope),
    right: [[0, 1, 3].map((at) => ({ at, estimate: at, variance: 0.1 + at, networks: 8 })), 0.9],
    optional: ["1"],
    data: ["0.0", "0.1", "0.2"],
  },
  smacof: { call: apply(attest.smacof), right: [D, start, settings], optional: ["2"], data: ["1"] },
  spearmanRho: { call: apply(attest.spearmanRho), right: [numbers, more], samples: ["0", "1"] },
  stratifiedRanks: {
    call: apply(attest.stratifiedRanks),
    right: [
      [
        { a: more, b: numbers },
        { a: numbers, b: more },
      ],
      { permutations: 9, alternative: "less" },
      rng(),
    ],
    data: ["0.0", "0.1"],
  },
  stress1: { call: apply(attest.stress1), right: [D, start.embedding] },
  subspace: { call: apply(attest.subspace), right: [X, 0.9], optional: ["1"], samples: ["0"] },
  svcca: { call: apply(attest.svcca), ...pair },
  svccaDistances: {
    call: apply(attest.svccaDistances),
    right: [[X, Y], "mean"],
    samples: ["0.0", "0.1"],
  },
  welch: {
    call: apply(attest.welch),
    right: [{ a: numbers, b: more }],
    data: ["0"],
    samples: ["0.a", "0.b"],
  },
};
