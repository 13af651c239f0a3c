import * as Plot from "@observablehq/plot";
import { shorten } from "../format.ts";
import { sequentialColour } from "../theme.ts";
import { draw } from "./draw.ts";
import type { Panel } from "./figure.ts";

/** A sign of a figure and its meaning. */
export type LegendItem = {
  readonly label: string;
  readonly symbol: Plot.SymbolType;
  readonly colour: string;
  /** Filled, or only outlined. */
  readonly filled: boolean;
  readonly dashed?: boolean;
  /** The radius in pixels, where it has a meaning. */
  readonly size?: number;
};

const ROW_PIXELS = 20;
const CHARACTER_PIXELS = 6.2;

/** The title, then signs beside their meanings, in as many rows as the width needs. */
export function signLegend(
  title: string,
  items: readonly LegendItem[],
  widthPixels: number,
): Panel {
  const indent = 14 + CHARACTER_PIXELS * title.length;
  let x = indent;
  let y = ROW_PIXELS / 2;
  const placed = items.map((item) => {
    const label = shorten(item.label, 44);
    const needs = 24 + CHARACTER_PIXELS * label.length;
    if (x > indent && x + needs > widthPixels) {
      x = indent;
      y += ROW_PIXELS;
    }
    const at = { ...item, label, x, y };
    x += needs;
    return at;
  });
  const signs = placed.map((item) =>
    Plot.dot([item], {
      x: "x",
      y: "y",
      symbol: item.symbol,
      stroke: item.colour,
      fill: item.filled ? item.colour : "none",
      r: item.size ?? 4.5,
      strokeWidth: item.size === undefined ? 1.8 : 0,
      ...(item.dashed === true ? { strokeDasharray: "2.2 1.6" } : {}),
    }),
  );
  return draw(
    { title, note: "", widthPixels, heightPixels: y + ROW_PIXELS / 2 },
    {
      ...BARE,
      marks: [
        Plot.text([title], { x: 0, y: ROW_PIXELS / 2, text: same, textAnchor: "start" }),
        ...signs,
        Plot.text(placed, { x: "x", y: "y", text: "label", textAnchor: "start", dx: 10 }),
      ],
    },
  );
}

/** The sequential scale, with what stands at its ends. */
export function rampLegend(
  {
    title,
    ends: [low, high],
  }: { readonly title: string; readonly ends: readonly [string, string] },
  widthPixels: number,
): Panel {
  const steps = Array.from({ length: 26 }, (_, index) => index);
  const wide = Math.min(180, widthPixels - 40);
  const left = 1;
  const at = (share: number): number => left + share * wide;
  return draw(
    { title, note: "", widthPixels, heightPixels: 44 },
    {
      ...BARE,
      marks: [
        Plot.text([title], { x: left, y: 7, text: same, textAnchor: "start" }),
        Plot.rect(steps, {
          x1: (step) => at(step / 26),
          x2: (step) => at((step + 1) / 26) + 0.3,
          y1: 15,
          y2: 27,
          fill: (step) => sequentialColour(step / 25),
        }),
        Plot.text([low], { x: left, y: 37, text: same, textAnchor: "start" }),
        Plot.text([high], { x: at(1), y: 37, text: same, textAnchor: "end" }),
      ],
    },
  );
}

/** Positions in pixels, no axes. */
const BARE: Plot.PlotOptions = {
  margin: 0,
  x: { type: "identity", axis: null },
  y: { type: "identity", axis: null },
};

function same(text: string): string {
  return text;
}
