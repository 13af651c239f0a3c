import type { Registered } from "../claims/claim.ts";
import type { Finding } from "../claims/finding.ts";
import type { EvidenceRow } from "./evidenceRows.ts";

/** A fixed point as the report shows it: where it lies in the network's top two components. */
export type ShownPoint = {
  /** The static input that it belongs to, in the relevant channel. */
  readonly input: number;
  readonly context: number;
  /** Its place along the first and the second principal component. */
  readonly place: readonly [number, number];
  readonly stable: boolean;
  readonly marginal: boolean;
  /** Largest |λ| of the discrete-time Jacobian. */
  readonly spectralRadius: number;
};

/** A network as a row of a table. */
export type ShownNetwork = {
  readonly key: string;
  /** The cell, as in a table: `bptt rdm 0.1 working`. */
  readonly cell: string;
  readonly seed: number;
  /** `criterion`, `budget` or `diverged`. */
  readonly reason: string;
  readonly updates: number;
  /** Accuracy on fresh trials, 0 … 1, and the ideal observer's on the same. */
  readonly freshAccuracy: number;
  readonly idealAccuracy: number;
};

/** A population as a row of a table. */
export type ShownPopulation = {
  readonly cell: string;
  /** The file that it came from; empty where it came from a store. */
  readonly file: string;
  readonly tried: number;
  readonly met: number;
  /** Of all that were tried; null where none was. */
  readonly medianUpdates: number | null;
  /** Median accuracy on fresh trials of those that met the criterion, 0 … 1, and the ideal's. */
  readonly freshAccuracy: number | null;
  readonly idealAccuracy: number | null;
  /** The command that trains it. */
  readonly train: string;
};

/** What a claim was judged on. */
export type ShownEvidence = {
  readonly registered: Registered;
  /** Every cell that the claim asks for: how many networks were tried, and how many enter. */
  readonly cells: readonly {
    readonly cell: string;
    readonly tried: number;
    readonly entered: number;
  }[];
  /** The evidence network by network. */
  readonly rows: readonly EvidenceRow[];
  /** The evidence as JSON, numbers to six digits. */
  readonly numbers: string;
};

/** One network's fixed points in its own top two principal components. */
export type ShownExample = {
  /** What it stands for, as `bptt, rdm`. */
  readonly name: string;
  readonly key: string;
  readonly cell: string;
  readonly seed: number;
  readonly points: readonly ShownPoint[];
  /** Whether every input's set of fixed points has degree 1. */
  readonly complete: boolean;
  /** Share of variance of the two components, 0 … 1. */
  readonly variance: readonly [number, number];
};

/** An estimate with its 95 % interval. */
export type ShownEffect = {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
};

/** Groups of networks with the distances between all of them, on one task at one noise level. */
export type ShownDistances = {
  /** Where, as `rdm` or `cdi, noise 0.1`. */
  readonly name: string;
  /** The line of a trend that it belongs to, and where on it: contexts, or a noise level. */
  readonly series: string;
  readonly at: number;
  readonly groups: readonly string[];
  /** In the order of the rows; `group` is the number of each one's group. */
  readonly networks: readonly {
    readonly key: string;
    readonly seed: number;
    readonly group: number;
  }[];
  /** As `[network][network]`. */
  readonly matrix: readonly (readonly number[])[];
  /** The MDS map of the same distances, `[network][2]`, with its raw stress. */
  readonly places: readonly (readonly [number, number])[];
  readonly stress: number;
  /** The excess silhouette of the groups; null where one has fewer than three networks. */
  readonly excess: ShownEffect | null;
  /** Groups that have no network: the excess is of the others. */
  readonly lacking: readonly string[];
};

/** Stable points at zero input, the mean over contexts, one value a network of one cell. */
export type ShownCounts = {
  readonly cell: string;
  readonly rule: string;
  readonly task: string;
  readonly noise: number;
  readonly counts: readonly number[];
};

/** How one network goes on after a pulse, and where it is slow. */
export type ShownPulse = {
  /** `transient` or `stable`. */
  readonly way: string;
  readonly example: ShownExample;
  /** The step after which the input is off. */
  readonly offAfter: number;
  /** The output after a positive and after a negative pulse. */
  readonly trace: readonly {
    readonly step: number;
    readonly up: number;
    readonly down: number;
  }[];
  /** Slow states at zero input, in the example's components, and the speed below which they are. */
  readonly slow: readonly (readonly [number, number])[];
  readonly speedBelow: number;
};

/** The paper's figures as ours; `missing` names the cells that a figure lacks. */
export type ShownFigures = {
  readonly fig1: {
    readonly representations: readonly ShownDistances[];
    readonly topologies: readonly ShownDistances[];
    readonly examples: readonly ShownExample[];
    readonly missing: readonly string[];
  };
  readonly fig2: {
    readonly representations: readonly ShownDistances[];
    readonly topologies: readonly ShownDistances[];
    readonly missing: readonly string[];
  };
  readonly fig3: {
    readonly examples: readonly ShownExample[];
    readonly counts: readonly ShownCounts[];
    readonly topologies: readonly ShownDistances[];
    readonly missing: readonly string[];
  };
  readonly fig4: {
    readonly pulses: readonly ShownPulse[];
    /** Ways that no network at hand has. */
    readonly missing: readonly string[];
  };
  readonly fig5: {
    readonly representations: readonly ShownDistances[];
    readonly topologies: readonly ShownDistances[];
    readonly missing: readonly string[];
  };
};

/** All that a report is drawn from. */
export type ReportData = {
  readonly reading: string;
  readonly tier: string;
  readonly findings: readonly Finding[];
  /** In the order of the findings; of some it may not be at hand. */
  readonly evidence: readonly (ShownEvidence | null)[];
  /** Every network, for tables in a terminal; the page has a row for each population. */
  readonly networks: readonly ShownNetwork[];
  readonly populations: readonly ShownPopulation[];
  readonly figures: ShownFigures;
  /** The command that makes this report again. */
  readonly command: string;
  /** What was verified and how surely, a sentence each; left out where nothing was. */
  readonly verified?: readonly string[];
};
