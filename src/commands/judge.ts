import { type Claim, countedCells } from "../claims/claim.ts";
import { judgeAll, neededCells } from "../claims/judge.ts";
import { chooseEngine } from "../engine/choose.ts";
import { claims } from "../papers/mcmahan2021/pilot/index.ts";
import type { Population } from "../study/analysis.ts";
import { readForeign } from "../study/foreign.ts";
import type { NetworksFrom } from "../study/networks.ts";
import { openRules } from "../study/rules.ts";
import { openStudy, type Study } from "../study/study.ts";
import { type Cell, cellName } from "../training/cell.ts";
import { FRESH_TRIALS } from "../training/train.ts";
import { claimsNamed } from "./claimNamed.ts";
import { expectedOf } from "./expected.ts";
import type { Host } from "./host.ts";
import { asExpected, type Judged, judgedJson, verdictsTable } from "./verdictsTable.ts";

/** What `attest judge` is asked for, of networks. */
export type JudgeOptions = {
  /** One file for each task and noise level; none where networks are at hand. */
  readonly files: readonly string[];
  /** What the files' rule is called; without files, the rule that is judged in its role. */
  readonly rule: string | undefined;
  /** Files of rules beside ours. */
  readonly rules: readonly string[];
  /** A store that holds networks of that rule, beside the populations. */
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
  const asked = await askedOf(own, subject, options);
  const ids = asked.map(({ id }) => id);
  const expected = options.expect === undefined ? () => null : expectedOf(options.expect, ids);
  const findings = await judgeAll(asked, study, {
    subject,
    tasks: subject === undefined ? undefined : own.map(({ cell }) => cell.task),
    begin: ({ id }) => host.note(`Judging ${id} …\n`),
  });
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

/** The populations of a rule, or all, that hold a network. */
const atHand = ({ populations }: Study, subject: string | undefined): readonly Population[] =>
  populations.filter(
    ({ cell, networks }) => networks.length > 0 && (subject ?? cell.rule) === cell.rule,
  );

/** What a store holds of a rule, for any claim. */
const storedOf = (folder: string, subject: string): NetworksFrom => ({
  kind: "stored",
  folder,
  cells: neededCells(claims, { subject }).filter(({ rule }) => rule === subject),
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

async function askedOf(
  own: readonly HasCell[],
  subject: string | undefined,
  options: JudgeOptions,
): Promise<readonly Claim[]> {
  const asked = options.claims && (await claimsNamed(options.claims));
  if (subject === undefined) return asked ?? claims;
  const can = (claim: Claim): boolean => isAnswered(own, claim, subject);
  if (asked === undefined) {
    const found = claims.filter(can);
    if (found.length > 0) return found;
    throw new RangeError("claims: these networks answer none; the noise of most is 1");
  }
  const without = asked.filter((claim) => !can(claim));
  if (without.length === 0) return asked;
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
  return counts + verdictsTable(judged, subject, host);
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
