import * as Plot from "@observablehq/plot";
import { type Finding, type Part, verdictWords } from "../../claims/finding.ts";
import { csv } from "../csv.ts";
import { slug } from "../escape.ts";
import { formatInterval, formatNumber, shorten } from "../format.ts";
import { categoryColour } from "../theme.ts";
import { draw } from "./draw.ts";
import type { Figure } from "./figure.ts";

/** A part whose effect and interval are all finite. */
type Measured = {
  readonly name: string;
  readonly effect: number;
  readonly low: number;
  readonly high: number;
};

const ROW_PIXELS = 38;
const WIDTH_PIXELS = 350;

/** The effect of each part of a claim with its 95 % interval; null where none has both. */
export function intervalsFigure(finding: Finding): Figure | null {
  const parts = finding.parts.flatMap(measured);
  if (parts.length === 0) return null;
  return {
    id: `intervals-${slug(finding.id)}`,
    title: `${finding.id}: effect of each part`,
    caption: "Dot: effect, in the claim's own measure; line: 95 % interval.",
    legends: [],
    panels: [panel(parts)],
    numbers: csv(
      ["part", "verdict", "effect", "low", "high", "p", "n"],
      finding.parts.map((part) => [
        part.name,
        verdictWords(part),
        part.effect,
        part.interval?.[0] ?? null,
        part.interval?.[1] ?? null,
        part.p,
        part.n,
      ]),
    ),
  };
}

function measured({ name, effect, interval }: Part): readonly Measured[] {
  if (effect === null || interval === null) return [];
  const [low, high] = interval;
  return [effect, low, high].every(Number.isFinite) ? [{ name, effect, low, high }] : [];
}

/** Names stand above their lines, so that long ones leave the lines their room. */
function panel(parts: readonly Measured[]) {
  const rows = parts.map((part, row) => ({ ...part, row }));
  const values = parts.flatMap(({ low, high }) => [low, high]);
  const low = values.reduce((a, b) => Math.min(a, b), 0);
  const high = values.reduce((a, b) => Math.max(a, b), 0);
  const room = 0.04 * (high - low) || 1;
  const domain = [low < 0 ? low - room : low, high > 0 ? high + room : high];
  const words = parts.map(
    ({ name, effect, low, high }) =>
      `${name}: ${formatNumber(effect)} (${formatInterval([low, high])})`,
  );
  return draw(
    {
      title: "Effect and 95 % interval",
      note: "",
      widthPixels: WIDTH_PIXELS,
      heightPixels: ROW_PIXELS * rows.length + 44,
    },
    {
      marginLeft: 12,
      marginRight: 16,
      marginTop: 6,
      marginBottom: 38,
      x: { domain, ticks: 5, label: "Effect", labelArrow: "none", grid: true },
      y: { domain: [-0.6, rows.length - 0.4], reverse: true, axis: null },
      marks: [
        Plot.ruleX([0], { strokeOpacity: 0.5 }),
        Plot.ruleY(rows, {
          className: "interval",
          y: "row",
          x1: "low",
          x2: "high",
          stroke: categoryColour(0),
          strokeWidth: 3,
          title: (_, index) => words[index],
        }),
        Plot.dot(rows, { x: "effect", y: "row", r: 5, fill: categoryColour(0) }),
        Plot.text(rows, {
          frameAnchor: "left",
          y: "row",
          dx: 4,
          dy: -13,
          text: ({ name }: Measured) => shorten(name, 52),
          textAnchor: "start",
        }),
      ],
    },
  );
}
