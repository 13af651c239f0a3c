/** The paper's sizes, which every engine is timed at. */
export const SIZES = {
  units: 50,
  channels: 1,
  steps: 750,
  trainTrials: 500,
  validateTrials: 2000,
  generationNetworks: 50,
  hebbianTrials: 1000,
  forceTrials: 100,
  goalTrials: 200,
  goalGenerations: 3,
  solverStarts: 100,
  comparedNetworks: 200,
  comparedInputs: 10,
  scaledNetworks: 200,
  scalingIterations: 300,
  labelledGroups: 4,
  labellings: 1999,
} as const;

/** What is timed of training. */
export type TrainingJob = "train" | "validate" | "generation" | "hebbian" | "force";

/** What is timed of analysis. */
export type AnalysisJob = "attractors" | "svcca" | "permanova" | "silhouettes" | "smacof";

/**
 * What has a goal: whole Hebbian trials, a genetic generation with its race; of fixed points,
 * starts on a trained network, whole sets of it, starts on 200 units and a whole set of 500; two
 * pulses and what follows them.
 */
export type GoalJob = "trial" | "race" | "starts" | "sets" | "large" | "largest" | "pulses";

/** What is timed. */
export type JobName = TrainingJob | GoalJob | AnalysisJob;

/** Every job of training, in the order in which they are run. */
export const TRAINING_JOBS: readonly TrainingJob[] = [
  "train",
  "validate",
  "generation",
  "hebbian",
  "force",
];

/** Every job that has a goal. */
export const GOAL_JOBS: readonly GoalJob[] = [
  ...(["trial", "race", "starts", "sets", "large", "largest", "pulses"] as const),
];

/** Every job of analysis. */
export const ANALYSIS_JOBS: readonly AnalysisJob[] = [
  ...(["attractors", "svcca", "permanova", "silhouettes", "smacof"] as const),
];

/** Every job, in the order in which they are run. */
export const JOB_NAMES: readonly JobName[] = [...TRAINING_JOBS, ...GOAL_JOBS, ...ANALYSIS_JOBS];

/**
 * The floating-point operations of a job's products. W_rec and W_in come three times in `train`;
 * full-FORCE runs a teacher with two channels more. What else a rule does is not counted. Null for
 * a race, in which few run all trials, and for analysis, in which each engine goes its own way.
 */
export function operations(job: JobName): number | null {
  const { units, channels, steps } = SIZES;
  const once = 2 * units * (units + channels) * steps;
  switch (job) {
    case "train":
      return 3 * once * SIZES.trainTrials;
    case "validate":
      return once * SIZES.validateTrials;
    case "generation":
      return once * SIZES.trainTrials * SIZES.generationNetworks;
    case "hebbian":
      return once * SIZES.hebbianTrials;
    case "trial":
      return once * SIZES.goalTrials;
    case "force":
      return (2 * once + 4 * units * steps) * SIZES.forceTrials;
    default:
      return null;
  }
}
