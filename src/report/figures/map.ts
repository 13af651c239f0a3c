import * as Plot from "@observablehq/plot";
import { csv } from "../csv.ts";
import type { ShownDistances } from "../data.ts";
import { formatNumber } from "../format.ts";
import type { Naming } from "./attractors.ts";
import { draw } from "./draw.ts";
import type { Figure } from "./figure.ts";
import { groupLegend, type Signs, signsOfGroups } from "./groups.ts";

/** A network on the map. */
type Placed = {
  readonly seed: number;
  readonly group: string;
  readonly place: readonly [number, number];
};

/**
 * The MDS map of each place's distances: a sign a network, shape and colour by group.
 * @source §2.6, Fig. 1b
 */
export function mapFigure(
  naming: Naming,
  shown: readonly ShownDistances[],
  sidePixels: number,
): Figure {
  const signs = signsOfGroups(shown);
  return {
    ...naming,
    caption:
      `${naming.caption} Multidimensional scaling: near is alike. Direction has no meaning, and ` +
      "each map has its own scale, in units of the distance. ×n: so many networks in one place.",
    legends: [groupLegend("Group", signs)],
    panels: shown.map((each) => mapPanel(each, signs, sidePixels)),
    numbers: csv(
      ["place", "key", "group", "seed", "dimension1", "dimension2"],
      shown.flatMap(({ name, networks, groups, places }) =>
        networks.map(({ key, seed, group }, at) => [name, key, groups[group], seed, ...places[at]]),
      ),
    ),
  };
}

function mapPanel(shown: ShownDistances, signs: Signs, sidePixels: number) {
  const placed = shown.networks.map(({ seed, group }, at): Placed => {
    return { seed, group: shown.groups[group], place: shown.places[at] };
  });
  const { x, y } = squareDomains(shown.places);
  const scale = { ticks: 3, label: null, grid: true };
  return draw(
    {
      title: shown.name,
      note: `raw stress ${formatNumber(shown.stress)}`,
      widthPixels: sidePixels,
      heightPixels: sidePixels,
    },
    {
      marginLeft: 34,
      marginTop: 8,
      // The same length either way, since distances are what a map is of.
      marginBottom: 26,
      marginRight: 0,
      x: { ...scale, domain: x },
      y: { ...scale, domain: y },
      marks: [
        ...shown.groups.map((group) => {
          const sign = signs.get(group);
          return Plot.dot(
            placed.filter((each) => each.group === group && each.place.every(Number.isFinite)),
            {
              className: "network",
              x: ({ place }: Placed) => place[0],
              y: ({ place }: Placed) => place[1],
              symbol: sign?.symbol ?? "circle",
              stroke: sign?.colour ?? "currentColor",
              fill: sign?.colour ?? "currentColor",
              fillOpacity: 0.6,
              strokeWidth: 1.2,
              r: 4,
              title: ({ seed }: Placed) => `${group} seed ${seed}`,
            },
          );
        }),
        Plot.text(crowdsOf(shown.places, (x[1] - x[0]) / 150), {
          className: "crowd",
          x: ({ place }: Crowd) => place[0],
          y: ({ place }: Crowd) => place[1],
          text: ({ networks }: Crowd) => `×${networks}`,
          textAnchor: "start",
          dx: 7,
          dy: -7,
          fill: "currentColor",
          stroke: "var(--page, #ffffff)",
          strokeWidth: 3,
          paintOrder: "stroke",
        }),
      ],
    },
  );
}

type Crowd = { readonly place: readonly [number, number]; readonly networks: number };

/** The fewest networks in one place that are worth a number. */
const CROWD = 3;

/** Places where several networks lie within a distance of the first of them. */
function crowdsOf(places: readonly (readonly [number, number])[], within: number) {
  const crowds: Crowd[] = [];
  for (const place of places) {
    const near = ({ place: [x, y] }: Crowd): boolean =>
      Math.hypot(place[0] - x, place[1] - y) < within;
    const at = crowds.findIndex(near);
    if (at < 0) crowds.push({ place, networks: 1 });
    else crowds[at] = { ...crowds[at], networks: crowds[at].networks + 1 };
  }
  return crowds.filter(({ networks }) => networks >= CROWD);
}

/** Two intervals of one length that hold all places. */
function squareDomains(places: readonly (readonly [number, number])[]) {
  const finite = places.filter((place) => place.every(Number.isFinite));
  const [x, y] = [0, 1].map((axis) => {
    const values = finite.map((place) => place[axis]);
    const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    return finite.length === 0
      ? { middle: 0, half: 0 }
      : { middle: (low + high) / 2, half: (high - low) / 2 };
  });
  const half = 1.12 * Math.max(x.half, y.half) || 1;
  const around = (middle: number): [number, number] => [middle - half, middle + half];
  return { x: around(x.middle), y: around(y.middle) };
}
