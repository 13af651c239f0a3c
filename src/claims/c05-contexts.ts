import { findFixedPoints } from "../attractors/findFixedPoints.ts";
import { randomStarts, trajectoryStarts } from "../attractors/starts.ts";
import type { Network } from "../model/model.ts";
import { deriveKey, type Rng } from "../numerics/rng.ts";
import { binomialBounds } from "../statistics/binomialBounds.ts";
import { judgeDifference } from "../statistics/difference.ts";
import { sampleMean } from "../statistics/moments.ts";
import { signTest } from "../statistics/signTest.ts";
import type { Task } from "../task/task.ts";
import { type Cell, cellName } from "../training/cell.ts";
import { initialNetwork } from "../training/initialNetwork.ts";
import { cellOf, PAPER_RULES } from "../training/plan.ts";
import type { TrainedNetwork } from "../training/trained.ts";
import type { Analysis } from "./analysis.ts";
import type { Claim, Registered } from "./claim.ts";
import { type ContextSeparation, contextSeparation } from "./contextSeparation.ts";
import { drawWithReplacement } from "./draw.ts";
import type { Part } from "./finding.ts";
import { bare, missingPart, tooFewPart } from "./parts.ts";

/** How far apart the contexts' sets of attractors are, after training and before. */
export type OwnSetEvidence = readonly OwnSetCell[];

type OwnSetCell = {
  readonly name: string;
  readonly atHand: number;
  /** False where the rule is not at hand, so that its initial weights cannot be drawn. */
  readonly ruleKnown: boolean;
  readonly trained: readonly ContextSeparation[];
  /** The same networks' initial weights, in the same order. */
  readonly initial: readonly ContextSeparation[];
  /** Networks without two stable points in each context, before or after training. */
  readonly unmeasured: number;
  /** Sets of fixed points of trained networks that are known to lack one. */
  readonly incomplete: number;
};

/** The paper's static inputs that drive a network (Fig. 1c). */
const DRIVING = [0.5, 0.2, -0.2, -0.5] as const;

/** Starts of each kind for an initial network: it has few fixed points, mostly one. */
const INITIAL_STARTS = 10;

/**
 * C05: in CDI each context has its own set of input-driven attractors. Per network, the separation
 * of the contexts' sets along the input-driven directions, against the same network's initial
 * weights; a sign test over networks, for each rule.
 * @source §3.1, Fig. 1d
 */
export const c05: Claim<OwnSetEvidence> = {
  id: "C05",
  says: "In the CDI task there was a set of input-based attractors for each context.",
  cite: "§3.1, Fig. 1d",
  registered: {
    measure:
      "share of networks whose contexts' sets are further apart than with their initial weights: " +
      "distance of the sets' centres, in units of x, in the plane of the two sets' first " +
      "principal axes; a set is the stable points at ±0.5, ±0.2 of the relevant input, all " +
      "other noisy inputs 0; CDI, noise 1.0",
    level: 0.05,
    margin: 0.6,
    networks: 16,
    fewest: 12,
    family: "Fig. 1",
    reasons: [
      "Against the same network's initial weights: the context input alone moves the sets apart.",
      "The first principal axis of a set is the direction in which its input drives it; the " +
        "plane of both leaves out most of what the context input does without training.",
      "In units of x: what is claimed is a set for each context, not how long the sets are.",
      "The distance over the sets' own extent (Mahalanobis) stands beside, with the extent: on " +
        "three pilots of BPTT it fell while the distance rose, so a reader needs both.",
      "0.6: three networks in five; the sign test asks for 12 of 16.",
      "Four inputs are the paper's own non-zero ones (§3.1).",
    ],
  },
  cells: (subject) =>
    (subject === undefined ? PAPER_RULES : [subject]).map((rule) => cellOf(rule, "cdi")),
  async measure(analysis, cells) {
    const evidence: OwnSetCell[] = [];
    for (const cell of cells) evidence.push(await measureCell(analysis, cell));
    return evidence;
  },
  resample: (evidence, n, rng) => evidence.map((cell) => resampleCell(cell, n, rng)),
  judge: (evidence, registered) => [
    ...evidence.map((cell) => judgeCell(cell, registered)),
    ...evidence.flatMap(partsBeside),
  ],
  controls: [
    { name: "16 of 16 are further apart", evidence: [made(16, 16)], verdict: "supported" },
    { name: "12 of 16", evidence: [made(16, 16), made(12, 16)], verdict: "supported" },
    { name: "3 of 16 in one cell", evidence: [made(16, 16), made(3, 16)], verdict: "contradicted" },
    { name: "9 of 16", evidence: [made(9, 16)], verdict: "inconclusive" },
    { name: "8 of 8 are too few", evidence: [made(8, 8)], verdict: "inconclusive" },
    {
      name: "a rule that is not at hand does not count",
      evidence: [made(16, 16), { ...made(0, 0), atHand: 16, ruleKnown: false }],
      verdict: "supported",
    },
  ],
};

async function measureCell(analysis: Analysis, cell: Cell): Promise<OwnSetCell> {
  const name = cellName(cell);
  const population = analysis.populations.find((each) => cellName(each.cell) === name);
  const rule = analysis.rules.find((each) => each.name === cell.rule);
  const trained: ContextSeparation[] = [];
  const initial: ContextSeparation[] = [];
  let [unmeasured, incomplete] = [0, 0];
  if (population !== undefined && rule !== undefined)
    for (const network of analysis.entering(cell)) {
      const { sets, lacking } = await trainedSets(analysis, network);
      const begun = initialNetwork(network, rule, population.settings);
      const after = contextSeparation(sets);
      const before = contextSeparation(initialSets(begun, analysis.task(network), network.key));
      incomplete += lacking;
      if (after === null || before === null) unmeasured += 1;
      else {
        trained.push(after);
        initial.push(before);
      }
    }
  const atHand = analysis.networks(cell).length;
  return { name, atHand, ruleKnown: rule !== undefined, trained, initial, unmeasured, incomplete };
}

/** The stable points of a trained network, `[context][point][unit]`. */
async function trainedSets(
  analysis: Analysis,
  network: TrainedNetwork,
): Promise<{ readonly sets: readonly (readonly Float64Array[])[]; readonly lacking: number }> {
  const sets: Float64Array[][] = [];
  let lacking = 0;
  for (let context = 0; context < analysis.task(network).contexts; context++) {
    const points: Float64Array[] = [];
    for (const value of DRIVING) {
      const found = await analysis.fixedPoints(network, { value, context });
      points.push(...found.points.filter(({ stable }) => stable).map(({ state }) => state));
      if (found.completeness === "a point is missing") lacking += 1;
    }
    sets.push(points);
  }
  return { sets, lacking };
}

/** The stable points of initial weights, `[context][point][unit]`. */
function initialSets(
  network: Network,
  task: Task,
  key: string,
): readonly (readonly Float64Array[])[] {
  return Array.from({ length: task.contexts }, (_, context) =>
    DRIVING.flatMap((value) => {
      const stream = deriveKey(null, "attest", "claims", "C05", key, context, value);
      const input = task.probe(value, context);
      const starts = [
        ...randomStarts(network, INITIAL_STARTS, deriveKey(stream, "random")),
        ...trajectoryStarts({
          network,
          input,
          count: INITIAL_STARTS,
          key: deriveKey(stream, "trajectory"),
        }),
      ];
      const { points } = findFixedPoints({ network, input, starts, key: stream });
      return points.filter(({ stable }) => stable).map(({ state }) => state);
    }),
  );
}

function resampleCell(cell: OwnSetCell, n: number, rng: Rng): OwnSetCell {
  const drawn = drawWithReplacement([...cell.trained.keys()], n, rng);
  return {
    ...cell,
    trained: drawn.map((k) => cell.trained[k]),
    initial: drawn.map((k) => cell.initial[k]),
  };
}

function judgeCell(cell: OwnSetCell, registered: Registered): Part {
  const { name, atHand, ruleKnown, trained, initial, unmeasured, incomplete } = cell;
  if (atHand === 0) return missingPart(name, [name]);
  if (!ruleKnown) {
    const why = "The rule is not at hand, so its initial weights cannot be drawn again.";
    return bare(name, "not applicable", why);
  }
  const n = trained.length;
  const left = unmeasured === 0 ? "" : ` ${unmeasured} networks could not be measured.`;
  const lacking = incomplete === 0 ? "" : ` ${incomplete} sets of fixed points lack one.`;
  if (n === 0) {
    const why = `No network could be measured.${left}`;
    return tooFewPart(bare(name, "inconclusive", why), n, registered);
  }
  const { level, margin, fewest } = registered;
  const change = trained.map(({ gap }, k) => gap - initial[k].gap);
  const { positive, p } = signTest(change, "greater");
  const counts = { successes: positive, trials: n };
  const both = binomialBounds(counts);
  const { high } = binomialBounds(counts, { level: 1 - level, sides: "upper" });
  const share = positive / n;
  const mean = (sample: readonly ContextSeparation[]): string =>
    sampleMean(sample.map(({ gap }) => gap)).toFixed(2);
  const part: Part = {
    name,
    verdict: judgeDifference(
      { effect: share - 0.5, p, upper: high },
      { delta: margin, alpha: level },
    ),
    effect: share,
    interval: [both.low, both.high],
    p,
    n,
    why:
      `${positive} of ${n} are further apart than before training (mean distance ` +
      `${mean(trained)}, before ${mean(initial)}); the share's upper bound is ` +
      `${high.toFixed(2)}, the smallest of interest ${margin}.${left}${lacking}`,
  };
  return n < fewest ? tooFewPart(part, n, registered) : part;
}

/** The distance over the sets' extent, and the extent itself, before and after. */
function partsBeside({ name, trained, initial }: OwnSetCell): readonly Part[] {
  const n = trained.length;
  if (n === 0) return [];
  return (["separation", "spread"] as const).map((what): Part => {
    const after = sampleMean(trained.map((each) => each[what]));
    const before = sampleMean(initial.map((each) => each[what]));
    const rose = trained.filter((each, k) => each[what] > initial[k][what]).length;
    const { low, high } = binomialBounds({ successes: rose, trials: n });
    return {
      name: `${name}, ${what === "separation" ? "distance over the extent" : "extent of x"}`,
      verdict: "not applicable",
      effect: rose / n,
      interval: [low, high],
      p: null,
      n,
      why: `${rose} of ${n} rose; mean ${after.toFixed(2)}, before training ${before.toFixed(2)}.`,
    };
  });
}

function made(further: number, n: number): OwnSetCell {
  const at = (gap: number): ContextSeparation => ({ separation: 1, gap, spread: 1 });
  return {
    name: "made up",
    atHand: n,
    ruleKnown: true,
    trained: Array.from({ length: n }, (_, k) => at(k < further ? 2 : 0.5)),
    initial: Array.from({ length: n }, () => at(1)),
    unmeasured: 0,
    incomplete: 0,
  };
}
