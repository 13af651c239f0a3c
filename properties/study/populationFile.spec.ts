import { describe, expect, it } from "vitest";
import { bptt } from "../../src/rules/bptt.ts";
import { working } from "../../src/setting/readings.ts";
import { readNetworkFile } from "../../src/store/networkFile.ts";
import { decodeSafetensors, encodeSafetensors, type Tensor } from "../../src/store/safetensors.ts";
import { networkStream, resolveCell } from "../../src/study/cell.ts";
import { cellOf, type PlannedCell } from "../../src/study/plan.ts";
import { decodePopulation, encodePopulation, planHash } from "../../src/study/populationFile.ts";
import { decodeRoots } from "../../src/study/rootsFile.ts";
import type { TrainedNetwork } from "../../src/study/trained.ts";
import { drawInitial } from "../../src/training/initialMemory.ts";

const cell = cellOf("bptt", "cdi");
const planned: PlannedCell = { cell, first: 0, wanted: 2, most: 3 };
const settings = resolveCell(cell, bptt, working);

const networks = [0, 1, 2].map(
  (seed): TrainedNetwork => ({
    key: `0123456789abcde${seed}`,
    cell,
    seed,
    tier: "float32",
    network: drawInitial(settings, networkStream(cell, seed), 0)(),
    reason: seed === 1 ? "diverged" : "criterion",
    detail: seed === 1 ? "update 3: W_input" : "",
    attempts: 1 + seed,
    updates: 10 * seed,
    trials: 5000 * seed,
    validations: 10 * seed,
    freshAccuracy: 0.9 + seed / 1e3,
    idealAccuracy: 0.9213,
    losses: Float64Array.from({ length: seed }, (_, k) => k + 0.5),
  }),
);

describe("a population's file", () => {
  const bytes = encodePopulation(planned, networks);

  it("gives back every network as it was", () => {
    const { about, networks: back } = decodePopulation(bytes);
    expect(back).toEqual(networks);
    expect(about).toMatchObject({ cell, first: 0, wanted: 2, most: 3, plan: planHash(planned) });
  });

  it("keeps weights that float32 cannot hold", () => {
    const [first] = networks;
    const weights = {
      ...first.network.weights,
      output: first.network.weights.output.map((w) => w / 3),
    };
    const exact = { ...first, network: { ...first.network, weights } };
    expect(decodePopulation(encodePopulation(planned, [exact])).networks).toEqual([exact]);
  });

  it("is a file of networks like any other", () => {
    const read = readNetworkFile(bytes);
    expect(read.map(({ weights }) => weights)).toEqual(networks.map((n) => n.network.weights));
    expect(decodeSafetensors(bytes).tensors.get("recurrent")?.shape).toEqual([3, 50, 50]);
  });

  it("is refused where any byte of it was changed", () => {
    for (let at = 8; at < bytes.length; at += 997) {
      const changed = Uint8Array.from(bytes);
      changed[at] ^= 1;
      expect(() => decodePopulation(changed), `byte ${at}`).toThrow();
    }
  });

  it("is told apart from whole files of something else", () => {
    const rng = { shape: [1], data: Int32Array.of(0) };
    const state = { shape: [1, 1], data: Float32Array.of(0) };
    const roots = encodeSafetensors({
      tensors: new Map<string, Tensor>([
        ["state", state],
        ["probe", rng],
      ]),
      metadata: new Map([["sha256", "of roots"]]),
    });
    expect(() => decodePopulation(roots)).toThrow("expected networks, got a file of roots");
    const { tensors, metadata } = decodeSafetensors(bytes);
    const mine = new Map([...metadata].filter(([name]) => name !== "sha256"));
    const foreign = encodeSafetensors({ tensors, metadata: mine });
    expect(() => decodePopulation(foreign)).toThrow("got networks from elsewhere");
    expect(() => decodeRoots(bytes)).toThrow("expected fixed points, got a file of networks");
  });

  it("holds networks of one shape alone, and at least one", () => {
    const other = resolveCell(cellOf("bptt", "rdm"), bptt, working);
    const odd = { ...networks[0], network: drawInitial(other, networkStream(cell, 9), 0)() };
    expect(() => encodePopulation(planned, [networks[0], odd])).toThrow(/one shape/);
    expect(() => encodePopulation(planned, [])).toThrow(/at least one/);
  });
});
