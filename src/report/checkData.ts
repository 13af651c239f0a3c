import { VERDICTS } from "../claims/finding.ts";
import type { ReportData, ShownDistances } from "./data.ts";

/**
 * Checks that a report can be drawn from the data.
 * @throws RangeError that names what does not fit: an unknown verdict, two networks of one key, or
 * distances and a map that do not have a row for each network, of a group that there is.
 */
export function checkReportData({ findings, networks, figures }: ReportData): void {
  for (const { id, verdict, parts } of findings)
    for (const each of [verdict, ...parts.map((part) => part.verdict)])
      if (each !== null && !VERDICTS.includes(each))
        throw new RangeError(
          `findings: ${id} has verdict "${each}"; expected ${VERDICTS.join(", ")}`,
        );
  mustDiffer(
    "networks",
    networks.map(({ key }) => key),
  );
  const { fig1, fig2, fig3, fig5 } = figures;
  for (const [name, shown] of Object.entries({ fig1, fig2, fig3, fig5 })) {
    for (const each of shown.topologies) checkDistances(`${name}.topologies`, each);
    if ("representations" in shown)
      for (const each of shown.representations) checkDistances(`${name}.representations`, each);
  }
}

function checkDistances(name: string, { networks, groups, matrix, places }: ShownDistances): void {
  const size = networks.length;
  mustDiffer(
    name,
    networks.map(({ key }) => key),
  );
  const stranger = networks.find(({ group }) => groups.at(group) === undefined || group < 0);
  if (stranger !== undefined)
    throw new RangeError(`${name}: ${stranger.key} is of group ${stranger.group}, there is none`);
  if (matrix.length !== size)
    throw new RangeError(`${name}: expected ${size} rows, one a network, got ${matrix.length}`);
  for (const [at, row] of matrix.entries())
    if (row.length !== size)
      throw new RangeError(`${name}: expected ${size} numbers in row ${at}, got ${row.length}`);
  if (places.length !== size)
    throw new RangeError(`${name}: expected ${size} places, one a network, got ${places.length}`);
}

function mustDiffer(name: string, keys: readonly string[]): void {
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) throw new RangeError(`${name}: key ${key} occurs twice`);
    seen.add(key);
  }
}
