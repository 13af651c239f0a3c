import { cka } from "../../src/distances/cka.ts";
import { excessSilhouette } from "../../src/distances/excessSilhouette.ts";
import { procrustes } from "../../src/distances/procrustes.ts";
import { svccaDistances } from "../../src/distances/svcca.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import type { Activity } from "../../src/representations/activity.ts";
import type { Subspace } from "../../src/representations/subspace.ts";
import { distanceMatrix } from "../../src/statistics/distanceMatrix.ts";
import { cellOf, PAPER_RULES } from "../../src/study/plan.ts";
import type { Study } from "../../src/study/study.ts";
import type { Beside } from "./facts.ts";

/** Shuffled labels of each comparison, as the claims have them. */
const PERMUTATIONS = 1999;

/** CKA and Procrustes see every tenth step: states change little from one to the next. */
const EVERY = 10;

/** What H is compared with: those that are said to be unlike it, and B with a feature of H's. */
const OTHERS = ["bptt", "genetic", "full-force", "bptt tanh", "bptt one-unit"] as const;

/** A network on RDM at noise 1.0, as measures of representations see it. */
type Seen = { readonly activity: Activity; readonly subspace: Subspace };

/** What no claim measures: other measures of representations, components, and distances. */
export async function measureBeside(study: Study): Promise<Beside> {
  const groups = new Map<string, readonly Seen[]>();
  const see = async (name: string, cell: ReturnType<typeof cellOf>): Promise<void> => {
    const seen: Seen[] = [];
    for (const trained of study.included(cell))
      seen.push({
        activity: thinned(await study.activity(trained)),
        subspace: await study.subspace(trained),
      });
    groups.set(name, seen);
  };
  for (const rule of PAPER_RULES) await see(rule, cellOf(rule, "rdm"));
  for (const variant of ["tanh", "one-unit", "untrained"] as const)
    await see(`bptt ${variant}`, cellOf("bptt", "rdm", { variant }));
  const of = (name: string): readonly Seen[] => groups.get(name) ?? [];
  const { score } = study.reading.analyse;
  const svcca = (all: readonly Seen[]): readonly (readonly number[])[] =>
    svccaDistances(
      all.map(({ subspace }) => subspace),
      score,
    );
  const measures = {
    svcca,
    cka: eachPair((a, b) => 1 - cka(a, b)),
    procrustes: eachPair(procrustes),
  };
  const comparisons = OTHERS.flatMap((other) =>
    (["svcca", "cka", "procrustes"] as const).map((measure) => {
      const [a, b] = [of("hebbian"), of(other)];
      const distances = distanceMatrix(measures[measure]([...a, ...b]));
      const labels = [...a.map(() => 0), ...b.map(() => 1)];
      const rng = createRng(deriveKey(null, "attest", "docs", measure, other));
      const { excess, test } = excessSilhouette(
        { distances, labels, permutations: PERMUTATIONS },
        rng,
      );
      return { measure, groups: ["hebbian", other] as [string, string], excess, p: test.p };
    }),
  );
  return {
    comparisons,
    components: Object.fromEntries(
      [...groups].filter(isCompared).map(([name, seen]) => {
        const counts = seen.map(({ subspace }) => subspace.components);
        return [name, [Math.min(...counts), Math.max(...counts)]];
      }),
    ),
    distances: meansOf(svcca([...of("bptt"), ...of("bptt untrained")]), of("bptt").length),
  };
}

/** Components are told of the rules, and of untrained networks. */
const isCompared = ([name]: readonly [string, unknown]): boolean =>
  !name.includes(" ") || name.endsWith("untrained");

/** Every tenth sample of an activity. */
function thinned({ samples, units, values }: Activity): Activity {
  const kept = Array.from({ length: Math.floor(samples / EVERY) }, (_, k) =>
    values.subarray(k * EVERY * units, (k * EVERY + 1) * units),
  );
  const all = new Float64Array(kept.length * units);
  for (const [k, sample] of kept.entries()) all.set(sample, k * units);
  return { samples: kept.length, units, values: all };
}

/** Distances between all networks; each pair is measured once, also by later calls. */
function eachPair(distance: (a: Activity, b: Activity) => number) {
  const known = new Map<Activity, Map<Activity, number>>();
  const between = (a: Activity, b: Activity): number => {
    const found = known.get(a)?.get(b) ?? known.get(b)?.get(a);
    if (found !== undefined) return found;
    const own = known.get(a) ?? new Map<Activity, number>();
    const measured = distance(a, b);
    known.set(a, own.set(b, measured));
    return measured;
  };
  return (all: readonly Seen[]): readonly (readonly number[])[] =>
    all.map(({ activity: a }, i) => all.map(({ activity: b }, j) => (i === j ? 0 : between(a, b))));
}

/** Mean distances of the first `count` networks to each other, and to the rest. */
function meansOf(
  rows: readonly (readonly number[])[],
  count: number,
): { readonly own: number; readonly untrained: number } {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const trained = rows.slice(0, count);
  return {
    own: mean(trained.flatMap((row, i) => row.slice(0, count).filter((_, j) => j !== i))),
    untrained: mean(trained.flatMap((row) => row.slice(count))),
  };
}
