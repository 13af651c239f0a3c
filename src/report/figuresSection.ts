import type { ReportData, ShownFigures } from "./data.ts";
import { attractorsFigure } from "./figures/attractors.ts";
import { countsFigure } from "./figures/counts.ts";
import { distanceMatrixFigure } from "./figures/distanceMatrix.ts";
import type { Figure } from "./figures/figure.ts";
import { mapFigure } from "./figures/map.ts";
import { pulseFigure } from "./figures/pulse.ts";
import { trendFigure } from "./figures/trend.ts";
import { figureHtml, typeset } from "./htmlParts.ts";

/** A figure of the paper: ours for its panels, and what they lack. */
type PaperFigure = {
  readonly number: number;
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly missing: readonly string[];
  /** What it cannot do without. */
  readonly needs: string;
};

const NOISES = { label: "Input noise level", ticks: [0.1, 0.5, 1] } as const;

/** The paper's figures as ours, in its order. */
export function paperFigures({ figures }: Pick<ReportData, "figures">): readonly PaperFigure[] {
  return [
    figure1(figures.fig1),
    figure2(figures.fig2),
    figure3(figures.fig3),
    figure4(figures.fig4),
    figure5(figures.fig5),
  ];
}

function figure1(fig: ShownFigures["fig1"]): PaperFigure {
  const matrices = {
    id: "1a",
    title: "1a: distances between representations",
    caption: "SVCCA distance (1 − similarity) between each two networks at noise 1.0.",
  };
  const maps = {
    id: "1b",
    title: "1b: map of the representations",
    caption: "The SVCCA distances of 1a.",
  };
  const examples = {
    id: "1d",
    title: "1d: example attractors",
    caption: "Fixed points under static inputs: the first network of each row, or all if few.",
  };
  const topologies = {
    id: "1e",
    title: "1e: map of the attractor topologies",
    caption: "Distances between the topologies of attractors near zero input, at noise 1.0.",
  };
  return {
    number: 1,
    title: "Representations and attractors by learning rule",
    needs: "It needs trained networks on RDM or CDI at noise 1.",
    figures: [
      ...some(fig.representations, (shown) => distanceMatrixFigure(matrices, shown, 300)),
      ...some(fig.representations, (shown) => mapFigure(maps, shown, 300)),
      ...some(fig.examples, (shown) => attractorsFigure(examples, shown)),
      ...some(fig.topologies, (shown) => mapFigure(topologies, shown, 300)),
    ],
    missing: fig.missing,
  };
}

function figure2(fig: ShownFigures["fig2"]): PaperFigure {
  const matrices = {
    id: "2a",
    columns: 5,
    title: "2a: distances between representations",
    caption: "SVCCA distance between each two networks of BPTT and the genetic rule, by contexts.",
  };
  const maps = {
    id: "2b",
    columns: 5,
    title: "2b: maps of the representations",
    caption: "The SVCCA distances of 2a.",
  };
  const topologies = {
    id: "2d",
    columns: 5,
    title: "2d: maps of the attractor topologies",
    caption: "Distances between topologies near zero input, by contexts.",
  };
  const trends = {
    id: "2c-e",
    title: "2c, 2e: BPTT against the genetic rule, by contexts",
    caption: "How far the two rules stand apart with N contexts.",
  };
  const measures = measuresOf(fig);
  return {
    number: 2,
    title: "Task complexity",
    needs: "It compares BPTT with the genetic rule at the same number of contexts.",
    figures: [
      ...some(fig.representations, (shown) => distanceMatrixFigure(matrices, shown, 140)),
      ...some(fig.representations, (shown) => mapFigure(maps, shown, 190)),
      ...some(fig.topologies, (shown) => mapFigure(topologies, shown, 190)),
      ...some(measures, (shown) =>
        trendFigure(trends, shown, { label: "Contexts N", ticks: [2, 3, 4, 5, 6] }),
      ),
    ],
    missing: fig.missing,
  };
}

function figure3(fig: ShownFigures["fig3"]): PaperFigure {
  const examples = {
    id: "3a-d",
    columns: 3,
    title: "3a, 3d: example attractors by noise",
    caption: "Fixed points of the first network of each task and noise; of all where they are few.",
  };
  const counts = {
    id: "3-counts",
    title: "Attractors at zero input by noise",
    caption: "Stable fixed points at zero input, of every network that enters.",
  };
  const maps = {
    id: "3b-e",
    columns: 3,
    title: "3b, 3e: maps of the attractor topologies by noise",
    caption: "Distances between topologies near zero input.",
  };
  const trends = {
    id: "3c-f",
    title: "3c, 3f: topologies by learning rule, over noise",
    caption: "How far the learning rules stand apart at each input noise.",
  };
  const measures = [{ title: "Topology", shown: fig.topologies }];
  return {
    number: 3,
    title: "Input noise",
    needs: "It needs trained networks on RDM or CDI.",
    figures: [
      ...some(fig.examples, (shown) => attractorsFigure(examples, shown)),
      ...some(fig.counts, (shown) => countsFigure(counts, shown)),
      ...some(fig.topologies, (shown) => mapFigure(maps, shown, 220)),
      ...some(fig.topologies, () => trendFigure(trends, measures, NOISES)),
    ],
    missing: fig.missing,
  };
}

function figure4({ pulses, missing }: ShownFigures["fig4"]): PaperFigure {
  const traces = {
    id: "4a-d",
    title: "4a, 4d: output after a pulse",
    caption:
      "The input is on for half a trial, then zero. Transient: one stable point at zero input; " +
      "stable: several. One network of each.",
  };
  const speed = pulses.at(0)?.speedBelow ?? 0;
  const lines = {
    id: "4b-e",
    title: "4b, 4e: attractors and slow points",
    caption:
      "The same networks. Small grey dots: states at zero input that move by less than " +
      `${speed} a step, on trajectories from random states.`,
  };
  const slow = pulses.map((pulse) => pulse.slow);
  return {
    number: 4,
    title: "Two ways to integrate",
    needs: "It needs trained networks on RDM.",
    figures: [
      ...some(pulses, (shown) => pulseFigure(traces, shown)),
      ...some(
        pulses.map(({ example }) => example),
        (shown) => attractorsFigure(lines, shown, slow, "large"),
      ),
    ],
    missing,
  };
}

function figure5(fig: ShownFigures["fig5"]): PaperFigure {
  const representations = {
    id: "5a",
    columns: 3,
    title: "5a: maps of the representations",
    caption: "SVCCA distances between BPTT's networks at three input noises, by contexts.",
  };
  const topologies = {
    id: "5c",
    columns: 3,
    title: "5c: maps of the attractor topologies",
    caption: "Distances between topologies of the same networks.",
  };
  const trends = {
    id: "5b-d",
    title: "5b, 5d: input noises against each other, by contexts",
    caption: "How far BPTT's networks of different input noise stand apart; N = 1 is RDM.",
  };
  const measures = measuresOf(fig);
  return {
    number: 5,
    title: "Input noise and task complexity",
    needs: "It compares networks of BPTT that were trained at several input noises.",
    figures: [
      ...some(fig.representations, (shown) => mapFigure(representations, shown, 190)),
      ...some(fig.topologies, (shown) => mapFigure(topologies, shown, 190)),
      ...some(measures, (shown) =>
        trendFigure(trends, shown, { label: "Contexts N", ticks: [1, 2, 3, 4, 5, 6] }),
      ),
    ],
    missing: fig.missing,
  };
}

function measuresOf({
  representations,
  topologies,
}: Pick<ShownFigures["fig2"], "representations" | "topologies">) {
  return [
    { title: "SVCCA", shown: representations },
    { title: "Topology", shown: topologies },
  ].filter(({ shown }) => shown.length > 0);
}

/** One figure of what is there; none of nothing. */
function some<T>(shown: readonly T[], figure: (shown: readonly T[]) => Figure): readonly Figure[] {
  return shown.length === 0 ? [] : [figure(shown)];
}

/** The figures as a section of the page. */
export function figuresSection(data: ReportData): string {
  return `<section aria-labelledby="figures">
<h2 id="figures">The paper's figures, from these populations</h2>
${paperFigures(data).map(paperFigureHtml).join("\n")}
</section>`;
}

function paperFigureHtml({ number, title, figures, missing, needs }: PaperFigure): string {
  const nothing =
    figures.length === 0 ? `<p>Nothing of this figure is at hand. ${typeset(needs)}</p>` : "";
  const lacks =
    missing.length === 0
      ? ""
      : `<p class="missing"><strong>Not at hand:</strong> ${typeset(missing.join("; "))}.</p>`;
  return `<section class="paper-figure" aria-labelledby="figure-${number}">
<h3 id="figure-${number}">Figure ${number}: ${typeset(title)}</h3>
${nothing}${lacks}
<div class="figures">
${figures.map((figure) => figureHtml(figure, "h4")).join("\n")}
</div>
</section>`;
}
