import { pulseResponse } from "../attractors/pulse.ts";
import type { Rng } from "../numerics/rng.ts";
import { LARGEST_PROBE } from "../representations/probeTrials.ts";
import { sampleMean } from "../statistics/moments.ts";
import type { Analysis } from "../study/analysis.ts";
import { incompleteSets, stableCount, wayOf, zeroInputSets } from "../study/zeroInput.ts";
import { type Cell, cellName } from "../training/cell.ts";
import { cellOf, PAPER_NOISES, PAPER_RULES } from "../training/plan.ts";
import type { TrainedNetwork } from "../training/trained.ts";
import type { Claim, Registered } from "./claim.ts";
import { drawWithReplacement } from "./draw.ts";
import type { Part } from "./finding.ts";
import { missingPart, partOfSome } from "./parts.ts";
import { judgeRanks, medianText } from "./ranked.ts";

/** How much of the output is left ten trial lengths after a pulse, for each cell. */
export type HoldingEvidence = readonly HoldingCell[];

type HoldingCell = {
  readonly name: string;
  readonly rule: string;
  readonly task: string;
  readonly noise: number;
  readonly atHand: number;
  /** 1 for several stable points at zero input, 0 for one; others are left out. */
  readonly several: readonly number[];
  /** Output at the end over output when the pulse ends, in the same order. */
  readonly held: readonly number[];
  /** Networks with none, or with one in one context and several in another. */
  readonly neither: number;
  /** Networks whose output does not follow the pulse. */
  readonly silent: number;
  /** Sets of fixed points that are known to lack one. */
  readonly incomplete: number;
};

/** An output below this at the end of the pulse is none: a ratio to it says nothing. */
const LEAST_OUTPUT = 0.05;

/**
 * C11: there are two ways to integrate. With one attractor at zero input the output decays after a
 * pulse, with several it holds. Networks of both kinds are compared by a rank test within noise
 * levels, for each task.
 * @source §3.3, Fig. 4
 */
export const c11: Claim<HoldingEvidence> = {
  id: "C11",
  says: "With one attractor at zero input a pulse is slowly forgotten, with several it is held.",
  cite: "§3.3, Fig. 4",
  registered: {
    measure:
      "2P − 1, P the chance that a network with several stable points at zero input holds " +
      "more of its output than one with a single one at the same noise; held: mean over contexts " +
      "of the " +
      "output at 7,500 steps after a pulse of ±0.1857 over 375 steps from x = 0, over the output " +
      "at the pulse's end, each half the difference between the two signs; RDM and CDI",
    level: 0.05,
    margin: 0.5,
    networks: 16,
    fewest: 12,
    family: "Fig. 4",
    reasons: [
      "0.5: three pairs of networks in four go the claimed way; two ways should differ clearly.",
      "Ten trial lengths: slow decay and holding look alike within one.",
      "Half the difference of both signs: an output that ends at the same place whatever was " +
        "shown holds nothing, even where that place is not 0.",
      "A pulse of half a trial and of the largest mean, as in the figure; the context stays on.",
      "Both kinds within a noise level, since noise goes with the number of attractors (C09).",
      "One in every context, or several in every one: others are of neither kind, and counted.",
      "At least 12 networks of each kind, whatever cells they come from.",
    ],
  },
  cells: (subject) =>
    (subject === undefined ? PAPER_RULES : [subject]).flatMap((rule) =>
      (["rdm", "cdi"] as const).flatMap((task) =>
        PAPER_NOISES.map((noise) => cellOf(rule, task, { noise })),
      ),
    ),
  async measure(analysis, cells) {
    const evidence: HoldingCell[] = [];
    for (const cell of cells) evidence.push(await measureCell(analysis, cell));
    return evidence;
  },
  resample: (evidence, n, rng) => evidence.map((cell) => resampleCell(cell, n, rng)),
  judge: (evidence, registered, rng) => {
    const tasks = [...new Set(evidence.map(({ task }) => task))];
    return tasks.map((task) =>
      judgeTask(
        evidence.filter((cell) => cell.task === task),
        registered,
        rng,
      ),
    );
  },
  controls: [
    {
      name: "one forgets, several hold",
      evidence: [made("rdm", 0.1, 0, 1), made("rdm", 1, 0.1, 1.2), made("cdi", 1, 0, 0.9)],
      verdict: "supported",
    },
    {
      name: "both hold alike on one task",
      evidence: [made("rdm", 1, 0, 1), made("cdi", 0.1, 1, 1, 40), made("cdi", 1, 1, 1, 40)],
      verdict: "contradicted",
    },
    { name: "several forget", evidence: [made("rdm", 1, 1, 0)], verdict: "contradicted" },
    {
      name: "networks of one kind alone",
      evidence: [{ ...made("rdm", 1, 0, 0), several: Array.from({ length: 32 }, () => 0) }],
      verdict: "inconclusive",
    },
    { name: "8 of each are too few", evidence: [made("rdm", 1, 0, 1, 8)], verdict: "inconclusive" },
    {
      name: "a cell that is not at hand",
      evidence: [made("rdm", 1, 0, 1), made("rdm", 0.1, 0, 1, 0)],
      verdict: "inconclusive",
    },
  ],
};

async function measureCell(analysis: Analysis, cell: Cell): Promise<HoldingCell> {
  const several: number[] = [];
  const held: number[] = [];
  let [neither, silent, incomplete] = [0, 0, 0];
  for (const trained of analysis.included(cell)) {
    const sets = await zeroInputSets(analysis, trained);
    incomplete += incompleteSets(sets);
    const way = wayOf(sets.map(stableCount));
    const share = way === "neither" ? null : heldBy(analysis, trained);
    if (way === "neither") neither += 1;
    else if (share === null) silent += 1;
    else {
      several.push(way === "stable" ? 1 : 0);
      held.push(share);
    }
  }
  const { rule, task, noise } = cell;
  const atHand = analysis.networks(cell).length;
  const name = cellName(cell);
  return { name, rule, task, noise, atHand, several, held, neither, silent, incomplete };
}

/** The part of its output that a network holds, the mean over contexts; null where it has none. */
function heldBy(analysis: Analysis, trained: TrainedNetwork): number | null {
  const { network } = trained;
  const task = analysis.task(trained);
  const shares: number[] = [];
  for (let context = 0; context < task.contexts; context++) {
    const respond = (value: number) =>
      pulseResponse({
        network,
        start: new Float64Array(network.units),
        on: task.probe(value, context),
        off: task.probe(0, context),
      });
    const [up, down] = [respond(LARGEST_PROBE), respond(-LARGEST_PROBE)];
    const atOff = (up.atOff[0] - down.atOff[0]) / 2;
    if (!(atOff >= LEAST_OUTPUT)) return null;
    shares.push((up.atEnd[0] - down.atEnd[0]) / 2 / atOff);
  }
  return sampleMean(shares);
}

function resampleCell(cell: HoldingCell, n: number, rng: Rng): HoldingCell {
  const drawn = drawWithReplacement([...cell.held.keys()], n, rng);
  return {
    ...cell,
    several: drawn.map((k) => cell.several[k]),
    held: drawn.map((k) => cell.held[k]),
  };
}

/** The networks of a cell of one kind. */
const ofKind = ({ several, held }: HoldingCell, kind: number): readonly number[] =>
  held.filter((_, k) => several[k] === kind);

function judgeTask(cells: readonly HoldingCell[], registered: Registered, rng: Rng): Part {
  const rules = new Set(cells.map(({ rule }) => rule));
  const name = rules.size === 1 ? `${cells[0].rule} ${cells[0].task}` : cells[0].task;
  const absent = cells.filter(({ atHand }) => atHand === 0).map((cell) => cell.name);
  if (absent.length === cells.length) return missingPart(name, absent);
  const noises = [...new Set(cells.map(({ noise }) => noise))].sort((a, b) => a - b);
  const strata = noises.map((noise) => {
    const level = cells.filter((cell) => cell.noise === noise);
    return {
      a: level.flatMap((cell) => ofKind(cell, 1)),
      b: level.flatMap((cell) => ofKind(cell, 0)),
    };
  });
  const several = strata.flatMap(({ a }) => a);
  const one = strata.flatMap(({ b }) => b);
  const total = (of: (cell: HoldingCell) => number): number =>
    cells.reduce((sum, cell) => sum + of(cell), 0);
  const left = [
    [total((cell) => cell.neither), "of neither kind"],
    [total((cell) => cell.silent), "without an output"],
    [total((cell) => cell.incomplete), "sets of fixed points lack one"],
  ] as const;
  const beside = left.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const found =
    `Held, median: ${medianText(several)} of ${several.length} networks with several points, ` +
    `${medianText(one)} of ${one.length} with one` +
    `${beside.length === 0 ? "" : ` (${beside.join(", ")})`}`;
  return partOfSome(judgeRanks({ name, strata, found }, registered, rng), absent);
}

/** `n` networks of each kind, all alike but for a little. */
function made(task: string, noise: number, one: number, several: number, n = 16): HoldingCell {
  const around = (centre: number): readonly number[] =>
    Array.from({ length: n }, (_, k) => centre + (k - (n - 1) / 2) / 1000);
  return {
    name: `made up ${task} ${noise}`,
    rule: "made up",
    task,
    noise,
    atHand: 2 * n,
    several: Array.from({ length: 2 * n }, (_, k) => (k < n ? 0 : 1)),
    held: [...around(one), ...around(several)],
    neither: 0,
    silent: 0,
    incomplete: 0,
  };
}
