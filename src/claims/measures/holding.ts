import { pulseResponses } from "../../attractors/pulse.ts";
import { LARGEST_PROBE } from "../../representations/probeTrials.ts";
import { sampleMean } from "../../statistics/moments.ts";
import { type Analysis, STARTS } from "../../study/analysis.ts";
import type { TrainedNetwork } from "../../study/trained.ts";
import { incompleteSets, stableCount, wayOf, zeroInputSets } from "../../study/zeroInput.ts";
import type { NetworkInstrument } from "../instrument.ts";

/** An output below this at the end of the pulse is none: a ratio to it says nothing. */
const LEAST_OUTPUT = 0.05;

const NEITHER = "of neither kind";
const SILENT = "without an output";

/**
 * How much of its output a network holds ten trial lengths after a pulse, and the way in which it
 * can integrate.
 */
export const holding: NetworkInstrument = {
  ...{ kind: "network", id: "holding", version: 1 },
  probes: { pulse: LARGEST_PROBE, leastOutput: LEAST_OUTPUT, starts: STARTS },
  says: { held: "Held" },
  tallies: [
    { says: NEITHER, excluded: NEITHER },
    { says: SILENT, excluded: SILENT },
    { says: "sets of fixed points lack one", sum: "lacking" },
  ],
  async of(analysis, trained) {
    const sets = await zeroInputSets(analysis, trained);
    const lacking = incompleteSets(sets);
    const way = wayOf(sets.map(stableCount));
    if (way === "neither") return { values: { lacking }, excluded: NEITHER };
    const held = heldBy(analysis, trained);
    if (held === null) return { values: { lacking }, excluded: SILENT };
    return { values: { way, held, lacking } };
  },
};

/** The part of its output that a network holds, the mean over contexts; null where it has none. */
function heldBy(analysis: Analysis, trained: TrainedNetwork): number | null {
  const { network } = trained;
  const task = analysis.task(trained);
  const shares: number[] = [];
  for (let context = 0; context < task.contexts; context++) {
    const [up, down] = pulseResponses({
      network,
      start: new Float64Array(network.units),
      ons: [task.probe(LARGEST_PROBE, context), task.probe(-LARGEST_PROBE, context)],
      off: task.probe(0, context),
    });
    const atOff = (up.atOff[0] - down.atOff[0]) / 2;
    if (!(atOff >= LEAST_OUTPUT)) return null;
    shares.push((up.atEnd[0] - down.atEnd[0]) / 2 / atOff);
  }
  return sampleMean(shares);
}
