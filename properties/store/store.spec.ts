import { describe, expect, it } from "vitest";
import { readNetworkFile } from "../../src/store/networkFile.ts";
import { pack } from "../../src/store/pack.ts";
import { decodeSafetensors, encodeSafetensors, FormatError } from "../../src/store/safetensors.ts";
import { decodeArtifact, encodeArtifact, openStore } from "../../src/store/store.ts";
import { specLaws } from "../specLaws.ts";
import { manyArrays, tensorNames } from "./artifacts.laws.ts";
import { difference } from "./made.ts";
import { hostileFiles, rawFile } from "./safetensors.laws.ts";
import { storeLaws } from "./store.ts";

specLaws("store", storeLaws);

describe("hostile safetensors", () => {
  for (const [name, raw] of hostileFiles)
    it(`refuses ${name}`, () => {
      expect(() => decodeSafetensors(rawFile(raw))).toThrow(FormatError);
    });

  it("reads a header of a megabyte of escaped quotes in no time", () => {
    const metadata = new Map([["value", '"'.repeat(1_000_000)]]);
    const file = { tensors: new Map(), metadata };
    expect(decodeSafetensors(encodeSafetensors(file)).metadata).toEqual(metadata);
  });

  it("does not write a tensor over the metadata", () => {
    const tensor = { shape: [1], data: Uint8Array.of(1) };
    expect(() =>
      encodeSafetensors({ tensors: new Map([["__metadata__", tensor]]), metadata: new Map() }),
    ).toThrow(RangeError);
  });
});

describe("artifacts", () => {
  it("that no reader would take are refused as they are written", () => {
    const note = "x".repeat(16 * 1024 * 1024);
    expect(() =>
      encodeSafetensors({ tensors: new Map(), metadata: new Map([["note", note]]) }),
    ).toThrow(/header: \d+ bytes, more than 16777216, which no reader takes/);
  });

  it("keep a thousand arrays in order", () => {
    const value = manyArrays(1001);
    expect(tensorNames(value)).toEqual([...tensorNames(value)].sort());
    expect(difference(value, decodeArtifact(encodeArtifact(value)))).toBeNull();
  });

  it("are not written where they could not be read: too deep", () => {
    expect(() => pack(nest(65))).toThrow(/nested deeper/);
    expect(decodeArtifact(encodeArtifact(nest(64)))).toEqual(nest(64));
  });

  it("name a folder that cannot be made", () => {
    expect(() => openStore("/dev/null/x", () => {})).toThrow("/dev/null/x");
  });
});

type Nest = readonly Nest[];

function nest(levels: number): Nest {
  let value: Nest = [];
  for (let k = 0; k < levels; k++) value = [value];
  return value;
}

describe("network files", () => {
  const tensor = (shape: readonly number[], value = 0.1) => ({
    shape,
    data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => value),
  });
  const file = (
    tensors: Record<string, ReturnType<typeof tensor>>,
    metadata: Record<string, string> = { activation: "tanh" },
  ): Uint8Array =>
    encodeSafetensors({
      tensors: new Map(Object.entries(tensors)),
      metadata: new Map(Object.entries(metadata)),
    });
  const good = { recurrent: tensor([2, 2]), input: tensor([2, 1]), output: tensor([1, 2]) };

  it("are read with or without an axis of networks", () => {
    expect(readNetworkFile(file(good))).toHaveLength(1);
    const two = {
      recurrent: tensor([2, 2, 2]),
      input: tensor([2, 2, 1]),
      output: tensor([2, 1, 2]),
    };
    expect(readNetworkFile(file(two))).toHaveLength(2);
  });

  it.each([
    ["recurrent", file({ ...good, recurrent: tensor([2, 3]) })],
    ["recurrent", file({ ...good, recurrent: tensor([2, 0, 0]) })],
    ["recurrent", file({ ...good, recurrent: tensor([0, 2, 2]) })],
    ["input", file({ ...good, input: tensor([3, 1]) })],
    ["input", file({ ...good, input: tensor([2]) })],
    ["output", file({ ...good, output: tensor([2, 1, 2]) })],
    ["recurrent", file({ ...good, recurrent: tensor([2, 2], Number.NaN) })],
    ["output", file({ recurrent: good.recurrent, input: good.input })],
    ["activation", file(good, {})],
    ["activation", file(good, { activation: "sigmoid" })],
    ["readout", file(good, { activation: "tanh", readout: "x" })],
    ["alpha", file(good, { activation: "tanh", alpha: "0" })],
    ["alpha", file(good, { activation: "tanh", alpha: "x" })],
    ["alpha", file(good, { activation: "tanh", alpha: "" })],
  ])("name what is wrong: %s", (name, bytes) => {
    expect(() => readNetworkFile(bytes)).toThrow(name);
  });
});

describe("files of other formats", () => {
  const text = (start: string): Uint8Array => Buffer.from(`${start}${"x".repeat(40)}`, "latin1");

  it.each([
    ["a zip archive", "PK\x03\x04\x14\x00"],
    ["a zip archive", "PK\x05\x06"],
    ["a Python pickle", "\x80\x02]q\x00"],
    ["a Python pickle", "\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."],
    ["a Python pickle", "\x80\x05\x95\x10\x00\x00\x00\x00\x00\x00\x00}"],
    ["a Python pickle", "(dp0\nS'w'\n"],
    ["a Python pickle", "ctorch._utils\n_rebuild_tensor\n"],
    ["a NumPy array", "\x93NUMPY\x01\x00"],
    ["an HDF5 file", "\x89HDF\r\n\x1a\n"],
    ["a gzip archive", "\x1f\x8b\x08"],
  ])("are refused with advice: %s", (format, start) => {
    expect(() => readNetworkFile(text(start))).toThrow(FormatError);
    expect(() => readNetworkFile(text(start))).toThrow(`got ${format}`);
    expect(() => readNetworkFile(text(start))).toThrow(/write safetensors: safetensors\.numpy/);
  });

  it("are not seen in safetensors whose header's length begins like a pickle's", () => {
    const made = (padding: number): Uint8Array =>
      encodeSafetensors({
        tensors: new Map([
          ["recurrent", { shape: [1, 1], data: Float64Array.of(0.5) }],
          ["input", { shape: [1, 1], data: Float64Array.of(0.5) }],
          ["output", { shape: [1, 1], data: Float64Array.of(0.5) }],
        ]),
        metadata: new Map([
          ["activation", "tanh"],
          ["note", "x".repeat(padding)],
        ]),
      });
    // 640 = 0x0280: the bytes of a pickle of protocol 2.
    const file = made(640 - 8 - (made(0).length - 8 - 24) + 8);
    expect([...file.subarray(0, 2)]).toEqual([0x80, 0x02]);
    expect(readNetworkFile(file)).toHaveLength(1);
  });
});
