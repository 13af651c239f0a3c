import { type Network, WEIGHT_NAMES } from "../../model/model.ts";
import { createRng, deriveKey } from "../../numerics/rng.ts";
import type { Trials } from "../../task/trials.ts";
import type { Engine } from "../engine.ts";
import type { Question } from "../joined.ts";

const KEY = deriveKey(null, "attest", "webgpu", "prove");

/** What trips an arithmetic: zeros, subnormals, both clamps of tanh, ties, what overflows. */
const EDGES = [
  ...[0, -0, 1e-45, -1e-45, 1.17549435e-38, -3e-39, 7.905311107635498, -7.905311107635498],
  ...[7.9053116, -7.9053116, 1 + 1 / 2 ** 23, 1 - 1 / 2 ** 24, 0.1, -1e-7, 3e38, -3e38],
];

const random = (count: number, name: string, size: number): Float64Array => {
  const rng = createRng(deriveKey(KEY, name));
  return Float64Array.from({ length: count }, () => Math.fround(size * rng.normal()));
};

/** A network of few units, one of them clamped, whose weights are random. */
function network(model: Pick<Network["model"], "activation" | "readout">, size: number): Network {
  const [units, channels, outputs] = [7, 2, 2];
  return {
    ...{ units, channels, outputs },
    model: {
      ...model,
      ...{ clamped: [{ unit: 2, value: 0.25 }], alpha: 0.1, trains: WEIGHT_NAMES },
    },
    weights: {
      recurrent: random(units * units, `recurrent ${size}`, size),
      input: random(units * channels, `input ${size}`, size),
      output: random(outputs * units, `output ${size}`, 1),
    },
  };
}

const COUNT = 37;
const STEPS = 39;
const CHECKPOINTS = [3, 20, 36];

const common = (outputs: number): Omit<Trials, "inputs" | "initial"> => ({
  ...{ count: COUNT, steps: STEPS, channels: 2, outputs, checkpoints: CHECKPOINTS },
  numbers: Uint32Array.from({ length: COUNT }, (_, k) => 3 * k + 1),
  targets: random(CHECKPOINTS.length * COUNT * outputs, "targets", 1),
  choices: new Float64Array(COUNT),
  strengths: new Float64Array(COUNT),
  contexts: new Int32Array(COUNT),
});

/** Trials that are drawn: the noise, and the square root and logarithm that it takes. */
const drawn = (): Trials => ({
  ...common(2),
  inputs: {
    kind: "gaussian",
    key: deriveKey(KEY, "inputs"),
    mean: random(COUNT * 2, "mean", 1),
    deviation: Float64Array.of(1, 0),
  },
  initial: { kind: "gaussian", key: deriveKey(KEY, "initial"), deviation: 0.3 },
});

/** Trials that are written out, with the edges among their inputs and initial states. */
function given(units: number): Trials {
  const values = random(STEPS * COUNT * 2, "values", 1);
  const initial = random(COUNT * units, "states", 3);
  for (const [k, edge] of EDGES.entries()) {
    values[5 * k] = Math.fround(edge);
    initial[3 * k] = Math.fround(edge);
  }
  return {
    ...common(2),
    inputs: { kind: "given", values },
    initial: { kind: "given", values: initial },
  };
}

/** What an engine is asked to be believed: two models, drawn and given, tame and wild. */
export function provingQuestions(): readonly Question[] {
  const tame = network({ activation: "shifted-tanh", readout: "rates" }, 0.4);
  const wild = network({ activation: "tanh", readout: "tanh-rates" }, 30);
  const broken = {
    ...tame,
    weights: { ...tame.weights, recurrent: tame.weights.recurrent.slice() },
  };
  broken.weights.recurrent[5] = Number.NaN;
  return [
    { network: tame, trials: drawn() },
    { network: broken, trials: drawn() },
    { network: wild, trials: given(wild.units) },
  ];
}

/** Where an engine's answers are not another's to the bit, in words; null where they all are. */
export async function proveExact(engine: Engine, exact: Engine): Promise<string | null> {
  for (const { network: asked, trials } of provingQuestions()) {
    const [mine] = await engine.gradient([asked], trials);
    const [theirs] = await exact.gradient([asked], trials);
    const [outputs] = await engine.evaluate([asked], trials);
    const [expected] = await exact.evaluate([asked], trials);
    const pairs: readonly (readonly [string, ArrayLike<number>, ArrayLike<number>])[] = [
      ["outputs", outputs, expected],
      ["loss", [mine.loss], [theirs.loss]],
      ...WEIGHT_NAMES.map((name) => [name, mine.gradient[name], theirs.gradient[name]] as const),
    ];
    for (const [name, a, b] of pairs) {
      let off = 0;
      for (let k = 0; k < b.length; k++) if (!Object.is(a[k], b[k])) off += 1;
      if (off > 0) return `${off} of ${b.length} numbers of ${name} differ`;
    }
  }
  return null;
}
