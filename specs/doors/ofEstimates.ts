import * as attest from "../../src/index.ts";
import { apply, type Door } from "./door.ts";
import { labelled, labels, matrix, more, numbers, rng, X } from "./samples.ts";

const estimate = { estimate: 0.4, standardError: 0.1, degrees: 7 };
const other = { estimate: 0.1, standardError: 0.2, degrees: 5 };
const boundsAt = attest.boundsOfEstimate(estimate);
const found = { estimate: 0.4, p: 0.5, boundsAt };
const registered = { delta: 0.2, alpha: 0.05, parts: 2 };
const counts = {
  a: { successes: 3, trials: 8 },
  b: { successes: 1, trials: 7 },
};
const grouped = { distances: matrix, labels };
const crossed = {
  distances: attest.euclideanDistances(X),
  first: ["a", "a", "a", "a", "b", "b", "b", "b"],
  second: [0.1, 0.1, 0.5, 0.5, 0.1, 0.1, 0.5, 0.5],
};
const inCrossed = {
  data: ["0.distances"],
  labels: ["0.first", "0.second"],
};
const strata = [
  { a: more, b: numbers },
  { a: numbers, b: more },
];
const mixture = [
  { members: [0, 1], share: 0.5 },
  { members: [2, 3], share: 0.5 },
];
const judged = { right: [found, registered], data: ["0"] };

/** What a function answers at a level. */
const atLevel =
  (of: (...given: readonly unknown[]) => unknown): Door["call"] =>
  (given, level) =>
    apply(of(given))(level);

/** The public functions that estimate and judge. */
export const OF_ESTIMATES: Readonly<Record<string, Door>> = {
  boundsOfEstimate: {
    call: atLevel(apply(attest.boundsOfEstimate)),
    right: [estimate, 0.9],
    data: ["0"],
  },
  claimLevel: { call: apply(attest.claimLevel), right: [3] },
  combineVariances: {
    call: apply(attest.combineVariances),
    right: [
      [
        { variance: 0.1, degrees: 3 },
        { variance: 0.2, degrees: 4 },
      ],
    ],
    data: ["0.1"],
  },
  constantBounds: {
    call: atLevel(apply(attest.constantBounds)),
    right: [{ value: 1, networks: 8, least: -1, most: 1 }, 0.9],
  },
  contrast: {
    call: apply(attest.contrast),
    right: [
      [estimate, other],
      [1, -1],
    ],
    data: ["0.1"],
  },
  deleteOneJackknife: {
    call: apply(attest.deleteOneJackknife),
    right: [4, (kept: Int32Array) => kept[0]],
  },
  errorOfGroups: {
    call: apply(attest.errorOfGroups),
    right: [numbers, labels],
    labels: ["1"],
    samples: ["0"],
  },
  excessEstimate: {
    call: apply(attest.excessEstimate),
    right: [{ ...labelled, rounds: 3 }, rng()],
    optional: ["0.rounds"],
    labels: ["0.labels"],
    data: ["0.distances"],
  },
  excessSilhouette: {
    call: apply(attest.excessSilhouette),
    right: [labelled, rng()],
    labels: ["0.labels"],
    data: ["0.distances"],
  },
  groupJackknife: {
    call: apply(attest.groupJackknife),
    right: [labels, (kept: Int32Array) => kept[0]],
    labels: ["0"],
  },
  intervalOf: { call: apply(attest.intervalOf), right: [boundsAt, 0.9], optional: ["1"] },
  jonckheereEffect: {
    call: apply(attest.jonckheereEffect),
    right: [[numbers, more]],
    uneven: ["0"],
    samples: ["0", "0.1"],
  },
  jonckheereExact: {
    call: apply(attest.jonckheereExact),
    right: [[numbers, more]],
    uneven: ["0"],
    samples: ["0"],
  },
  judgeAlike: {
    call: apply(attest.judgeAlike),
    right: [{ boundsAt }, { ...registered, sensitive: true }],
    data: ["0"],
  },
  judgeApart: { call: apply(attest.judgeApart), ...judged },
  judgeFlat: { call: apply(attest.judgeFlat), right: [{ boundsAt }, registered], data: ["0"] },
  judgeProportions: {
    call: apply(attest.judgeProportions),
    right: [counts, registered],
    data: ["0", "0.a", "0.b"],
  },
  judgeShareAtLeast: {
    call: apply(attest.judgeShareAtLeast),
    right: [counts.a, registered],
    data: ["0"],
  },
  judgeShareAtMost: {
    call: apply(attest.judgeShareAtMost),
    right: [counts.a, registered],
    data: ["0"],
  },
  judgeSlope: {
    call: apply(attest.judgeSlope),
    right: [found, { ...registered, claim: "falls" }],
    data: ["0"],
  },
  judgeTrend: { call: apply(attest.judgeTrend), ...judged },
  largestOf: {
    call: (effects, level) => {
      const answer = apply(attest.largestOf)(effects);
      return apply(Reflect.get(Object(answer), "boundsAt"))(level);
    },
    right: [[boundsAt, attest.boundsOfEstimate(other)], 0.9],
  },
  meanEstimate: {
    call: apply(attest.meanEstimate),
    right: [[estimate, other]],
    data: ["0.1"],
  },
  mixtureEffect: {
    call: apply(attest.mixtureEffect),
    right: [
      {
        distances: matrix,
        mixtures: [mixture, mixture],
        networks: 3,
        simulations: 3,
        statistic: (distances: attest.DistanceMatrix) => distances.values[1],
      },
      rng(),
    ],
    data: ["0.distances", "0.mixtures.1.1"],
    uneven: ["0.mixtures"],
  },
  omegaContrast: {
    call: apply(attest.omegaContrast),
    right: [{ ...crossed, draws: 99 }, rng()],
    ...inCrossed,
  },
  omegaDifference: {
    call: apply(attest.omegaDifference),
    right: [{ more: grouped, less: grouped }],
    labels: ["0.more.labels", "0.less.labels"],
    data: ["0.more.distances", "0.less.distances"],
  },
  omegaEstimate: {
    call: apply(attest.omegaEstimate),
    right: [grouped],
    labels: ["0.labels"],
    data: ["0.distances"],
  },
  omegaSquared: {
    call: apply(attest.omegaSquared),
    right: [grouped],
    labels: ["0.labels"],
    data: ["0.distances"],
  },
  pOfEstimate: {
    call: apply(attest.pOfEstimate),
    right: [estimate, 0.1],
    optional: ["1"],
    data: ["0"],
  },
  placeTest: {
    call: apply(attest.placeTest),
    right: [labelled, rng(), 0.1],
    optional: ["2"],
    labels: ["0.labels"],
    data: ["0.distances"],
  },
  shareDifference: {
    call: apply(attest.shareDifference),
    right: [counts, 0.1],
    optional: ["1"],
    data: ["0", "0.a", "0.b"],
  },
  shareDifferenceBounds: {
    call: atLevel(apply(attest.shareDifferenceBounds)),
    right: [counts, 0.9],
    data: ["0", "0.a", "0.b"],
  },
  sharesApart: {
    call: apply(attest.sharesApart),
    right: [[true, true, false, false], { difference: 0.2, around: 0.6 }],
    optional: ["1.around"],
  },
  simulateTest: {
    call: apply(attest.simulateTest),
    right: [
      {
        generate: (stream: attest.Rng) => stream.uniform(),
        isFound: (data: number) => data < 0.5,
        replicates: 4,
        key: attest.deriveKey(null, "simulated"),
      },
    ],
    anything: ["0.generate"],
  },
  slopeEstimate: {
    call: apply(attest.slopeEstimate),
    right: [
      [
        { at: 1, ...estimate },
        { at: 2, ...other },
      ],
    ],
    data: ["0.1"],
  },
  spreadRatio: {
    call: apply(attest.spreadRatio),
    right: [grouped, rng()],
    labels: ["0.labels"],
    data: ["0.distances"],
  },
  stratifiedDifference: {
    call: apply(attest.stratifiedDifference),
    right: [strata],
    data: ["0.1"],
  },
  twoWayPermanova: {
    call: apply(attest.twoWayPermanova),
    right: [{ ...crossed, permutations: 9 }, rng()],
    ...inCrossed,
  },
  vanElteren: { call: apply(attest.vanElteren), right: [strata], data: ["0.1"] },
};
