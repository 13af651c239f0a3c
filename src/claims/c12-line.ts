import { slowMode, slowPoints } from "../attractors/slowPoints.ts";
import { stabilityOf } from "../attractors/stability.ts";
import { trajectoryStarts } from "../attractors/starts.ts";
import { deriveKey, type Rng } from "../numerics/rng.ts";
import { sampleMean } from "../statistics/moments.ts";
import type { Analysis, KnownSet } from "../study/analysis.ts";
import { incompleteSets, stableCount, type Way, wayOf, zeroInputSets } from "../study/zeroInput.ts";
import { type Cell, cellName } from "../training/cell.ts";
import { cellOf, PAPER_NOISES, PAPER_RULES } from "../training/plan.ts";
import type { TrainedNetwork } from "../training/trained.ts";
import type { Claim, Registered } from "./claim.ts";
import { drawWithReplacement } from "./draw.ts";
import type { Part } from "./finding.ts";
import { missingPart, partOfSome } from "./parts.ts";
import { judgeRanks, medianText } from "./ranked.ts";

/** Slow modes and slow points at zero input, for each cell. */
export type LineEvidence = readonly LineCell[];

type LineCell = {
  readonly name: string;
  readonly rule: string;
  readonly task: string;
  readonly trained: boolean;
  /** Whether its rule starts from W_rec = 0, so that it has no untrained counterpart. */
  readonly startsAtZero: boolean;
  readonly atHand: number;
  readonly networks: readonly LineNetwork[];
  /** Networks without a fixed point in some context. */
  readonly unmeasured: number;
  /** Sets of fixed points that are known to lack one. */
  readonly incomplete: number;
};

/** What one network shows; means over contexts. */
type LineNetwork = {
  readonly way: Way;
  /** |λ| of the slowest mode at the fixed point where it is largest. */
  readonly leading: number;
  /** How far the next mode's |λ| is below it. */
  readonly gap: number;
  /** The share of slow points' variance on one axis, `[ε]`; null where fewer than two are slow. */
  readonly onLine: readonly (number | null)[];
};

/** ε, a distance per step, of slow points: the paper's 1 takes in nearly every state. */
const SPEEDS = [1, 0.1, 0.01, 0.001] as const;

/** The ε whose line share counts. */
const COUNTED_SPEED = 2;

/** That ε: slower states are slow points. */
export const SLOW_BELOW: number = SPEEDS[COUNTED_SPEED];

/** Trajectories whose states may be slow, and the most steps that they are followed. */
export const TRAJECTORIES = { count: 100, steps: 200 } as const;

const WAYS = ["transient", "stable"] as const;

/**
 * C12: at zero input there is a line of slow points, whichever way a network integrates. The gap of
 * the leading eigenvalue, and the share of slow points' variance on one axis, against untrained
 * networks, by rank tests within rules, for each task and way.
 * @source §3.1, §3.3, Fig. 4b,e
 */
export const c12: Claim<LineEvidence> = {
  id: "C12",
  says: "In both ways of integration there is a line of slow points at zero input.",
  cite: "§3.1, §3.3, Fig. 4b,e",
  registered: {
    measure:
      "2P − 1, P the chance that a trained network of one way exceeds an untrained one of the " +
      "same rule: in the gap between the two largest |λ| at the zero-input fixed point with the " +
      "largest one, in how near that one is to 1, and in the share on one axis of the variance " +
      "of slow states (speed below " +
      "0.01 a step) among 100 states, each 1 to 200 steps from a random one (uniform in ±1) at " +
      "zero input; means over contexts; RDM and CDI, noise 0.1, 0.5, 1.0",
    level: 0.05,
    margin: 0.5,
    networks: 16,
    fewest: 12,
    family: "Fig. 4",
    reasons: [
      "0.5: three pairs in four; a line that every network shows should be plain.",
      "Against untrained networks: the slowest of 50 random modes is slow as well, and the " +
        "states of any network are slow near its fixed point.",
      "The gap says that one mode alone is slow; the share says that slow states lie along it.",
      "The fixed point with the largest |λ|: with several attractors it is the saddle between.",
      "0.01: at 1, the paper's, and at 0.1 states on their way to the line count too; at 0.001 " +
        "only its ends do. The others stand beside.",
      "From random states, so that no input direction is favoured: states that are driven lie " +
        "along W_in in any network.",
      "Within rules, as their initial weights differ; noise levels are pooled, since untrained " +
        "networks have none. At least 12 networks of each kind, whatever cells they come from.",
      "A way is a part: one in every context, or several in every one; others are counted.",
    ],
    amendments: [
      "A rule that starts from W_rec = 0 (full-FORCE) is left out: its untrained networks have " +
        "no modes but that of 1 − α, so that any network beats them. Seen in review, before the " +
        "claim had a verdict.",
      "How near the largest |λ| is to 1 counts as well. A network that relaxes at once along one " +
        "axis has a gap and a line too, but no slow points. Seen in review, while the claim was " +
        "inconclusive.",
    ],
  },
  cells: (subject) =>
    (subject === undefined ? PAPER_RULES : [subject]).flatMap((rule) =>
      (["rdm", "cdi"] as const).flatMap((task) => [
        ...PAPER_NOISES.map((noise) => cellOf(rule, task, { noise })),
        cellOf(rule, task, { variant: "untrained" }),
      ]),
    ),
  async measure(analysis, cells) {
    const evidence: LineCell[] = [];
    for (const cell of cells) evidence.push(await measureCell(analysis, cell));
    return evidence;
  },
  resample: (evidence, n, rng) => evidence.map((cell) => resampleCell(cell, n, rng)),
  judge(evidence, registered, rng) {
    const tasks = [...new Set(evidence.map(({ task }) => task))];
    const groups = tasks.flatMap((task) =>
      WAYS.map((way) => ({ way, cells: evidence.filter((cell) => cell.task === task) })),
    );
    const judgeAll = (measures: readonly LineMeasure[]): readonly Part[] =>
      groups.flatMap(({ way, cells }) =>
        measures.map((measure) => judgeWay(cells, { way, measure }, registered, rng)),
      );
    return [
      ...judgeAll(MEASURES),
      ...judgeAll(BESIDE).map((part): Part => ({ ...part, verdict: "not applicable" })),
    ];
  },
  controls: [
    {
      name: "a line in both ways",
      evidence: [made({ gap: 0.1, share: 0.95 }), untrained()],
      verdict: "supported",
    },
    {
      name: "no gap beyond chance",
      evidence: [made({ gap: 0.02, share: 0.95 }, 40), untrained(40)],
      verdict: "contradicted",
    },
    {
      name: "slow points no nearer to a line",
      evidence: [made({ gap: 0.1, share: 0.3 }), untrained()],
      verdict: "contradicted",
    },
    {
      name: "one mode apart, and fast",
      evidence: [made({ gap: 0.1, share: 0.95, leading: 0.5 }), untrained()],
      verdict: "contradicted",
    },
    {
      name: "one way alone is at hand",
      evidence: [
        {
          ...made({ gap: 0.1, share: 0.95 }),
          networks: made({ gap: 0.1, share: 0.95 }).networks.slice(0, 16),
        },
        untrained(),
      ],
      verdict: "inconclusive",
    },
    {
      name: "8 of each way are too few",
      evidence: [made({ gap: 0.1, share: 0.95 }, 8), untrained()],
      verdict: "inconclusive",
    },
    {
      name: "no untrained networks",
      evidence: [made({ gap: 0.1, share: 0.95 }), { ...untrained(0), atHand: 0 }],
      verdict: "inconclusive",
    },
  ],
};

type LineMeasure = {
  readonly name: string;
  readonly of: (network: LineNetwork) => number | null;
};

const onLineAt = (speed: number): LineMeasure => ({
  name: `slow points on a line, ε = ${SPEEDS[speed]}`,
  of: ({ onLine }) => onLine[speed],
});

/** The measures that count. */
const MEASURES: readonly LineMeasure[] = [
  { name: "gap of the leading eigenvalue", of: ({ gap }) => gap },
  { name: "leading eigenvalue near to 1", of: ({ leading }) => -Math.abs(leading - 1) },
  onLineAt(COUNTED_SPEED),
];

/** The measures that stand beside. */
const BESIDE: readonly LineMeasure[] = [
  { name: "leading eigenvalue", of: ({ leading }) => leading },
  ...[...SPEEDS.keys()].filter((speed) => speed !== COUNTED_SPEED).map(onLineAt),
];

async function measureCell(analysis: Analysis, cell: Cell): Promise<LineCell> {
  const trained = cell.variant !== "untrained";
  const networks: LineNetwork[] = [];
  let [unmeasured, incomplete] = [0, 0];
  for (const network of analysis.included(cell)) {
    const sets = await zeroInputSets(analysis, network);
    incomplete += incompleteSets(sets);
    if (sets.every(({ points }) => points.length > 0))
      networks.push(measureNetwork(analysis, network, sets));
    else unmeasured += 1;
  }
  const all = analysis.networks(cell);
  const isZero = ({ network }: TrainedNetwork): boolean =>
    network.weights.recurrent.every((weight) => weight === 0);
  const { rule, task } = cell;
  return {
    ...{ name: cellName(cell), rule, task, trained, atHand: all.length },
    startsAtZero: !trained && all.length > 0 && all.every(isZero),
    ...{ networks, unmeasured, incomplete },
  };
}

function measureNetwork(
  analysis: Analysis,
  trained: TrainedNetwork,
  sets: readonly KnownSet[],
): LineNetwork {
  const { network, key } = trained;
  const task = analysis.task(trained);
  const modes = sets.map(({ points }) => {
    const [first, ...rest] = points;
    const slowest = rest.reduce((a, b) => (b.spectralRadius > a.spectralRadius ? b : a), first);
    return slowMode(stabilityOf(network, slowest.state));
  });
  const lines = sets.map((_, context) => {
    const input = task.probe(0, context);
    const states = trajectoryStarts({
      network,
      input,
      ...TRAJECTORIES,
      key: deriveKey(null, "attest", "claims", "C12", key, context),
    });
    return slowPoints({ network, input, states, speedsBelow: SPEEDS }).map(
      (slow) => slow.lineShare,
    );
  });
  return {
    way: wayOf(sets.map(stableCount)),
    leading: sampleMean(modes.map(({ leading }) => leading)),
    gap: sampleMean(modes.map(({ gap }) => gap)),
    onLine: SPEEDS.map((_, speed) => {
      const shares = lines.map((line) => line[speed]);
      return shares.every(Number.isFinite) ? sampleMean(shares) : null;
    }),
  };
}

function resampleCell(cell: LineCell, n: number, rng: Rng): LineCell {
  const drawn = drawWithReplacement([...cell.networks.keys()], n, rng);
  return { ...cell, networks: drawn.map((k) => cell.networks[k]) };
}

/** One measure of the trained networks of one way, against the untrained ones of their rules. */
function judgeWay(
  cells: readonly LineCell[],
  { way, measure }: { readonly way: Way; readonly measure: LineMeasure },
  registered: Registered,
  rng: Rng,
): Part {
  const rules = [...new Set(cells.map(({ rule }) => rule))];
  const atZero = cells.filter(({ startsAtZero }) => startsAtZero).map(({ rule }) => rule);
  const of = rules.length === 1 ? `${rules[0]} ${cells[0].task}` : cells[0].task;
  const name = `${of}, ${way}: ${measure.name}`;
  const absent = cells.filter(({ atHand }) => atHand === 0).map((cell) => cell.name);
  if (absent.length === cells.length) return missingPart(name, absent);
  const valuesOf = (some: readonly LineCell[], kept: (network: LineNetwork) => boolean) =>
    some
      .flatMap(({ networks }) => networks.filter(kept).map(measure.of))
      .filter((value) => value !== null);
  const compared = rules.filter((rule) => !atZero.includes(rule));
  const strata = compared.map((rule) => {
    const own = cells.filter((cell) => cell.rule === rule);
    return {
      a: valuesOf(
        own.filter(({ trained }) => trained),
        (network) => network.way === way,
      ),
      b: valuesOf(
        own.filter(({ trained }) => !trained),
        () => true,
      ),
    };
  });
  const trained = strata.flatMap(({ a }) => a);
  const untrainedOnes = strata.flatMap(({ b }) => b);
  const found =
    `Median ${medianText(trained)} of ${trained.length} networks, untrained ` +
    `${medianText(untrainedOnes)} of ${untrainedOnes.length}${leftOut(cells)}` +
    (atZero.length === 0 ? "" : `; without ${atZero.join(", ")}, which starts from W_rec = 0`);
  return partOfSome(judgeRanks({ name, strata, found }, registered, rng), absent);
}

function leftOut(cells: readonly LineCell[]): string {
  const total = (of: (cell: LineCell) => number): number =>
    cells.reduce((sum, cell) => sum + of(cell), 0);
  const neither = total(({ trained, networks }) =>
    trained ? networks.filter(({ way }) => way === "neither").length : 0,
  );
  const counts = [
    [neither, "of neither way"],
    [total(({ unmeasured }) => unmeasured), "without a fixed point"],
    [
      total(({ networks }) => networks.filter(({ onLine }) => onLine.includes(null)).length),
      "with fewer than two slow states at some ε",
    ],
    [total(({ incomplete }) => incomplete), "sets of fixed points lack one"],
  ] as const;
  const said = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return said.length === 0 ? "" : ` (${said.join(", ")})`;
}

type MadeLine = { readonly gap: number; readonly share: number; readonly leading?: number };

/** `n` trained networks of each way. */
function made({ gap, share, leading = 0.99 }: MadeLine, n = 16): LineCell {
  const networks = WAYS.flatMap((way) => Array.from({ length: n }, (_, k) => at(way, k)));
  function at(way: Way, k: number): LineNetwork {
    const off = (k - (n - 1) / 2) / 1000;
    const onLine = SPEEDS.map(() => share + off);
    return { way, leading: leading + off / 10, gap: gap + off, onLine };
  }
  return {
    name: "made up",
    rule: "made up",
    task: "rdm",
    trained: true,
    startsAtZero: false,
    atHand: 2 * n,
    networks,
    unmeasured: 0,
    incomplete: 0,
  };
}

/** Untrained networks: a small gap, slow points here and there. */
function untrained(n = 16): LineCell {
  const { networks, ...rest } = made({ gap: 0.02, share: 0.3, leading: 0.7 }, n);
  return { ...rest, name: "made up untrained", trained: false, networks: networks.slice(0, n) };
}
