import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createHash as createOurs } from "../playground/browser/crypto.ts";
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

describe("the lessons", () => {
  it("are networks that are shipped, under their keys, and a small one at the end", async () => {
    const lessons = await makeLessons();
    const shipped = lessons.slice(0, -1);
    for (const { job, against } of shipped) expect(against).toBe(`the shipped network ${job.key}`);
    expect(new Set(lessons.map(({ sha256 }) => sha256)).size).toBe(lessons.length);
    expect(lessons.map(({ isCut }) => isCut)).toEqual([...shipped.map(() => false), true]);
  });
});
