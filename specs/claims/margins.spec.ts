import { describe, expect, it } from "vitest";
import { madeDistances } from "../../src/claims/madeDistances.ts";
import { marginOf } from "../../src/claims/margins.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";

const rng = () => createRng(deriveKey(null, "margins spec"));
const settings = { networks: 16, simulations: 60 };

describe("a margin in words", () => {
  const evidence = madeDistances([
    { name: "a", centre: 0, bistableOffset: 12 },
    { name: "b", centre: 12, bistableOffset: 12 },
  ]);

  it("of shares is the larger the more they differ", () => {
    const [little, much] = [0.25, 0.75].map(
      (difference) => marginOf(evidence, { kind: "shares", difference }, settings, rng()).mean,
    );
    expect(little).toBeGreaterThan(0);
    expect(much).toBeGreaterThan(3 * little);
  });

  it("of a mixture is the larger the more networks are exchanged", () => {
    const mixed = (share: number): number =>
      marginOf(evidence, { kind: "mixture", share, groups: ["a", "b"] }, settings, rng()).mean;
    expect(mixed(0.25)).toBeGreaterThan(0);
    expect(mixed(0.75)).toBeGreaterThan(3 * mixed(0.25));
  });

  it("cannot be said of networks that are all of one kind", () => {
    const alike = { ...evidence, bistable: evidence.bistable.map(() => true) };
    const words = { kind: "shares", difference: 0.25 } as const;
    expect(() => marginOf(alike, words, settings, rng())).toThrow(/expected some of each/);
  });
});
