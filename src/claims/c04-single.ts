import type { Rng } from "../numerics/rng.ts";
import type { Analysis } from "../study/analysis.ts";
import { incompleteSets, stableCount } from "../study/zeroInput.ts";
import { type Cell, cellName } from "../training/cell.ts";
import { cellOf, PAPER_RULES } from "../training/plan.ts";
import type { Claim } from "./claim.ts";
import { drawWithReplacement } from "./draw.ts";
import { judgeShare, type Share, shareBeside } from "./shares.ts";

/** Stable points under the paper's five static inputs, for each cell. */
export type SingleEvidence = readonly SingleCell[];

type SingleCell = {
  readonly name: string;
  readonly trained: boolean;
  readonly atHand: number;
  /** The most and the fewest stable points over ±0.5 and ±0.2, for each network that entered. */
  readonly most: readonly number[];
  readonly least: readonly number[];
  /** Stable points at zero input. */
  readonly atZero: readonly number[];
  /** Sets of fixed points that are known to lack one. */
  readonly incomplete: number;
};

/** The paper's non-zero static inputs (Fig. 1c). */
const NON_ZERO = [0.5, 0.2, -0.2, -0.5] as const;

/**
 * C04: on RDM a non-zero input gives one attractor, zero input several. The shares of networks with
 * exactly one stable point at each of ±0.5 and ±0.2, and with two or more at 0, judged by their
 * exact one-sided 95 % bounds, for each rule.
 * @source §3.1, Fig. 1c,d
 */
export const c04: Claim<SingleEvidence> = {
  id: "C04",
  says: "On RDM, non-zero inputs resulted in a single attractor state, zero input in several.",
  cite: "§3.1, Fig. 1c,d",
  registered: {
    measure:
      "share of networks with exactly one stable point at each of ±0.5, ±0.2; share with two or " +
      "more at 0; RDM, noise 1.0",
    level: 0.05,
    margin: 0.5,
    networks: 16,
    fewest: 12,
    family: "Fig. 1",
    reasons: [
      "0.5: the paper shows an example of each rule; the sentence must be true of most networks.",
      "Five inputs are the paper's own (§3.1).",
      "Stable by the eigenvalues of the discrete-time Jacobian; saddles are not attractors.",
      "Untrained networks stand beside: what they show as well is not made by training.",
    ],
  },
  cells: (subject) =>
    (subject === undefined ? PAPER_RULES : [subject]).flatMap((rule) => [
      cellOf(rule, "rdm"),
      cellOf(rule, "rdm", { variant: "untrained" }),
    ]),
  standsBeside: ({ variant }) => variant === "untrained",
  async measure(analysis, cells) {
    const evidence: SingleCell[] = [];
    for (const cell of cells) evidence.push(await measureCell(analysis, cell));
    return evidence;
  },
  resample: (evidence, n, rng) => evidence.map((cell) => resampleCell(cell, n, rng)),
  judge: (evidence, registered) => {
    const trained = evidence.filter((cell) => cell.trained).flatMap(sharesOf);
    const untrained = evidence.filter((cell) => !cell.trained).flatMap(sharesOf);
    return [
      ...trained.map((share) => judgeShare(share, "at least", registered)),
      ...untrained.map((share) => shareBeside(share, registered.level)),
    ];
  },
  controls: [
    {
      name: "as the paper says",
      evidence: [made({ single: 16, several: 14 }), untrained(16)],
      verdict: "supported",
    },
    {
      name: "one attractor at zero as well",
      evidence: [made({ single: 16, several: 2 })],
      verdict: "contradicted",
    },
    {
      name: "several attractors at all inputs",
      evidence: [made({ single: 1, several: 16 })],
      verdict: "contradicted",
    },
    {
      name: "10 of 16 have several at zero",
      evidence: [made({ single: 16, several: 10 })],
      verdict: "inconclusive",
    },
    {
      name: "8 networks are too few",
      evidence: [made({ single: 8, several: 8, n: 8 }), untrained(16)],
      verdict: "inconclusive",
    },
  ],
};

async function measureCell(analysis: Analysis, cell: Cell): Promise<SingleCell> {
  const trained = cell.variant !== "untrained";
  const networks = analysis.included(cell);
  const most: number[] = [];
  const least: number[] = [];
  const atZero: number[] = [];
  let incomplete = 0;
  for (const network of networks) {
    const zero = await analysis.fixedPoints(network, { value: 0, context: 0 });
    const driven = [];
    for (const value of NON_ZERO)
      driven.push(await analysis.fixedPoints(network, { value, context: 0 }));
    atZero.push(stableCount(zero));
    most.push(Math.max(...driven.map(stableCount)));
    least.push(Math.min(...driven.map(stableCount)));
    incomplete += incompleteSets([zero, ...driven]);
  }
  const atHand = analysis.networks(cell).length;
  return { name: cellName(cell), trained, atHand, most, least, atZero, incomplete };
}

function resampleCell(cell: SingleCell, n: number, rng: Rng): SingleCell {
  const drawn = drawWithReplacement([...cell.atZero.keys()], n, rng);
  return {
    ...cell,
    most: drawn.map((k) => cell.most[k]),
    least: drawn.map((k) => cell.least[k]),
    atZero: drawn.map((k) => cell.atZero[k]),
  };
}

/** Both shares of a cell. */
function sharesOf({ name, atHand, most, least, atZero, incomplete }: SingleCell): readonly Share[] {
  const beside = incomplete === 0 ? "" : `${incomplete} sets of fixed points lack one.`;
  const common = { cell: name, atHand, beside };
  return [
    {
      ...common,
      name: `${name}, non-zero input`,
      flags: most.map((count, k) => (count === 1 && least[k] === 1 ? 1 : 0)),
      does: "have exactly one stable point at each of ±0.5, ±0.2",
    },
    {
      ...common,
      name: `${name}, zero input`,
      flags: atZero.map((count) => (count >= 2 ? 1 : 0)),
      does: "have two or more stable points at 0",
    },
  ];
}

function made({
  single,
  several,
  n = 16,
}: {
  readonly single: number;
  readonly several: number;
  readonly n?: number;
}): SingleCell {
  const counts = (first: number, count: number, other: number): readonly number[] =>
    Array.from({ length: n }, (_, k) => (k < count ? first : other));
  return {
    name: "made up",
    trained: true,
    atHand: n,
    most: counts(1, single, 2),
    least: counts(1, single, 1),
    atZero: counts(2, several, 1),
    incomplete: 0,
  };
}

/** Untrained networks: one stable point everywhere. */
function untrained(n: number): SingleCell {
  return { ...made({ single: n, several: 0, n }), name: "made up untrained", trained: false };
}
