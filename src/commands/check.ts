import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Analysis, analyse, type Population } from "../claims/analysis.ts";
import type { AnyClaim } from "../claims/claim.ts";
import { correctFamilies } from "../claims/families.ts";
import type { Finding } from "../claims/finding.ts";
import { judgeClaim } from "../claims/judgeAll.ts";
import { claims } from "../claims/registry.ts";
import { verifiedRoots } from "../claims/shippedRoots.ts";
import { type JunitCase, junitXml } from "../report/junit.ts";
import { builtInRules, ruleOf } from "../rules/registry.ts";
import type { AnyRule } from "../rules/rule.ts";
import { working } from "../setting/readings.ts";
import { writeAtomically } from "../store/atomic.ts";
import type { LawTried } from "../testing/ruleLaws.ts";
import { type Cell, cellName, TASK_NAMES } from "../training/cell.ts";
import { PAPER_RULES } from "../training/plan.ts";
import { type CheckedCell, trainChecked } from "./checkTrain.ts";
import { claimNamed } from "./claimNamed.ts";
import { expectedOf } from "./expected.ts";
import type { Host } from "./host.ts";
import { requireWritable } from "./outputFile.ts";
import { shippedPopulations } from "./shippedPopulations.ts";
import { taskNamed } from "./taskNamed.ts";
import { asExpected, type Judged, judgedJson, verdictsTable } from "./verdictsTable.ts";

/** What `attest check` is asked for. */
export type CheckOptions = {
  readonly file: string;
  /** Seeds 0 … networks − 1 of each cell are trained. */
  readonly networks: number;
  /** Ids of the claims; where it is left out all that ask something of a new rule. */
  readonly claims: readonly string[] | undefined;
  /** Only cells of these tasks count; all where it is left out. */
  readonly tasks: readonly string[] | undefined;
  readonly expect: string;
  readonly skipLaws: boolean;
  /** Asked once, as training starts: says when the time for all of it is up. */
  readonly deadline: (() => AbortSignal) | undefined;
  readonly populations: string;
  readonly store: string;
  readonly workers: number;
  readonly engine: string;
  readonly json: string | undefined;
  readonly junit: string | undefined;
};

/**
 * What a check comes to: `expected` where the laws hold, every network was finished and every
 * verdict is the one that was expected; `unfinished` where the time was up before.
 */
export type CheckOutcome = "expected" | "unexpected" | "unfinished";

/**
 * Tries the laws on a rule from a file, trains the networks that the claims need of it, and judges
 * each claim of it beside the four rules.
 * @throws Error where the file is not there or exports no rule by default, or where a file that was
 * asked for cannot be written; before anything is trained.
 */
export async function check(options: CheckOptions, host: Host): Promise<CheckOutcome> {
  const module = moduleOf(options.file);
  const { json, junit } = options;
  if (json !== undefined && junit !== undefined && resolve(json) === resolve(junit))
    throw new RangeError(`json, junit: expected two files, got ${json} twice`);
  for (const name of ["json", "junit"] as const) {
    const file = options[name];
    if (file !== undefined) requireWritable(name, file);
  }
  const rule = await ruleOf(module);
  for (const task of options.tasks ?? []) taskNamed(task);
  const asked = askedOf(rule.name, options);
  const expected = expectedOf(
    options.expect,
    asked.map(({ id }) => id),
  );
  const laws = options.skipLaws ? [] : await lawsOf(rule, host);
  const broken = laws.filter((law) => law.broken !== null);
  const known = { options, rule, laws };
  if (broken.length > 0) {
    host.out(
      `${rule.name} breaks ${broken.map(({ id }) => id).join(", ")}; nothing was trained ` +
        "(--skip-laws goes on all the same).\n",
    );
    return finish({ ...known, cells: [], judged: [] }, host);
  }
  const wanted = simplestFirst(
    cellsOf(asked, rule.name, options).filter((cell) => cell.rule === rule.name),
  );
  const fewest = Math.max(...asked.map(({ registered }) => registered.fewest));
  if (options.networks < fewest)
    host.note(
      `${options.networks} networks a cell leave claims open: ${fewest} are the fewest of some.\n`,
    );
  const cells = await trainChecked(
    { rule, module, cells: wanted, networks: options.networks },
    { ...options, store: storeOfRule(options.store, rule.name, options.file) },
    host,
  );
  const analysis = await analysisOf(rule, cells, options, host);
  const findings: Finding[] = [];
  const besides: Judged["beside"][] = [];
  for (const claim of asked) {
    host.note(`Judging ${claim.id} …\n`);
    const own = cellsOf([claim], rule.name, options);
    findings.push(await judgeClaim(claim, analysis, rule.name, own));
    besides.push(await besideOf(claim, analysis, rule.name, options));
  }
  const judged = correctFamilies(asked, findings).map(
    (finding, k): Judged => ({ finding, expected: expected(finding.id), beside: besides[k] }),
  );
  host.out(verdictsTable(judged, rule.name, host));
  return finish({ ...known, cells, judged }, host);
}

/**
 * Where the networks of a rule from elsewhere are kept: a network's key knows settings and no code,
 * so that a file that was changed must not find what it trained before.
 */
export function storeOfRule(store: string, name: string, file: string): string {
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 12);
  return join(store, `${name}-${hash}`);
}

function moduleOf(file: string): string {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new Error(`rule: there is no file ${resolve(file)}`);
  return pathToFileURL(resolve(file)).href;
}

/** The claims to judge: those that were asked for, or all that need a cell of the rule. */
function askedOf(name: string, options: CheckOptions): readonly AnyClaim[] {
  const needed = (claim: AnyClaim): boolean =>
    cellsOf([claim], name, options).some(({ rule }) => rule === name);
  if (options.claims === undefined) return claims.filter(needed);
  const asked = [...new Set(options.claims.map(claimNamed))];
  const idle = asked.filter((claim) => !needed(claim)).map(({ id }) => id);
  if (idle.length > 0)
    throw new RangeError(
      `claims: ${idle.join(", ")} need no network of a new rule on ` +
        `${options.tasks?.join(", ") ?? "any task"}`,
    );
  return asked;
}

function cellsOf(
  asked: readonly AnyClaim[],
  subject: string | undefined,
  { tasks }: Pick<CheckOptions, "tasks">,
): readonly Cell[] {
  const cells = asked
    .flatMap((claim) => claim.cells(subject))
    .filter(({ task }) => tasks === undefined || tasks.includes(task));
  return [...new Map(cells.map((cell) => [cellName(cell), cell])).values()];
}

/** In the order of their tasks, RDM first: where time is short, whole tasks have an answer. */
const simplestFirst = (cells: readonly Cell[]): readonly Cell[] =>
  cells.toSorted((a, b) => TASK_NAMES.indexOf(a.task) - TASK_NAMES.indexOf(b.task));

async function lawsOf(rule: AnyRule, host: Host): Promise<readonly LawTried[]> {
  const { tryRuleLaws } = await import("../testing/ruleLaws.ts");
  host.note(`The laws of a learning rule, on ${rule.name}:\n`);
  return tryRuleLaws(rule, ({ id, says, broken }) =>
    host.note(broken === null ? `holds  ${id}: ${says}\n` : `BROKEN  ${id}: ${says}\n${broken}\n`),
  );
}

/** The rule's own networks, and the other rules' from the shipped populations. */
async function analysisOf(
  rule: AnyRule,
  cells: readonly CheckedCell[],
  { populations: folder }: CheckOptions,
  host: Host,
): Promise<Analysis> {
  const isThere = existsSync(folder);
  if (!isThere) host.note(`There is no folder ${resolve(folder)}: no other rule is at hand.\n`);
  const shipped = isThere ? await shippedPopulations(folder) : { populations: [], roots: [] };
  const own = cells.map(({ population }) => population);
  const all: readonly Population[] = [...shipped.populations, ...own];
  const known = verifiedRoots(shipped.populations, shipped.roots, { verified: 0, refused: [] });
  return analyse(all, working, { known, rules: [...builtInRules, rule] });
}

/** What others come to: each of the paper's rules by itself, or the paper's own comparison. */
async function besideOf(
  claim: AnyClaim,
  analysis: Analysis,
  subject: string,
  options: CheckOptions,
): Promise<Judged["beside"]> {
  const isAlone = claim.cells(subject).every((cell) => cell.rule === subject);
  const beside: Record<string, Judged["beside"][string]> = {};
  if (!isAlone) {
    const cells = cellsOf([claim], undefined, options);
    beside.paper = (await judgeClaim(claim, analysis, undefined, cells)).verdict;
    return beside;
  }
  for (const name of PAPER_RULES) {
    const cells = cellsOf([claim], name, options);
    beside[name] = (await judgeClaim(claim, analysis, name, cells)).verdict;
  }
  return beside;
}

type Checked = {
  readonly options: CheckOptions;
  readonly rule: AnyRule;
  readonly laws: readonly LawTried[];
  readonly cells: readonly CheckedCell[];
  readonly judged: readonly Judged[];
};

/** Writes the files that were asked for, and says what it all comes to. */
function finish({ options, rule, laws, cells, judged }: Checked, host: Host): CheckOutcome {
  const cases: readonly JunitCase[] = [
    ...laws.map(({ id, says, broken }) => ({
      group: "laws",
      name: `${id}: ${says}`,
      failure: broken,
    })),
    ...cells.map(({ population, wanted, unfinished }) => ({
      group: "networks",
      name: `${cellName(population.cell)}: ${wanted} networks`,
      failure:
        unfinished === 0
          ? null
          : `${unfinished} of ${wanted} were not finished in time; run it again to go on`,
    })),
    ...judged.map((each) => ({
      group: "claims",
      name: `${each.finding.id}: ${each.finding.says}`,
      failure: asExpected(each)
        ? null
        : `${each.finding.verdict}, expected ${each.expected}\n${each.finding.why}`,
    })),
  ];
  const failed = cases.filter(({ failure }) => failure !== null);
  const ok = failed.length === 0;
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const { json, junit, networks, tasks = null } = options;
  if (junit !== undefined) writeAtomically(junit, encode(junitXml(rule.name, cases)));
  if (json !== undefined) {
    const rows = cells.map(({ population, ...rest }) => ({ cell: population.cell, ...rest }));
    const found = { rule: rule.name, ok, networks, tasks, laws, cells: rows };
    const all = { ...found, claims: judged.map(judgedJson) };
    writeAtomically(json, encode(`${JSON.stringify(all, null, 2)}\n`));
  }
  if (!ok) {
    const lines = failed.map(({ name, failure }) => `- ${name}: ${failure?.split("\n", 1)[0]}\n`);
    host.out(`\nNot as expected:\n${lines.join("")}`);
  } else host.out("\nAll as expected.\n");
  if (cells.some(({ unfinished }) => unfinished > 0)) return "unfinished";
  return ok ? "expected" : "unexpected";
}
