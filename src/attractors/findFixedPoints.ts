import { type Network, requireInput, requireNetwork } from "../model/model.ts";
import {
  isList,
  requireFields,
  requireFlag,
  requireFunction,
  requireHas,
  requireInteger,
  requireKey,
  requireList,
  requireNotNegative,
  requireNumberTypes,
  requireWord,
} from "../numerics/gate.ts";
import { deriveKey, type Key } from "../numerics/rng.ts";
import { withBias } from "./bias.ts";
import { type Collection, collectPoints, type Found } from "./collect.ts";
import { type Completeness, completenessOf } from "./completeness.ts";
import type { Continuum } from "./continuum.ts";
import { type Field, fieldOf } from "./field.ts";
import { degreeOf } from "./index.ts";
import type { NearPoint } from "./nearPoints.ts";
import { newtonSolver } from "./newton.ts";
import type { FixedPoint } from "./point.ts";
import { type Search, searchFurther } from "./search.ts";
import { type Outcome, requireLength, type Solution, type Solver } from "./solve.ts";

/** What is asked: the fixed points of a network under a constant input. */
export interface FixedPointQuestion {
  readonly network: Network;
  /** u as `[channel]`. */
  readonly input: ArrayLike<number>;
  /** b as `[unit]`, added to W_in u; none where it is left out. */
  readonly bias?: ArrayLike<number>;
  /** Each x as `[unit]`: 100 random ones and 100 states from trajectories in our populations. */
  readonly starts: readonly Float64Array[];
  /** The default is `newtonSolver`. */
  readonly solver?: Solver;
  /** The default is `degree`. */
  readonly search?: Search;
  /** Names the random numbers of a further search. */
  readonly key?: Key;
  /**
   * Whether to prove completeness where that can be done by listing relu's regions or by intervals:
   * for few units or low rank. A contraction is always noticed.
   */
  readonly prove?: boolean;
  /** |x_{t+1} − x_t| below which a place that is not certified is near: 1e-8 if left out. */
  readonly nearBelow?: number;
  /** Whether the time is over: then what was found is answered. Left out, it never is. */
  readonly isOver?: () => boolean;
}

/**
 * How a start ended: at a fixed point or on a continuum of them (`root`), at a near place (`near`),
 * in a local minimum of |F|² that is neither, or nowhere (`none`), as where it overflowed.
 */
export type Ending = Outcome | "near";

/** What became of one start. */
export interface StartOutcome {
  readonly outcome: Ending;
  readonly residual: number;
  /** The number of the fixed point in `points`; null unless the outcome is `root`. */
  readonly point: number | null;
  /** The number of the continuum in `continua`; null unless it ended on one. */
  readonly continuum: number | null;
}

/** The fixed points that were found, and what is known about those that were not. */
export interface FixedPointSet {
  /** The distinct fixed points, in the order in which they were found. */
  readonly points: readonly FixedPoint[];
  /** Fixed points that are not isolated: neither points nor counted as such. */
  readonly continua: readonly Continuum[];
  /** Places where the network hardly moves and no fixed point is proven; they do not count. */
  readonly near: readonly NearPoint[];
  /** One entry for each given start, in order; those that the time did not suffice for lack. */
  readonly starts: readonly StartOutcome[];
  /** One entry for each start that a further search added, in order. */
  readonly further: readonly StartOutcome[];
  /** How many of the given starts came to each outcome. */
  readonly counts: Readonly<Record<Ending, number>>;
  /** How often the search was resumed. */
  readonly rounds: number;
  /** The sum of the points' indices. */
  readonly degree: number;
  /** What is known of points that were not found. */
  readonly completeness: Completeness;
}

/**
 * The distinct fixed points x_{t+1} = x_t of a network under a constant input, each with its
 * residual, stability and index, and what became of every start. What counts as a fixed point does
 * not depend on α: its existence is certified, or F vanishes there to rounding and it is flagged as
 * degenerate or at a kink. A start with an entry that is not finite ends as `none`.
 * @source Eq. 5; §2.4
 * @throws RangeError where the network is not well formed, or the input, the bias or a start's
 * length does not fit it.
 */
export function findFixedPoints(question: FixedPointQuestion): FixedPointSet {
  requireFields("question", question, {
    needed: ["network", "input", "starts"],
    optional: [...ALSO_ASKED, "search", "key", "prove"],
  });
  requireAsked(question);
  if (question.search !== undefined) requireWord("search", question.search, SEARCHES);
  if (question.prove !== undefined) requireFlag("prove", question.prove);
  if (question.key !== undefined) requireKey("key", question.key);
  const { solver = newtonSolver, search = "degree", prove = false } = question;
  const { isOver = () => false } = question;
  const { network, input } = withBias({ ...question, bias: question.bias });
  const field = fieldOf(network, input);
  const { bounded, units } = field;
  for (const start of question.starts) requireLength(units, start);
  const collection = collectPoints(network, input, question.nearBelow);
  const tryAll = trials(solver, field, { collection, isOver });
  const starts = tryAll(question.starts);
  const further: StartOutcome[] = [];
  const rounds = searchFurther({
    network,
    input,
    collection,
    search: bounded || search !== "degree" ? search : "starts",
    key: question.key ?? deriveKey(null, "attractors", "search"),
    tryAll: (more) => further.push(...tryAll(more)),
    isOver,
  });
  const { points, continua } = collection;
  // A proof may take in further points: it comes before all that speaks of them.
  const completeness = completenessOf(field, collection, { prove, isOver });
  return {
    points,
    continua,
    near: collection.nearPoints(),
    starts,
    further,
    counts: countOutcomes(starts),
    rounds,
    degree: degreeOf(points),
    completeness,
  };
}

/** What an exploration may be asked too. */
export const ALSO_ASKED = ["bias", "solver", "isOver", "nearBelow"] as const;
const SEARCHES = ["starts", "degree", "exhaustive"] as const;

/** @throws RangeError for a network, input, starts, solver or the like that is none. */
export function requireAsked(
  asked: Omit<FixedPointQuestion, "starts"> & Partial<Pick<FixedPointQuestion, "starts">>,
): void {
  const network = requireNetwork(asked.network);
  requireInput("input", network, asked.input);
  if (asked.bias !== undefined) requireList("bias", asked.bias);
  if (asked.starts !== undefined) requireStarts("starts", network.units, asked.starts);
  if (asked.solver !== undefined) {
    requireHas("solver", asked.solver, ["prepare"]);
    requireFunction("solver.prepare", asked.solver.prepare, "of a network and its input");
  }
  if (asked.isOver !== undefined) requireFunction("isOver", asked.isOver, "of nothing");
  if (asked.nearBelow !== undefined) requireNotNegative("nearBelow", asked.nearBelow);
}

/** @throws RangeError for what is no starts, `[start][unit]`; they need not be finite. */
export function requireStarts(name: string, units: number, starts: readonly unknown[]): void {
  requireList(name, starts);
  for (let k = 0; k < starts.length; k++) {
    const start = starts[k];
    requireList(`${name}[${k}]`, start);
    if (!isList(start)) return;
    requireLength(units, start);
    requireNumberTypes(`${name}[${k}]`, start);
  }
}

const NOWHERE = { point: null, continuum: null } as const;

const NO_NUMBER = { ...NOWHERE, outcome: "none", residual: Number.POSITIVE_INFINITY } as const;

/** From starts to what each ended in, which a collection takes in; until the time is over. */
export function trials(
  solver: Solver,
  { network, input }: Field,
  { collection, isOver }: { readonly collection: Collection; readonly isOver: () => boolean },
): (starts: readonly Float64Array[]) => StartOutcome[] {
  const taken = ({ state, residual, outcome }: Solution, polished?: "polished"): StartOutcome => ({
    residual,
    ...endingOf(collection.take(state, polished), outcome),
  });
  const { together } = solver;
  if (together === undefined) {
    const solve = solver.prepare(network, input);
    return (starts) => {
      const outcomes: StartOutcome[] = [];
      for (const start of starts)
        if (!isOver())
          outcomes.push(start.every(Number.isFinite) ? taken(solve(start)) : NO_NUMBER);
      return outcomes;
    };
  }
  const solveAll = together(network, input);
  return (starts) => {
    const outcomes: StartOutcome[] = [];
    const finite = starts.filter((start) => start.every(Number.isFinite));
    const upToNext = (): void => {
      while (outcomes.length < starts.length && !starts[outcomes.length].every(Number.isFinite))
        outcomes.push(NO_NUMBER);
    };
    solveAll({
      starts: finite,
      knownAt: collection.knownAt,
      ended(_, { known, solve }) {
        upToNext();
        outcomes.push(known === null ? taken(solve(), "polished") : atPoint(collection, known));
      },
      isOver,
    });
    if (!isOver()) upToNext();
    return outcomes;
  };
}

const atPoint = ({ points }: Collection, point: number): StartOutcome => ({
  ...{ ...NOWHERE, outcome: "root", point, residual: points[point].residual },
});

/** A solver's root that turned out to be nothing is a small step alone. */
function endingOf(found: Found, outcome: Outcome): Omit<StartOutcome, "residual"> {
  if (found.kind === "point") return { ...NOWHERE, outcome: "root", point: found.point };
  if (found.kind === "continuum")
    return { ...NOWHERE, outcome: "root", continuum: found.continuum };
  return { ...NOWHERE, outcome: found.kind === "near" || outcome === "root" ? "near" : outcome };
}

/** How many starts came to each outcome. */
export function countOutcomes(starts: readonly StartOutcome[]): Readonly<Record<Ending, number>> {
  const count = (ending: Ending) => starts.filter(({ outcome }) => outcome === ending).length;
  return {
    root: count("root"),
    near: count("near"),
    minimum: count("minimum"),
    none: count("none"),
  };
}

/**
 * How many distinct points the first k starts had found, for k = 1, 2, …: does it level off?
 * @throws RangeError for what is no outcomes of starts.
 */
export function saturation(starts: readonly Pick<StartOutcome, "point">[]): readonly number[] {
  requireList("starts", starts);
  for (let k = 0; k < starts.length; k++) {
    requireHas(`starts[${k}]`, starts[k], ["point"]);
    const { point } = starts[k];
    if (point !== null) requireInteger(`starts[${k}].point`, point, 0);
  }
  const seen = new Set<number>();
  return starts.map(({ point }) => {
    if (point !== null) seen.add(point);
    return seen.size;
  });
}
