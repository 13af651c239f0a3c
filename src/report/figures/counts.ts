import * as Plot from "@observablehq/plot";
import { csv } from "../csv.ts";
import type { ShownCounts } from "../data.ts";
import { formatCount, formatNumber } from "../format.ts";
import type { Naming } from "./attractors.ts";
import { draw } from "./draw.ts";
import type { Figure } from "./figure.ts";
import { groupLegend, type Signs, signsOf } from "./groups.ts";

/** Networks of one cell with the same count. */
type Bubble = {
  readonly x: number;
  readonly count: number;
  readonly networks: number;
  readonly rule: string;
};

/** Stable points at zero input over noise levels: a panel a task, a line a rule. */
export function countsFigure(naming: Naming, shown: readonly ShownCounts[]): Figure {
  const signs = signsOf(shown.map(({ rule }) => rule));
  const noises = [...new Set(shown.map(({ noise }) => noise))].sort((a, b) => a - b);
  const tasks = [...new Set(shown.map(({ task }) => task))];
  return {
    ...naming,
    caption:
      `${naming.caption} Line: mean of the networks; area of a dot: networks with that many ` +
      "(with several contexts, the mean over them).",
    legends: [groupLegend("Rule", signs)],
    panels: tasks.map((task) =>
      countsPanel(
        task,
        shown.filter((each) => each.task === task),
        { noises, signs },
      ),
    ),
    numbers: csv(
      ["cell", "rule", "task", "noise", "network", "stablePoints"],
      shown.flatMap(({ cell, rule, task, noise, counts }) =>
        counts.map((count, at) => [cell, rule, task, noise, at, count]),
      ),
    ),
  };
}

function countsPanel(
  task: string,
  shown: readonly ShownCounts[],
  { noises, signs }: { readonly noises: readonly number[]; readonly signs: Signs },
) {
  const rules = [...signs.keys()];
  const xOf = ({ noise, rule }: ShownCounts): number =>
    noises.indexOf(noise) + (rules.indexOf(rule) - (rules.length - 1) / 2) * (0.6 / rules.length);
  const bubbles = shown.flatMap((each) =>
    [...new Set(each.counts)].filter(Number.isFinite).map((count): Bubble => {
      const networks = each.counts.filter((other) => other === count).length;
      return { x: xOf(each), count, networks, rule: each.rule };
    }),
  );
  const means = shown.map((each) => ({
    x: xOf(each),
    rule: each.rule,
    mean: each.counts.reduce((sum, count) => sum + count, 0) / each.counts.length,
  }));
  const most = bubbles.reduce((high, { count }) => Math.max(high, count), 1);
  const colour = (rule: string): string => signs.get(rule)?.colour ?? "currentColor";
  return draw(
    { title: task, note: "", widthPixels: 400, heightPixels: 250 },
    {
      marginLeft: 40,
      marginTop: 22,
      marginRight: 10,
      marginBottom: 36,
      x: {
        domain: [-0.5, Math.max(1, noises.length) - 0.5],
        ticks: [...noises.keys()],
        tickFormat: (at: number) => formatNumber(noises[at]),
        label: "Input noise level",
        labelArrow: "none",
      },
      y: {
        domain: [0, most + 0.5],
        ticks: 4,
        grid: true,
        label: "Stable points at zero input",
        labelArrow: "none",
      },
      r: { type: "identity" },
      marks: rules.flatMap((rule) => [
        Plot.line(
          means.filter((each) => each.rule === rule && Number.isFinite(each.mean)),
          { x: "x", y: "mean", stroke: colour(rule), strokeWidth: 1.6 },
        ),
        Plot.dot(
          bubbles.filter((bubble) => bubble.rule === rule),
          {
            className: "count",
            x: "x",
            y: "count",
            r: ({ networks }: Bubble) => 1.7 * Math.sqrt(networks),
            symbol: signs.get(rule)?.symbol ?? "circle",
            stroke: colour(rule),
            fill: colour(rule),
            fillOpacity: 0.35,
            title: ({ count, networks }: Bubble) =>
              `${rule}: ${formatNumber(count)} in ${formatCount(networks, "network")}`,
          },
        ),
      ]),
    },
  );
}
