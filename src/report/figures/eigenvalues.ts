import * as Plot from "@observablehq/plot";
import type { Eigenvalue } from "../../attractors/stability.ts";
import { csv } from "../csv.ts";
import { formatCount, formatNumber } from "../format.ts";
import type { ShownRoot } from "../networkData.ts";
import { categoryColour } from "../theme.ts";
import { draw } from "./draw.ts";
import type { Figure } from "./figure.ts";
import { type LegendItem, signLegend } from "./legend.ts";

const SIDE_PIXELS = 230;

const INSIDE: LegendItem = {
  label: "|λ| < 1: fades",
  symbol: "circle",
  colour: categoryColour(0),
  filled: true,
};
const OUTSIDE: LegendItem = {
  label: "|λ| ≥ 1: grows",
  symbol: "triangle",
  colour: categoryColour(1),
  filled: true,
};

const modulus = ({ re, im }: Eigenvalue): number => Math.hypot(re, im);

/**
 * The eigenvalues of the Jacobian of one step at fixed points, in the complex plane, with as much
 * of the unit circle as the window holds; a panel a fixed point.
 */
export function eigenvaluesFigure(roots: readonly ShownRoot[]): Figure {
  return {
    id: "eigenvalues",
    title: "Eigenvalues of the Jacobian",
    caption:
      "Each sign is an eigenvalue λ of (1 − α)I + αW_rec diag f'(x*), at one fixed point. Line: " +
      "the unit circle; a point is stable where every λ is inside. λ₁ is the largest; a mode " +
      "falls by e in τ = −1/ln|λ| steps of 1 ms. Panels have scales of their own.",
    legends: [signLegend("Eigenvalue", [INSIDE, OUTSIDE], 350)],
    panels: roots.map((root) =>
      rootPanel(
        root,
        roots.some(({ context }) => context > 0),
      ),
    ),
    numbers: csv(
      ["context", "input", "point", "stable", "re", "im"],
      roots.flatMap(({ context, input, stable, eigenvalues }, point) =>
        eigenvalues.map(({ re, im }) => [context, input, point, stable, re, im]),
      ),
    ),
  };
}

/** A static input in words; the context is said where there are several. */
export function probeName(
  { context, input }: Pick<ShownRoot, "context" | "input">,
  hasContexts: boolean,
): string {
  const value = `u = ${formatNumber(input).replace("-", "−")}`;
  return hasContexts ? `context ${context}, ${value}` : value;
}

function rootPanel(root: ShownRoot, hasContexts: boolean) {
  const { stable, eigenvalues } = root;
  // A clamped unit never moves: its λ is 0, and would make the window ten times too wide.
  const moving = eigenvalues.filter((value) => modulus(value) > 1e-12);
  const hidden = eigenvalues.length - moving.length;
  const [first] = eigenvalues;
  const { x, y } = window(moving);
  const time = -1 / Math.log(modulus(first));
  const grows = modulus(first) >= 1;
  const pace = `|λ₁| = ${modulus(first).toFixed(4)}, ${grows ? "grows" : "fades"} by e in`;
  return draw(
    {
      title: `${probeName(root, hasContexts)}: ${stable ? "stable" : "saddle"}`,
      note:
        `${pace} ${formatNumber(Math.abs(time))} ms` +
        (hidden > 0 ? `; ${formatCount(hidden, "clamped unit")} at 0 not drawn` : ""),
      widthPixels: SIDE_PIXELS,
      heightPixels: SIDE_PIXELS,
    },
    {
      marginLeft: 44,
      marginTop: 20,
      marginRight: 4,
      marginBottom: 34,
      x: { domain: x, ticks: 4, label: "Re λ", labelArrow: "none" },
      y: { domain: y, ticks: 4, label: "Im λ", labelArrow: "none" },
      marks: [
        Plot.frame({ strokeOpacity: 0.25 }),
        Plot.ruleY([0], { strokeOpacity: 0.25 }),
        Plot.line(circle(x, y), { className: "circle", x: "re", y: "im", strokeOpacity: 0.75 }),
        dots(
          moving.filter((value) => modulus(value) < 1),
          INSIDE,
        ),
        dots(
          moving.filter((value) => modulus(value) >= 1),
          OUTSIDE,
        ),
      ],
    },
  );
}

function dots(values: readonly Eigenvalue[], { symbol, colour }: LegendItem) {
  return Plot.dot(values, {
    className: "eigenvalue",
    x: "re",
    y: "im",
    symbol,
    r: 3.2,
    stroke: colour,
    fill: colour,
    fillOpacity: 0.45,
    title: (value: Eigenvalue) =>
      `λ = ${value.re.toFixed(4)} + ${value.im.toFixed(4)}i, |λ| = ${modulus(value).toFixed(5)}`,
  });
}

type Interval = readonly [number, number];

/** A square that holds the eigenvalues and the point 1. */
function window(values: readonly Eigenvalue[]): { x: [number, number]; y: [number, number] } {
  const res = [...values.map(({ re }) => re), 1];
  const most = values.reduce((high, { im }) => Math.max(high, Math.abs(im)), 0);
  const low = res.reduce((a, b) => Math.min(a, b));
  const high = res.reduce((a, b) => Math.max(a, b));
  const half = 1.12 * Math.max((high - low) / 2, most) || 0.1;
  const middle = (low + high) / 2;
  return { x: [middle - half, middle + half], y: [-half, half] };
}

const CIRCLE_STEPS = 3600;

/** The unit circle within a window; NaN where it is outside, so that the line breaks. */
function circle(x: Interval, y: Interval): readonly Eigenvalue[] {
  return Array.from({ length: CIRCLE_STEPS + 1 }, (_, k) => {
    const angle = (2 * Math.PI * (k - CIRCLE_STEPS / 2)) / CIRCLE_STEPS;
    const [re, im] = [Math.cos(angle), Math.sin(angle)];
    const isIn = re >= x[0] && re <= x[1] && im >= y[0] && im <= y[1];
    return isIn ? { re, im } : { re: Number.NaN, im: Number.NaN };
  });
}
