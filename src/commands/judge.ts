import { resolve } from "node:path";
import { type Claim, countedCells } from "../claims/claim.ts";
import { judgeOnStudy } from "../claims/confirm.ts";
import type { Finding, PopulationName } from "../claims/finding.ts";
import { type JudgedOn, judgeAll, judgeClaim, neededCells } from "../claims/judge.ts";
import type { StudyRecord } from "../claims/standing.ts";
import { chooseEngine } from "../engine/choose.ts";
import { pilotClaims } from "../papers/mcmahan2021/index.ts";
import type { Population } from "../study/analysis.ts";
import { type Cell, cellName } from "../study/cell.ts";
import { readForeign } from "../study/foreign.ts";
import type { NetworksFrom } from "../study/networks.ts";
import { openRules } from "../study/rules.ts";
import { PILOT_FOLDER } from "../study/shippedFolder.ts";
import { openStudy, type Study } from "../study/study.ts";
import { FRESH_TRIALS } from "../training/score.ts";
import { claimsNamed } from "./claimNamed.ts";
import { expectedOf } from "./expected.ts";
import type { Host } from "./host.ts";
import {
  claimsOn,
  formOnPilot,
  type OnPopulation,
  populationWords,
  recordIn,
} from "./population.ts";
import { asExpected, type Judged, judgedJson, verdictsTable } from "./verdictsTable.ts";

/** What `attest judge` is asked for, of networks. */
export type JudgeOptions = {
  /** One file for each task and noise level; none where networks are at hand. */
  readonly files: readonly string[];
  /** What the files' rule is called; without files, the rule that is judged in its role. */
  readonly rule: string | undefined;
  /** Files of rules beside ours. */
  readonly rules: readonly string[];
  /** A store that holds networks of that rule; without a rule, those that the study trains. */
  readonly store: string | undefined;
  readonly task: string | undefined;
  readonly noise: number | undefined;
  /** Ids of the claims, or files of them; all that these networks can answer by default. */
  readonly claims: readonly string[] | undefined;
  /** Where it is left out, nothing is expected. */
  readonly expect: string | undefined;
  /** Accuracy on fresh trials above which a network counts as trained (§2.3); a share. */
  readonly criterion: number;
  readonly populations: string;
  /** Whose networks, where none are given; see `claimsOn` where it is left out. */
  readonly population: PopulationName | undefined;
  /** The study's folder. */
  readonly study: string;
  readonly engine: string;
  readonly json: boolean;
};

/**
 * Judges claims on networks that were trained elsewhere, or on those at hand; nothing is trained.
 * True where every verdict is the one that was expected, if any was.
 * @throws FormatError or RangeError where a file is not what it should be.
 */
export async function judge(options: JudgeOptions, host: Host): Promise<boolean> {
  const engine = await chooseEngine(options.engine);
  const warn = (message: string): void => host.note(`${message}\n`);
  const read = options.files.map((file) => readForeign(file, options));
  const knows = await openRules(options.rules);
  const subject = read.length > 0 ? ruleOfAll(read) : options.rule;
  const networks: NetworksFrom[] = [
    { kind: "shipped", folder: options.populations, mayLack: true },
    ...(options.store === undefined || subject === undefined
      ? []
      : [storedOf(options.store, knows.named(subject).name)]),
  ];
  for (const file of read) {
    const count = file.networks.length;
    host.note(`Scoring ${count} networks of ${cellName(file.cell)} on fresh trials …\n`);
    networks.push({ kind: "foreign", file, criterion: options.criterion, engine });
  }
  const study = await openStudy({ networks, rules: knows, warn });
  const own = read.length > 0 ? read : atHand(study, subject);
  const store = subject === undefined ? options.store : undefined;
  const record = recordIn(options.study, knows, { store, warn });
  const asked = await (subject === undefined
    ? claimsOn(options.claims, options.population, record)
    : askedOf(own, subject, options));
  const ids = asked.map(({ claim }) => claim.id);
  const expected = options.expect === undefined ? () => null : expectedOf(options.expect, ids);
  const tasks = subject === undefined ? undefined : own.map(({ cell }) => cell.task);
  const marked = subject === undefined && resolve(options.populations) === resolve(PILOT_FOLDER);
  const findings = await judgeEach(asked, { study, record, marked, on: { subject, tasks } }, host);
  const judged = findings.map(
    (finding): Judged => ({ finding, expected: expected(finding.id), beside: {} }),
  );
  const scored = read.flatMap(({ cell }) => study.populations.filter((each) => each.cell === cell));
  const name = subject ?? "verdict";
  host.out(
    options.json ? jsonOf(scored, judged, options) : textOf(scored, judged, name, options, host),
  );
  return judged.every(asExpected);
}

/** What claims are judged with. */
type JudgedWith = {
  readonly study: Study;
  readonly record: StudyRecord;
  /** Whether the populations are the pilot, which is said of the findings. */
  readonly marked: boolean;
  readonly on: JudgedOn;
};

/** Judges claims, each on its population; those of the pilot share Holm's corrections. */
async function judgeEach(
  asked: readonly OnPopulation[],
  { study, record, marked, on }: JudgedWith,
  host: Host,
): Promise<readonly Finding[]> {
  const begin = ({ id }: Claim): void => host.note(`Judging ${id} …\n`);
  const ofPilot = asked.flatMap(({ claim, population }) => (population === "pilot" ? claim : []));
  const onPilot = await judgeAll(ofPilot, study, { ...on, begin });
  const findings: Finding[] = [];
  for (const { claim, population } of asked) {
    if (population === "study") {
      begin(claim);
      const pilot = (each: Claim): Promise<Finding> => judgeClaim(formOnPilot(each), study);
      const how = { now: host.now(), pilot };
      findings.push((await judgeOnStudy(claim, record, how)).finding);
      continue;
    }
    const found = onPilot.filter(({ id }) => id === claim.id);
    findings.push(...found.map((each) => (marked ? { ...each, population } : each)));
  }
  return findings;
}

/** The populations of a rule, or all, that hold a network. */
const atHand = ({ populations }: Study, subject: string | undefined): readonly Population[] =>
  populations.filter(
    ({ cell, networks }) => networks.length > 0 && (subject ?? cell.rule) === cell.rule,
  );

/** What a store holds of a rule, for any claim. */
const storedOf = (folder: string, subject: string): NetworksFrom => ({
  kind: "stored",
  folder,
  cells: neededCells(pilotClaims, { subject }).filter(({ rule }) => rule === subject),
});

type HasCell = { readonly cell: Cell };

function ruleOfAll(own: readonly HasCell[]): string {
  const names = [...new Set(own.map(({ cell }) => cell.rule))];
  if (names.length !== 1)
    throw new RangeError(`rule: expected one for all files, got ${names.join(", ")}; say --rule`);
  const cells = own.map(({ cell }) => cellName(cell));
  const twice = cells.find((name, at) => cells.indexOf(name) !== at);
  if (twice !== undefined) throw new RangeError(`files: two of them hold ${twice}`);
  return names[0];
}

/** Whether all that the claim needs of the rule, on the tasks at hand, was given. */
function isAnswered(own: readonly HasCell[], claim: Claim, subject: string): boolean {
  const tasks = own.map(({ cell }) => cell.task);
  const needed = countedCells(claim, subject).filter(
    (cell) => cell.rule === subject && tasks.includes(cell.task),
  );
  const given = new Set(own.map(({ cell }) => cellName(cell)));
  return needed.length > 0 && needed.every((cell) => given.has(cellName(cell)));
}

/** The claims that networks of a rule can answer in its role, or those that are asked for. */
async function askedOf(
  own: readonly HasCell[],
  subject: string,
  { claims: words, population }: JudgeOptions,
): Promise<readonly OnPopulation[]> {
  if (population === "study")
    throw new RangeError("population: a rule of yours is compared with the pilot");
  const onPilot = (claim: Claim): OnPopulation => ({ claim, population: "pilot" });
  const can = (claim: Claim): boolean => isAnswered(own, claim, subject);
  if (words === undefined) {
    const found = pilotClaims.filter(can);
    if (found.length > 0) return found.map(onPilot);
    throw new RangeError("claims: these networks answer none; the noise of most is 1");
  }
  const asked = await claimsNamed(words);
  const without = asked.filter((claim) => !can(claim));
  if (without.length === 0) return asked.map(onPilot);
  const needs = without.map(
    (claim) => `${claim.id} needs ${claim.cells(subject).map(cellName).join(", ")}`,
  );
  throw new RangeError(`claims: these networks do not answer them: ${needs.join("; ")}`);
}

function textOf(
  own: readonly Population[],
  judged: readonly Judged[],
  subject: string,
  { criterion }: JudgeOptions,
  host: Host,
): string {
  const lines = own.map(({ cell, networks }) => {
    const met = networks.filter(({ reason }) => reason === "criterion").length;
    return `${cellName(cell)}: ${met} of ${networks.length} networks count as trained.\n`;
  });
  const counts =
    own.length === 0
      ? ""
      : `${lines.join("")}A network counts if it is right on more than ${100 * criterion} % of ` +
        `${FRESH_TRIALS} fresh trials: when its training stopped is not known.\n\n`;
  const findings = judged.map(({ finding }) => finding);
  return counts + verdictsTable(judged, subject, host) + populationWords(findings);
}

function jsonOf(
  own: readonly Population[],
  judged: readonly Judged[],
  { criterion }: JudgeOptions,
): string {
  const populations = own.map(({ cell, networks }) => ({
    cell,
    criterion: { above: criterion, freshTrials: FRESH_TRIALS },
    networks: networks.map(({ seed, reason, freshAccuracy, idealAccuracy }) => ({
      index: seed,
      counts: reason === "criterion",
      freshAccuracy,
      idealAccuracy,
    })),
  }));
  return `${JSON.stringify({ populations, claims: judged.map(judgedJson) }, null, 2)}\n`;
}
