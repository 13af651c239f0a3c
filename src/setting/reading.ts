import type { Activation } from "../model/activation.ts";
import type { Readout } from "../model/readout.ts";

/** What the second number of N(0, s) is. */
export type Spread = "variance" | "deviation";

/** The standard deviation that `value` means. */
export function deviationOf(value: number, spread: Spread): number {
  return spread === "variance" ? Math.sqrt(value) : value;
}

/** One value for each of the four rules of the paper. */
export type PerRule<T> = {
  readonly bptt: T;
  readonly genetic: T;
  readonly hebbian: T;
  readonly fullForce: T;
};

/** The rows that need networks of their own. */
export type TrainRows = {
  /** What an input noise level of 0.1, 0.5 or 1.0 is (§3.4 says variance). */
  readonly noiseLevel: Spread;
  /** What s is in N(0, s) of W_in, W_out and x_0 (§2.1). */
  readonly initialSpread: Spread;
  /** W_rec ~ N(0, g²/N): what g²/N is. */
  readonly recurrentSpread: Spread;
  /** Input samples of a trial; there are 750 steps in any case, so a 751st is never used. */
  readonly samples: 750 | 751;
  /** The largest |μ| in training and in validation. */
  readonly largestMean: { readonly train: number; readonly validate: number };
  /** Which output is y_0. */
  readonly firstOutput: "after-first-step";
  /** Which weights BPTT trains. */
  readonly gradientTrains: "all" | "recurrent";
  readonly readout: PerRule<Readout>;
  /** Whether the loss is the mean or the sum over the trials of a batch. */
  readonly loss: "mean" | "sum";
  /** `first-passage`: accuracy > 0.9. `minimum-of-ten`: the last ten validations all ≥ 0.9. */
  readonly stopping: "first-passage" | "minimum-of-ten";
  /** Whether each validation draws new trials, and how it draws their means. */
  readonly validation: {
    readonly trials: "fixed" | "redrawn";
    readonly means: "uniform" | "grid";
  };
  /** N-CDI: means independent, or one size for all inputs with independent signs. */
  readonly contextMeans: "independent" | "one-size";
  /** GA: networks mutated from the elite, and how many of the best go on unmutated. */
  readonly generation: {
    readonly children: number;
    readonly childrenWithContexts: number;
    readonly elites: number;
    readonly parents: number;
  };
  /** Standard deviation of what GA's mutation adds to a weight, without and with contexts. */
  readonly mutationDeviation: { readonly plain: number; readonly contexts: number };
  /** α = Δt/τ. */
  readonly alpha: number;
  readonly fullForce: FullForceRow;
  readonly hebbian: HebbianRow;
  readonly activation: PerRule<Activation>;
};

/** What full-FORCE leaves open (DePasquale et al. 2018). */
export type FullForceRow = {
  /** P starts at I / a; a without and with context inputs. */
  readonly regularisation: { readonly plain: number; readonly contexts: number };
  /** Whether W_rec and W_out of the student start at zero. */
  readonly startsAtZero: boolean;
  /** Standard deviation of x_0 of teacher and student. */
  readonly initialDeviation: number;
  /** Whether the states at a trial's end are the next one's start. */
  readonly carriesState: boolean;
  /** Updates at the first step, and from this step on. */
  readonly updatesFrom: number;
  /** Trials between two validations. */
  readonly validateEvery: number;
};

/** What the Hebbian rule leaves open (Miconi 2017). */
export type HebbianRow = {
  /**
   * Eq. 3–4 as printed; the release, after Miconi; or what was found to learn here:
   * `node-perturbation`, a trial at a time, which learns RDM, and CDI at the lowest noise; or
   * `repeats`, which is that on RDM and, with contexts, takes R̄ from repeats of the same trial.
   */
  readonly form: "as-printed" | "released" | "node-perturbation" | "repeats";
};

/** The rows that are judged again on the same networks. */
export type AnalyseRows = {
  /** Static inputs per context for SVCCA. */
  readonly probes: { readonly count: number; readonly largest: number };
  /** What is compared: r = f(x), or x without the clamped units. */
  readonly activity: "rates" | "states";
  readonly score: "max" | "mean";
  readonly silhouetteMetric: "precomputed" | "rows";
  readonly attractorFeatures: "per-probe" | "ten-nearest";
  /** `residual`: |x_{t+1} − x_t| < 1e-8; `release`: whatever the solver answers. */
  readonly fixedPoints: "residual" | "release";
  readonly attractorTest: "eigenvalues" | "perturbations";
  readonly enters: "met-criterion" | "all";
};

/** One value for every setting in which the paper's text and its released code can differ. */
export type Reading = {
  readonly name: string;
  readonly train: TrainRows;
  readonly analyse: AnalyseRows;
  /** Departures from `text`, each with its reason. */
  readonly departures: readonly { readonly row: string; readonly reason: string }[];
};
