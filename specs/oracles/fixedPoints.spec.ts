import { expect, it } from "vitest";
import { fixedPoints } from "./fixedPoints.ts";

it("a root at zero is compared by |a − b| / (1 + |b|): it has no scale of its own", async () => {
  const network = {
    ...{ activation: "tanh", alpha: 0.1, wIn: [[0], [0]], wOut: [[1, 0]] },
    wRec: [
      [0.5, 0],
      [0, 0.5],
    ],
  };
  const at = async (x: readonly number[]): Promise<number> => {
    const given = { network, input: [0], fixedPoints: [{ x, stable: true, spectralRadius: 0.95 }] };
    const [check] = fixedPoints.read([given]);
    const { maxRelativeError, thrown } = await check();
    expect(thrown).toBeNull();
    return maxRelativeError;
  };
  expect(await at([0, 0])).toBeLessThan(1e-9);
  expect(await at([1e-12, 0])).toBeLessThan(1e-9);
  expect(await at([1e-3, 0])).toBeGreaterThan(1e-4);
});
