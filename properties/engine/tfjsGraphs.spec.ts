import { describe, expect, it } from "vitest";
import { openGraphs } from "../../src/engine/tfjs/graphs.ts";
import {
  type GraphModel,
  isGraphLibrary,
  isNamedTensors,
  type TensorHandle,
} from "../../src/engine/tfjs/library.ts";
import { paddedSize, sizeWithin } from "../../src/engine/tfjs/sizes.ts";
import { makeRun } from "./made.ts";

const { network } = makeRun({
  ...{ seed: 1, units: 3, channels: 1, outputs: 1, count: 2, steps: 4, alpha: 0.1, clamps: 0 },
  ...{ gain: 1, drawn: true, checkpoints: 1, activation: "tanh", readout: "state" },
});

const FORWARD = ["recurrent", "input", "output", "decay", "drive", "initial", "checkpoints"];

/** A graph that takes these inputs, by the names that TensorFlow gives them. */
const taking = (signature: string, names: readonly string[]): GraphModel => ({
  inputs: names.map((name) => ({ name: `${signature}_${name}:0` })),
  predict: () => ({}),
});

/** What a library that loads so was asked for, and what was said of it. */
function opened(load: (signature: string) => GraphModel) {
  const asked: string[] = [];
  const said: string[] = [];
  const loadSavedModel = async (folder: string, tags: readonly string[], signature: string) => {
    asked.push(`${folder} ${tags} ${signature}`);
    return load(signature);
  };
  const graphs = openGraphs({ node: { loadSavedModel } }, "graphs", (line) => void said.push(line));
  return { graphs, asked, said };
}

describe("sizes are filled up to few", () => {
  it("to powers of two and three times those", () => {
    expect([1, 2, 3, 4, 5, 7, 9, 13, 500, 750, 2000].map(paddedSize)).toEqual([
      1, 2, 3, 4, 6, 8, 12, 16, 512, 768, 2048,
    ]);
  });

  it("by less than a half, and a filled size holds itself", () => {
    for (let size = 1; size < 5000; size++) {
      const padded = paddedSize(size);
      expect(padded).toBeGreaterThanOrEqual(size);
      expect(padded).toBeLessThan(1.5 * size);
      expect(paddedSize(padded)).toBe(padded);
      expect(sizeWithin(padded)).toBe(padded);
      expect(sizeWithin(size)).toBeLessThanOrEqual(size);
      expect(paddedSize(sizeWithin(size))).toBe(sizeWithin(size));
    }
  });
});

describe("graphs", () => {
  it("are loaded once each, by activation, readout and kind", async () => {
    const { graphs, asked, said } = opened((signature) =>
      taking(signature, [
        ...FORWARD,
        ...(signature.endsWith("gradient") ? ["targets", "scale"] : []),
      ]),
    );
    const first = await graphs.find(network, "outputs");
    expect(first?.inputs).toHaveLength(7);
    expect(await graphs.find(network, "outputs")).toBe(first);
    expect((await graphs.find(network, "gradient"))?.inputs).toHaveLength(9);
    expect(asked).toEqual(["graphs serve tanh_state_outputs", "graphs serve tanh_state_gradient"]);
    expect(said).toEqual([]);
  });

  it("that are not ours are refused, and it is said once", async () => {
    const { graphs, said } = opened((signature) => taking(signature, ["images"]));
    expect(await graphs.find(network, "outputs")).toBe(undefined);
    expect(await graphs.find(network, "gradient")).toBe(undefined);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/graphs in graphs cannot be used \(it takes .*_images; expected .*\)/);
  });

  it("that this TensorFlow cannot load are told of by its first line", async () => {
    const { graphs, said } = opened(() => {
      throw new Error("Op type not registered 'XlaLaunch'\nmore");
    });
    expect(await graphs.find(network, "outputs")).toBe(undefined);
    expect(said[0]).toContain("(Op type not registered 'XlaLaunch')");
  });

  it("are known by what can be done", () => {
    expect(isGraphLibrary({ node: { loadSavedModel: () => {} } })).toBe(true);
    expect([{}, { node: null }, { node: {} }].map(isGraphLibrary)).toEqual([false, false, false]);
    const tensor: TensorHandle = { shape: [], data: async () => [], dispose: () => {} };
    expect(isNamedTensors({ outputs: tensor })).toBe(true);
    expect([null, 1, { outputs: 1 }, [null]].map(isNamedTensors)).toEqual(Array(4).fill(false));
  });
});
