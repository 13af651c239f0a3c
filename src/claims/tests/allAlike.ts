import type { Rng } from "../../numerics/rng.ts";
import { pOfEstimate } from "../../statistics/estimate.ts";
import { judgeAlike } from "../../statistics/judgeByWords.ts";
import { largestOf } from "../../statistics/omnibus.ts";
import type { DistanceEvidence } from "../../study/distanceEvidence.ts";
import type { Part } from "../finding.ts";
import { pairsOf } from "../pairs.ts";
import { registrationIn } from "../registered.ts";
import type { Numbers, Place, PlaceControl } from "../test.ts";
import { tooFew } from "./compare.ts";
import { tellsApart, tellsCountsApart } from "./controls.ts";
import { effectPart } from "./effectPart.ts";
import { type Excess, excessOf } from "./excess.ts";

/** Distances at a place. */
export type Measured = Pick<Place, "name" | "at"> & { readonly evidence: DistanceEvidence };

/**
 * Whether every two of some groups are alike at every place: the largest of the upper bounds of
 * their excess silhouettes lies below the margin, and at each place the measure tells a control
 * apart with as many networks.
 * @source Berger 1982; claims "Alike"
 */
export function allAlikePart(
  places: readonly Measured[],
  test: Numbers & {
    readonly name: string;
    readonly groups: readonly string[];
    readonly control: PlaceControl;
  },
  rng: Rng,
): Part {
  const { name, groups, fewest, margin, level, permutations, control } = test;
  const few = places.flatMap(({ evidence }) => tooFew(evidence, name, groups, fewest) ?? []);
  if (few.length > 0) return few[0];
  const found = places.flatMap(({ evidence, name: where }) =>
    pairsOf(groups).map((pair) => ({
      name: `${where}: ${pair.join(" v ")}`,
      ...excessOf(evidence, pair, rng),
    })),
  );
  const blind = places.filter(({ evidence }, k) => {
    const n = found[k * (found.length / places.length)].networks;
    const how = { level, permutations, rng };
    return control.kind === "counts"
      ? !tellsCountsApart(evidence, n, how)
      : !tellsApart(evidence, control.names, n, how);
  });
  const { boundsAt } = largestOf(found.map((each) => each.boundsAt));
  const sensitive = blind.length === 0;
  const judged = judgeAlike({ boundsAt }, { ...registrationIn(test), sensitive });
  const largest = found.reduce((a, b) => (b.estimate > a.estimate ? b : a));
  const p = Math.max(...found.map((each) => pBelow(each, margin)));
  const beside =
    `the largest of ${found.length} is ${largest.estimate.toFixed(3)}, ${largest.name}` +
    (sensitive ? "" : `; no control is told apart at ${blind.map((each) => each.name).join(", ")}`);
  const n = found.reduce((sum, { networks }) => sum + 2 * networks, 0);
  return effectPart(name, { estimate: largest.estimate, boundsAt, p }, judged, { n, beside });
}

/** p against an excess of the margin or more; of what does not vary it is that of its bound. */
function pBelow(found: Excess, margin: number): number {
  if (found.standardError > 0) return pOfEstimate(found, margin).lessP;
  return found.boundsAt(0.95).upper < margin ? 0.05 : 1;
}
