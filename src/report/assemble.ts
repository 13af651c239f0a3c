import type { Finding } from "../claims/finding.ts";
import { FIG_2_TASKS, noiseGroup } from "../claims/places.ts";
import { sampleMean } from "../statistics/moments.ts";
import type { Analysis } from "../study/analysis.ts";
import {
  type Cell,
  cellName,
  INTEGRATION_TASKS,
  TASK_CONTEXTS,
  type TaskName,
} from "../study/cell.ts";
import { groupOf, svccaEvidence, topologyEvidence } from "../study/distanceEvidence.ts";
import { cellOf, PAPER_NOISES, PAPER_RULES } from "../study/plan.ts";
import { stableCount, zeroInputSets } from "../study/zeroInput.ts";
import type {
  ReportData,
  ShownCounts,
  ShownDistances,
  ShownExample,
  ShownFigures,
} from "./data.ts";
import { type Comparing, showDistances } from "./showDistances.ts";
import { planeOf, showExample } from "./showExample.ts";
import { showNetworks, showPopulations } from "./showPopulations.ts";
import { showPulses } from "./showPulses.ts";

/**
 * All that a report is drawn from: the findings, the populations, and the paper's figures from
 * those of their cells that are at hand. Fixed points and subspaces that claims have asked for are
 * not computed again.
 */
export async function assembleReport(
  analysis: Analysis,
  findings: readonly Finding[],
  {
    evidence,
    command,
    tier,
    verified = [],
  }: Pick<ReportData, "command" | "tier" | "evidence" | "verified">,
): Promise<ReportData> {
  return {
    reading: analysis.reading.name,
    tier,
    findings,
    evidence,
    networks: showNetworks(analysis.populations),
    populations: showPopulations(analysis.populations),
    figures: {
      fig1: await figure1(analysis),
      fig2: await figure2(analysis),
      fig3: await figure3(analysis),
      fig4: await figure4(analysis),
      fig5: await figure5(analysis),
    },
    command,
    verified,
  };
}

const FIG_1_TASKS = ["rdm", "cdi"] as const;

/** A cell for each of the paper's rules, and for each other rule that has that cell at hand. */
function cellsByRule(analysis: Analysis, task: TaskName, noise = 1): readonly Cell[] {
  const others = analysis.populations
    .map(({ cell }) => cell.rule)
    .filter((rule) => analysis.networks(cellOf(rule, task, { noise })).length > 0);
  return [...new Set([...PAPER_RULES, ...others])].map((rule) => cellOf(rule, task, { noise }));
}

const MEASURES = {
  representations: svccaEvidence,
  topologies: topologyEvidence,
} as const;

type Place = Omit<Comparing, "measure"> & {
  readonly cells: readonly Cell[];
  readonly called: (cell: Cell) => string;
};

/** One measure of the groups of each place where at least two groups are at hand. */
async function compareAt(
  analysis: Analysis,
  places: readonly Place[],
  measure: keyof typeof MEASURES,
): Promise<readonly ShownDistances[]> {
  const shown: ShownDistances[] = [];
  for (const { cells, called, ...place } of places) {
    const groups = cells.map((cell) => groupOf(analysis, cell, called(cell)));
    if (groups.filter(({ networks }) => networks.length > 0).length < 2) continue;
    const comparing = { ...place, measure: MEASURES[measure] };
    shown.push(await showDistances(analysis, groups, comparing));
  }
  return shown;
}

/** The cells without a network that enters, those of one rule and task in one entry. */
function missingOf(analysis: Analysis, cells: readonly Cell[]): readonly string[] {
  const noises = new Map<string, Set<number>>();
  for (const cell of cells) {
    if (analysis.included(cell).length > 0) continue;
    const name = `${cell.rule} ${cell.task}`;
    noises.set(name, (noises.get(name) ?? new Set()).add(cell.noise));
  }
  return [...noises].map(([name, levels]) => `${name} (noise ${[...levels].join(", ")})`);
}

const byRule = ({ rule }: Cell): string => rule;

/** Networks of a figure of which each is drawn; of more, the first of each cell. */
const MOST_EXAMPLES = 24;

/** Each network that entered, or the first one of each cell where those are too many. */
async function examplesOf(
  analysis: Analysis,
  cells: readonly Cell[],
  called: (cell: Cell) => string,
): Promise<readonly ShownExample[]> {
  const included = cells.map((cell) => analysis.included(cell));
  const isFew = included.reduce((sum, own) => sum + own.length, 0) <= MOST_EXAMPLES;
  const examples: ShownExample[] = [];
  for (const trained of included.flatMap((own) => (isFew ? own : own.slice(0, 1)))) {
    const plane = await planeOf(analysis, trained);
    examples.push(await showExample(analysis, trained, called(trained.cell), plane));
  }
  return examples;
}

async function figure1(analysis: Analysis): Promise<ShownFigures["fig1"]> {
  const places = FIG_1_TASKS.map((task) => ({
    figure: "1",
    name: task,
    series: "rules",
    at: TASK_CONTEXTS[task],
    cells: cellsByRule(analysis, task),
    called: byRule,
  }));
  const cells = FIG_1_TASKS.flatMap((task) => cellsByRule(analysis, task));
  return {
    representations: await compareAt(analysis, places, "representations"),
    topologies: await compareAt(analysis, places, "topologies"),
    examples: await examplesOf(analysis, cells, ({ rule, task }) => `${rule}, ${task}`),
    missing: missingOf(analysis, cells),
  };
}

async function figure2(analysis: Analysis): Promise<ShownFigures["fig2"]> {
  const places = FIG_2_TASKS.map((task) => ({
    figure: "2",
    name: `N = ${TASK_CONTEXTS[task]}`,
    series: "bptt v genetic",
    at: TASK_CONTEXTS[task],
    cells: ["bptt", "genetic"].map((rule) => cellOf(rule, task)),
    called: byRule,
  }));
  return {
    representations: await compareAt(analysis, places, "representations"),
    topologies: await compareAt(analysis, places, "topologies"),
    missing: missingOf(
      analysis,
      places.flatMap(({ cells }) => cells),
    ),
  };
}

async function figure3(analysis: Analysis): Promise<ShownFigures["fig3"]> {
  const places = FIG_1_TASKS.flatMap((task) =>
    PAPER_NOISES.map((noise) => ({
      figure: "3",
      name: `${task}, noise ${noise}`,
      series: task,
      at: noise,
      cells: cellsByRule(analysis, task, noise),
      called: byRule,
    })),
  );
  const cells = places.flatMap((place) => place.cells);
  const shown = cells.filter(({ rule }) => rule === PAPER_RULES[0]);
  return {
    examples: await examplesOf(
      analysis,
      shown,
      ({ rule, task, noise }) => `${rule}, ${task}, noise ${noise}`,
    ),
    counts: await countsOf(analysis, cells),
    topologies: await compareAt(analysis, places, "topologies"),
    missing: missingOf(analysis, cells),
  };
}

async function countsOf(
  analysis: Analysis,
  cells: readonly Cell[],
): Promise<readonly ShownCounts[]> {
  const shown: ShownCounts[] = [];
  for (const cell of cells) {
    const counts: number[] = [];
    for (const trained of analysis.included(cell)) {
      const sets = await zeroInputSets(analysis, trained);
      counts.push(sampleMean(sets.map(stableCount)));
    }
    const { rule, task, noise } = cell;
    if (counts.length > 0) shown.push({ cell: cellName(cell), rule, task, noise, counts });
  }
  return shown;
}

/** Low noise makes transient integration likely, high noise stable. */
function figure4(analysis: Analysis): Promise<ShownFigures["fig4"]> {
  const rising = PAPER_RULES.flatMap((rule) =>
    PAPER_NOISES.map((noise) => cellOf(rule, "rdm", { noise })),
  );
  const falling = PAPER_RULES.flatMap((rule) =>
    PAPER_NOISES.toReversed().map((noise) => cellOf(rule, "rdm", { noise })),
  );
  return showPulses(analysis, { transient: rising, stable: falling });
}

async function figure5(analysis: Analysis): Promise<ShownFigures["fig5"]> {
  const places = INTEGRATION_TASKS.map((task) => ({
    figure: "5",
    name: task === "rdm" ? task : `N = ${TASK_CONTEXTS[task]}`,
    series: "by noise",
    at: TASK_CONTEXTS[task],
    cells: PAPER_NOISES.map((noise) => cellOf("bptt", task, { noise })),
    called: ({ noise }: Cell) => noiseGroup(noise),
  }));
  return {
    representations: await compareAt(analysis, places, "representations"),
    topologies: await compareAt(analysis, places, "topologies"),
    missing: missingOf(
      analysis,
      places.flatMap(({ cells }) => cells),
    ),
  };
}
