import * as attest from "../../src/index.ts";
import { apply, type Door } from "./door.ts";
import { X } from "./samples.ts";

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

const task = attest.rdm(rdmSettings);
const given: attest.Trials = {
  ...{ count: 2, steps: 2, channels: 2, outputs: 1 },
  inputs: { kind: "given", values: Float64Array.from({ length: 8 }, (_, i) => i / 10) },
  initial: { kind: "given", values: Float64Array.from({ length: 8 }, (_, i) => i / 10) },
  ...{ numbers: Uint32Array.of(0, 1), checkpoints: [0, 1], targets: Float64Array.of(0, 0, 1, -1) },
  ...{ choices: Float64Array.of(1, -1), strengths: Float64Array.of(1, 1) },
  contexts: Int32Array.of(0, 0),
};
const writtenOut = {
  ...{ key, count: 2, steps: 2, channels: 2, outputs: 1, initialDeviation: 0.1 },
  ...{ inputs: Float64Array.from({ length: 8 }, (_, i) => i / 10), checkpoints: [0, 1] },
  ...{ targets: Float64Array.of(0, 0, 1, -1), choices: Float64Array.of(1, -1) },
  ...{ strengths: Float64Array.of(1, 1), contexts: Int32Array.of(0, 0) },
};
const declared = {
  ...{ name: "mine", channels: 1, outputs: 1, steps: 5, contexts: 1, cueEnds: 5 },
  probes: [
    { value: 0, context: 0 },
    { value: 0.1, context: 0 },
  ],
  ...{ draw: task.draw, probe: task.probe, correct: task.correct, ideal: () => 0.9 },
};
const inTrials = (path: string): readonly string[] =>
  ["", ".inputs", ".initial"].map((of) => `${path}${of}`);
const reading = { quantity: "rates", without: [1, 2], withInitialState: true } as const;
const traced = {
  states: Float64Array.from({ length: 24 }, (_, i) => i / 10),
  outputs: Float64Array.of(0, 0, 0, 0),
};

const certificate = { verdict: "certified", existence: 0.1, uniqueness: 0.2 } as const;
const [certified, apart] = [
  { state, certificate },
  { state: starts[1], certificate },
];
const eigenvalues = [
  { re: 0.9, im: 0 },
  { re: 0.5, im: 0 },
];

/** The public functions of networks, tasks and fixed points. */
export const OF_NETWORKS: Readonly<Record<string, Door>> = {
  activityOf: {
    call: apply(attest.activityOf),
    right: [{ network, trials: { count: 2, steps: 2 }, trace: traced }, reading],
    data: ["0", "0.trials", "0.trace", ...inNetwork("0.network")],
    unread: ["0.trace.outputs"],
  },
  certify: {
    call: apply(attest.certify),
    right: [place],
    data: ["0", ...inNetwork("0.network")],
    infinite: ["0.state"],
  },
  certifyStability: {
    call: apply(attest.certifyStability),
    right: [{ network, state, certificate }],
    data: ["0", "0.certificate", ...inNetwork("0.network")],
  },
  compareCertified: {
    call: apply(attest.compareCertified),
    right: [certified, apart],
    data: ["0", "0.certificate", "1", "1.certificate"],
  },
  contextual: {
    call: apply(attest.contextual),
    right: [{ ...rdmSettings, contexts: 2, means: "one-size" }],
  },
  coverageOf: { call: apply(attest.coverageOf), right: [9, [1, 2, 6]] },
  coverageSentence: {
    call: apply(attest.coverageSentence),
    right: [attest.coverageOf(9, [1, 2, 6])],
    data: ["0"],
    unread: ["0.metOnce"],
  },
  defineTask: {
    call: apply(attest.defineTask),
    right: [declared],
    optional: ["0.contexts", "0.probe", "0.ideal", "0.cueEnds"],
    data: ["0.probes.0", "0.probes.1"],
    anything: ["0.draw", "0.correct", "0.probe", "0.ideal"],
  },
  degreeOf: { call: apply(attest.degreeOf), right: [[{ index: 1 }, { index: -1 }]], data: ["0.1"] },
  exploreFixedPoints: {
    call: apply(attest.exploreFixedPoints),
    right: [{ network, input, key, starts, unseenBelow: 0.5, mostDraws: 4 }],
    optional: ["0.starts", "0.unseenBelow", "0.mostDraws"],
    infinite: ["0.starts.1"],
    data: inNetwork("0.network"),
  },
  fieldNormOf: {
    call: apply(attest.fieldNormOf),
    right: [place],
    data: ["0", ...inNetwork("0.network")],
  },
  findFixedPoints: {
    call: apply(attest.findFixedPoints),
    right: [{ network, input, starts, bias: [0, 0.1, 0, 0], search: "degree", key, prove: false }],
    optional: ["0.bias", "0.search", "0.key", "0.prove"],
    data: inNetwork("0.network"),
    infinite: ["0.starts.1"],
  },
  findFixedPointsAlong: {
    call: apply(attest.findFixedPointsAlong),
    right: [{ network, inputs: [input, [0.1, 0.3]], startsAt: () => ({ starts, key }) }],
    data: ["0", ...inNetwork("0.network")],
  },
  findFixedPointsAsReleased: {
    call: apply(attest.findFixedPointsAsReleased),
    right: [{ network, input, starts }],
    data: inNetwork("0.network"),
  },
  fixedPointIndex: {
    call: apply(attest.fixedPointIndex),
    right: [network, state],
    data: inNetwork("0"),
  },
  givenTrials: {
    call: apply(attest.givenTrials),
    right: [writtenOut],
    optional: ["0.initialDeviation", "0.choices", "0.strengths", "0.contexts"],
  },
  initialise: {
    call: apply(attest.initialise),
    right: [{ model, ...sizes, initialisation }, key],
    data: ["0.model", "0.model.clamped.1"],
  },
  jacobian: { call: apply(attest.jacobian), right: [network, state], data: inNetwork("0") },
  kindOf: {
    call: apply(attest.kindOf),
    right: [
      {
        ...{ eigenvalues, stable: true, marginal: true, unstableDirections: 0, free: 2 },
        ...{ degenerate: { along: "attracts" }, kink: null },
      },
    ],
    data: ["0", "0.degenerate", "0.eigenvalues.1"],
  },
  lineShare: {
    // It is documented to be NaN below two states, and where they are one.
    call: (states) => {
      const share = apply(attest.lineShare)(states);
      return Number.isNaN(share) ? null : share;
    },
    right: [starts],
  },
  measureActivity: {
    call: apply(attest.measureActivity),
    right: [
      { name: "given", trace: () => Promise.resolve(traced) },
      { network, trials: given },
      reading,
    ],
    data: ["0", "1", ...inTrials("1.trials"), ...inNetwork("1.network")],
    unread: ["0.name"],
  },
  passesPerturbations: {
    call: apply(attest.passesPerturbations),
    right: [{ ...place, key }],
    data: ["0", ...inNetwork("0.network")],
  },
  probeTrials: {
    call: apply(attest.probeTrials),
    right: [
      { contexts: 1, channels: 1, probe: task.probe },
      { values: [0.1, -0.1], steps: 4, initialDeviation: 0.1 },
      key,
    ],
    data: ["0"],
  },
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
  makeTask: { call: apply(attest.makeTask), right: [{ kind: "rdm", ...rdmSettings }] },
  memory: {
    call: apply(attest.memory),
    right: [{ steps: 6, pulse: 2, leastDelay: 3, ...noise }],
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
  saturation: {
    call: apply(attest.saturation),
    right: [[{ point: 0 }, { point: null }]],
    data: ["0.1"],
  },
  selectTrials: {
    call: apply(attest.selectTrials),
    right: [given, [1, 0]],
    data: inTrials("0"),
  },
  slowMode: {
    call: apply(attest.slowMode),
    right: [{ eigenvalues }],
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
  testedByPerturbations: {
    call: apply(attest.testedByPerturbations),
    right: [{ points: [{ state }, { state }] }, { network, input, key }],
    data: ["0", "0.points.1", "1", ...inNetwork("1.network")],
  },
  traceStarts: {
    call: apply(attest.traceStarts),
    right: [network, traced, 2, key],
    data: ["1", ...inNetwork("0")],
    infinite: ["1.states"],
    unread: ["1.outputs"],
  },
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
  weightSizes: {
    call: apply(attest.weightSizes),
    right: [{ units: 4, channels: 2, outputs: 1 }],
    data: ["0"],
  },
};
