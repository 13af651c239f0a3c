import { cleanText, dataLink, escapeHtml, slug } from "./escape.ts";
import { composeSvg } from "./figures/compose.ts";
import type { Figure, Panel } from "./figures/figure.ts";

/** A column of a table in the page. */
export type HtmlColumn = { readonly title: string; readonly numeric: boolean };

/** A cell of a table in the page: plain text, or markup that was escaped already. */
export type HtmlCell = string | { readonly html: string };

/** A table that scrolls by itself where the page is narrow, by keyboard too. */
export function tableHtml(
  label: string,
  columns: readonly HtmlColumn[],
  rows: readonly (readonly HtmlCell[])[],
): string {
  const kind = (at: number): string => (columns[at].numeric ? ' class="number"' : "");
  const head = columns.map(
    ({ title }, at) => `<th scope="col"${kind(at)}>${escapeHtml(title)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, at) => {
      const html = typeof cell === "string" ? typeset(cell) : cell.html;
      // Where a page is narrow a row becomes a block, and each number needs its name.
      const label = `data-label="${escapeHtml(columns[at].title)}"`;
      return at === 0
        ? `<th scope="row" ${label}${kind(0)}>${html}</th>`
        : `<td ${label}${kind(at)}>${html}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  return (
    `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(label)}"><table>` +
    `<thead><tr>${head.join("")}</tr></thead>\n<tbody>${body.join("\n")}</tbody></table></div>`
  );
}

/** What a command does, and the command, to be selected by one click. */
export function commandHtml(does: string, command: string): string {
  return `<p class="command"><span>${typeset(does)}</span> <code>${escapeHtml(command)}</code></p>`;
}

/** Text as HTML, with a true minus before numbers. */
export function typeset(text: string): string {
  return escapeHtml(text.replace(/(?<![\p{L}\p{N}])-(?=[\d∞])/gu, "−"));
}

/** A figure with its legends, panels, caption, and links to save it and its numbers. */
export function figureHtml(figure: Figure, heading: "h3" | "h4"): string {
  const id = slug(figure.id);
  const svgLink = dataLink({ type: "image/svg+xml", text: composeSvg(figure) });
  const csvLink = dataLink({ type: "text/csv", text: figure.numbers });
  const title = escapeHtml(figure.title);
  const columns = figure.columns === undefined ? "" : `;--columns:${figure.columns};--room:1`;
  return `<figure id="figure-${id}" class="figure">
<${heading}>${title}</${heading}>
${figure.legends.map((legend) => `<div class="legend">${sized(legend)}</div>`).join("\n")}
<div class="panels" style="--panel:${Math.ceil(widest(figure.panels))}px${columns}">
${figure.panels.map(panelHtml).join("\n")}
</div>
<figcaption>${typeset(figure.caption)}</figcaption>
<p class="downloads">
<a href="${escapeHtml(svgLink)}" download="attest-${id}.svg"
 aria-label="Save ${title} as SVG">Save as SVG</a>
<a href="${escapeHtml(csvLink)}" download="attest-${id}.csv"
 aria-label="Save numbers (CSV) of ${title}">Save numbers (CSV)</a>
</p>
</figure>`;
}

function panelHtml(panel: Panel): string {
  const note = panel.note === "" ? "" : ` <span>${typeset(panel.note)}</span>`;
  const head = `<p class="panel-title"><strong>${escapeHtml(panel.title)}</strong>${note}</p>`;
  return `<div class="panel">${head}${sized(panel)}</div>`;
}

function sized({ svg }: Panel): string {
  return cleanText(svg);
}

function widest(panels: readonly Panel[]): number {
  return panels.reduce((most, { widthPixels }) => Math.max(most, widthPixels), 0);
}
