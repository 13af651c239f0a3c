import * as attest from "../src/index.ts";

/** A public function with arguments that it takes, and what of them may be left out. */
export type Door = {
  readonly call: (...given: readonly unknown[]) => unknown;
  readonly right: readonly unknown[];
  /** Paths of arguments and fields that may be missing, such as `1` or `0.strata`. */
  readonly optional?: readonly string[];
  /** Paths of objects that are data: they may have more fields than are read. */
  readonly data?: readonly string[];
  /** Paths of lists of labels, which may be any values. */
  readonly labels?: readonly string[];
  /** Paths of lists that hold samples, of which one alone says nothing. */
  readonly samples?: readonly string[];
  /** Paths of fields that are not read. */
  readonly unread?: readonly string[];
  /** Paths of lists whose numbers need not be finite. */
  readonly infinite?: readonly string[];
  /** Paths of functions that may answer anything. */
  readonly anything?: readonly string[];
  /** Paths of lists whose entries may be lists of other lengths. */
  readonly uneven?: readonly string[];
};

const apply =
  (of: unknown): Door["call"] =>
  (...given) =>
    typeof of === "function" ? Reflect.apply(of, undefined, given) : undefined;

const rng = () => attest.createRng(attest.deriveKey(null, "public door"));
const drawn = (rows: number, columns: number): number[][] => {
  const stream = rng();
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => stream.normal() + columns),
  );
};
const distancesOf = (points: readonly (readonly number[])[]): number[][] =>
  points.map((a) => points.map((b) => Math.hypot(...a.map((x, k) => x - b[k]))));

const [X, Y] = [drawn(8, 3), drawn(8, 2).map((row, i) => row.map((x) => x * i + 1))];
const D = distancesOf(X.slice(0, 6));
const matrix = attest.distanceMatrix(D);
const labels = ["a", "a", "a", "b", "b", "b"];
const numbers = [3, 1, 4, 1.5, 9, 2.6];
const more = [2, 7, 1, 8, 2.8, 1.2];
const start = { kind: "given", embedding: X.slice(0, 6).map((row) => row.slice(0, 2)) };
const settings = { maxIterations: 3, tolerance: 1e-6 };
const labelled = { distances: matrix, labels, permutations: 9 };
const pair = { right: [X, Y], samples: ["0", "1"] };

/** The public functions of activities and distances, and those that test or bound. */
const OF_ACTIVITIES: Readonly<Record<string, Door>> = {
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
const OF_ESTIMATES: Readonly<Record<string, Door>> = {
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
  excessEffect: {
    call: apply(attest.excessEffect),
    right: [labelled, rng(), 0.9],
    optional: ["2"],
    labels: ["0.labels"],
    data: ["0.distances"],
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
  jackknifeExcess: {
    call: apply(attest.jackknifeExcess),
    right: [labelled, rng()],
    labels: ["0.labels"],
    data: ["0.distances"],
  },
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

const key = attest.deriveKey(null, "door");
const model = {
  activation: "tanh",
  readout: "tanh-rates",
  clamped: [
    { unit: 0, value: 0.5 },
    { unit: 1, value: -0.5 },
  ],
  trains: ["recurrent", "input"],
  alpha: 0.1,
} as const;
const initialisation = {
  ...{ units: 4, recurrentDeviation: 0.5, inputDeviation: 0.5, outputDeviation: 0.5 },
};
const sizes = { channels: 2, outputs: 1 };
const network = attest.initialise({ model, ...sizes, initialisation }, key);
const input = [0.1, 0.2];
const starts = attest.randomStarts(network, 3, key);
const state = starts[0];
const inNetwork = (path: string): readonly string[] => [
  path,
  ...["model", "weights", "model.clamped.1"].map((name) => `${path}.${name}`),
];
const place = { network, input, state };
const coherence = { kind: "grid", largest: 0.2, points: 3 } as const;
const noise = { noiseDeviation: 0.1, initialDeviation: 0.1 };
const rdmSettings = { steps: 5, coherence, ...noise };
const trials = attest.rdm(rdmSettings).draw(key, 3);
const components = attest.principalComponents(attest.activityFromRows(X));
const points = [0, 1, 2].map((k) => ({
  ...{ state: X[k], context: k % 2, probeIndex: k, value: k / 10, firstChannel: 0.1, stable: true },
}));

/** The public functions of networks, tasks and fixed points. */
const OF_NETWORKS: Readonly<Record<string, Door>> = {
  certify: {
    call: apply(attest.certify),
    right: [place],
    data: ["0", ...inNetwork("0.network")],
    infinite: ["0.state"],
  },
  contextual: {
    call: apply(attest.contextual),
    right: [{ ...rdmSettings, contexts: 2, means: "one-size" }],
  },
  degreeOf: { call: apply(attest.degreeOf), right: [[{ index: 1 }, { index: -1 }]], data: ["0.1"] },
  exploreFixedPoints: {
    call: apply(attest.exploreFixedPoints),
    right: [{ network, input, key, starts, unseenBelow: 0.5, mostDraws: 4 }],
    optional: ["0.starts", "0.unseenBelow", "0.mostDraws"],
    infinite: ["0.starts.1"],
    data: inNetwork("0.network"),
  },
  findFixedPoints: {
    call: apply(attest.findFixedPoints),
    right: [{ network, input, starts, bias: [0, 0.1, 0, 0], search: "degree", key, prove: false }],
    optional: ["0.bias", "0.search", "0.key", "0.prove"],
    data: inNetwork("0.network"),
    infinite: ["0.starts.1"],
  },
  fixedPointIndex: {
    call: apply(attest.fixedPointIndex),
    right: [network, state],
    data: inNetwork("0"),
  },
  initialise: {
    call: apply(attest.initialise),
    right: [{ model, ...sizes, initialisation }, key],
    data: ["0.model", "0.model.clamped.1"],
  },
  jacobian: { call: apply(attest.jacobian), right: [network, state], data: inNetwork("0") },
  project: {
    call: apply(attest.project),
    right: [attest.activityFromRows(X), { components, centre: [0, 1, 2], count: 2 }],
    data: ["1.components"],
    unread: ["1.components.rank", "1.components.variances", "1.components.totalVariance"],
  },
  pulseResponse: {
    call: apply(attest.pulseResponse),
    right: [{ network, start: state, on: input, off: input, onSteps: 3, offSteps: 4 }],
    optional: ["0.onSteps", "0.offSteps"],
    data: inNetwork("0.network"),
  },
  randomStarts: {
    call: apply(attest.randomStarts),
    right: [network, 3, key, 2],
    optional: ["3"],
    data: inNetwork("0"),
  },
  rdm: { call: apply(attest.rdm), right: [rdmSettings] },
  readOutput: { call: apply(attest.readOutput), right: [network, state], data: inNetwork("0") },
  releaseTopologyFeatures: {
    call: apply(attest.releaseTopologyFeatures),
    right: [points],
    data: ["0.1"],
  },
  requireNetwork: { call: apply(attest.requireNetwork), right: [network], data: inNetwork("0") },
  residualOf: {
    call: apply(attest.residualOf),
    right: [place],
    data: ["0", ...inNetwork("0.network")],
  },
  slowMode: {
    call: apply(attest.slowMode),
    right: [
      {
        eigenvalues: [
          { re: 0.9, im: 0 },
          { re: 0.5, im: 0 },
        ],
      },
    ],
    data: ["0", "0.eigenvalues.1"],
  },
  slowPoints: {
    // The share of a line is documented to be NaN below two states.
    call: (given) => {
      const answer = apply(attest.slowPoints)(given);
      return Array.isArray(answer) ? answer.map((each) => ({ ...each, lineShare: 0 })) : answer;
    },
    right: [{ network, input, states: starts, speedsBelow: [9, 10] }],
    data: inNetwork("0.network"),
  },
  stabilityOf: { call: apply(attest.stabilityOf), right: [network, state], data: inNetwork("0") },
  step: { call: apply(attest.step), right: [network, state, input], data: inNetwork("0") },
  targetAt: {
    call: (time) => apply(attest.targetAt)(trials, time),
    right: [{ trial: 1, time: 2 }],
  },
  topologyFeatures: {
    call: apply(attest.topologyFeatures),
    right: [points, { contexts: 2, probes: 3, scales: { count: 1, inputDistance: 2 } }],
    optional: ["1.scales.count", "1.scales.inputDistance"],
    data: ["0.1"],
  },
  trajectoryStarts: {
    call: apply(attest.trajectoryStarts),
    right: [{ network, input, count: 2, key, steps: 5 }],
    optional: ["0.steps"],
    data: inNetwork("0.network"),
  },
};

/** Every public function of these rooms that is tried. */
export const DOORS: Readonly<Record<string, Door>> = {
  ...OF_ACTIVITIES,
  ...OF_ESTIMATES,
  ...OF_NETWORKS,
};

/** Functions of the same rooms that are not tried here, with what keeps them. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      "cellActivation",
      "equationOneCell",
      "gruCell",
      "lstmCell",
      "paperForm",
      "rateCell",
      "torchRnn",
    ].map((name) => [name, "takes or makes a cell"]),
  ),
  ...Object.fromEntries(
    [
      ...["cellField", "cellKind", "cellStability", "certifyCell", "findCellPoints"],
      ...["randomCellStarts", "trajectoryCellStarts"],
    ].map((name) => [name, "takes a cell"]),
  ),
  ...Object.fromEntries(
    [
      ...["certifyStability", "compareCertified", "coverageOf", "coverageSentence", "kindOf"],
      ...["saturation", "testedByPerturbations"],
    ].map((name) => [name, "takes what a search answered"]),
  ),
  fieldNormOf: "does not go through the gate yet",
  findFixedPointsAlong: "takes a path with a function of starts",
  findFixedPointsAsReleased: "does not go through the gate yet",
  lineShare: "its answer is NaN below two states",
  passesPerturbations: "does not go through the gate yet",
  selectTrials: "takes a batch of trials",
  traceStarts: "takes a trace",
  weightSizes: "does not go through the gate yet",
  withWeights: "does not go through the gate yet",
  activityOf: "takes a network, its trials and a trace",
  measureActivity: "takes an engine, a network and trials",
  probeTrials: "takes a task",
};

/** Arguments that are wrong in one place. */
export type Wrong = {
  readonly what: string;
  readonly given: readonly unknown[];
  /** Whether it must be refused; else an answer must be one of finite numbers. */
  readonly refused: boolean;
};

/** Every way to be wrong in one place that is tried on a function. */
export function wrongs(door: Door): readonly Wrong[] {
  const { right } = door;
  const found = right.flatMap((value, i) => {
    const path = String(i);
    const put = (changed: unknown): readonly unknown[] =>
      right.map((own, j) => (i === j ? changed : own));
    const isOptional = (door.optional ?? []).includes(path);
    const nothings = [undefined, null, 7, "no such word", {}, []];
    const whole = nothings
      .filter((nothing) => !(isOptional && nothing === undefined))
      .map((nothing) => ({
        what: `${path} is ${JSON.stringify(nothing) ?? "missing"}`,
        given: put(nothing),
        refused: nothing === null || (nothing === undefined && !isOptional),
      }));
    return [...whole, ...wrongsIn(door, path, value, put)];
  });
  return found;
}

function wrongsIn(
  door: Door,
  path: string,
  value: unknown,
  put: (changed: unknown) => readonly unknown[],
): readonly Wrong[] {
  if ((door.unread ?? []).includes(path)) return [];
  if (typeof value === "number")
    return [Number.NaN, Number.POSITIVE_INFINITY, null, "1"].map((bad) => ({
      what: `${path} is ${String(bad)}`,
      given: put(bad),
      refused: true,
    }));
  if (typeof value === "boolean")
    return [null, 1, "true"].map((bad) => ({
      what: `${path} is ${String(bad)}`,
      given: put(bad),
      refused: true,
    }));
  if (typeof value === "function") {
    const isFree = (door.anything ?? []).includes(path);
    const answers = [undefined, null, Number.NaN, "no such word"].map((answer) => ({
      what: `${path} answers ${String(answer)}`,
      given: put(() => answer),
      refused: !isFree,
    }));
    return [{ what: `${path} is no function`, given: put(7), refused: true }, ...answers];
  }
  if (typeof value === "string" && !path.endsWith("name"))
    return [{ what: `${path} is no such word`, given: put("no such word"), refused: true }];
  if (value instanceof Float64Array || Array.isArray(value))
    return wrongLists(door, path, Array.from(value), put);
  if (typeof value !== "object" || value === null || "uniform" in value) return [];
  const fields = Object.entries(value);
  const isData = (door.data ?? []).includes(path);
  const lacking = fields.map(([name]) => ({
    what: `${path}.${name} lacks`,
    given: put(Object.fromEntries(fields.filter(([own]) => own !== name))),
    refused: ![...(door.optional ?? []), ...(door.unread ?? [])].includes(`${path}.${name}`),
  }));
  const extra = {
    what: `${path} has an unknown field`,
    given: put({ ...value, sead: 1 }),
    refused: !isData,
  };
  const within = fields.flatMap(([name, own]) =>
    wrongsIn(door, `${path}.${name}`, own, (changed) => put({ ...value, [name]: changed })),
  );
  return [...lacking, extra, ...within];
}

function wrongLists(
  door: Door,
  path: string,
  list: readonly unknown[],
  put: (changed: unknown) => readonly unknown[],
): readonly Wrong[] {
  const at = (changed: unknown): readonly unknown[] =>
    put(list.map((own, i) => (i === 1 ? changed : own)));
  const isLabels = (door.labels ?? []).includes(path);
  const areFinite = !(door.infinite ?? []).includes(path);
  const bad = [
    ...(areFinite ? [Number.NaN] : []),
    ...[null, undefined],
    ...(isLabels ? [] : ["1"]),
    ...(isLabels || !areFinite ? [] : [Number.POSITIVE_INFINITY]),
  ];
  const entries = bad.map((entry) => ({
    what: `${path}[1] is ${String(entry)}`,
    given: at(entry),
    refused: true,
  }));
  const samples = (door.samples ?? []).includes(path);
  const lengths = [
    { what: `${path} is empty`, given: put([]), refused: false },
    { what: `${path} has one entry`, given: put(list.slice(0, 1)), refused: samples },
    { what: `${path} is too short`, given: put(list.slice(0, -1)), refused: false },
    { what: `${path} is constant`, given: put(list.map(() => list[0])), refused: false },
  ];
  if (isLabels || !list.some((each) => typeof each === "object")) return [...entries, ...lengths];
  const [, second] = list;
  const ragged =
    Array.isArray(second) && !(door.uneven ?? []).includes(path)
      ? [{ what: `${path} is ragged`, given: at(second.slice(1)), refused: true }]
      : [];
  return [...entries, ...lengths, ...ragged, ...wrongsIn(door, `${path}.1`, second, at)];
}
