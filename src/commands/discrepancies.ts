import type { Claim } from "../claims/claim.ts";
import { type Discrepancy, discrepanciesOf, variedReadings } from "../claims/discrepancies.ts";
import type { Finding, PopulationName } from "../claims/finding.ts";
import { judgeAll } from "../claims/judge.ts";
import { pilotClaims } from "../papers/mcmahan2021/index.ts";
import { textTable } from "../report/textTable.ts";
import { working } from "../setting/readings.ts";
import { openRules } from "../study/rules.ts";
import { openStudy, type Study } from "../study/study.ts";
import type { Host } from "./host.ts";
import { measuredNetworks, oursOn, recordIn } from "./population.ts";

/** What `attest discrepancies` is asked for. */
export type DiscrepanciesOptions = {
  readonly populations: string;
  /** `study`: the claims that were judged on the study, on its networks. */
  readonly population: PopulationName | undefined;
  readonly study: string;
  /** Files of rules beside ours. */
  readonly rules: readonly string[];
  /** Rows to vary; those that need no solving where it is left out. */
  readonly rows: readonly string[] | undefined;
  readonly json: boolean;
};

/**
 * Judges every claim again with one analyse row at a time as the release has it, and prints which
 * verdicts flip.
 * @throws RangeError for a row that does not exist.
 */
export async function discrepancies(options: DiscrepanciesOptions, host: Host): Promise<void> {
  const all = variedReadings(working);
  const unknown = options.rows?.find((row) => all.every((each) => each.row !== row));
  if (unknown !== undefined)
    throw new RangeError(
      `rows: there is no "${unknown}"; there are ${all.map(({ row }) => row).join(", ")}`,
    );
  const varied = all.filter(({ row, solves }) => options.rows?.includes(row) ?? !solves);
  const { study, claims } = await judgedBefore(options, host);
  if (study.populations.length === 0)
    throw new Error(`populations: there is none in ${options.populations}`);
  const base = await judgeAll(claims, study);
  const found: Discrepancy[] = [];
  for (const each of varied) {
    host.note(`${each.row} …\n`);
    found.push(...(await discrepanciesOf(claims, base, [each], study.under)));
  }
  host.out(
    options.json
      ? `${JSON.stringify({ base, found }, null, 2)}\n`
      : discrepancyTable(base, found, host.width),
  );
}

/** The populations and the pilot's claims; or the study's networks, and those judged on them. */
async function judgedBefore(
  { populations, population, study: folder, rules }: DiscrepanciesOptions,
  host: Host,
): Promise<{ readonly study: Study; readonly claims: readonly Claim[] }> {
  if (population !== "study") {
    const from = { kind: "shipped", folder: populations } as const;
    return { study: await openStudy({ networks: [from], rules }), claims: pilotClaims };
  }
  const knows = await openRules(rules);
  const warn = (message: string): void => host.note(`${message}\n`);
  const record = recordIn(folder, knows, { warn });
  const study = await openStudy({ networks: [measuredNetworks(record)], rules: knows });
  const isJudged = ({ id }: Claim): boolean => record.journal.some(({ claim }) => claim === id);
  return { study, claims: oursOn("study").filter(isJudged) };
}

function discrepancyTable(
  base: readonly Finding[],
  found: readonly Discrepancy[],
  width: number,
): string {
  const rows = [...new Set(found.map(({ row }) => row))];
  return textTable(
    ["claim", "working", ...rows].map((title) => ({ title, align: "left" as const })),
    base.map(({ id, verdict }) => [
      { text: id },
      { text: verdict },
      ...rows.map((row) => {
        const under = found.find((each) => each.row === row && each.finding.id === id);
        return { text: under?.flips === true ? under.finding.verdict : "same" };
      }),
    ]),
    width,
  );
}
