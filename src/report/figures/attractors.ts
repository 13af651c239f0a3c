import * as Plot from "@observablehq/plot";
import { csv } from "../csv.ts";
import type { ShownExample, ShownPoint } from "../data.ts";
import { formatCount, formatNumber, formatShare, NO_NUMBER } from "../format.ts";
import { categoryColour, divergingColour } from "../theme.ts";
import { draw, padded } from "./draw.ts";
import type { Figure } from "./figure.ts";
import { type LegendItem, signLegend } from "./legend.ts";

/** The outline of a stable point, by context; past the last they repeat. */
const OUTLINES: readonly Plot.SymbolType[] = ["circle", "square", "triangle", "diamond", "hexagon"];

/** Panels of many networks side by side, or of one alone. */
const SIZES = {
  small: { widthPixels: 212, heightPixels: 196 },
  large: { widthPixels: 430, heightPixels: 360 },
} as const;

type Size = (typeof SIZES)[keyof typeof SIZES];

/** What a figure is called, and what its caption says. */
export type Naming = Pick<Figure, "id" | "title" | "caption" | "columns">;

/** Places that are drawn behind the fixed points. */
export type Behind = readonly (readonly [number, number])[];

/**
 * The fixed points of example networks, each in its own top two principal components.
 * @source Fig. 1d
 */
export function attractorsFigure(
  naming: Naming,
  examples: readonly ShownExample[],
  slow: readonly Behind[] = [],
  size: keyof typeof SIZES = "small",
): Figure {
  const points = examples.flatMap((example) => example.points);
  const largest = points.reduce((most, { input }) => Math.max(most, Math.abs(input)), 0) || 1;
  const isSlow = slow.some((places) => places.length > 0);
  return {
    ...naming,
    caption:
      `${naming.caption} Each network in its own top two principal components; axes differ ` +
      "between networks. Outline: stable; cross: saddle; dashed: an eigenvalue too near 1 to be " +
      "sure.",
    legends: legends(points, largest, isSlow),
    panels: examples.map((example, at) =>
      examplePanel(example, { largest, behind: slow[at] ?? [], size: SIZES[size] }),
    ),
    numbers: numbers(examples),
  };
}

function examplePanel(
  example: ShownExample,
  { largest, behind, size }: { largest: number; behind: Behind; size: Size },
) {
  const shown = example.points.filter(({ place }) => place.every(Number.isFinite));
  const hidden = example.points.length - shown.length;
  const slow = behind.filter((place) => place.every(Number.isFinite));
  const places = [...shown.map(({ place }) => place), ...slow];
  const marks = [...new Set(shown.map((point) => point.context))]
    .sort((a, b) => a - b)
    .flatMap((context) => contextMarks(shown, { context, largest }));
  return draw(
    {
      title: example.name,
      note: note(example, hidden),
      ...size,
    },
    {
      marginLeft: 42,
      marginTop: 20,
      marginRight: 10,
      marginBottom: 34,
      x: axis(
        places.map(([x]) => x),
        `PC 1 (${formatShare(example.variance[0])})`,
      ),
      y: axis(
        places.map(([, y]) => y),
        `PC 2 (${formatShare(example.variance[1])})`,
      ),
      marks: [
        Plot.frame({ strokeOpacity: 0.25 }),
        Plot.dot(slow, {
          className: "slow",
          x: ([x]) => x,
          y: ([, y]) => y,
          r: 1.5,
          fill: categoryColour(7),
          fillOpacity: 0.45,
        }),
        ...marks,
      ],
    },
  );
}

function axis(values: readonly number[], label: string): Plot.ScaleOptions {
  return { domain: padded(values), ticks: 3, label, labelArrow: "none" };
}

/** Saddles are drawn last: a cross within a ring shows both. */
function contextMarks(
  points: readonly ShownPoint[],
  { context, largest }: { readonly context: number; readonly largest: number },
) {
  const style = {
    x: (point: ShownPoint) => point.place[0],
    y: (point: ShownPoint) => point.place[1],
    stroke: (point: ShownPoint) => divergingColour(point.input / largest),
    title: describe,
    strokeWidth: 1.8,
  };
  const outline = OUTLINES[Math.abs(context) % OUTLINES.length] ?? "circle";
  const here = points.filter((point) => point.context === context);
  const stable = here.filter((point) => point.stable);
  const sure = stable.filter((point) => !point.marginal);
  const unsure = stable.filter((point) => point.marginal);
  return [
    Plot.dot(sure, { ...style, className: "stable", symbol: outline, r: 4.5 }),
    Plot.dot(unsure, {
      ...style,
      className: "stable marginal",
      symbol: outline,
      r: 4.5,
      strokeDasharray: "2.2 1.6",
    }),
    Plot.dot(
      here.filter((point) => !point.stable),
      { ...style, className: "saddle", symbol: "times", r: 3.6 },
    ),
  ];
}

function describe({ input, context, stable, marginal, spectralRadius }: ShownPoint): string {
  const kind = `${stable ? "stable" : "saddle"}${marginal ? " (marginal)" : ""}`;
  const largest = `max |λ| = ${spectralRadius.toFixed(4)}`;
  return `u = ${formatNumber(input)}, context ${context}: ${kind}, ${largest}`;
}

function note({ seed, points, complete }: ShownExample, hidden: number): string {
  const contexts = [...new Set(points.map(({ context }) => context))].sort((a, b) => a - b);
  const atZero = points.filter(({ input }) => input === 0);
  const stable = contexts.map(
    (context) => atZero.filter((point) => point.stable && point.context === context).length,
  );
  const saddles = atZero.filter((point) => !point.stable).length;
  const counts = atZero.length === 0 ? NO_NUMBER : stable.join(" + ");
  return [
    `seed ${seed}`,
    points.length === 0 ? "no fixed point" : `u = 0: ${counts} stable`,
    saddles > 0 ? formatCount(saddles, "saddle") : "",
    complete ? "" : "set incomplete",
    hidden > 0 ? `${hidden} not drawn` : "",
  ]
    .filter((each) => each !== "")
    .join("; ");
}

function legends(points: readonly ShownPoint[], largest: number, isSlow: boolean) {
  const inputs = [...new Set(points.map(({ input }) => input))].sort((a, b) => a - b);
  const contexts = [...new Set(points.map(({ context }) => context))].sort((a, b) => a - b);
  const ink = "currentColor";
  const grey = categoryColour(7);
  const kinds: LegendItem[] = contexts.map((context) => ({
    label: contexts.length > 1 ? `stable, context ${context}` : "stable",
    symbol: OUTLINES[Math.abs(context) % OUTLINES.length] ?? "circle",
    colour: ink,
    filled: false,
  }));
  kinds.push({ label: "saddle", symbol: "times", colour: ink, filled: false });
  if (points.some((point) => point.marginal))
    kinds.push({ label: "marginal", symbol: "circle", colour: ink, filled: false, dashed: true });
  if (isSlow)
    kinds.push({
      label: "slow (small dot)",
      symbol: "circle",
      colour: grey,
      filled: true,
      size: 1.8,
    });
  const colours = spread(inputs, 9).map((input) => ({
    label: formatNumber(input).replace("-", "−"),
    symbol: "circle" as const,
    colour: divergingColour(input / largest),
    filled: true,
  }));
  return [signLegend("Input u", colours, 350), signLegend("Point", kinds, 350)];
}

/** At most `most` of the values, evenly spread, with the first and the last. */
function spread(values: readonly number[], most: number): readonly number[] {
  if (values.length <= most) return values;
  return Array.from(
    { length: most },
    (_, index) => values[Math.round((index * (values.length - 1)) / (most - 1))],
  );
}

function numbers(examples: readonly ShownExample[]): string {
  const rows = examples.flatMap((example) =>
    example.points.map((point) => [
      example.key,
      example.cell,
      example.seed,
      point.context,
      point.input,
      point.place[0],
      point.place[1],
      point.stable,
      point.marginal,
      point.spectralRadius,
      example.complete,
    ]),
  );
  const point = ["context", "input", "pc1", "pc2", "stable", "marginal", "spectralRadius"];
  return csv(["key", "cell", "seed", ...point, "complete"], rows);
}
