import { STARTS } from "../../study/analysis.ts";
import {
  NEAR_ZERO,
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

/** Distances between topologies of attractors near zero input. */
export const topology: DistanceInstrument = {
  ...{ kind: "distance", id: "topology", version: 1 },
  probes: { nearZero: NEAR_ZERO, scales: TOPOLOGY_SCALES, starts: STARTS },
  between: topologyEvidence,
};
