import { escapeHtml } from "../escape.ts";
import { withPaperColours } from "../theme.ts";
import type { Figure, Panel } from "./figure.ts";

const MARGIN_PIXELS = 16;
const TITLE_PIXELS = 26;
const PANEL_HEAD_PIXELS = 32;
const WIDEST_PIXELS = 960;

/** The whole figure as one SVG file: title, legends, and panels in rows, in colours for paper. */
export function composeSvg({ title, legends, panels, columns: most }: Figure): string {
  const panelWidth = Math.max(0, ...panels.map((panel) => panel.widthPixels)) + MARGIN_PIXELS;
  const columns = Math.max(
    1,
    Math.min(
      most ?? panels.length,
      panels.length,
      Math.floor((WIDEST_PIXELS - MARGIN_PIXELS) / panelWidth),
    ),
  );
  const legendWidth = Math.max(0, ...legends.map((legend) => legend.widthPixels));
  const width = MARGIN_PIXELS * 2 + Math.max(columns * panelWidth, legendWidth, 320);
  let y = MARGIN_PIXELS + TITLE_PIXELS;
  const parts = [text(title, { x: MARGIN_PIXELS, y: MARGIN_PIXELS + 14, size: 15, bold: true })];
  for (const legend of legends) {
    parts.push(placed(legend, MARGIN_PIXELS, y));
    y += legend.heightPixels + 6;
  }
  for (let row = 0; row < panels.length; row += columns) {
    const here = panels.slice(row, row + columns);
    for (const [column, panel] of here.entries()) {
      const x = MARGIN_PIXELS + column * panelWidth;
      parts.push(text(panel.title, { x, y: y + 14, size: 12, bold: true }));
      parts.push(text(panel.note, { x, y: y + 28, size: 11, bold: false }));
      parts.push(placed(panel, x, y + PANEL_HEAD_PIXELS));
    }
    y += PANEL_HEAD_PIXELS + MARGIN_PIXELS + Math.max(...here.map((panel) => panel.heightPixels));
  }
  const size = `width="${width}" height="${y}" viewBox="0 0 ${width} ${y}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="system-ui, sans-serif">` +
    `<rect width="${width}" height="${y}" fill="#ffffff" />` +
    `${withPaperColours(parts.join(""))}</svg>\n`
  );
}

function placed({ svg }: Panel, x: number, y: number): string {
  return svg.replace("<svg ", `<svg x="${x}" y="${y}" `);
}

function text(
  words: string,
  { x, y, size, bold }: { x: number; y: number; size: number; bold: boolean },
): string {
  const weight = bold ? ' font-weight="600"' : "";
  return `<text x="${x}" y="${y}" font-size="${size}"${weight}>${escapeHtml(words)}</text>`;
}
