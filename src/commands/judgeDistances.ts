import { PERMUTATIONS } from "../claims/permutations.ts";
import { excessEstimate } from "../distances/excessEstimate.ts";
import { silhouette } from "../distances/silhouette.ts";
import { createRng, deriveKey } from "../numerics/rng.ts";
import { formatInterval, formatNumber, formatP } from "../report/format.ts";
import { textTable } from "../report/textTable.ts";
import {
  type DistanceMatrix,
  euclideanDistances,
  selectDistances,
  toRows,
} from "../statistics/distanceMatrix.ts";
import { boundsOfEstimate } from "../statistics/estimate.ts";
import { permanova } from "../statistics/permanova.ts";
import { permdisp } from "../statistics/permdisp.ts";
import { readDistances } from "./distancesFile.ts";
import type { Host } from "./host.ts";

/** More networks than this would take hours. */
const MOST_NETWORKS = 1000;

/** Fewer networks in a group than this have no jackknife. */
const FEWEST = 3;

/** What was found of some groups. */
export type Compared = {
  readonly metric: "precomputed" | "rows";
  readonly groups: readonly string[];
  readonly sizes: readonly number[];
  readonly silhouette: number;
  readonly excess: number;
  /** One-sided 95 % bounds of the excess. */
  readonly bounds: readonly [number, number];
  readonly p: number;
  /** p-values: whether spreads differ, and whether centres do. */
  readonly permdisp: number;
  readonly permanova: number;
};

/** Compares the groups of a file of distances, each pair and all together, under both metrics. */
export function judgeDistances(
  {
    file,
    labelsFile,
    json,
  }: {
    readonly file: string;
    /** Labels that are not in the file itself. */
    readonly labelsFile?: string | undefined;
    readonly json: boolean;
  },
  host: Host,
): void {
  const { matrix, labels } = readDistances(file, labelsFile);
  requireGroups(labelsFile ?? file, labels);
  const groups = [...new Set(labels)];
  const pairs = groups.flatMap((a, i) => groups.slice(i + 1).map((b) => [a, b]));
  const sets = groups.length > 2 ? [groups, ...pairs] : pairs;
  const found = (["precomputed", "rows"] as const).flatMap((metric) => {
    const under = metric === "rows" ? euclideanDistances(toRows(matrix)) : matrix;
    return sets.map((names) => compare({ metric, matrix: under, labels }, names));
  });
  const { mended } = matrix;
  const said = mended === undefined ? found : found.map((each) => ({ ...each, mended }));
  host.out(json ? `${JSON.stringify(said, null, 2)}\n` : tableOf(found, host));
  if (!json && mended !== undefined) host.out(`${file}: ${mended}.\n`);
}

/** @throws RangeError for too many networks, one group, or a group of too few. */
function requireGroups(file: string, labels: readonly string[]): void {
  if (labels.length > MOST_NETWORKS)
    throw new RangeError(
      `${file}: labels: expected at most ${MOST_NETWORKS}, got ${labels.length}`,
    );
  const groups = [...new Set(labels)];
  if (groups.length < 2)
    throw new RangeError(
      `${file}: labels: expected two different ones at least, got ${groups.length}`,
    );
  for (const group of groups) {
    const size = labels.filter((name) => name === group).length;
    if (size < FEWEST)
      throw new RangeError(
        `${file}: labels: expected at least ${FEWEST} of each, got ${size} of "${group}"`,
      );
  }
}

function compare(
  {
    metric,
    matrix,
    labels,
  }: {
    readonly metric: Compared["metric"];
    readonly matrix: DistanceMatrix;
    readonly labels: readonly string[];
  },
  groups: readonly string[],
): Compared {
  const kept = [...labels.keys()].filter((i) => groups.includes(labels[i]));
  const distances = selectDistances(matrix, kept);
  const own = kept.map((i) => groups.indexOf(labels[i]));
  const rng = createRng(deriveKey(null, "attest", "judge", "distances"));
  const given = { distances, labels: own, permutations: PERMUTATIONS };
  const found = excessEstimate(given, rng);
  const { lower, upper } = boundsOfEstimate(found)(0.95);
  return {
    metric,
    groups,
    sizes: groups.map((_, group) => own.filter((label) => label === group).length),
    silhouette: silhouette(toRows(distances), own, { metric: "precomputed" }).score,
    excess: found.estimate,
    bounds: [lower, upper],
    p: found.test.p,
    permdisp: permdisp(given, rng).p,
    permanova: permanova(given, rng).p,
  };
}

function tableOf(found: readonly Compared[], host: Host): string {
  const titles = ["metric", "groups", "n", "silhouette", "excess", "one-sided 95 % bounds", "p"];
  const columns = [...titles, "spread p", "centres p"].map((title) => ({
    title,
    align: "left" as const,
  }));
  const rows = found.map((each) =>
    [
      each.metric,
      each.groups.join(" v "),
      each.sizes.join(" + "),
      formatNumber(each.silhouette),
      formatNumber(each.excess),
      formatInterval(each.bounds),
      formatP(each.p),
      formatP(each.permdisp),
      formatP(each.permanova),
    ].map((text) => ({ text })),
  );
  const isUneven = found.some(({ sizes }) => new Set(sizes).size > 1);
  const uneven = isUneven
    ? "Groups of unequal size: there a difference in spread can look like one of centres.\n"
    : "";
  return `${textTable(columns, rows, host.width)}${uneven}`;
}
