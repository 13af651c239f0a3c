import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Claim } from "../claims/claim.ts";
import type { PopulationName } from "../claims/finding.ts";
import {
  type JudgedClaim,
  type JudgedOn,
  judgeAll,
  judgeClaim,
  neededCells,
} from "../claims/judge.ts";
import { pilotClaims as claims } from "../papers/mcmahan2021/index.ts";
import { type JunitCase, junitXml } from "../report/junit.ts";
import type { AnyRule } from "../rules/rule.ts";
import { writeAtomically } from "../store/atomic.ts";
import { type Cell, cellName, TASK_NAMES } from "../study/cell.ts";
import { PAPER_RULES } from "../study/plan.ts";
import { openRules } from "../study/rules.ts";
import { openStudy, type Study } from "../study/study.ts";
import { taskNamed } from "../study/taskNamed.ts";
import type { LawTried } from "../testing/ruleLaws.ts";
import { powerLines } from "./checkPower.ts";
import { type CheckedCell, trainChecked } from "./checkTrain.ts";
import { claimsNamed } from "./claimNamed.ts";
import { expectedOf } from "./expected.ts";
import { guardedLaws } from "./guardedLaws.ts";
import type { Host } from "./host.ts";
import { requireWritable } from "./outputFile.ts";
import { measuredNetworks, recordIn } from "./population.ts";
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
  /** `study`: other rules' networks are those of the study that were measured; else the pilot's. */
  readonly population: PopulationName | undefined;
  readonly study: string;
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
  const { json, junit } = options;
  if (json !== undefined && junit !== undefined && resolve(json) === resolve(junit))
    throw new RangeError(`json, junit: expected two files, got ${json} twice`);
  for (const name of ["json", "junit"] as const) {
    const file = options[name];
    if (file !== undefined) requireWritable(name, file);
  }
  // First where it can do no harm; of a file that is not there `openRules` says so.
  if (existsSync(options.file)) await guardedLaws({ file: options.file, laws: false }, host);
  const knows = await openRules([options.file]);
  const [rule] = knows.all.slice(-1);
  for (const task of options.tasks ?? []) taskNamed(task);
  const asked = await askedOf(rule.name, options);
  const expected = expectedOf(
    options.expect,
    asked.map(({ id }) => id),
  );
  const laws = options.skipLaws ? [] : await lawsOf(rule, options.file, host);
  const broken = laws.filter((law) => law.broken !== null);
  const known = { options, rule, laws };
  if (broken.length > 0) {
    host.out(
      `${rule.name} breaks ${broken.map(({ id }) => id).join(", ")}; nothing was trained ` +
        "(--skip-laws goes on all the same).\n",
    );
    return finish({ ...known, cells: [], judged: [] }, host);
  }
  const on = { subject: rule.name, tasks: options.tasks };
  const wanted = simplestFirst(neededCells(asked, on).filter((cell) => cell.rule === rule.name));
  const fewest = Math.max(...asked.map(({ registered }) => registered.fewest));
  if (options.networks < fewest)
    host.note(
      `${options.networks} networks a cell leave claims open: ${fewest} are the fewest of some.\n`,
    );
  const cells = await trainChecked(
    { rules: knows, rule: rule.name, cells: wanted, networks: options.networks },
    options,
    host,
  );
  const warn = (message: string): void => host.note(`${message}\n`);
  const study = await openStudy({
    networks: [
      options.population === "study"
        ? measuredNetworks(recordIn(options.study, knows, { warn }))
        : { kind: "shipped", folder: options.populations, mayLack: true },
      { kind: "given", populations: cells.map(({ population }) => population) },
    ],
    ...{ rules: knows, warn },
  });
  const begin = ({ id }: Claim): void => host.note(`Judging ${id} …\n`);
  const judged: Judged[] = [];
  const found: { readonly claim: Claim; readonly found: JudgedClaim }[] = [];
  const tell = (claim: Claim, each: JudgedClaim): void => void found.push({ claim, found: each });
  for (const [k, finding] of (await judgeAll(asked, study, { ...on, begin, tell })).entries()) {
    const beside = await besideOf(asked[k], study, on);
    judged.push({ finding, expected: expected(finding.id), beside });
  }
  host.out(verdictsTable(judged, rule.name, host));
  host.out(`\n${await powerLines(found, options.networks)}`);
  return finish({ ...known, cells, judged }, host);
}

/** The claims to judge: those that were asked for, or all that need a cell of the rule. */
async function askedOf(name: string, options: CheckOptions): Promise<readonly Claim[]> {
  const needed = (claim: Claim): boolean =>
    neededCells([claim], { subject: name, tasks: options.tasks }).some(({ rule }) => rule === name);
  if (options.claims === undefined) return claims.filter(needed);
  const asked = await claimsNamed(options.claims);
  const idle = asked.filter((claim) => !needed(claim)).map(({ id }) => id);
  if (idle.length > 0)
    throw new RangeError(
      `claims: ${idle.join(", ")} need no network of a new rule on ` +
        `${options.tasks?.join(", ") ?? "any task"}`,
    );
  return asked;
}

/** In the order of their tasks, RDM first: where time is short, whole tasks have an answer. */
const simplestFirst = (cells: readonly Cell[]): readonly Cell[] =>
  cells.toSorted((a, b) => TASK_NAMES.indexOf(a.task) - TASK_NAMES.indexOf(b.task));

async function lawsOf({ name }: AnyRule, file: string, host: Host): Promise<readonly LawTried[]> {
  host.note(`The laws of a learning rule, on ${name}:\n`);
  return guardedLaws({ file, laws: true }, host, ({ id, says, broken }) =>
    host.note(broken === null ? `holds  ${id}: ${says}\n` : `BROKEN  ${id}: ${says}\n${broken}\n`),
  );
}

/** What others come to: each of the paper's rules by itself, or the paper's own comparison. */
async function besideOf(
  claim: Claim,
  study: Study,
  { subject, tasks }: JudgedOn,
): Promise<Judged["beside"]> {
  const isAlone = claim.cells(subject).every((cell) => cell.rule === subject);
  const others = isAlone ? PAPER_RULES.map((name) => [name, name]) : [["paper", undefined]];
  const beside: Record<string, Judged["beside"][string]> = {};
  for (const [title = "", other] of others)
    beside[title] = (await judgeClaim(claim, study, { subject: other, tasks })).verdict;
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
