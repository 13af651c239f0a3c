import { describe, expect, it } from "vitest";
import type { Network } from "../../src/model/model.ts";
import type { AnalyseRows } from "../../src/setting/reading.ts";
import { working } from "../../src/setting/readings.ts";
import { analyse } from "../../src/study/analysis.ts";
import type { Cell } from "../../src/study/cell.ts";
import { settingsOf } from "../../src/study/population.ts";
import type { TrainedNetwork } from "../../src/study/trained.ts";

const cell: Cell = { rule: "bptt", task: "rdm", noise: 1, reading: "working", variant: "as-is" };

/** Unit 0 has a weight to itself: at u = 0 a saddle of |λ| = 1.01 between two stable points. */
const network: Network = {
  model: { activation: "tanh", readout: "rates", clamped: [], trains: [], alpha: 0.1 },
  units: 12,
  channels: 1,
  outputs: 1,
  weights: {
    recurrent: Float64Array.from({ length: 144 }, (_, k) => (k === 0 ? 1.1 : 0)),
    input: Float64Array.from({ length: 12 }, (_, k) => (k === 0 ? 1 : 0)),
    output: new Float64Array(12),
  },
};

const trained: TrainedNetwork = {
  key: "a network made by hand",
  cell,
  seed: 0,
  tier: "float64",
  network,
  reason: "criterion",
  detail: "",
  attempts: 1,
  updates: 0,
  trials: 0,
  validations: 0,
  freshAccuracy: 0.9,
  idealAccuracy: 0.9,
  losses: new Float64Array(0),
};

async function pointsUnder(rows: Partial<AnalyseRows>) {
  const settings = await settingsOf(cell, { name: cell.rule, module: null });
  const reading = { ...working, analyse: { ...working.analyse, ...rows } };
  const analysis = analyse([{ cell, settings, networks: [trained] }], reading);
  return await analysis.solve(trained, { value: 0, context: 0 });
}

describe("the fixed points that claims read", () => {
  it("are two attractors and a saddle by the eigenvalues", async () => {
    const { points, starts, completeness } = await pointsUnder({});
    expect(points).toHaveLength(3);
    expect(points.filter(({ stable }) => stable)).toHaveLength(2);
    expect(starts).toHaveLength(200);
    expect(completeness).toBe("degree consistent");
  });

  it("are three attractors by the release's test, which the weak saddle passes", async () => {
    const { points, starts } = await pointsUnder({ attractorTest: "perturbations" });
    expect(points.filter(({ stable }) => stable)).toHaveLength(3);
    expect(starts).toHaveLength(200);
  });

  it("come from 100 random starts by the release's solver", async () => {
    const { points, starts } = await pointsUnder({ fixedPoints: "release" });
    expect(starts).toHaveLength(100);
    expect(points.filter(({ stable }) => stable)).toHaveLength(2);
  });
});
