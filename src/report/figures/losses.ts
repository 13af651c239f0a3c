import * as Plot from "@observablehq/plot";
import { csv } from "../csv.ts";
import { formatCount } from "../format.ts";
import { categoryColour } from "../theme.ts";
import { draw } from "./draw.ts";
import type { Figure } from "./figure.ts";

/** The loss over the updates of the last attempt: a point a validation. */
export function lossesFigure(losses: readonly number[], validateEvery: number): Figure {
  const all = losses.map((loss, at) => ({ update: (at + 1) * validateEvery, loss }));
  const shown = all.filter(({ loss }) => Number.isFinite(loss));
  const last = all[all.length - 1]?.update ?? 1;
  const most = shown.reduce((high, { loss }) => Math.max(high, loss), 0) || 1;
  const colour = categoryColour(0);
  const panel = draw(
    {
      title: "Loss over training",
      note:
        `${formatCount(losses.length, "validation")}, one after every ` +
        (validateEvery === 1 ? "update" : `${validateEvery} updates`),
      widthPixels: 400,
      heightPixels: 220,
    },
    {
      marginLeft: 48,
      marginTop: 22,
      marginRight: 14,
      marginBottom: 38,
      x: { domain: [0, last], ticks: 6, label: "Updates in the last attempt", labelArrow: "none" },
      y: {
        domain: [0, 1.05 * most],
        ticks: 4,
        grid: true,
        label: "Mean training loss",
        labelArrow: "none",
      },
      marks: [
        Plot.line(shown, { className: "loss", x: "update", y: "loss", stroke: colour }),
        Plot.dot(shown.slice(-1), { x: "update", y: "loss", r: 4, fill: colour }),
      ],
    },
  );
  return {
    id: "losses",
    title: "Training curve",
    caption: "Mean loss of the updates before each validation of the last attempt. Dot: the end.",
    legends: [],
    panels: [panel],
    numbers: csv(
      ["update", "loss"],
      all.map(({ update, loss }) => [update, loss]),
    ),
  };
}
