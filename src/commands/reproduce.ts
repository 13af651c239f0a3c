import { join, resolve } from "node:path";
import type { Finding, PopulationName } from "../claims/finding.ts";
import { judgeAll } from "../claims/judge.ts";
import { checkLedger } from "../claims/ledger.ts";
import { resolveSample } from "../claims/resolveSample.ts";
import { chooseEngine } from "../engine/choose.ts";
import { deriveKey, type Key } from "../numerics/rng.ts";
import { pilotClaims as claims } from "../papers/mcmahan2021/index.ts";
import { ledger } from "../papers/mcmahan2021/pilot/ledger.ts";
import { assembleReport } from "../report/assemble.ts";
import type { ShownEvidence } from "../report/data.ts";
import { findingsJson } from "../report/findingsJson.ts";
import { reportHtml } from "../report/html.ts";
import { showEvidence } from "../report/showEvidence.ts";
import { findingsTable } from "../report/table.ts";
import { working } from "../setting/readings.ts";
import { writeAtomically } from "../store/atomic.ts";
import type { Population } from "../study/analysis.ts";
import { desk } from "../study/plan.ts";
import { planFolder } from "../study/planFile.ts";
import { openRules, type StudyRules } from "../study/rules.ts";
import { drawOneOfEach, sampleKey, urnsOf } from "../study/sample.ts";
import { PILOT_FOLDER } from "../study/shippedFolder.ts";
import { openStudy } from "../study/study.ts";
import { outsidePlan } from "../study/window.ts";
import { auditLine, trainAgain } from "./audit.ts";
import { auditListIn, listedIn, readAuditList } from "./auditList.ts";
import type { Host } from "./host.ts";
import { requireWritable } from "./outputFile.ts";
import { recordIn } from "./population.ts";
import { roots } from "./roots.ts";
import { type Looked, lookedWords, RESOLVED, rescoreSample } from "./samples.ts";
import { plainWord } from "./shellWord.ts";
import { judgeStudy, studyTable } from "./studyTable.ts";
import { planNamed, trainPlan } from "./trainPlan.ts";

/** What `attest reproduce` is asked for. */
export type ReproduceOptions = {
  readonly populations: string;
  /** `pilot` or `study` alone; both where it is left out, of what is shipped. */
  readonly population: PopulationName | undefined;
  /** The study's folder. */
  readonly study: string;
  /** Files of rules beside ours. */
  readonly rules: readonly string[];
  /** A scale whose populations are trained first, in the place of the shipped ones. */
  readonly scale: string | undefined;
  /** What the verdicts are held against; the ledger where it is left out, of what is shipped. */
  readonly expect: "ledger" | "none" | undefined;
  readonly store: string;
  readonly report: string;
  readonly workers: number;
  readonly engine: string;
  /** Draws the samples again that a run printed it for; the host's own if left out. */
  readonly salt: string | undefined;
  /** Asked once, as the audit starts: says when the time for it is up; no end if left out. */
  readonly auditUntil?: () => AbortSignal;
};

/**
 * Trains a drawn network of each rule again and compares the bytes with the shipped one, judges
 * every claim on the populations, and writes `findings.json` and `index.html` into the report's
 * folder. With a scale, the scale's populations are trained first, and judged.
 * @returns whether the audit found the same bytes, every fixed point is what it is said to be, and
 * every verdict is the expected one, if any is
 * @throws Error where there is no population, or their tiers are mixed
 */
export async function reproduce(options: ReproduceOptions, host: Host): Promise<boolean> {
  const folder = resolve(options.report);
  for (const name of ["findings.json", "index.html"]) requireWritable("report", join(folder, name));
  const { scale } = options;
  if (options.population === "study") return reproduceStudy(options, host);
  const from = scale === undefined ? options.populations : await trainScale(scale, options, host);
  const study = await openStudy({
    networks: [{ kind: "shipped", folder: from }],
    rules: options.rules,
  });
  const { populations, roots: sets, checked, knows } = study;
  const tier = tierOf(populations, from);
  const salt = options.salt ?? host.salt();
  host.note(`Samples are drawn by --salt ${salt}\n`);
  const key = sampleKey(from, salt);
  const drawn = await auditDrawn(populations, { options, rules: knows, key }, host);
  host.note("Judging …\n");
  const evidence: ShownEvidence[] = [];
  const findings = await judgeAll(claims, study, {
    tell(claim, judged) {
      host.note(`${judged.finding.id} ${judged.finding.verdict}\n`);
      evidence.push(showEvidence(claim, study, judged.evidence));
    },
  });
  host.note(`${checked.verified} shipped sets of fixed points verified\n`);
  for (const refused of checked.refused) host.note(`refused: ${refused}\n`);
  const differences = await resolveSample(study, sets, { count: RESOLVED, key });
  const resolved = Math.min(RESOLVED, sets.length);
  host.note(`${resolved} sets solved for again\n`);
  for (const difference of differences) host.out(`solved for again: ${difference}\n`);
  const networks = populations.flatMap((each) => each.networks);
  const listed = listedIn(readAuditList(auditListIn(from)), networks).length;
  const counts = { networks: networks.length, sets: sets.length, resolved, listed };
  const verified = lookedWords({ ...drawn, ...counts, salt });
  for (const line of verified) host.note(`${line}\n`);
  const command = commandOf(options);
  const isPilot = scale === undefined && isShipped(options.populations);
  const marked = isPilot ? findings.map((each) => ({ ...each, ...PILOT })) : findings;
  const data = await assembleReport(study, marked, { evidence, command, tier, verified });
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  writeAtomically(join(folder, "index.html"), encode(reportHtml(data)));
  host.out(`${findingsTable(findings, { width: host.width, colours: host.colours })}\n`);
  const both = isPilot && options.population === undefined;
  const beside = both ? { study: await shownStudy(findings, { options, knows }, host) } : {};
  writeAtomically(join(folder, "findings.json"), encode(findingsJson({ ...data, ...beside })));
  host.out(`Report: ${join(folder, "index.html")}\n`);
  const surprises = isHeldToLedger(options) ? checkLedger(findings, ledger) : [];
  for (const surprise of surprises) host.out(`not as expected: ${surprise}\n`);
  const outside = isHeldToLedger(options) ? outsidePlan(populations, desk) : [];
  for (const why of outside) host.out(`not of the pilot: ${why}\n`);
  const wrong = [...surprises, ...differences, ...checked.refused, ...outside];
  return drawn.isSame && wrong.length === 0;
}

const PILOT = { population: "pilot" } as const;

/** The claims on the study, as a table of their own. */
async function shownStudy(
  onPilot: readonly Finding[],
  { options, knows }: { readonly options: ReproduceOptions; readonly knows: StudyRules },
  host: Host,
): Promise<readonly Finding[]> {
  const warn = (message: string): void => host.note(`${message}\n`);
  const record = recordIn(options.study, knows, { warn });
  const findings = await judgeStudy(record, onPilot, host);
  host.out(`${studyTable(findings, record, host.width)}\n`);
  return findings;
}

/** The study alone: its claims are judged, or awaiting, and nothing is drawn. */
async function reproduceStudy(options: ReproduceOptions, host: Host): Promise<boolean> {
  const knows = await openRules(options.rules);
  const findings = await shownStudy([], { options, knows }, host);
  const text = findingsJson({ findings, reading: working.name, tier: "float32" });
  const file = join(resolve(options.report), "findings.json");
  writeAtomically(file, new TextEncoder().encode(text));
  host.out(`Findings: ${file}\n`);
  return true;
}

/**
 * Trains the populations of a scale and solves for their fixed points, as far as those are not
 * there; answers their folder.
 */
async function trainScale(
  scale: string,
  { store, workers, engine, rules }: ReproduceOptions,
  host: Host,
): Promise<string> {
  const into = join(store, planFolder(planNamed(scale)));
  const given = {
    plan: scale,
    index: undefined,
    store,
    into,
    stored: false,
    workers,
    engine,
    rules,
  };
  const all = async (): Promise<void> => {
    await trainPlan({ ...given, limits: {}, json: false }, host);
    await roots({ folder: into, only: undefined, rules }, host);
  };
  await host.stoppable(all, { goesOn: true });
  return into;
}

const isShipped = (folder: string): boolean => resolve(folder) === resolve(PILOT_FOLDER);

/** The ledger says what is expected of the shipped populations; others are of another study. */
export const isHeldToLedger = ({
  scale,
  populations,
  expect,
}: Pick<ReproduceOptions, "scale" | "populations" | "expect">): boolean =>
  (expect ?? (scale === undefined && isShipped(populations) ? "ledger" : "none")) === "ledger";

/** The words that make the same report again. */
function commandOf({ scale, populations, expect }: ReproduceOptions): string {
  const from = isShipped(populations) ? [] : ["--populations", populations];
  const words = [
    ...(scale === undefined ? from : ["--scale", scale]),
    ...(expect === undefined ? [] : ["--expect", expect]),
  ].map(plainWord);
  return ["npm run reproduce", ...(words.length === 0 ? [] : ["--", ...words])].join(" ");
}

/** Tiers are not mixed in silence: a report is of one. */
function tierOf(populations: readonly Population[], folder: string): string {
  const [first, ...rest] = populations.map(({ networks: [{ tier }], file }) => ({ tier, file }));
  if (first === undefined) throw new Error(`populations: there is none in ${resolve(folder)}`);
  const other = rest.find(({ tier }) => tier !== first.tier);
  if (other !== undefined)
    throw new Error(
      `populations: expected one tier, got ${first.tier} (${first.file}) and ` +
        `${other.tier} (${other.file})`,
    );
  return first.tier;
}

/**
 * Trains a network of each rule again and measures the accuracy of others, drawn from all files;
 * prints a line for each that was trained, or is not as it is said to be. Of a scale, whose
 * networks were trained here, none.
 */
async function auditDrawn(
  populations: readonly Population[],
  {
    options,
    rules,
    key,
  }: { readonly options: ReproduceOptions; readonly rules: StudyRules; readonly key: Key },
  host: Host,
): Promise<
  { readonly isSame: boolean } & Pick<Looked, "trainedAgain" | "unfinished" | "rescored">
> {
  if (options.scale !== undefined)
    return { isSame: true, trainedAgain: [], unfinished: 0, rescored: 0 };
  const drawn = drawOneOfEach(urnsOf(populations), deriveKey(key, "trained again"));
  if (drawn.length === 0) throw new Error("populations: they hold no trained network to audit");
  const { workers, engine: name, auditUntil } = options;
  const engine = await chooseEngine(name);
  const sample = drawn.map(({ trained }) => trained);
  // Training is done by workers: meanwhile this thread measures.
  const work = () =>
    Promise.all([
      trainAgain(sample, { workers, engine: name, rules, until: auditUntil?.() }, host),
      rescoreSample(populations, { key, rules, engine }, host),
    ]);
  const [audited, rescored] = await host.stoppable(work, { goesOn: false });
  for (const each of audited) host.out(auditLine(each));
  for (const difference of rescored.differences) host.out(`scored again: ${difference}\n`);
  return {
    isSame:
      audited.every(({ identical }) => identical !== false) && rescored.differences.length === 0,
    trainedAgain: drawn,
    unfinished: audited.filter(({ identical }) => identical === null).length,
    rescored: rescored.drawn,
  };
}
