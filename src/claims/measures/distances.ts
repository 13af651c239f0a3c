import { STARTS } from "../../study/analysis.ts";
import {
  fixedSvccaEvidence,
  NEAR_ZERO,
  restSvccaEvidence,
  svccaEvidence,
  TOPOLOGY_SCALES,
  topologyEvidence,
} from "../../study/distanceEvidence.ts";
import type { DistanceInstrument } from "../instrument.ts";

/** Distances between representations: 1 − SVCCA score. */
export const svcca: DistanceInstrument = {
  ...{ kind: "distance", id: "svcca", version: 1 },
  probes: { steps: 750, initialDeviation: 0.3, values: "of the reading" },
  between: svccaEvidence,
};

/** The same between as many principal components of each, whatever they explain. */
const svccaAt = (components: number): DistanceInstrument => ({
  ...{ kind: "distance", id: `svccaAt${components}`, version: 1 },
  probes: { steps: 750, initialDeviation: 0.3, values: "of the reading", components },
  between: (analysis, groups) => fixedSvccaEvidence(analysis, groups, components),
});

/** SVCCA of the first two principal components. */
export const svccaAt2 = svccaAt(2);

/** SVCCA of the first six. */
export const svccaAt6 = svccaAt(6);

/** SVCCA of activities that start at x_0 = 0. */
export const svccaFromRest: DistanceInstrument = {
  ...{ kind: "distance", id: "svccaFromRest", version: 1 },
  probes: { steps: 750, initialDeviation: 0, values: "of the reading" },
  between: restSvccaEvidence,
};

/** Topology by some blocks of the vector alone. */
const topologyOf = (id: string, scales: Partial<typeof TOPOLOGY_SCALES>): DistanceInstrument => ({
  ...{ kind: "distance", id, version: 1 },
  probes: { nearZero: NEAR_ZERO, scales, starts: STARTS },
  between: (analysis, groups) => topologyEvidence(analysis, groups, { scales }),
});

const { count, inputDistance, otherContext } = TOPOLOGY_SCALES;

/** How many stable points there are at each input near zero. */
export const topologyCounts = topologyOf("topologyCounts", { count });

/** Which inputs and contexts the neighbours of stable points near zero belong to. */
export const topologyNeighbours = topologyOf("topologyNeighbours", {
  inputDistance,
  otherContext,
});

/** The release's vector of the ten roots nearest to zero input. */
export const topologyRelease: DistanceInstrument = {
  ...{ kind: "distance", id: "topologyRelease", version: 1 },
  probes: { nearZero: NEAR_ZERO, features: "ten-nearest", starts: STARTS },
  between: (analysis, groups) => topologyEvidence(analysis, groups, { features: "ten-nearest" }),
};

/** Distances between topologies of attractors near zero input. */
export const topology: DistanceInstrument = {
  ...{ kind: "distance", id: "topology", version: 1 },
  probes: { nearZero: NEAR_ZERO, scales: TOPOLOGY_SCALES, starts: STARTS },
  between: (analysis, groups) => topologyEvidence(analysis, groups),
};
