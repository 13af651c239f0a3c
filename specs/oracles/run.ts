import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as v from "valibot";
import { parseAs } from "../../src/numerics/parse.ts";
import { adam } from "./adam.ts";
import { cells } from "./cells.ts";
import { fixedPoints } from "./fixedPoints.ts";
import { forward } from "./forward.ts";
import { frameworks } from "./frameworks.ts";
import { gradient } from "./gradient.ts";
import { mds } from "./mds.ts";
import type { BoundOracle, CheckResult } from "./oracle.ts";
import { rls } from "./rls.ts";
import { shares } from "./shares.ts";
import { silhouette } from "./silhouette.ts";
import { statistics } from "./statistics.ts";
import { strata } from "./strata.ts";
import { svcca } from "./svcca.ts";
import { topology } from "./topology.ts";
import { variance } from "./variance.ts";

/** Every kind of file. */
export const ORACLES: readonly BoundOracle[] = [
  adam,
  cells,
  fixedPoints,
  forward,
  frameworks,
  gradient,
  mds,
  rls,
  shares,
  silhouette,
  statistics,
  strata,
  svcca,
  topology,
  variance,
];

const fileShape = v.object({
  cases: v.pipe(v.array(v.record(v.string(), v.unknown())), v.minLength(1)),
});

/** A file that is understood, with its checks ready to be run. */
export type OracleFile = {
  readonly name: string;
  readonly checks: readonly (() => Promise<CheckResult>)[];
};

/** The names of the files `*.json` of a folder, in alphabetical order. */
export function oracleFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * Reads a file. Its kind is the longest one that its name starts with; where its cases have not the
 * fields of that kind, or there is none, the one whose fields they have.
 * @throws Error or TypeError that says why it cannot be read.
 */
export function readOracleFile(path: string): OracleFile {
  const name = basename(path, ".json");
  const { cases } = parseAs(name, fileShape, JSON.parse(readFileSync(path, "utf8")));
  const has = ({ fields }: BoundOracle) =>
    cases.every((given) => fields.every((field) => field in given));
  const byName = ORACLES.filter(({ kind }) => name.startsWith(kind)).sort(
    (a, b) => b.kind.length - a.kind.length,
  );
  const oracle = [...byName, ...ORACLES].find(has) ?? byName[0];
  if (oracle === undefined) {
    const known = ORACLES.map(({ kind }) => kind).join(", ");
    throw new TypeError(`${name}: expected a file of one of the kinds ${known}`);
  }
  return { name, checks: oracle.read(cases) };
}

/** Whether a check passed. */
export const passed = ({ maxRelativeError, tolerance }: CheckResult): boolean =>
  maxRelativeError <= tolerance;

/** A line: `name cases maxRelativeError tolerance ok|FAIL`. */
export function formatResult(name: string, result: CheckResult): string {
  const { suffix, cases, maxRelativeError, tolerance } = result;
  const start = `${name}${suffix} ${cases}`;
  const error = maxRelativeError === 0 ? "0" : maxRelativeError.toExponential(3);
  return `${start} ${error} ${tolerance.toExponential()} ${passed(result) ? "ok" : "FAIL"}`;
}

/** Where lines go. */
export type Output = {
  readonly result: (line: string) => unknown;
  readonly problem: (line: string) => unknown;
};

/**
 * Checks every `*.json` of a folder, a line a check. Answers the exit status: 0, 1 after a failure,
 * 2 where a file (or the folder) cannot be read, or there is none.
 */
export async function runOracles(folder: string, { result, problem }: Output): Promise<number> {
  let files: string[];
  try {
    files = oracleFiles(folder);
  } catch (caught) {
    problem(`${folder}: ${messageOf(caught)}`);
    return 2;
  }
  if (files.length === 0) problem(`${folder}: expected files *.json, found none`);
  let status = files.length === 0 ? 2 : 0;
  for (const path of files) {
    let file: OracleFile;
    try {
      file = readOracleFile(path);
    } catch (caught) {
      problem(`${path}: ${messageOf(caught)}`);
      status = 2;
      continue;
    }
    for (const check of file.checks) {
      const found = await check();
      result(formatResult(file.name, found));
      if (found.thrown !== null) problem(`${path}: ${found.thrown}`);
      if (!passed(found)) status = Math.max(status, 1);
    }
  }
  return status;
}

const messageOf = (caught: unknown): string =>
  caught instanceof Error ? caught.message : String(caught);
