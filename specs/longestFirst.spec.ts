import { describe, expect, it } from "vitest";
import { LONG, secondsOf } from "./longestFirst.ts";
import { filesUnder } from "./source.ts";

describe("the list of long files", () => {
  it("names files that are there", () => {
    const specs = ["properties", "specs", "examples"].flatMap((folder) =>
      filesUnder(folder, ".spec.ts"),
    );
    expect(specs).toEqual(expect.arrayContaining(Object.keys(LONG)));
  });

  it("has the longest first, and none of less than a quarter of a minute", () => {
    const seconds = Object.values(LONG);
    expect(seconds).toEqual([...seconds].sort((a, b) => b - a));
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(15);
  });
});

describe("how long a file takes", () => {
  const [[long, seconds]] = Object.entries(LONG);

  it("is what it took when it last passed", () => {
    expect(secondsOf(long, { duration: 5000, failed: false })).toBe(5);
    expect(secondsOf("specs/new.spec.ts", { duration: 5000, failed: false })).toBe(5);
  });

  it("is what the list says where it never ran, or failed on its way", () => {
    expect(secondsOf(long)).toBe(seconds);
    expect(secondsOf(long, { duration: 5000, failed: true })).toBe(seconds);
    expect(secondsOf("specs/new.spec.ts")).toBe(0);
  });
});
