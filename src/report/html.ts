import { checkReportData } from "./checkData.ts";
import { claimsSection } from "./claimsSection.ts";
import type { ReportData } from "./data.ts";
import { escapeHtml } from "./escape.ts";
import { figuresSection } from "./figuresSection.ts";
import { formatCount } from "./format.ts";
import { pageHtml } from "./page.ts";
import { populationsSection } from "./populationsSection.ts";

/**
 * The report as one HTML page that needs nothing else: the claims, the figures, the populations.
 * Equal data give equal bytes.
 * @throws RangeError where the parts of the data do not fit together; it names the part.
 */
export function reportHtml(data: ReportData): string {
  checkReportData(data);
  const met = data.networks.filter(({ reason }) => reason === "criterion").length;
  const counted = formatCount(data.networks.length, "network");
  return pageHtml({
    title: "Attest: claims about learning rules in recurrent networks",
    header: `<h1>Attest report</h1>
<p class="facts">McMahan, Kleinman and Kao (NeurIPS 2021), <i>Learning rule influences
recurrent network representations but not attractor structure in decision-making tasks</i>,
as claims judged on ${counted} in ${formatCount(data.populations.length, "population")}
(${met} met the criterion). Reading: ${escapeHtml(data.reading)}.
Arithmetic: ${escapeHtml(data.tier)}.</p>
<nav aria-label="Sections">
<a href="#claims">Claims</a> <a href="#figures">Figures</a> <a href="#populations">Populations</a>
</nav>`,
    main: [claimsSection(data), figuresSection(data), populationsSection(data)].join("\n"),
    footer: `<p>To make this report again: <code>${escapeHtml(data.command)}</code></p>`,
  });
}
