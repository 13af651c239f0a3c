import { outputOf } from "../../model/step.ts";
import { sampleMean } from "../../statistics/moments.ts";
import { type KnownSet, STARTS } from "../../study/analysis.ts";
import type { TrainedNetwork } from "../../study/trained.ts";
import { incompleteSets, zeroInputSets } from "../../study/zeroInput.ts";
import { attractorsOf, stablePoints, undecidedIn, underEach } from "../assigned.ts";
import type { NetworkInstrument } from "../instrument.ts";

/** Stable points whose outputs differ by less are flagged: the network says the same at both. */
const ALIKE = 0.1;

/** What is counted beside stable points. */
export const POINT_TALLIES = [
  { says: "sets of fixed points lack one", sum: "lacking" },
  { says: "continua, near points and points undecided at a kink", sum: "undecided" },
  { says: "sets of a file that does not say what is near", sum: "unsaid" },
] as const;

/** What is undecided in sets of fixed points, and of how many nothing is known of it. */
export const undecidedOf = (sets: readonly KnownSet[]) => ({
  undecided: sets.reduce((sum, set) => sum + undecidedIn(set), 0),
  unsaid: sets.filter(({ apart }) => apart === null).length,
});

/** What starts are enough for; a sentence beside shares and trends of stable points. */
export const foundBy = (): string => {
  const starts = STARTS.random + STARTS.trajectory;
  const share = 1 - Math.exp(Math.log(0.05) / starts);
  return (
    `With ${starts} starts a point that draws ${(100 * share).toFixed(1)} % of them is found ` +
    "with 95 %."
  );
};

/** Stable points at zero input: how many on average, and whether one or several in each context. */
export const stableAtZero: NetworkInstrument = {
  ...{ kind: "network", id: "stableAtZero", version: 1 },
  probes: { inputs: [0], starts: STARTS, alike: ALIKE },
  says: {
    count: "Stable points at zero input",
    several: "have two or more stable points at 0 in each context",
    one: "have exactly one stable point at 0 in each context",
  },
  tallies: [...POINT_TALLIES, { says: `pairs say the same within ${ALIKE}`, sum: "alike" }],
  beside: foundBy,
  async of(analysis, trained) {
    const sets = await zeroInputSets(analysis, trained);
    return {
      values: {
        ...underEach((assignment) => {
          const found = sets.map((set) => attractorsOf(set, assignment));
          return {
            count: sampleMean(sets.map((set) => stablePoints(set, assignment))),
            several: found.every((each) => each === "several") ? 1 : 0,
            one: found.every((each) => each === "one") ? 1 : 0,
          };
        }),
        lacking: incompleteSets(sets),
        ...undecidedOf(sets),
        alike: sets.reduce((sum, set) => sum + alikePairs(trained, set), 0),
      },
    };
  },
};

/** Pairs of stable points between which the first output hardly differs. */
function alikePairs({ network }: TrainedNetwork, { points }: KnownSet): number {
  const outputs = points
    .filter(({ stable }) => stable)
    .map(({ state }) => outputOf(network, state)[0]);
  return outputs.reduce(
    (sum, y, k) => sum + outputs.slice(0, k).filter((z) => Math.abs(y - z) < ALIKE).length,
    0,
  );
}
