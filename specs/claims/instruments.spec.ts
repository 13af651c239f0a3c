import { describe, expect, it } from "vitest";
import { measure } from "../../src/claims/measure.ts";
import { instruments } from "../../src/claims/measures/index.ts";
import { memory } from "../../src/claims/measures/memory.ts";
import { ownAttractors } from "../../src/claims/measures/ownAttractors.ts";
import { slowLine } from "../../src/claims/measures/slowLine.ts";
import { stableAtZero } from "../../src/claims/measures/stableAtZero.ts";
import { stableWhereDriven } from "../../src/claims/measures/stableWhereDriven.ts";
import type { Network } from "../../src/model/model.ts";
import { claims } from "../../src/papers/mcmahan2021/index.ts";
import { working } from "../../src/setting/readings.ts";
import { analyse, type KnownRoots } from "../../src/study/analysis.ts";
import type { Cell } from "../../src/study/cell.ts";
import { cellOf } from "../../src/study/plan.ts";
import { settingsOf } from "../../src/study/population.ts";
import type { TrainedNetwork } from "../../src/study/trained.ts";

const UNITS = 12;

/** Unit 0 has a weight to itself, is driven by the first channel and read out. */
const network = (self: number, { channels = 1, input = 0.01, output = 100 } = {}): Network => {
  const first = (size: number, value: number): Float64Array =>
    Float64Array.from({ length: size }, (_, k) => (k === 0 ? value : 0));
  return {
    model: { activation: "tanh", readout: "rates", clamped: [], trains: [], alpha: 0.1 },
    ...{ units: UNITS, channels, outputs: 1 },
    weights: {
      recurrent: first(UNITS * UNITS, self),
      input: first(UNITS * channels, input),
      output: first(UNITS, output),
    },
  };
};

const trainedAs = (cell: Cell, of: Network, seed = 0): TrainedNetwork => ({
  ...{ key: `made by hand, ${cell.task} ${seed}`, cell, seed, tier: "float64", network: of },
  ...{ reason: "criterion", detail: "", attempts: 1, updates: 0, trials: 0, validations: 0 },
  ...{ freshAccuracy: 0.9, idealAccuracy: 0.95, losses: new Float64Array(0) },
});

async function study(networks: readonly TrainedNetwork[], known?: KnownRoots) {
  const [{ cell }] = networks;
  const settings = await settingsOf(cell, { name: cell.rule, module: null });
  return analyse([{ cell, settings, networks }], working, known === undefined ? {} : { known });
}

const rdm = cellOf("bptt", "rdm");

describe("a network with one attractor at zero input", () => {
  const of = async (instrument: typeof memory, self: number) => {
    const trained = trainedAs(rdm, network(self));
    return (await instrument.of(await study([trained]), trained)).values;
  };

  it("has one stable point throughout", async () => {
    expect(await of(stableAtZero, 0.9)).toMatchObject({ count: 1, one: 1, several: 0, alike: 0 });
    expect(await of(stableWhereDriven, 0.9)).toMatchObject({ single: 1, throughout: 1 });
  });

  it("forgets a pulse as its eigenvalue says", async () => {
    const { halfLife, held, way, slow } = await of(memory, 0.9);
    // λ = 0.99: half is left after ln ½ / ln 0.99 = 69.0 steps, of 750 in a trial.
    expect(halfLife).toBeCloseTo(69 / 750, 2);
    expect(held).toBeCloseTo(0, 12);
    expect([way, slow]).toEqual(["transient", 0]);
    expect(await of(memory, 0.99)).toMatchObject({ way: "transient", slow: 1 });
  });

  it("has a line where one mode is far slower than the others", async () => {
    expect(await of(slowLine, 0.98)).toMatchObject({ line: 1, way: "transient", fewSlow: false });
    expect((await of(slowLine, 0.98)).timeConstant).toBeCloseTo(-1 / Math.log(0.998), 6);
    expect(await of(slowLine, 0.9)).toMatchObject({ line: 0 });
  });
});

describe("a network with two attractors at zero input", () => {
  const trained = trainedAs(rdm, network(1.1, { input: 1, output: 1 }));

  it("holds what it was shown", async () => {
    const analysis = await study([trained]);
    const found = await stableAtZero.of(analysis, trained);
    expect(found.values).toMatchObject({ count: 2, one: 0, several: 1, alike: 0 });
    const { values } = await memory.of(analysis, trained);
    expect(values).toMatchObject({ way: "stable", slow: 1, halfLife: 10 });
    expect(values.held).toBeGreaterThan(0.3);
  });
});

describe("sets of attractors of two contexts", () => {
  const cdi = cellOf("bptt", "cdi");

  /** Made-up points: the first unit is read out, the second one tells contexts apart. */
  const found = async (apart: number, output: (value: number) => number) => {
    const trained = trainedAs(cdi, network(0, { channels: 4, output: 1 }));
    const known: KnownRoots = (_key, { value, context }) => ({
      points: [
        {
          state: Float64Array.from({ length: UNITS }, (_, k) =>
            k === 0 ? output(value) : k === 1 ? apart * context : 0,
          ),
          ...{ stable: true, marginal: false, spectralRadius: 0.9 },
        },
      ],
      ...{ completeness: "degree consistent", apart: null },
    });
    return (await ownAttractors.of(await study([trained], known), trained)).values;
  };

  it("are own where they are apart and follow the input", async () => {
    expect(await found(10, (value) => value)).toMatchObject({ own: 1, apart: 1, follows: 1 });
    expect(await found(0.01, (value) => value)).toMatchObject({ own: 0, apart: 0, follows: 1 });
    expect(await found(10, (value) => -value)).toMatchObject({ own: 0, apart: 1, follows: 0 });
    // Of four outputs both pairs are turned: their rank correlation is 0.6.
    const turned = (value: number): number => (Math.abs(value) === 0.5 ? value / 5 : value);
    expect(await found(10, turned)).toMatchObject({ own: 0, apart: 1, follows: 0 });
  });
});

describe("networks that are counted", () => {
  const claim = claims.find(({ id }) => id === "C01");
  const rowsOf = async (seeds: readonly number[]) => {
    const networks = seeds.map((seed) => trainedAs(rdm, network(0.9), seed));
    const tests = (claim?.tests() ?? []).filter(({ measure: of }) => of === "reaching.met");
    const { rows } = await measure(tests, [rdm], { analysis: await study(networks), instruments });
    return rows;
  };

  it("are those of the seeds from 200 to 215 alone", async () => {
    const rows = await rowsOf(Array.from({ length: 130 }, (_, k) => 100 + k));
    const measured = rows.filter(({ status }) => status === "measured");
    expect(measured.map(({ seed }) => seed)).toEqual(Array.from({ length: 16 }, (_, k) => 200 + k));
    expect(measured[0].values).toMatchObject({ met: 1, above: 0 });
  });

  it("are lacking where there are other seeds alone", async () => {
    expect((await rowsOf([0, 1, 100])).map(({ status }) => status)).toEqual(["lacking"]);
  });
});
