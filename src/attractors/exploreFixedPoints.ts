import { requireFields, requireInteger, requireKey, requireShare } from "../numerics/gate.ts";
import { deriveKey, type Key } from "../numerics/rng.ts";
import { withBias } from "./bias.ts";
import { collectPoints } from "./collect.ts";
import { completenessOf } from "./completeness.ts";
import { type Coverage, coverageOf } from "./coverage.ts";
import { distance } from "./distance.ts";
import { type Field, fieldOf } from "./field.ts";
import {
  ALSO_ASKED,
  countOutcomes,
  type FixedPointQuestion,
  type FixedPointSet,
  requireAsked,
  type StartOutcome,
  trials,
} from "./findFixedPoints.ts";
import { degreeOf } from "./index.ts";
import { newtonSolver } from "./newton.ts";
import type { FixedPoint } from "./point.ts";
import { searchFurther } from "./search.ts";
import { softDirections } from "./soft.ts";
import { requireLength } from "./solve.ts";
import { randomStarts, trajectoryStarts } from "./starts.ts";
import { MOST_WALKED_UNITS, walkValley } from "./valley.ts";

/** What is asked of an exploration: as many starts are drawn as its bound takes. */
export interface ExplorationQuestion
  extends Pick<
    FixedPointQuestion,
    "network" | "input" | "bias" | "solver" | "isOver" | "nearBelow"
  > {
  readonly key: Key;
  /** Starts of one's own, tried first and outside of the estimate; none where it is left out. */
  readonly starts?: readonly Float64Array[];
  /** Draws end where the bound of the unseen share is below this; 0.015 where it is left out. */
  readonly unseenBelow?: number;
  /** Draws end after this many; 2000 where it is left out. */
  readonly mostDraws?: number;
}

/** A set of fixed points with what its independent starts say of those that were not found. */
export interface Exploration extends FixedPointSet {
  readonly coverage: Coverage;
  /** Why no more starts were drawn. */
  readonly drawingEnded: "bound" | "draws" | "time";
}

const UNSEEN_BELOW = 0.015;
const MOST_DRAWS = 2000;
const BATCH = 50;
/** A point this soft lies in a valley that may hold others. */
const SOFT = 1e-2;
const MOST_WALKS = 8;
const SAME = 1e-5;

/**
 * The fixed points of one network, for people: independent starts are drawn until the share of
 * starts in unseen basins is below a bound, half of them uniform in ±5, half states of
 * trajectories; then images under the symmetry x ↦ −x where the network has it, soft valleys, and
 * the exhaustive search. Those find more, and do not enter the estimate.
 * @throws RangeError as `findFixedPoints`
 */
export function exploreFixedPoints(question: ExplorationQuestion): Exploration {
  requireFields("question", question, {
    needed: ["network", "input", "key"],
    optional: [...ALSO_ASKED, "starts", "unseenBelow", "mostDraws"],
  });
  requireAsked(question);
  requireKey("key", question.key);
  if (question.unseenBelow !== undefined) requireShare("unseenBelow", question.unseenBelow);
  if (question.mostDraws !== undefined) requireInteger("mostDraws", question.mostDraws, 0);
  const { solver = newtonSolver, isOver = () => false, key } = question;
  const { unseenBelow = UNSEEN_BELOW, mostDraws = MOST_DRAWS } = question;
  const { network, input } = withBias({ ...question, bias: question.bias });
  const field = fieldOf(network, input);
  for (const start of question.starts ?? []) requireLength(field.units, start);
  const collection = collectPoints(network, input, question.nearBelow);
  const tryAll = trials(solver, field, { collection, isOver });
  const further: StartOutcome[] = [];
  const add = (starts: readonly Float64Array[]): void => {
    further.push(...tryAll(starts));
  };
  add(question.starts ?? []);
  const drawn: StartOutcome[] = [];
  const coverage = (): Coverage =>
    coverageOf(drawn.length, timesMet(field, drawn, collection.points));
  const drawBatch = (): void => {
    const batch = deriveKey(key, "batch", drawn.length);
    const starts = [
      ...randomStarts(network, BATCH, deriveKey(batch, "random")),
      ...trajectoryStarts({ network, input, count: BATCH, key: deriveKey(batch, "trajectory") }),
    ];
    drawn.push(...tryAll(starts.slice(0, mostDraws - drawn.length)));
  };
  const isBounded = (): boolean => coverage().unseenBound <= unseenBelow;
  while (drawn.length < mostDraws && !isOver() && !isBounded()) drawBatch();
  const drawingEnded = isBounded() ? "bound" : isOver() ? "time" : "draws";
  const around = { network, input, collection, key, tryAll: add, isOver };
  addImages(field, collection.points, add);
  walkSoftValleys(field, collection.points, { add, isOver });
  const rounds = searchFurther({ ...around, search: field.bounded ? "exhaustive" : "starts" });
  addImages(field, collection.points, add);
  const { points, continua } = collection;
  const completeness = completenessOf(field, collection, { prove: true, isOver });
  return {
    points,
    continua,
    near: collection.nearPoints(),
    starts: drawn,
    further,
    counts: countOutcomes(drawn),
    rounds,
    degree: degreeOf(points),
    completeness,
    coverage: coverage(),
    drawingEnded,
  };
}

/** Whether F(−x) = −F(x): f is odd and nothing drives the network. */
function isOdd({ network, drive }: Field): boolean {
  return network.model.activation === "tanh" && drive.every((b) => b === 0);
}

function addImages(
  field: Field,
  points: readonly FixedPoint[],
  add: (starts: readonly Float64Array[]) => void,
): void {
  if (isOdd(field)) add(points.map(({ state }) => state.map((x) => -x)));
}

/** How often each ending was met; a point and its image are one, and so is every non-ending. */
function timesMet(
  field: Field,
  drawn: readonly StartOutcome[],
  points: readonly FixedPoint[],
): readonly number[] {
  const odd = isOdd(field);
  const classOf = points.map(({ state }, k) => {
    if (!odd) return k;
    const image = points.findIndex(
      (other) =>
        distance(
          other.state.map((x) => -x),
          state,
        ) < SAME,
    );
    return image < 0 ? k : Math.min(k, image);
  });
  const met = new Map<string, number>();
  for (const { point, continuum } of drawn) {
    if (point === null && continuum === null) continue;
    const name = point === null ? `continuum ${continuum}` : `point ${classOf[point]}`;
    met.set(name, (met.get(name) ?? 0) + 1);
  }
  return [...met.values()];
}

/** Along the valley of a soft point, as of a ring of points, others lie: from a few such points. */
function walkSoftValleys(
  field: Field,
  points: readonly FixedPoint[],
  {
    add,
    isOver,
  }: { readonly add: (starts: readonly Float64Array[]) => void; readonly isOver: () => boolean },
): void {
  if (!field.bounded || field.units > MOST_WALKED_UNITS) return;
  const isInside = (): boolean => !isOver();
  let walks = 0;
  for (const { state } of [...points]) {
    if (walks >= MOST_WALKS || isOver()) return;
    if (!(softDirections(field, state)[0].size < SOFT)) continue;
    walks += 1;
    const known = points.length;
    for (const side of [1, -1] as const) {
      const walked = walkValley(field, state, { side, isInside });
      add(walked.crossings);
      if (walked.ending === "closed") break;
    }
    // A valley that held nothing new is likely that of the next soft points too.
    if (points.length === known) walks += 2;
  }
}
