import { describe, expect, it, test } from "vitest";
import { fieldOf } from "../../src/attractors/field.ts";
import { descendAll } from "../../src/attractors/lanes.ts";
import { gramOf } from "../../src/attractors/normalEquations.ts";
import { createDefinedDescent } from "../../src/engine/descent/defined.ts";
import type { DescentKernel } from "../../src/engine/descent/kernel.ts";
import {
  checkedAddon,
  createNativeDescent,
  descentSource,
  nativeDescentAvailable,
} from "../../src/engine/descent/native.ts";
import { createWasmDescent } from "../../src/engine/descent/wasm.ts";
import { checkLaw } from "../law.ts";
import { sameDescents } from "./descent.laws.ts";
import { sameFlows } from "./flow.laws.ts";
import { type Made, madeNetwork, madeStarts } from "./made.ts";

const PAPER: Made = {
  ...{ seed: 5, units: 50, gain: 1.5, alpha: 0.1, input: 0.2, clamps: 0 },
  activation: "shifted-tanh",
};

/** Where starts of a network of the paper's size end. */
function paperEndings(kernel: DescentKernel): readonly Float64Array[] {
  const network = madeNetwork(PAPER);
  const states: Float64Array[] = [];
  const field = fieldOf(network, [PAPER.input]);
  descendAll(kernel, {
    ...{ field, gram: gramOf(field) },
    starts: madeStarts(network, 1, 20),
    knownAt: () => null,
    ended: (_, state) => states.push(state),
    isOver: () => false,
  });
  return states;
}

describe("descents", () => {
  it("end in the same bits on wasm and defined (N = 50)", () => {
    expect(paperEndings(createWasmDescent())).toEqual(paperEndings(createDefinedDescent()));
  });

  describe.skipIf(!nativeDescentAvailable())("native", () => {
    it.each(["plain", "avx2", "best"] as const)("makes the same bits (%s)", async (set) => {
      const { kernel } = createNativeDescent(set);
      await checkLaw(sameDescents, kernel);
      await checkLaw(sameFlows, kernel);
      expect(paperEndings(kernel)).toEqual(paperEndings(createDefinedDescent()));
    });
  });

  test("a descent.node of another source, or without its functions, is not taken", () => {
    const names = ["allocate", "use", "width", "tileRows", "begin", "step"];
    const functions = Object.fromEntries(names.map((name) => [name, () => {}]));
    expect(typeof checkedAddon({ ...functions, source: descentSource() })).toBe("object");
    expect(checkedAddon({ ...functions, source: "0" })).toContain("another descent.cc");
    expect(checkedAddon({ source: descentSource() })).toContain("lacks functions");
  });
});
