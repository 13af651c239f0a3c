import type { Picture } from "../watch.ts";

const WIDTH = 480;
const HEIGHT = 240;

type Scale = (value: number) => number;

/** From values to places between two ends; one value alone lies in the middle. */
function scaleOf(values: readonly number[], from: number, to: number): Scale {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return (value) => (span > 0 ? from + ((value - low) / span) * (to - from) : (from + to) / 2);
}

const pathOf = (places: readonly (readonly [number, number])[]): string =>
  places.map(([x, y], k) => `${k === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** A curve of values by update, from `low` to `high`, as SVG. */
export function drawCurve(values: readonly number[], low: number, high: number): string {
  const across = scaleOf([1, Math.max(2, values.length)], 40, WIDTH - 8);
  const up = scaleOf([low, high], HEIGHT - 20, 12);
  const places = values.map((value, k) => [across(k + 1), up(value)] as const);
  return (
    `<line x1="40" x2="${WIDTH - 8}" y1="${up(low)}" y2="${up(low)}" class="axis"/>` +
    `<text x="34" y="${up(low)}" text-anchor="end">${shown(low)}</text>` +
    `<text x="34" y="${up(high) + 4}" text-anchor="end">${shown(high)}</text>` +
    `<path d="${pathOf(places)}" class="curve"/>`
  );
}

const shown = (value: number): string => value.toPrecision(2);

/** Blue below zero, red above, grey at zero. */
const colourOf = (input: number): string =>
  input === 0 ? "#808080" : `hsl(${input < 0 ? 215 : 10} 70% 52%)`;

/** Activity as ways, stable fixed points as discs, others as rings, as SVG. */
export function drawPicture({ paths, points }: Picture): string {
  const all = [...paths.flatMap(({ places }) => places), ...points.map(({ place }) => place)];
  const across = scaleOf(
    all.map(([x]) => x),
    12,
    WIDTH - 12,
  );
  const up = scaleOf(
    all.map(([, y]) => y),
    HEIGHT - 12,
    12,
  );
  const ways = paths.map(({ input, places }) => {
    const way = pathOf(places.map(([x, y]) => [across(x), up(y)] as const));
    return `<path d="${way}" class="way" stroke="${colourOf(input)}"/>`;
  });
  const marks = points.map(({ input, place: [x, y], stable }) => {
    const colour = colourOf(input);
    const fill = stable ? colour : "none";
    const at = `cx="${across(x).toFixed(1)}" cy="${up(y).toFixed(1)}"`;
    return `<circle ${at} r="5" fill="${fill}" stroke="${colour}"/>`;
  });
  return [...ways, ...marks].join("");
}
