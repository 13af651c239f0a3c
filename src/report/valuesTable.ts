import type { EvidenceRow } from "./evidenceRows.ts";
import { formatCount, formatNumber, NO_NUMBER } from "./format.ts";
import { tableHtml, typeset } from "./htmlParts.ts";

const COLUMNS = [
  { title: "Cell or group", numeric: false },
  { title: "Measure", numeric: false },
  { title: "Networks", numeric: true },
  { title: "Values, by seed", numeric: false },
];

/** What was measured of each network that a claim was judged on, closed until asked for. */
export function valuesTable(id: string, rows: readonly EvidenceRow[]): string {
  if (rows.length === 0) return "";
  const body = rows.map(({ where, what, values }) => [
    where,
    what,
    String(values.length),
    { html: `<span class="values">${values.map(shown).map(typeset).join(" ")}</span>` },
  ]);
  return `<details class="registered"><summary>The evidence, network by network
(${formatCount(rows.length, "row")})</summary>
<p>The networks of a row come in the order of their seeds: those that met the criterion, unless the
claim is about others too.</p>
${tableHtml(`Values of ${id}`, COLUMNS, body)}</details>`;
}

function shown(value: EvidenceRow["values"][number]): string {
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value ?? NO_NUMBER;
}
