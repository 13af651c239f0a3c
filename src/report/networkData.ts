import type { Certificate } from "../attractors/certificate.ts";
import type { Eigenvalue } from "../attractors/stability.ts";
import type { WeightName } from "../model/model.ts";
import type { ShownExample, ShownNetwork, ShownPulse } from "./data.ts";

/** A fixed point as a row of a table, with what is proven of it. */
export type ShownRoot = {
  /** The static input that it belongs to, in the relevant channel. */
  readonly input: number;
  readonly context: number;
  readonly stable: boolean;
  readonly marginal: boolean;
  /** |x_{t+1} − x_t| at the state. */
  readonly residual: number;
  /** The sign of det(I − W_rec diag f'(x*)): the indices of a whole set add up to 1. */
  readonly index: number;
  readonly certificate: Certificate;
  /** Every eigenvalue of the discrete-time Jacobian, largest |λ| first. */
  readonly eigenvalues: readonly Eigenvalue[];
};

/** One weight matrix in numbers. */
export type ShownWeights = {
  readonly name: WeightName;
  /** As `to × from`. */
  readonly shape: readonly [number, number];
  /** Whether the rule changes it. */
  readonly trained: boolean;
  readonly values: readonly number[];
};

/** What was read off the dynamics of a network. */
export type ShownDynamics = {
  readonly example: ShownExample;
  readonly roots: readonly ShownRoot[];
  /** After a pulse, one a context. */
  readonly pulses: readonly ShownPulse[];
  /** Whether indices add up to 1, so that a missing point shows: not where f is unbounded. */
  readonly hasDegreeLaw: boolean;
  /** max |λ| of W_rec. */
  readonly spectralRadius: number;
};

/** All that the page of one network is drawn from. */
export type NetworkData = {
  readonly network: ShownNetwork;
  /** The population's file; empty where it came from a store. */
  readonly file: string;
  /** Terms and what they are in this network. */
  readonly facts: readonly (readonly [string, string])[];
  /** What went wrong, for a network that diverged; else empty. */
  readonly detail: string;
  /** The mean loss of the updates before each validation of the last attempt. */
  readonly losses: readonly number[];
  /** Updates between two validations. */
  readonly validateEvery: number;
  readonly weights: readonly ShownWeights[];
  /** Null for a network that diverged: it has no finite state to speak of. */
  readonly dynamics: ShownDynamics | null;
  /** Commands, each with what it does. */
  readonly commands: readonly (readonly [string, string])[];
};
