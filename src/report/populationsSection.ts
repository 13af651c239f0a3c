import type { ReportData, ShownNetwork, ShownPopulation } from "./data.ts";
import { escapeHtml, slug } from "./escape.ts";
import { formatCount, formatNumber, formatShare, NO_NUMBER, shortKey } from "./format.ts";
import { commandHtml, tableHtml, typeset } from "./htmlParts.ts";

const COLUMNS = [
  { title: "Cell", numeric: false },
  { title: "Met / tried", numeric: true },
  { title: "Median updates", numeric: true },
  { title: "Fresh accuracy", numeric: true },
  { title: "Ideal", numeric: true },
  { title: "Networks", numeric: false },
];

/** The anchor of a population's networks. */
export const populationAnchor = (cell: string): string => `population-${slug(cell)}`;

/**
 * A row for each population: how its training ended, and how well its networks do; then each one's
 * networks, with the commands that train them and look at one.
 */
export function populationsSection({
  populations,
  networks,
  verified = [],
}: Pick<ReportData, "populations" | "networks" | "verified">): string {
  const rows = populations.map((population) => [
    population.cell,
    `${population.met} / ${population.tried}`,
    formatNumber(population.medianUpdates),
    shareOf(population.freshAccuracy),
    shareOf(population.idealAccuracy),
    { html: `<a href="#${populationAnchor(population.cell)}">each</a>` },
  ]);
  const lists = populations.map((population) =>
    networksOf(
      population,
      networks.filter(({ cell }) => cell === population.cell),
    ),
  );
  return `<section aria-labelledby="populations">
<h2 id="populations">Populations</h2>
<p>Met: networks that met the criterion, of all that were tried. Fresh accuracy: share of new trials
answered rightly, the median of those that met it. Ideal: what an observer that sums the input would
reach on the same trials.</p>
${verifiedHtml(verified)}
${rows.length === 0 ? "<p>No population is at hand.</p>" : tableHtml("Populations", COLUMNS, rows)}
${rows.length === 0 ? "" : "<h3>Each network</h3>"}
${lists.join("\n")}
</section>`;
}

/** What was verified, as a list; nothing where nothing was. */
const verifiedHtml = (verified: readonly string[]): string =>
  verified.length === 0
    ? ""
    : `<h3>What was verified</h3>
<ul>
${verified.map((line) => `<li>${escapeHtml(line)}</li>`).join("\n")}
</ul>
`;

const NETWORK_COLUMNS = [
  { title: "Seed", numeric: true },
  { title: "Stopped by", numeric: false },
  { title: "Updates", numeric: true },
  { title: "Fresh accuracy", numeric: true },
  { title: "Ideal", numeric: true },
  { title: "Key", numeric: false },
];

/** Closed until asked for: a page may have a thousand networks. */
function networksOf(
  { cell, file, train }: ShownPopulation,
  networks: readonly ShownNetwork[],
): string {
  const rows = networks.map(({ seed, reason, updates, freshAccuracy, idealAccuracy, key }) => [
    String(seed),
    reason,
    String(updates),
    formatShare(freshAccuracy),
    formatShare(idealAccuracy),
    { html: `<code>${escapeHtml(shortKey(key))}</code>` },
  ]);
  const [first] = networks;
  const example = first === undefined ? "KEY" : shortKey(first.key);
  const from = file === "" ? "" : `<p>File: <code>${escapeHtml(file)}</code></p>\n`;
  return `<details class="networks" id="${populationAnchor(cell)}">
<summary>${typeset(cell)} <span>${formatCount(networks.length, "network")}</span></summary>
${from}${commandHtml("Train them:", train)}
${commandHtml("Train one again by its key, and compare every byte:", `npx attest audit ${example}`)}
${commandHtml("A page of one, by its key:", `npx attest network ${example}`)}
${rows.length === 0 ? "" : tableHtml(`Networks of ${cell}`, NETWORK_COLUMNS, rows)}
</details>`;
}

const shareOf = (share: number | null): string => (share === null ? NO_NUMBER : formatShare(share));
