import type { AnalyseRows, Reading } from "../setting/reading.ts";
import { code } from "../setting/readings.ts";
import type { Analysis } from "../study/analysis.ts";
import type { Claim } from "./claim.ts";
import type { Finding } from "./finding.ts";
import { judgeAll } from "./judge.ts";

/** A reading that differs from the base in how networks are analysed. */
export type Varied = {
  /** The row that has the release's value, or `all`. */
  readonly row: string;
  readonly reading: Reading;
  /** Whether fixed points must be solved for anew: that takes hours. */
  readonly solves: boolean;
};

/** Rows for which shipped fixed points do not serve. */
const SOLVING: readonly string[] = ["fixedPoints", "attractorTest"];

/** The base with one analyse row at a time as the release has it, and with all of them. */
export function variedReadings(base: Reading): readonly Varied[] {
  const rows = base.analyse;
  const one = (row: string, analyse: AnalyseRows): Varied => ({
    row,
    reading: { ...base, name: `${base.name}, ${row} as code`, analyse },
    solves: row === "all" || SOLVING.includes(row),
  });
  const { analyse: released } = code;
  const varied = [
    one("activity", { ...rows, activity: released.activity }),
    one("score", { ...rows, score: released.score }),
    one("silhouetteMetric", { ...rows, silhouetteMetric: released.silhouetteMetric }),
    one("attractorFeatures", { ...rows, attractorFeatures: released.attractorFeatures }),
    one("fixedPoints", { ...rows, fixedPoints: released.fixedPoints }),
    one("attractorTest", { ...rows, attractorTest: released.attractorTest }),
    // The text and the release agree on who enters; all networks are the sensitivity analysis.
    one("enters", { ...rows, enters: "all" }),
    one("all", released),
  ];
  return varied;
}

/** What a claim came to under one row's other value. */
export type Discrepancy = {
  readonly row: string;
  readonly finding: Finding;
  readonly flips: boolean;
};

/** Judges claims under other readings, and says which verdicts are not those of the base. */
export async function discrepanciesOf(
  claims: readonly Claim[],
  base: readonly Finding[],
  varied: readonly Varied[],
  analyseUnder: (reading: Reading) => Analysis,
): Promise<readonly Discrepancy[]> {
  const verdicts = new Map(base.map(({ id, verdict }) => [id, verdict]));
  const found: Discrepancy[] = [];
  for (const { row, reading } of varied)
    for (const finding of await judgeAll(claims, analyseUnder(reading)))
      found.push({ row, finding, flips: verdicts.get(finding.id) !== finding.verdict });
  return found;
}
