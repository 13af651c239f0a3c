import {
  type Finding,
  type Part,
  VERDICTS,
  type Verdict,
  verdictWords,
} from "../claims/finding.ts";
import type { ReportData, ShownEvidence } from "./data.ts";
import { dataLink, escapeHtml, slug } from "./escape.ts";
import { intervalsFigure } from "./figures/intervals.ts";
import { formatInterval, formatNumber, formatP } from "./format.ts";
import { commandHtml, figureHtml, tableHtml, typeset } from "./htmlParts.ts";
import { populationAnchor } from "./populationsSection.ts";
import { valuesTable } from "./valuesTable.ts";

/** The claims, each with its verdict, numbers and sentence, which opens to its evidence. */
export function claimsSection(data: ReportData): string {
  const claims = data.findings.map((finding, at) =>
    claimHtml(finding, data.evidence[at] ?? null, data),
  );
  const empty = "<p>No claim was judged.</p>";
  return `<section aria-labelledby="claims">
<h2 id="claims">Claims</h2>
${data.findings.length === 0 ? empty : tally(data.findings)}
${claims.join("\n")}
</section>`;
}

/** How many claims got each verdict. */
function tally(findings: readonly Finding[]): string {
  const items = VERDICTS.map((verdict) => ({
    verdict,
    count: findings.filter((finding) => finding.verdict === verdict).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `<li><strong>${count}</strong> ${verdictHtml(verdict)}</li>`);
  return `<ul class="tally">${items.join("")}</ul>`;
}

const ICONS: Readonly<Record<Verdict, string>> = {
  supported: "✓",
  contradicted: "✗",
  inconclusive: "?",
  "not applicable": "–",
  awaiting: "…",
};

/** A verdict as a sign and a word: colour is never the only mark. */
function verdictHtml(verdict: Verdict): string {
  const icon = `<span class="icon" aria-hidden="true">${ICONS[verdict]}</span>`;
  return `<span class="verdict ${slug(verdict)}">${icon}${verdict}</span>`;
}

/** A part's verdict; what does not count is not coloured as a verdict. */
function partVerdictHtml(part: Part): string {
  const { role, verdict } = part;
  if (role === undefined && verdict !== null) return verdictHtml(verdict);
  return `<span class="verdict exploratory">${verdictWords(part)}</span>`;
}

function claimHtml(
  finding: Finding,
  evidence: ShownEvidence | null,
  { reading, tier, command }: ReportData,
): string {
  const figure = intervalsFigure(finding);
  const facts: readonly (readonly [string, string])[] = [
    ["Source", finding.cite],
    ["Decided by", finding.name],
    ["p", formatP(finding.p)],
    ["p by Holm", finding.adjustedP === undefined ? "" : formatP(finding.adjustedP)],
    ["Reading", reading],
    ["Arithmetic", tier],
    ["Networks", finding.population === undefined ? "" : `of the ${finding.population}`],
    ["Registered form", finding.registration],
  ];
  const terms = facts
    .filter(([, value]) => value !== "")
    .map(([term, value]) => `<div><dt>${term}</dt><dd>${typeset(value)}</dd></div>`);
  const deciding = finding.name === "" ? "" : `<b>${typeset(finding.name)}:</b> `;
  return `<details class="claim" id="claim-${slug(finding.id)}">
<summary>
<span class="headline">${partVerdictHtml(finding)}
<span class="claim-id">${escapeHtml(finding.id)}</span></span>
<span class="says">${typeset(finding.says)}
<span class="why">${deciding}${typeset(finding.why)}</span></span>
<span class="numbers">${numbersHtml(finding)}</span>
</summary>
<div class="evidence">
<dl>${terms.join("")}${figureLinks(finding.cite)}</dl>
${finding.parts.length === 0 ? "" : partsTable(finding)}
${figure === null ? "" : figureHtml(figure, "h3")}
${evidence === null ? "" : evidenceHtml(finding.id, evidence)}
${commandHtml("To judge it again:", command)}
</div>
</details>`;
}

/** What the claim was judged on, and the form that was registered before. */
function evidenceHtml(id: string, { registered, cells, rows, numbers }: ShownEvidence): string {
  const { measure, level, margin, networks, fewest, family, reasons } = registered;
  const { amendments = [] } = registered;
  const counts = cells.map(({ cell, tried, entered }) => [
    tried === 0 ? cell : { html: `<a href="#${populationAnchor(cell)}">${typeset(cell)}</a>` },
    String(entered),
    String(tried),
  ]);
  const file = dataLink({ type: "application/json", text: numbers });
  const form: readonly (readonly [string, string])[] = [
    ["Measure", measure],
    ["Level", String(level)],
    ["Smallest effect of interest", String(margin)],
    ["Networks planned a cell", String(networks)],
    ["Fewest", String(fewest)],
    ["Family for Holm", family],
  ];
  const terms = form.map(([term, what]) => `<div><dt>${term}</dt><dd>${typeset(what)}</dd></div>`);
  return `<h3>Networks that it was judged on</h3>
${tableHtml(`Cells of ${id}`, CELL_COLUMNS, counts)}
${valuesTable(id, rows)}
<p class="downloads"><a href="${escapeHtml(file)}" download="attest-${slug(id)}-evidence.json">Save
the evidence (JSON)</a></p>
<details class="registered"><summary>The registered form, with its reasons</summary>
<dl>${terms.join("")}</dl>
<ul>${reasons.map((reason) => `<li>${typeset(reason)}</li>`).join("")}${amendments
    .map((amendment) => `<li><b>Amended:</b> ${typeset(amendment)}</li>`)
    .join("")}</ul></details>`;
}

const CELL_COLUMNS = [
  { title: "Cell", numeric: false },
  { title: "Met", numeric: true },
  { title: "Tried", numeric: true },
];

/** Links to our figures for those of the paper that a claim cites. */
function figureLinks(cite: string): string {
  const numbers = [...cite.matchAll(/Fig\. ([1-5])/g)].map(([, number]) => number);
  const links = [...new Set(numbers)].map(
    (number) => `<a href="#figure-${number}">Figure ${number}</a>`,
  );
  return links.length === 0 ? "" : `<div><dt>Drawn in</dt><dd>${links.join(", ")}</dd></div>`;
}

function numbersHtml({ effect, interval, n }: Part): string {
  const items = [
    ...(effect === null ? [] : [`effect <b>${typeset(formatNumber(effect))}</b>`]),
    ...(interval === null ? [] : [`95 % <b>${typeset(formatInterval(interval))}</b>`]),
    `n <b>${n}</b>`,
  ];
  return items.map((item) => `<span>${item}</span>`).join(" ");
}

function partsTable({ id, parts }: Finding): string {
  const columns = [
    { title: "Part", numeric: false },
    { title: "Verdict", numeric: false },
    { title: "Effect", numeric: true },
    { title: "95 % interval", numeric: true },
    { title: "p", numeric: true },
    { title: "n", numeric: true },
    { title: "Why", numeric: false },
  ];
  const rows = parts.map((part) => [
    part.name,
    { html: partVerdictHtml(part) },
    formatNumber(part.effect),
    formatInterval(part.interval),
    formatP(part.p),
    String(part.n),
    { html: `<span class="sentence">${typeset(part.why)}</span>` },
  ]);
  return tableHtml(`Parts of ${id}`, columns, rows);
}
