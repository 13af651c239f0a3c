import type { Rng } from "../numerics/rng.ts";
import { judgeDifference } from "../statistics/difference.ts";
import { deleteOneJackknife, stratifiedVariance } from "../statistics/jackknife.ts";
import { jonckheere } from "../statistics/jonckheere.ts";
import { sampleMean } from "../statistics/moments.ts";
import { tQuantile } from "../statistics/studentT.ts";
import type { Analysis } from "../study/analysis.ts";
import { incompleteSets, stableCount, zeroInputSets } from "../study/zeroInput.ts";
import { type Cell, cellName } from "../training/cell.ts";
import { cellOf, PAPER_NOISES, PAPER_RULES } from "../training/plan.ts";
import type { Claim, Registered } from "./claim.ts";
import { drawWithReplacement } from "./draw.ts";
import type { Part } from "./finding.ts";
import { bare, missingPart, partOfSome, tooFewPart } from "./parts.ts";
import { PERMUTATIONS } from "./permutations.ts";

/** Stable points at zero input, for each rule and task, in order of rising noise. */
export type NoiseEvidence = readonly NoiseSeries[];

type NoiseSeries = {
  readonly name: string;
  /** Whether its trend counts, or stands beside. */
  readonly counts: boolean;
  readonly levels: readonly NoiseLevel[];
};

type NoiseLevel = {
  /** The cell's name. */
  readonly cell: string;
  readonly noise: number;
  /** Networks of the cell that are at hand, whether they entered or not. */
  readonly atHand: number;
  /** Stable points at zero input, the mean over contexts, one value a network that entered. */
  readonly counts: readonly number[];
  /** Sets of fixed points that are known to lack one. */
  readonly incomplete: number;
};

const TASKS = ["rdm", "cdi"] as const;

/**
 * C09: the more input noise in training, the more attractors at small inputs. The trend of the
 * number of stable points at zero input over noise levels, by Jonckheere's test, for each rule and
 * task. The effect is 2J/J_max − 1: the share of pairs of networks that rise with noise less the
 * share that fall.
 * @source §3.3, Fig. 3a,d
 */
export const c09: Claim<NoiseEvidence> = {
  id: "C09",
  says: "As input noise increased, there were more attractors for small input values.",
  cite: "§3.3, Fig. 3a,d",
  registered: {
    measure:
      "2J/Jmax − 1 of the number of stable points at zero input (mean over contexts) over the " +
      "noise levels 0.1, 0.5, 1.0; RDM and CDI",
    level: 0.05,
    margin: 0.2,
    networks: 16,
    fewest: 12,
    family: "Fig. 3",
    reasons: [
      "0.2: one pair in five more rises than falls; less would not show in a figure.",
      "Zero input: the state of the network without evidence, as the paper argues.",
      "Stable by the eigenvalues of the discrete-time Jacobian; saddles are not attractors.",
      "Each rule and task is a part: the paper says it of all of them.",
      "The trend is one of early stopping too. BPTT at noise 0.1 with as many updates as the " +
        "same seeds took at 1.0 stands beside and does not count: the paper's networks stopped " +
        "at the criterion, and its sentence is about those.",
    ],
    amendments: [
      "All networks of matched updates stand beside, also those that missed their one " +
        "validation: those that passed had been trained longest. They do not count.",
    ],
  },
  cells: (subject) =>
    (subject === undefined ? PAPER_RULES : [subject]).flatMap((rule) =>
      TASKS.flatMap((task) => [
        ...PAPER_NOISES.map((noise) => cellOf(rule, task, { noise })),
        ...(rule === "bptt" && subject === undefined
          ? [cellOf(rule, task, { noise: 0.1, variant: "matched-updates" })]
          : []),
      ]),
    ),
  standsBeside: ({ variant }) => variant === "matched-updates",
  async measure(analysis, cells) {
    const evidence: NoiseSeries[] = [];
    for (const { name, counts, members } of [...seriesOf(cells), ...matchedOf(cells)]) {
      const levels: NoiseLevel[] = [];
      for (const cell of [...members].sort((a, b) => a.noise - b.noise))
        levels.push(await measureLevel(analysis, cell));
      evidence.push({ name, counts, levels });
    }
    return evidence;
  },
  resample: (evidence, n, rng) =>
    evidence.map((series) => ({
      ...series,
      levels: series.levels.map((level) => ({
        ...level,
        counts: drawWithReplacement(level.counts, n, rng),
      })),
    })),
  judge: (evidence, registered, rng) => {
    const judged = evidence.map((series) => ({
      counts: series.counts,
      part: judgeSeries(series, registered, rng),
    }));
    const beside = judged.filter(({ counts }) => !counts);
    return [
      ...judged.filter(({ counts }) => counts).map(({ part }) => part),
      ...beside.map(({ part }): Part => ({ ...part, verdict: "not applicable" })),
    ];
  },
  controls: [
    {
      name: "one, then two or three",
      evidence: [made([1, 1, 1, 2], [2, 2, 3, 2])],
      verdict: "supported",
    },
    {
      name: "one, then two; matched updates show no trend",
      evidence: [made([1], [2]), { ...made([2], [2]), counts: false }],
      verdict: "supported",
    },
    { name: "no trend", evidence: [made([1, 2], [1, 2])], verdict: "inconclusive" },
    {
      name: "a falling trend of one rule",
      evidence: [made([1], [2]), made([2, 2, 2, 3], [1, 1, 1, 2])],
      verdict: "contradicted",
    },
    { name: "8 networks are too few", evidence: [made([1], [2], 8)], verdict: "inconclusive" },
    {
      name: "a noise level that is not at hand",
      evidence: [made([1], [2]), made([1], [], 16)],
      verdict: "inconclusive",
    },
  ],
};

type Members = {
  readonly name: string;
  readonly counts: boolean;
  readonly members: readonly Cell[];
};

/** The cells of each rule and task as they are. */
function seriesOf(cells: readonly Cell[]): readonly Members[] {
  const series = new Map<string, Cell[]>();
  for (const cell of cells) {
    if (cell.variant !== "as-is") continue;
    const name = `${cell.rule} ${cell.task}`;
    series.set(name, [...(series.get(name) ?? []), cell]);
  }
  return [...series].map(([name, members]) => ({ name, counts: true, members }));
}

/** Cells of matched updates, each with the cell whose updates it was given: noise 1.0 as it is. */
function matchedOf(cells: readonly Cell[]): readonly Members[] {
  return cells
    .filter(({ variant }) => variant === "matched-updates")
    .map((cell) => ({
      name: `${cell.rule} ${cell.task}, matched updates`,
      counts: false,
      members: [cell, { ...cell, noise: 1, variant: "as-is" }],
    }));
}

async function measureLevel(analysis: Analysis, cell: Cell): Promise<NoiseLevel> {
  const counts: number[] = [];
  let incomplete = 0;
  for (const trained of analysis.included(cell)) {
    const sets = await zeroInputSets(analysis, trained);
    counts.push(sampleMean(sets.map(stableCount)));
    incomplete += incompleteSets(sets);
  }
  const atHand = analysis.networks(cell).length;
  return { cell: cellName(cell), noise: cell.noise, atHand, counts, incomplete };
}

/** 2J/J_max − 1: from −1 (all pairs fall) to 1 (all rise); a tie counts nothing. */
export function risingExcess(groups: readonly (readonly number[])[]): number {
  let rising = 0;
  let pairs = 0;
  for (let high = 1; high < groups.length; high++)
    for (let low = 0; low < high; low++)
      for (const a of groups[low])
        for (const b of groups[high]) {
          rising += Math.sign(b - a);
          pairs += 1;
        }
  return pairs === 0 ? 0 : rising / pairs;
}

function judgeSeries({ name, levels }: NoiseSeries, registered: Registered, rng: Rng): Part {
  const absent = levels.filter(({ atHand }) => atHand === 0).map(({ cell }) => cell);
  const there = levels.filter(({ atHand }) => atHand > 0);
  if (there.length < 2) return missingPart(name, absent);
  return partOfSome(judgeLevels(name, there, registered, rng), absent);
}

function judgeLevels(
  name: string,
  levels: NoiseSeries["levels"],
  registered: Registered,
  rng: Rng,
): Part {
  const groups = levels.map(({ counts }) => counts);
  const n = groups.reduce((sum, group) => sum + group.length, 0);
  const fewest = Math.min(...groups.map((group) => group.length));
  const means = levels.map(({ noise, counts }) =>
    counts.length === 0 ? `none at ${noise}` : `${sampleMean(counts).toFixed(2)} at ${noise}`,
  );
  const incomplete = levels.reduce((sum, level) => sum + level.incomplete, 0);
  const lacking = incomplete === 0 ? "" : ` (${incomplete} sets of fixed points lack one)`;
  const found = `Stable points at zero input: ${means.join(", ")}${lacking}`;
  if (fewest < 2) return tooFewPart(bare(name, "inconclusive", `${found}.`, n), fewest, registered);
  const { effect, low, high, upper } = trend(groups, registered.level);
  const { p } = jonckheere(groups, PERMUTATIONS, rng);
  const part: Part = {
    name,
    verdict: "inconclusive",
    effect,
    interval: [low, high],
    p,
    n,
    why: `${found}; the trend's p is ${p.toFixed(4)}.`,
  };
  if (fewest < registered.fewest) return tooFewPart(part, fewest, registered);
  const verdict = judgeDifference(
    { effect, p, upper },
    { delta: registered.margin, alpha: registered.level },
  );
  const why =
    verdict === "supported"
      ? `${found}; the trend is significant.`
      : `${found}; the upper bound of the trend is ${upper.toFixed(2)}, ` +
        `the smallest of interest ${registered.margin}.`;
  return { ...part, verdict, why };
}

/** The effect with its two-sided interval and its one-sided upper bound, by the jackknife. */
function trend(
  groups: readonly (readonly number[])[],
  level: number,
): { effect: number; low: number; high: number; upper: number } {
  const members = groups.flatMap((group, g) => group.map((value) => ({ g, value })));
  const of = (kept: ArrayLike<number>): number =>
    risingExcess(
      groups.map((_, g) =>
        Array.from(kept, (index) => members[index])
          .filter((member) => member.g === g)
          .map((member) => member.value),
      ),
    );
  const effect = risingExcess(groups);
  const { estimates } = deleteOneJackknife(members.length, of);
  const variance = stratifiedVariance(
    estimates,
    members.map(({ g }) => g),
  );
  const degrees = Math.min(...groups.map((group) => group.length)) - 1;
  const error = Math.sqrt(variance);
  const clip = (value: number): number => Math.max(-1, Math.min(1, value));
  const half = tQuantile(1 - level / 2, degrees) * error;
  return {
    effect,
    low: clip(effect - half),
    high: clip(effect + half),
    upper: clip(effect + tQuantile(1 - level, degrees) * error),
  };
}

function made(low: readonly number[], high: readonly number[], networks = 16): NoiseSeries {
  const level = (noise: number, counts: readonly number[]): NoiseLevel => ({
    cell: `made up ${noise}`,
    noise,
    atHand: counts.length === 0 ? 0 : networks,
    counts:
      counts.length === 0
        ? []
        : Array.from({ length: networks }, (_, i) => counts[i % counts.length]),
    incomplete: 0,
  });
  return { name: "made up", counts: true, levels: [level(0.1, low), level(1, high)] };
}
