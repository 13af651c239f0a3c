import { distance } from "../../attractors/distance.ts";
import { outputOf } from "../../model/step.ts";
import { spearmanRho } from "../../statistics/spearmanRho.ts";
import { type Analysis, STARTS } from "../../study/analysis.ts";
import type { TrainedNetwork } from "../../study/trained.ts";
import { incompleteSets } from "../../study/zeroInput.ts";
import { undecidedIn, underEach } from "../assigned.ts";
import { contextSeparation } from "../contextSeparation.ts";
import type { NetworkInstrument } from "../instrument.ts";
import { DRIVING } from "./fiveInputs.ts";
import { foundBy, POINT_TALLIES, undecidedOf } from "./stableAtZero.ts";

/** Outputs follow an input where their rank correlation with it reaches this. */
const FOLLOWS = 0.9;

/** A stable point under a static input, with its output. */
type Driven = {
  readonly state: Float64Array;
  readonly context: number;
  readonly value: number;
  readonly output: number;
};

/**
 * Whether each context has its own attractors under the paper's non-zero inputs: the nearest other
 * attractor of each is one of the same context (`apart`), and the outputs in each context follow
 * the relevant input (`follows`); `own` is both.
 */
export const ownAttractors: NetworkInstrument = {
  ...{ kind: "network", id: "ownAttractors", version: 1 },
  probes: { inputs: DRIVING, follows: FOLLOWS, starts: STARTS },
  says: {
    own: "have a set of attractors of its own for each context, whose outputs follow the input",
    apart: "have the nearest attractor of each in the same context",
    follows: "have outputs that follow the relevant input in each context",
    separation: "Distance of the contexts' sets along the input's directions, over their extent",
  },
  tallies: POINT_TALLIES,
  beside: foundBy,
  async of(analysis, trained) {
    const { points, sets } = await drivenPoints(analysis, trained);
    const contexts = Array.from({ length: analysis.task(trained).contexts }, (_, context) =>
      points.filter((point) => point.context === context),
    );
    const apart = contexts.every((own) => own.length > 1) && points.every(hasOwnNearest(points));
    const follows = contexts.every(isFollowing);
    const separation = contextSeparation(contexts.map((own) => own.map(({ state }) => state)));
    return {
      values: {
        ...underEach((assignment) => {
          const isOpen = assignment !== "as one" && sets.some((set) => undecidedIn(set) > 0);
          return {
            own: apart && follows && !isOpen ? 1 : 0,
            apart: apart && !isOpen ? 1 : 0,
            follows: follows && !isOpen ? 1 : 0,
          };
        }),
        separation: separation?.separation ?? null,
        lacking: incompleteSets(sets),
        ...undecidedOf(sets),
      },
    };
  },
};

async function drivenPoints(analysis: Analysis, trained: TrainedNetwork) {
  const points: Driven[] = [];
  const sets = [];
  for (let context = 0; context < analysis.task(trained).contexts; context++)
    for (const value of DRIVING) {
      const set = await analysis.fixedPoints(trained, { value, context });
      sets.push(set);
      for (const { state, stable } of set.points)
        if (stable)
          points.push({ state, context, value, output: outputOf(trained.network, state)[0] });
    }
  return { points, sets };
}

/** Whether the nearest other attractor of one is of the same context. */
const hasOwnNearest =
  (points: readonly Driven[]) =>
  (point: Driven): boolean => {
    const others = points.filter((other) => other !== point);
    const to = (other: Driven): number => distance(point.state, other.state);
    return others.reduce((a, b) => (to(b) < to(a) ? b : a)).context === point.context;
  };

const isFollowing = (own: readonly Driven[]): boolean =>
  own.length > 1 &&
  spearmanRho(
    own.map(({ value }) => value),
    own.map(({ output }) => output),
  ) >= FOLLOWS;
