import * as Plot from "@observablehq/plot";
import { csv } from "../csv.ts";
import type { ShownPulse } from "../data.ts";
import { divergingColour } from "../theme.ts";
import type { Naming } from "./attractors.ts";
import { draw, padded } from "./draw.ts";
import type { Figure } from "./figure.ts";
import { signLegend } from "./legend.ts";

const UP = divergingColour(0.75);
const DOWN = divergingColour(-0.75);

/** The output after a positive and after a negative pulse: a panel a network. */
export function pulseFigure(naming: Naming, pulses: readonly ShownPulse[]): Figure {
  const legend = signLegend(
    "Pulse",
    [
      { label: "positive", symbol: "circle", colour: UP, filled: true },
      { label: "negative (dashed)", symbol: "square", colour: DOWN, filled: true },
    ],
    330,
  );
  return {
    ...naming,
    legends: [legend],
    panels: pulses.map(pulsePanel),
    numbers: csv(
      ["way", "key", "cell", "seed", "step", "afterPositive", "afterNegative"],
      pulses.flatMap(({ way, example: { key, cell, seed }, trace }) =>
        trace.map(({ step, up, down }) => [way, key, cell, seed, step, up, down]),
      ),
    ),
  };
}

function pulsePanel({ way, example, offAfter, trace }: ShownPulse) {
  const shown = trace.filter(({ step, up, down }) => [step, up, down].every(Number.isFinite));
  const last = shown.reduce((most, { step }) => Math.max(most, step), 1);
  return draw(
    {
      title: `${way} integration`,
      note: `${example.cell}, seed ${example.seed}`,
      widthPixels: 400,
      heightPixels: 220,
    },
    {
      marginLeft: 46,
      marginTop: 22,
      marginRight: 12,
      marginBottom: 36,
      x: { domain: [0, last], ticks: 5, label: "Time (steps of 1 ms)", labelArrow: "none" },
      y: {
        domain: padded(shown.flatMap(({ up, down }) => [up, down])),
        ticks: 4,
        grid: true,
        label: "Output y",
        labelArrow: "none",
      },
      marks: [
        Plot.ruleY([0], { strokeOpacity: 0.5 }),
        Plot.ruleX([offAfter], { strokeOpacity: 0.6, strokeDasharray: "4 3" }),
        Plot.text([offAfter], {
          x: (step: number) => step,
          frameAnchor: "top",
          dx: 6,
          dy: 2,
          textAnchor: "start",
          text: () => "input off",
        }),
        Plot.line(shown, { className: "trace", x: "step", y: "up", stroke: UP, strokeWidth: 2 }),
        Plot.line(shown, {
          className: "trace",
          x: "step",
          y: "down",
          stroke: DOWN,
          strokeWidth: 2,
          strokeDasharray: "6 3",
        }),
      ],
    },
  );
}
