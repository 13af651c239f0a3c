import * as Plot from "@observablehq/plot";
import type { Eigenvalue } from "../attractors/stability.ts";
import { csv } from "./csv.ts";
import { escapeHtml } from "./escape.ts";
import { draw, padded } from "./figures/draw.ts";
import { eigenvaluesFigure } from "./figures/eigenvalues.ts";
import type { Figure, Panel } from "./figures/figure.ts";
import { type LegendItem, signLegend } from "./figures/legend.ts";
import { formatShare } from "./format.ts";
import { figureHtml, tableHtml, typeset } from "./htmlParts.ts";
import type { ShownRoot } from "./networkData.ts";
import { pageHtml } from "./page.ts";
import { categoryColour } from "./theme.ts";

/** A place in the top two principal components. */
type Place = readonly [number, number];

/** A fixed point as the page shows it. */
export type ShownAttractor = Pick<ShownRoot, "certificate" | "residual" | "index" | "marginal"> & {
  readonly place: Place;
  readonly kind: string;
  readonly stable: boolean;
  readonly spectralRadius: number;
  readonly fieldNorm: number;
  readonly proof: string;
  /** The share of independent starts that ended at it, 0 … 1. */
  readonly share: number;
  readonly eigenvalues: readonly Eigenvalue[];
};

/** One network under one input, as the page shows it. */
export type ShownSet = {
  readonly name: string;
  readonly input: readonly number[];
  readonly summary: string;
  readonly points: readonly ShownAttractor[];
  /** States of continua. */
  readonly continua: readonly Place[];
  /** Near places and slow points. */
  readonly slow: readonly Place[];
  readonly trajectories: readonly (readonly Place[])[];
  /** Share of variance of the two components, 0 … 1. */
  readonly variance: readonly [number, number];
};

/** Points beyond this many have their rows in the table, and no panel of eigenvalues. */
const MOST_SPECTRA = 12;

const STABLE: LegendItem = {
  ...{ label: "stable", symbol: "circle", colour: categoryColour(0), filled: true },
};
const UNSTABLE: LegendItem = {
  ...{ label: "not stable", symbol: "triangle", colour: categoryColour(1), filled: true },
};
const SLOW: LegendItem = {
  ...{ label: "near or slow", symbol: "square", colour: categoryColour(7), filled: true },
};
const CONTINUUM: LegendItem = {
  ...{ label: "continuum", symbol: "diamond", colour: categoryColour(2), filled: true },
};

/**
 * The fixed points of networks as an HTML page that needs nothing else: their places in the top two
 * principal components with trajectories, their eigenvalues, and a table. Equal data give equal
 * bytes.
 */
export function attractorsHtml(file: string, sets: readonly ShownSet[]): string {
  return pageHtml({
    title: `Attest: fixed points of ${file}`,
    header: `<p class="kicker">Attest: fixed points</p>\n<h1>${escapeHtml(file)}</h1>`,
    main: sets.map(setHtml).join("\n"),
    footer: "<p>Made by attest attractors.</p>",
  });
}

function setHtml(set: ShownSet, at: number): string {
  const id = `set-${at}`;
  const spectra =
    set.points.length === 0
      ? ""
      : figureHtml({ ...eigenvaluesFigure(rootsOf(set)), id: `eigenvalues-${at}` }, "h3");
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${typeset(set.name)}</h2>
<p>${typeset(set.summary)}.</p>
${figureHtml(placesFigure(set, at), "h3")}
${spectra}
${pointsTable(set)}
</section>`;
}

function rootsOf({ points, input }: ShownSet): readonly ShownRoot[] {
  return points.slice(0, MOST_SPECTRA).map((point) => ({ ...point, input: input[0], context: 0 }));
}

function pointsTable({ points }: ShownSet): string {
  const texts = ["point", "kind", "certificate"];
  const titles = ["point", "kind", "max |λ|", "|F|", "step", "certificate", "starts"];
  return tableHtml(
    "Fixed points",
    titles.map((title) => ({ title, numeric: !texts.includes(title) })),
    points.map((point, k) => [
      `${k}`,
      point.kind,
      point.spectralRadius.toFixed(6),
      point.fieldNorm.toExponential(1),
      point.residual.toExponential(1),
      point.proof,
      formatShare(point.share),
    ]),
  );
}

function placesFigure(set: ShownSet, at: number): Figure {
  return {
    id: `places-${at}`,
    title: "Fixed points and trajectories",
    caption:
      "Fixed points in the top two principal components of the trajectories and points. Lines: " +
      "trajectories from random states. Near and slow places are no fixed points.",
    legends: [signLegend("State", [STABLE, UNSTABLE, SLOW, CONTINUUM], 430)],
    panels: [placesPanel(set)],
    numbers: csv(
      ["point", "kind", "pc1", "pc2"],
      set.points.map(({ kind, place }, k) => [k, kind, ...place]),
    ),
  };
}

function placesPanel(set: ShownSet): Panel {
  const { points, continua, slow, trajectories, variance, name } = set;
  const places = [
    ...points.map(({ place }) => place),
    ...[...continua, ...slow, ...trajectories.flat()],
  ];
  const axis = (which: 0 | 1): Plot.ScaleOptions => ({
    domain: padded(places.map((place) => place[which])),
    ticks: 3,
    label: `PC ${which + 1} (${formatShare(variance[which])})`,
    labelArrow: "none",
  });
  return draw(
    { title: name, note: "", widthPixels: 430, heightPixels: 360 },
    {
      marginLeft: 42,
      marginTop: 20,
      marginRight: 10,
      marginBottom: 34,
      x: axis(0),
      y: axis(1),
      marks: [
        Plot.frame({ strokeOpacity: 0.25 }),
        ...trajectories.map((line) =>
          Plot.line(line, { x: ([x]) => x, y: ([, y]) => y, strokeOpacity: 0.35 }),
        ),
        dots(continua, CONTINUUM, "continuum"),
        dots(slow, SLOW, "slow"),
        dots(
          points.filter(({ stable }) => stable).map(({ place }) => place),
          STABLE,
          "stable",
        ),
        dots(
          points.filter(({ stable }) => !stable).map(({ place }) => place),
          UNSTABLE,
          "unstable",
        ),
      ],
    },
  );
}

function dots(places: readonly Place[], { symbol, colour }: LegendItem, className: string) {
  return Plot.dot(places, {
    className,
    x: ([x]) => x,
    y: ([, y]) => y,
    symbol,
    r: 4,
    stroke: colour,
    fill: colour,
    fillOpacity: 0.45,
  });
}
