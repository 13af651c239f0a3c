import { describe, expect, it } from "vitest";
import { activityFromRows } from "../../src/representations/activity.ts";
import { principalComponents } from "../../src/representations/principalComponents.ts";
import { subspace } from "../../src/representations/subspace.ts";
import { specLaws } from "../specLaws.ts";
import { representationsLaws } from "./representations.ts";

specLaws("representations", representationsLaws);

describe("representations: examples", () => {
  it("activity that never changes has no components", () => {
    const rows = Array.from({ length: 7 }, () => [0.1, -0.3, 0.7]);
    expect(principalComponents(activityFromRows(rows)).rank).toBe(0);
    expect(subspace(rows)).toMatchObject({ components: 0, explained: 0 });
  });

  it("rounding error is not activity", () => {
    const rows = Array.from({ length: 50 }, (_, t) => [0.7 + 1e-16 * t, 3 + 4e-16 * (t % 2)]);
    expect(subspace(rows).components).toBe(0);
  });

  it("equal variances that meet the share exactly are not rounded away", () => {
    const rows = Array.from({ length: 40 }, (_, t) =>
      Array.from({ length: 20 }, (_, unit) => (Math.floor(t / 2) === unit ? 1 - 2 * (t % 2) : 0)),
    );
    expect(subspace(rows).components).toBe(19);
  });

  it("bad activity is named", () => {
    expect(() => subspace([[1, 2]])).toThrow(/at least two samples/);
    expect(() => subspace([[1, 2], [3]])).toThrow("activity[1]: expected 2 units, got 1");
    expect(() =>
      subspace([
        [1, 2],
        [3, Number.NaN],
      ]),
    ).toThrow("activity[1][1]");
    expect(() => subspace([])).toThrow(/at least one sample/);
    expect(() => subspace([[1], [2]], 1.5)).toThrow("share");
  });
});
