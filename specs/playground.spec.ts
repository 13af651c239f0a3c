import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { createHash as createOurs } from "../playground/browser/crypto.ts";
import { isDeepStrictEqual as ours } from "../playground/browser/util.ts";
import { makeLessons } from "../playground/lessons.ts";

const bytesOf = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, k) => (k * 151 + 7) % 256);

describe("SHA-256 in a browser", () => {
  it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 10_000])("is Node's on %i bytes", (length) => {
    const bytes = bytesOf(length);
    const theirs = createHash("sha256").update(bytes).digest("hex");
    expect(createOurs("sha256").update(bytes).digest("hex")).toBe(theirs);
  });

  it("takes its input in parts, texts too", () => {
    const parts = ["attest ", bytesOf(70), "ü∂"] as const;
    const theirs = createHash("sha256");
    const ours = createOurs("sha256");
    for (const part of parts) {
      theirs.update(part);
      ours.update(part);
    }
    expect([...ours.digest()]).toEqual([...theirs.digest()]);
  });

  it("is the only hash there", () => {
    expect(() => createOurs("md5")).toThrow("name: expected sha256, got md5");
  });
});

describe("equality in a browser", () => {
  const plain = { a: [1, -0, Number.NaN], b: Float64Array.of(1, 2), c: { d: null, e: undefined } };

  it.each([
    [plain, { ...plain, a: [1, -0, Number.NaN], b: Float64Array.of(1, 2) }],
    [plain, { ...plain, a: [1, 0, Number.NaN] }],
    [plain, { ...plain, b: Float64Array.of(1, 3) }],
    [plain, { ...plain, b: Float32Array.of(1, 2) }],
    [plain, { ...plain, c: { d: null } }],
    [plain, { ...plain, c: { d: null, f: undefined } }],
    [[1, 2], { 0: 1, 1: 2 }],
    [null, {}],
    ["a", "a"],
  ])("is Node's of %j and %j", (a, b) => {
    expect(ours(a, b)).toBe(isDeepStrictEqual(a, b));
  });
});

describe("the lessons", () => {
  it("are networks that are shipped, under their keys, and a small one at the end", async () => {
    const lessons = await makeLessons();
    const shipped = lessons.slice(0, -1);
    for (const { job, against } of shipped) expect(against).toBe(`the shipped network ${job.key}`);
    expect(new Set(lessons.map(({ sha256 }) => sha256)).size).toBe(lessons.length);
    expect(lessons.map(({ isCut }) => isCut)).toEqual([...shipped.map(() => false), true]);
  });
});
