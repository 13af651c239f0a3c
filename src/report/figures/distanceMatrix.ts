import * as Plot from "@observablehq/plot";
import { csv } from "../csv.ts";
import type { ShownDistances } from "../data.ts";
import { formatCount, formatNumber, shorten } from "../format.ts";
import { sequentialColour } from "../theme.ts";
import type { Naming } from "./attractors.ts";
import { draw } from "./draw.ts";
import type { Figure } from "./figure.ts";
import { rampLegend } from "./legend.ts";

/** A run of rows of one group. */
type Band = { readonly from: number; readonly to: number; readonly label: string };

/** Longer labels lose their middle. */
const MOST_CHARACTERS = 14;

/**
 * The distances between all networks of each place, as heat maps ordered by group. Each has a scale
 * of its own: distances of one task can be a twentieth of another's.
 * @source Fig. 1a
 */
export function distanceMatrixFigure(
  naming: Naming,
  shown: readonly ShownDistances[],
  sidePixels: number,
): Figure {
  return {
    ...naming,
    caption:
      `${naming.caption} Light: alike; dark: apart (on a dark screen the reverse). Each matrix ` +
      "has a scale of its own, up to the distance above it. Pairs left empty were not measured.",
    legends: [rampLegend({ title: "Distance", ends: ["0", "largest of the matrix"] }, 340)],
    panels: shown.map((each) => heatMap(each, largestOf([each]) || 1, sidePixels)),
    numbers: numbers(shown),
  };
}

const largestOf = (shown: readonly ShownDistances[]): number =>
  shown
    .flatMap(({ matrix }) => matrix.flat())
    .reduce((most, distance) => (distance > most ? distance : most), 0);

function heatMap(shown: ShownDistances, most: number, sidePixels: number) {
  const bands = bandsOf(shown);
  const longest = Math.min(MOST_CHARACTERS, Math.max(0, ...bands.map(({ label }) => label.length)));
  const left = 14 + 6 * longest;
  const ticks = bands.map(({ from, to }) => (from + to) / 2);
  const name = new Map(bands.map(({ from, to, label }) => [(from + to) / 2, label]));
  const tickFormat = (at: number): string => shorten(name.get(at) ?? "", MOST_CHARACTERS);
  const inner = bands.slice(1).map(({ from }) => from);
  const side = Math.max(1, shown.networks.length);
  return draw(
    {
      title: shown.name,
      note: `${formatCount(side, "network")}, scale 0 to ${formatNumber(most)}`,
      widthPixels: left + sidePixels + 8,
      heightPixels: sidePixels + 16,
    },
    {
      marginTop: 8,
      marginRight: 8,
      marginLeft: left,
      marginBottom: 8,
      x: { domain: [0, side], axis: null },
      y: { domain: [side, 0], axis: null },
      marks: [
        levels(shown.matrix, most),
        Plot.ruleX(inner, { strokeWidth: 1.5, stroke: "var(--page, #ffffff)" }),
        Plot.ruleY(inner, { strokeWidth: 1.5, stroke: "var(--page, #ffffff)" }),
        Plot.axisY({ ticks, tickFormat, tickSize: 0, label: null }),
      ],
    },
  );
}

/** One path for each colour: a rectangle an entry would make a page of thousands of elements. */
function levels(matrix: ShownDistances["matrix"], most: number): Plot.RenderFunction {
  return (_index, { x, y }, _values, _dimensions, { document }) => {
    const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
    if (x === undefined || y === undefined) return group;
    group.setAttribute("class", "distance");
    group.setAttribute("shape-rendering", "crispEdges");
    const paths = new Map<string, string>();
    for (const [row, distances] of matrix.entries())
      for (const [column, distance] of distances.entries()) {
        if (!Number.isFinite(distance)) continue;
        const colour = sequentialColour(distance / most);
        const at = (value: number): number => Math.round(100 * value) / 100;
        const [left, right] = [at(x(column)), at(x(column + 1))];
        const [top, bottom] = [at(y(row)), at(y(row + 1))];
        const box = `M${left},${top}H${right}V${bottom}H${left}z`;
        paths.set(colour, `${paths.get(colour) ?? ""}${box}`);
      }
    for (const [colour, d] of paths) {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("fill", colour);
      path.setAttribute("d", d);
      group.append(path);
    }
    return group;
  };
}

function bandsOf({ networks, groups }: ShownDistances): readonly Band[] {
  const bands: Band[] = [];
  for (const [at, { group }] of networks.entries()) {
    const label = groups[group];
    const last = bands.at(-1);
    if (last !== undefined && last.label === label)
      bands[bands.length - 1] = { ...last, to: at + 1 };
    else bands.push({ from: at, to: at + 1, label });
  }
  return bands;
}

/** A row for each pair, each once, to four digits: matrices of several sizes in one table. */
function numbers(shown: readonly ShownDistances[]): string {
  const rows = shown.flatMap(({ name, networks, groups, matrix }) =>
    networks.flatMap((a, i) =>
      networks
        .slice(0, i)
        .map((b, j) => [
          name,
          groups[a.group],
          a.seed,
          groups[b.group],
          b.seed,
          Number(matrix[i][j].toPrecision(4)),
        ]),
    ),
  );
  return csv(["place", "groupA", "seedA", "groupB", "seedB", "distance"], rows);
}
