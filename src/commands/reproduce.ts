import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Analysis, Population } from "../claims/analysis.ts";
import type { Finding } from "../claims/finding.ts";
import { judgeWithEvidence } from "../claims/judgeAll.ts";
import { checkLedger, ledger } from "../claims/ledger.ts";
import { claims } from "../claims/registry.ts";
import { resolveSample } from "../claims/resolveSample.ts";
import { assembleReport } from "../report/assemble.ts";
import type { ReportData, ShownEvidence } from "../report/data.ts";
import { findingsJson } from "../report/findingsJson.ts";
import { reportHtml } from "../report/html.ts";
import { showEvidence } from "../report/showEvidence.ts";
import { findingsTable } from "../report/table.ts";
import { working } from "../setting/readings.ts";
import { writeAtomically } from "../store/atomic.ts";
import type { TrainedNetwork } from "../training/trained.ts";
import { auditLine, trainAgain } from "./audit.ts";
import type { Host } from "./host.ts";
import { analyseShipped } from "./judged.ts";
import { shippedPopulations } from "./shippedPopulations.ts";
import { trainPlan } from "./trainPlan.ts";

/** Sets of fixed points that are solved for again from all starts. */
const RESOLVED = 40;

/** What `attest reproduce` is asked for. */
export type ReproduceOptions = {
  readonly populations: string;
  /** A scale whose populations are trained first, in the place of the shipped ones. */
  readonly scale: string | undefined;
  readonly store: string;
  readonly report: string;
  readonly workers: number;
  readonly engine: string;
};

/**
 * Trains a quick network of each rule again and compares the bytes with the shipped one, judges
 * every claim on the populations, and writes `findings.json` and `index.html` into the report's
 * folder. With a scale, the scale's populations are trained first, and judged.
 * @returns whether the audit found the same bytes, and every verdict is the ledger's
 */
export async function reproduce(options: ReproduceOptions, host: Host): Promise<boolean> {
  const folder = resolve(options.report);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Error(`report: cannot make the folder ${folder}: ${String(error)}`, { cause: error });
  }
  const { scale, engine, workers } = options;
  const from = scale === undefined ? options.populations : join(options.store, scale);
  if (scale !== undefined)
    await trainPlan(
      {
        plan: scale,
        index: undefined,
        store: options.store,
        into: from,
        stored: false,
        workers,
        engine,
        limits: {},
      },
      host,
    );
  const { populations, roots } = await shippedPopulations(from);
  const isSame = scale !== undefined || (await auditQuick(populations, { workers, engine }, host));
  host.note("Judging …\n");
  const { analysis, checked } = analyseShipped(populations, roots, working);
  const { findings, evidence } = await judgeEach(analysis, host);
  host.note(`${checked.verified} shipped sets of fixed points verified\n`);
  for (const refused of checked.refused) host.note(`refused: ${refused}\n`);
  const differences = await resolveSample(analysis, roots, { count: RESOLVED, seed: 0 });
  host.note(`${Math.min(RESOLVED, roots.length)} sets solved for again\n`);
  for (const difference of differences) host.out(`solved for again: ${difference}\n`);
  const command = `npm run reproduce${scale === undefined ? "" : ` -- --scale ${scale}`}`;
  const tier = populations[0]?.about.tier ?? "float32";
  const data = await assembleReport(analysis, findings, { evidence, command, tier });
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  writeAtomically(join(folder, "findings.json"), encode(findingsJson(data)));
  writeAtomically(join(folder, "index.html"), encode(reportHtml(data)));
  host.out(`${findingsTable(findings, { width: host.width, colours: host.interactive })}\n`);
  host.out(`Report: ${join(folder, "index.html")}\n`);
  if (scale !== undefined) return true;
  const surprises = checkLedger(findings, ledger);
  for (const surprise of surprises) host.out(`not as expected: ${surprise}\n`);
  return isSame && surprises.length + differences.length + checked.refused.length === 0;
}

async function judgeEach(
  analysis: Analysis,
  host: Host,
): Promise<Pick<ReportData, "findings" | "evidence">> {
  const findings: Finding[] = [];
  const evidence: ShownEvidence[] = [];
  for (const claim of claims) {
    const judged = await judgeWithEvidence(claim, analysis);
    const { id, verdict } = judged.finding;
    host.note(`${id} ${verdict}\n`);
    findings.push(judged.finding);
    evidence.push(showEvidence(claim, analysis, judged.evidence));
  }
  return { findings, evidence };
}

/** Trains the quickest network of each rule again; prints a line for each. */
async function auditQuick(
  populations: readonly Population[],
  how: { readonly workers: number; readonly engine: string },
  host: Host,
): Promise<boolean> {
  const quickest = new Map<string, TrainedNetwork>();
  for (const { cell, networks } of populations)
    for (const trained of networks) {
      const best = quickest.get(cell.rule);
      if (trained.updates > 0 && trained.updates < (best?.updates ?? Number.POSITIVE_INFINITY))
        quickest.set(cell.rule, trained);
    }
  const audited = await trainAgain([...quickest.values()], how, host);
  for (const each of audited) host.out(auditLine(each));
  return audited.every(({ identical }) => identical);
}
