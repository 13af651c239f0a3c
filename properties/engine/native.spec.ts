import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { definedEngine } from "../../src/engine/defined.ts";
import { createNativeEngine } from "../../src/engine/native/engine.ts";
import {
  type InstructionSet,
  kernelSource,
  nativeAvailable,
  requireKernel,
  useInstructionSet,
} from "../../src/engine/native/kernel.ts";
import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import { checkLaw } from "../law.ts";
import { mustAgree, sameBytes, sameBytesBroken } from "./bytes.laws.ts";
import { lowestOn } from "./engine.ts";
import { traceFollows } from "./independence.laws.ts";
import { sameKickedBytes, sameKickedBytesWide } from "./kicked.laws.ts";
import { raceInOneCall } from "./lowest.laws.ts";
import { makeRun } from "./made.ts";
import { realSize } from "./realSize.ts";

const SMALL = {
  seed: 1,
  units: 4,
  channels: 1,
  outputs: 1,
  count: 3,
  steps: 6,
  activation: "tanh",
  readout: "rates",
  alpha: 0.1,
  clamps: 0,
  gain: 1,
  drawn: true,
  checkpoints: 1,
} as const;

/** The instruction sets of this processor; where nothing is built, none. */
const here = (set: InstructionSet): boolean => nativeAvailable() && useInstructionSet(set) === set;

const SETS = (["plain", "avx2", "avx512"] as const).map((set) => ({ set, runs: here(set) }));

/** Where nothing is built, or the processor lacks a set, its tests are skipped. */
describe.each(SETS)("the native engine, instruction set $set", ({ set, runs }) => {
  const it = runs ? test : test.skip;
  const engine = createNativeEngine();
  beforeAll(() => {
    if (runs) expect(useInstructionSet(set)).toBe(set);
  });
  afterAll(() => {
    if (runs) useInstructionSet("best");
  });

  it("makes the bytes of the defined engine on random small runs", async () => {
    await checkLaw(sameBytes, { engine, other: definedEngine });
  });

  it("does so for weights that overflow, too", async () => {
    await checkLaw(sameBytesBroken, { engine, other: definedEngine });
  });

  it("makes the bytes of the wasm engine at the real size", async () => {
    const key = deriveKey(null, "native", "real size");
    const question = realSize(3, { network: key, trials: key });
    await mustAgree({ engine, other: wasmEngine }, question);
  });

  it("makes the bytes of kicked sessions in whole runs", async () => {
    await checkLaw(sameKickedBytes, engine.kicked);
    await checkLaw(sameKickedBytesWide, engine.kicked);
  });

  it("races as all losses show", async () => {
    await checkLaw(raceInOneCall, lowestOn(engine));
  });

  it("follows its own trace", async () => {
    await checkLaw(traceFollows, engine);
  });
});

test.skipIf(!nativeAvailable())("names a run that does not fit its addresses", async () => {
  const network = makeRun(SMALL).network;
  const trials = { ...makeRun(SMALL).trials, steps: 2_000_000_000, checkpoints: [1_999_999_999] };
  await expect(createNativeEngine().gradient([network], trials)).rejects.toThrow("within 4 GiB");
});

test.skipIf(nativeAvailable())("says how to build the native engine where it is missing", () => {
  expect(() => useInstructionSet("best")).toThrow("attest build-native");
});

test("refuses a kernel that was built from another source, or lacks a function", () => {
  const names = [
    ...["allocate", "use", "drawStates", "start", "forward", "read", "backward"],
    ...["kickedInputs", "kickedRun"],
  ];
  const functions = Object.fromEntries(names.map((name) => [name, () => {}]));
  expect(() => requireKernel({ ...functions, source: kernelSource() })).not.toThrow();
  const again = "attest build-native builds it anew";
  expect(() => requireKernel({ ...functions, source: "0".repeat(16) })).toThrow(
    `built from another kernel.cc; ${again}`,
  );
  expect(() => requireKernel(functions)).toThrow(again);
  const { read, ...others } = functions;
  expect(() => requireKernel({ ...others, source: kernelSource() })).toThrow(again);
});

test("says once why a kernel that is there does not load", () => {
  const folder = mkdtempSync(join(tmpdir(), "attest-kernel-"));
  const said: string[] = [];
  const warn = (message: string): void => void said.push(message);
  try {
    const file = join(folder, "kernel.node");
    expect(nativeAvailable(file, warn)).toBe(false);
    expect(said).toEqual([]);
    writeFileSync(file, "no library");
    for (let k = 0; k < 2; k++) expect(nativeAvailable(file, warn)).toBe(false);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/kernel\.node.*; wasm is used in its place\n$/s);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
