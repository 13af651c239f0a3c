import type { Rng } from "../../numerics/rng.ts";
import { slopeEstimate } from "../../statistics/contrast.ts";
import { equivalenceOf } from "../../statistics/equivalence.ts";
import { pOfEstimate } from "../../statistics/estimate.ts";
import { judgeFlat, judgeSlope } from "../../statistics/judgeByWords.ts";
import type { Part } from "../finding.ts";
import { bare } from "../parts.ts";
import { registrationIn } from "../registered.ts";
import type { Numbers } from "../test.ts";
import type { Measured } from "./allAlike.ts";
import { tooFew } from "./compare.ts";
import { effectPart } from "./effectPart.ts";
import { excessOf, shareBounds } from "./excess.ts";

/**
 * The slope of the excess silhouette over places: rising or falling by the margin at least for each
 * step of one, or flat within it.
 * @source claims "Slopes"
 */
export function inclinePart(
  places: readonly Measured[],
  test: Numbers & {
    readonly name: string;
    readonly groups: readonly string[];
    readonly direction: "rises" | "falls" | "flat";
  },
  rng: Rng,
): Part {
  const { name, groups, fewest, margin, direction } = test;
  if (places.length < 2) return bare(name, "inconclusive", "A slope needs two places or more.");
  const few = places.filter(({ evidence }) => tooFew(evidence, name, groups, fewest) !== undefined);
  if (few.length > 0) {
    const why = `Too few networks at ${few.map((each) => each.name).join(", ")}.`;
    return { ...bare(name, "inconclusive", why), lacking: true };
  }
  const cells = places.map(({ at, evidence }) => ({
    at,
    ...excessOf(evidence, groups, rng),
  }));
  const found = slopeEstimate(cells);
  const [low, high] = [Math.min, Math.max].map((of) => of(...places.map(({ at }) => at)));
  const networks = Math.min(...cells.map((cell) => cell.networks));
  const boundsAt = shareBounds(found, networks, 2 / (high - low));
  const { greaterP, lessP } = pOfEstimate(found);
  const registered = registrationIn(test);
  const p = direction === "rises" ? greaterP : lessP;
  const flatP = (): number => equivalenceOf({ ...found, mean: found.estimate, margin }).p;
  const judged =
    direction === "flat"
      ? judgeFlat({ boundsAt }, registered)
      : judgeSlope({ estimate: found.estimate, p, boundsAt }, { ...registered, claim: direction });
  const values = cells.map((cell, k) => `${cell.estimate.toFixed(3)} at ${places[k].name}`);
  return effectPart(
    name,
    { estimate: found.estimate, boundsAt, p: direction === "flat" ? flatP() : p },
    judged,
    {
      n: cells.reduce((sum, cell) => sum + groups.length * cell.networks, 0),
      beside: `excess silhouettes ${values.join(", ")}`,
    },
  );
}
