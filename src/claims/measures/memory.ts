import { pulseResponses } from "../../attractors/pulse.ts";
import { LARGEST_PROBE } from "../../representations/probeTrials.ts";
import { sampleMean } from "../../statistics/moments.ts";
import { type Analysis, STARTS } from "../../study/analysis.ts";
import type { TrainedNetwork } from "../../study/trained.ts";
import { incompleteSets, type Way, zeroInputSets } from "../../study/zeroInput.ts";
import { type Attractors, attractorsOf, underEach } from "../assigned.ts";
import type { NetworkInstrument } from "../instrument.ts";

/** An output below this at the end of the pulse is none: a ratio to it says nothing. */
const LEAST_OUTPUT = 0.05;

/** Steps of the pulse, half a trial, and of what follows, ten trials. */
const STEPS = { on: 375, off: 7500, trial: 750 } as const;

/** Half-lives are compared with this, in trial lengths. */
const SLOW = 0.5;

const SILENT = "without an output";

/**
 * What is left of a pulse: the share of its output ten trial lengths later (`held`, from 0 to 1:
 * what grows is held), the half-life in trial lengths (at most the ten that are followed), and the
 * way in which the network can integrate.
 */
export const memory: NetworkInstrument = {
  ...{ kind: "network", id: "memory", version: 1 },
  probes: {
    ...{ pulse: LARGEST_PROBE, leastOutput: LEAST_OUTPUT, steps: STEPS, slow: SLOW },
    starts: STARTS,
  },
  says: {
    held: "Held ten trial lengths after the pulse",
    slow: `forget half of a pulse in ${SLOW} trial lengths or more`,
    halfLife: "Half-life in trial lengths",
  },
  tallies: [
    { says: "of neither kind", flag: "neither" },
    { says: SILENT, excluded: SILENT },
    { says: "sets of fixed points lack one", sum: "lacking" },
  ],
  async of(analysis, trained) {
    const sets = await zeroInputSets(analysis, trained);
    const ways = underEach((assignment) => {
      const way = wayIn(sets.map((set) => attractorsOf(set, assignment)));
      return { way, neither: way === "neither" };
    });
    const common = { ...ways, lacking: incompleteSets(sets) };
    const responses = responsesOf(analysis, trained);
    if (responses.some(({ atOff }) => !(atOff >= LEAST_OUTPUT)))
      return { values: common, excluded: SILENT };
    const lives = responses.map(({ halfLife }) => halfLife);
    const radii = sets.map(({ points }) => Math.max(...points.map((p) => p.spectralRadius)));
    return {
      values: {
        ...common,
        held: sampleMean(responses.map(({ held }) => held)),
        halfLife: sampleMean(lives),
        slow: Math.min(...lives) >= SLOW ? 1 : 0,
        leading: radii.every(Number.isFinite) ? sampleMean(radii) : null,
      },
    };
  },
};

/** How a network can integrate (§3.3), from what zero input leaves it in each context. */
export function wayIn(found: readonly Attractors[]): Way {
  if (found.every((each) => each === "one")) return "transient";
  return found.every((each) => each === "several") ? "stable" : "neither";
}

/** In each context: half the difference between the responses to pulses of both signs. */
function responsesOf(analysis: Analysis, { network, ...trained }: TrainedNetwork) {
  const task = analysis.task({ network, ...trained });
  return Array.from({ length: task.contexts }, (_, context) => {
    const [up, down] = pulseResponses({
      network,
      start: new Float64Array(network.units),
      ons: [task.probe(LARGEST_PROBE, context), task.probe(-LARGEST_PROBE, context)],
      ...{ off: task.probe(0, context), onSteps: STEPS.on, offSteps: STEPS.off },
    });
    const at = (step: number): number =>
      (up.outputs[step * network.outputs] - down.outputs[step * network.outputs]) / 2;
    const atOff = at(STEPS.on - 1);
    let steps = 0;
    while (steps < STEPS.off && at(STEPS.on - 1 + steps) > atOff / 2) steps += 1;
    const held = Math.max(0, Math.min(1, at(STEPS.on + STEPS.off - 1) / atOff));
    return { atOff, held, halfLife: steps / STEPS.trial };
  });
}
