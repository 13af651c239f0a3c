import * as Plot from "@observablehq/plot";
import { csv } from "../csv.ts";
import { formatCount } from "../format.ts";
import type { ShownWeights } from "../networkData.ts";
import { categoryColour } from "../theme.ts";
import { draw } from "./draw.ts";
import type { Figure } from "./figure.ts";

/** The matrices as the paper writes them. */
export const MATRIX_NAMES = { recurrent: "W_rec", input: "W_in", output: "W_out" } as const;

/** How the weights of each matrix are distributed: a panel a matrix. */
export function weightsFigure(weights: readonly ShownWeights[]): Figure {
  return {
    id: "weights",
    title: "Distribution of the weights",
    caption: "How many weights lie in each interval. Panels have scales of their own.",
    legends: [],
    panels: weights.map(weightsPanel),
    numbers: csv(
      ["matrix", "to", "from", "weight"],
      weights.flatMap(({ name, shape: [, from], values }) =>
        values.map((value, at) => [
          MATRIX_NAMES[name],
          Math.floor(at / from),
          at % from,
          Number(value.toPrecision(6)),
        ]),
      ),
    ),
  };
}

function weightsPanel({ name, values, trained }: ShownWeights) {
  const finite = values.filter(Number.isFinite);
  const bins = binsOf(finite, Math.min(40, Math.max(6, Math.round(Math.sqrt(finite.length)))));
  const colour = categoryColour(trained ? 0 : 7);
  return draw(
    {
      title: MATRIX_NAMES[name],
      note: `${formatCount(values.length, "weight")}, ${trained ? "trained" : "as drawn"}`,
      widthPixels: 270,
      heightPixels: 190,
    },
    {
      marginLeft: 40,
      marginTop: 20,
      marginRight: 8,
      marginBottom: 36,
      x: { ticks: 5, label: "Weight", labelArrow: "none" },
      y: { ticks: 4, grid: true, label: "Number", labelArrow: "none" },
      marks: [
        Plot.rect(bins, {
          className: "bin",
          x1: "low",
          x2: "high",
          y1: 0,
          y2: "count",
          fill: colour,
          fillOpacity: 0.75,
          stroke: colour,
          strokeWidth: 0.6,
          title: ({ low, high, count }: Bin) =>
            `${low.toFixed(3)} to ${high.toFixed(3)}: ${formatCount(count, "weight")}`,
        }),
        Plot.ruleY([0]),
      ],
    },
  );
}

type Bin = { readonly low: number; readonly high: number; readonly count: number };

/** Intervals of one width; the last holds its upper end. */
function binsOf(values: readonly number[], many: number): readonly Bin[] {
  if (values.length === 0) return [];
  const low = values.reduce((a, b) => Math.min(a, b));
  const width = (values.reduce((a, b) => Math.max(a, b)) - low) / many || 1;
  const counts = new Array<number>(many).fill(0);
  for (const value of values) counts[Math.min(many - 1, Math.floor((value - low) / width))] += 1;
  return counts.map((count, k) => ({ low: low + k * width, high: low + (k + 1) * width, count }));
}
