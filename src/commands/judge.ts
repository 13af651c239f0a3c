import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { analyse, type Population } from "../claims/analysis.ts";
import type { AnyClaim } from "../claims/claim.ts";
import { correctFamilies } from "../claims/families.ts";
import type { Finding } from "../claims/finding.ts";
import { judgeClaim } from "../claims/judgeAll.ts";
import { claims } from "../claims/registry.ts";
import { verifiedRoots } from "../claims/shippedRoots.ts";
import { chooseEngine } from "../engine/choose.ts";
import { working } from "../setting/readings.ts";
import { type Cell, cellName } from "../training/cell.ts";
import { FRESH_TRIALS } from "../training/train.ts";
import { claimNamed } from "./claimNamed.ts";
import { expectedOf } from "./expected.ts";
import { foreignPopulation, readForeign } from "./foreignPopulation.ts";
import type { Host } from "./host.ts";
import { shippedPopulations } from "./shippedPopulations.ts";
import { asExpected, type Judged, judgedJson, verdictsTable } from "./verdictsTable.ts";

/** What `attest judge` is asked for, of networks. */
export type JudgeOptions = {
  /** One file for each task and noise level. */
  readonly files: readonly string[];
  readonly rule: string | undefined;
  readonly task: string | undefined;
  readonly noise: number | undefined;
  /** Ids of the claims; where it is left out all that these networks can answer. */
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
 * Judges the claims on networks that were trained elsewhere; nothing is trained. True where every
 * verdict is the one that was expected, if any was.
 * @throws FormatError or RangeError where a file is not what it should be.
 */
export async function judge(options: JudgeOptions, host: Host): Promise<boolean> {
  const engine = await chooseEngine(options.engine);
  const read = options.files.map((file) => readForeign(file, options));
  const rule = ruleOfAll(read);
  const asked = askedOf(read, rule, options);
  const ids = asked.map(({ id }) => id);
  const expected = options.expect === undefined ? () => null : expectedOf(options.expect, ids);
  const own: Population[] = [];
  for (const each of read) {
    const { length } = each.networks;
    host.note(`Scoring ${length} networks of ${cellName(each.cell)} on fresh trials …\n`);
    own.push(await foreignPopulation(each, options.criterion, engine));
  }
  const { populations: folder } = options;
  const isThere = existsSync(folder);
  if (!isThere) host.note(`There is no folder ${resolve(folder)}: no other rule is at hand.\n`);
  const shipped = isThere ? await shippedPopulations(folder) : { populations: [], roots: [] };
  const known = verifiedRoots(shipped.populations, shipped.roots, { verified: 0, refused: [] });
  const analysis = analyse([...shipped.populations, ...own], working, { known });
  const findings: Finding[] = [];
  for (const claim of asked) {
    host.note(`Judging ${claim.id} …\n`);
    findings.push(await judgeClaim(claim, analysis, rule, cellsOn(own, claim, rule)));
  }
  const judged = correctFamilies(asked, findings).map(
    (finding): Judged => ({ finding, expected: expected(finding.id), beside: {} }),
  );
  host.out(options.json ? jsonOf(own, judged, options) : textOf(own, judged, options, host));
  return judged.every(asExpected);
}

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

/** The cells of a claim on the tasks that are at hand. */
function cellsOn(own: readonly HasCell[], claim: AnyClaim, rule: string): readonly Cell[] {
  return claim.cells(rule).filter(({ task }) => own.some(({ cell }) => cell.task === task));
}

/** Whether all that the claim needs of the rule, on the tasks at hand, was given. */
function isAnswered(own: readonly HasCell[], claim: AnyClaim, rule: string): boolean {
  const needed = cellsOn(own, claim, rule).filter(
    (cell) => cell.rule === rule && claim.standsBeside?.(cell) !== true,
  );
  const given = new Set(own.map(({ cell }) => cellName(cell)));
  return needed.length > 0 && needed.every((cell) => given.has(cellName(cell)));
}

function askedOf(
  own: readonly HasCell[],
  rule: string,
  options: JudgeOptions,
): readonly AnyClaim[] {
  const can = (claim: AnyClaim): boolean => isAnswered(own, claim, rule);
  if (options.claims === undefined) {
    const found = claims.filter(can);
    if (found.length > 0) return found;
    throw new RangeError("claims: these networks answer none; the noise of most is 1");
  }
  const asked = [...new Set(options.claims.map(claimNamed))];
  const without = asked.filter((claim) => !isAnswered(own, claim, rule));
  if (without.length === 0) return asked;
  const needs = without.map(
    (claim) => `${claim.id} needs ${claim.cells(rule).map(cellName).join(", ")}`,
  );
  throw new RangeError(`claims: these networks do not answer them: ${needs.join("; ")}`);
}

function textOf(
  own: readonly Population[],
  judged: readonly Judged[],
  { criterion }: JudgeOptions,
  host: Host,
): string {
  const lines = own.map(({ cell, networks }) => {
    const met = networks.filter(({ reason }) => reason === "criterion").length;
    return `${cellName(cell)}: ${met} of ${networks.length} networks count as trained.\n`;
  });
  return (
    `${lines.join("")}A network counts if it is right on more than ${100 * criterion} % of ` +
    `${FRESH_TRIALS} fresh trials: when its training stopped is not known.\n\n` +
    verdictsTable(judged, own[0].cell.rule, host)
  );
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
