export { type CellField, cellField } from "./attractors/cells/cellField.ts";
export { type CellStability, cellKind, cellStability } from "./attractors/cells/cellStability.ts";
export {
  randomCellStarts,
  type StartsAsked,
  trajectoryCellStarts,
} from "./attractors/cells/cellStarts.ts";
export { certifyCell } from "./attractors/cells/certifyCell.ts";
export type { CellPoint, NearCellPoint } from "./attractors/cells/collectCell.ts";
export {
  type CellExploration,
  type CellExplorationQuestion,
  exploreCellPoints,
} from "./attractors/cells/exploreCellPoints.ts";
export { type CellPointSet, findCellPoints } from "./attractors/cells/findCellPoints.ts";
export {
  type Certificate,
  certify,
  compareCertified,
  type FixedPointCandidate,
} from "./attractors/certificate.ts";
export { DISTINCT_DISTANCE } from "./attractors/collect.ts";
export type { Completeness } from "./attractors/completeness.ts";
export type { Continuum } from "./attractors/continuum.ts";
export { type Coverage, coverageOf, coverageSentence } from "./attractors/coverage.ts";
export type { Degeneracy } from "./attractors/degenerate.ts";
export {
  type Exploration,
  type ExplorationQuestion,
  exploreFixedPoints,
} from "./attractors/exploreFixedPoints.ts";
export {
  type Ending,
  type FixedPointQuestion,
  type FixedPointSet,
  findFixedPoints,
  type StartOutcome,
  saturation,
} from "./attractors/findFixedPoints.ts";
export { degreeOf, fixedPointIndex } from "./attractors/index.ts";
export { type KindEvidence, kindOf } from "./attractors/kind.ts";
export type { Kink } from "./attractors/kink.ts";
export type { NearPoint } from "./attractors/nearPoints.ts";
export { newtonSolver } from "./attractors/newton.ts";
export { passesPerturbations, testedByPerturbations } from "./attractors/perturbationTest.ts";
export { type FixedPoint, fieldNormOf } from "./attractors/point.ts";
export { type PulseResponse, pulseResponse } from "./attractors/pulse.ts";
export { findFixedPointsAsReleased } from "./attractors/release.ts";
export type { Search } from "./attractors/search.ts";
export {
  lineShare,
  type SlowMode,
  type SlowPoints,
  slowMode,
  slowPoints,
} from "./attractors/slowPoints.ts";
export {
  type Outcome,
  ROOT_RESIDUAL,
  referenceSolver,
  residualOf,
  type Solution,
  type Solver,
  type StatePlace,
  type Together,
} from "./attractors/solve.ts";
export { type Eigenvalue, type Stability, stabilityOf } from "./attractors/stability.ts";
export { certifyStability, type StabilityVerdict } from "./attractors/stabilityCertificate.ts";
export { randomStarts, traceStarts, trajectoryStarts } from "./attractors/starts.ts";
export { findFixedPointsAlong, type InputPath } from "./attractors/warmStarts.ts";
export {
  type Claim,
  type Control,
  type CustomJudge,
  countedCells,
  defineClaim,
  defineRegistered,
  findingOf,
  type GivenClaim,
  type GivenRegistered,
  type Registered,
  registrationOf,
} from "./claims/claim.ts";
export type { Block, Evidence, Row } from "./claims/evidence.ts";
export {
  combine,
  type Finding,
  type Part,
  type PopulationName,
  type Reached,
  VERDICTS,
  type Verdict,
} from "./claims/finding.ts";
export type {
  DistanceInstrument,
  Instrument,
  Measured,
  NetworkInstrument,
  Tally,
  Values,
} from "./claims/instrument.ts";
export {
  controlled,
  type JudgeAllOptions,
  type JudgedClaim,
  type JudgedOn,
  judgeAll,
  judgeClaim,
  judgeTests,
  measureClaim,
  neededCells,
} from "./claims/judge.ts";
export { instruments } from "./claims/measures/index.ts";
export { atTask, one } from "./claims/places.ts";
export {
  POWER_LADDER,
  type Power,
  type PowerRung,
  type PowerSettings,
  type Settled,
  simulatePower,
  type VerdictShare,
} from "./claims/power.ts";
export { type ClaimRegistration, registrationFor } from "./claims/registration.ts";
export { resampled } from "./claims/resample.ts";
export type {
  Agreeing,
  Also,
  CellFactor,
  GivenTest,
  Group,
  Numbers,
  Place,
  PlaceControl,
  PositiveControl,
  Test,
  Way,
} from "./claims/test.ts";
export { cka } from "./distances/cka.ts";
export {
  compareRdms,
  type NoiseCeiling,
  noiseCeiling,
  type Rdm,
  type RdmMethod,
} from "./distances/compareRdms.ts";
export { type ComparisonNote, comparisonNote } from "./distances/comparisonError.ts";
export { debiasedCka } from "./distances/debiasedCka.ts";
export { excessEstimate } from "./distances/excessEstimate.ts";
export {
  type ExcessSilhouette,
  excessSilhouette,
} from "./distances/excessSilhouette.ts";
export {
  type ClassicalMds,
  classicalMds,
  type NonmetricMds,
  nonmetricMds,
  rawStress,
  type Smacof,
  type SmacofSettings,
  type SmacofStart,
  smacof,
  stress1,
} from "./distances/mds.ts";
export { type PlaceTest, placeTest } from "./distances/placeOrSpread.ts";
export { procrustes } from "./distances/procrustes.ts";
export { type PwccaResult, pwcca } from "./distances/pwcca.ts";
export { type Silhouette, type SilhouetteOptions, silhouette } from "./distances/silhouette.ts";
export {
  type Representation,
  type SvccaResult,
  type SvccaScore,
  svcca,
  svccaDistances,
} from "./distances/svcca.ts";
export {
  type ProbedPoint,
  type ReleaseTopology,
  releaseTopologyFeatures,
  type TopologyLayout,
  topologyFeatures,
} from "./distances/topology.ts";
export { arithmeticVersion } from "./engine/arithmetic.ts";
export { chooseEngine, ENGINE_NAMES } from "./engine/choose.ts";
export type { Engine, LossAndGradient, Tier, Trace } from "./engine/engine.ts";
export type {
  Kicked,
  KickedAnswer,
  KickedRun,
  Kicks,
  RunKicked,
} from "./engine/kicked.ts";
export { trialLosses } from "./engine/loss.ts";
export type { Ranked } from "./engine/lowest.ts";
export type { Errors, Session } from "./engine/session.ts";
export { equations, type PaperPlace } from "./equations.ts";
export {
  ACTIVATIONS,
  type Activation,
  type ActivationFunction,
  activationFunctions,
} from "./model/activation.ts";
export {
  CELL_ACTIVATIONS,
  type CellActivation,
  type CellActivationName,
  cellActivation,
} from "./model/cells/activations.ts";
export type { Cell as RecurrentCell, CellPart, StateMap } from "./model/cells/cell.ts";
export { equationOneCell, type LeakyWeights } from "./model/cells/equationOne.ts";
export type { GatedWeights } from "./model/cells/gated.ts";
export { gruCell } from "./model/cells/gru.ts";
export { lstmCell } from "./model/cells/lstm.ts";
export { type LeakyForm, type PaperForm, paperForm } from "./model/cells/paperForm.ts";
export { rateCell } from "./model/cells/rateForm.ts";
export { torchRnn } from "./model/cells/torchRnn.ts";
export { type Initialisation, initialise } from "./model/initialise.ts";
export { jacobian } from "./model/jacobian.ts";
export {
  type Clamp,
  type Model,
  type Network,
  requireNetwork,
  WEIGHT_NAMES,
  type WeightName,
  type Weights,
  weightSizes,
  withWeights,
} from "./model/model.ts";
export { READOUTS, type Readout } from "./model/readout.ts";
export { readOutput, step } from "./model/step.ts";
export {
  ADAM_DEFAULTS,
  type AdamMemory,
  type AdamSettings,
  adamBegin,
  adamUpdate,
} from "./numerics/adam.ts";
export { createRng, deriveKey, type Key, permutation, type Rng } from "./numerics/rng.ts";
export { claims } from "./papers/mcmahan2021/pilot/index.ts";
export {
  type Activity,
  type ActivityLike,
  type ActivityReading,
  activityFromRows,
  activityOf,
  measureActivity,
  type Samples,
} from "./representations/activity.ts";
export {
  type PrincipalComponents,
  principalComponents,
  project,
} from "./representations/principalComponents.ts";
export { type ProbeSettings, probeTrials } from "./representations/probeTrials.ts";
export { type Subspace, subspace } from "./representations/subspace.ts";
export { type BpttHyper, type BpttMemory, bptt } from "./rules/bptt.ts";
export { type FullForceHyper, type FullForceMemory, fullForce } from "./rules/fullForce.ts";
export { type GeneticHyper, type GeneticMemory, genetic } from "./rules/genetic.ts";
export {
  type Curriculum,
  type HebbianHyper,
  type HebbianMemory,
  hebbian,
} from "./rules/hebbian.ts";
export type { RepeatsHyper, RepeatsMemory } from "./rules/hebbianRepeats.ts";
export type { Perturbed } from "./rules/perturbedTrial.ts";
export { builtInRules, loadRule, type RuleReference } from "./rules/registry.ts";
export {
  type AnyRule,
  type DrawNetwork,
  defineRule,
  type LearningRule,
  NEEDS,
  type Need,
  type RuleSettings,
  type World,
} from "./rules/rule.ts";
export { worldOf, worldOn } from "./rules/world.ts";
export type { Budget } from "./setting/budget.ts";
export type {
  AnalyseRows,
  FullForceRow,
  HebbianRow,
  PerRule,
  Reading,
  Spread,
  TrainRows,
} from "./setting/reading.ts";
export { code, readings, text, working } from "./setting/readings.ts";
export type { NumberArray, Storable } from "./setting/storable.ts";
export { eValues, type MeanNull } from "./statistics/bettingProcess.ts";
export { type BinomialSides, binomialBounds } from "./statistics/binomialBounds.ts";
export { type ConfidenceSequence, confidenceSequence } from "./statistics/confidenceSequence.ts";
export { constantBounds } from "./statistics/constantBounds.ts";
export {
  contrast,
  meanEstimate,
  type PlacedEstimate,
  slopeEstimate,
} from "./statistics/contrast.ts";
export {
  type DistanceMatrix,
  type DistanceOptions,
  distanceMatrix,
  euclideanDistances,
  type LabelledDistances,
} from "./statistics/distanceMatrix.ts";
export {
  type Equivalence,
  equivalence,
  type Margin,
} from "./statistics/equivalence.ts";
export {
  type BoundsAt,
  boundsOfEstimate,
  combineVariances,
  type Estimate,
  intervalOf,
  pOfEstimate,
  type VariancePart,
} from "./statistics/estimate.ts";
export { errorOfGroups, type GroupJackknife, groupJackknife } from "./statistics/groupJackknife.ts";
export { holm } from "./statistics/holm.ts";
export {
  type Bounds,
  bounds,
  type Effect,
  indistinguishable,
  type Judgement,
} from "./statistics/indistinguishable.ts";
export { deleteOneJackknife, type Jackknife } from "./statistics/jackknife.ts";
export { type Jonckheere, jonckheere } from "./statistics/jonckheere.ts";
export { type JonckheereEffect, jonckheereEffect } from "./statistics/jonckheereEffect.ts";
export { jonckheereExact } from "./statistics/jonckheereExact.ts";
export {
  claimLevel,
  type Found,
  type Judged,
  judgeAlike,
  judgeApart,
  judgeFlat,
  judgeSlope,
  judgeTrend,
  type Registration,
} from "./statistics/judgeByWords.ts";
export {
  judgeProportions,
  judgeShareAtLeast,
  judgeShareAtMost,
} from "./statistics/judgeShares.ts";
export { kendallTau, kendallTauA } from "./statistics/kendallTau.ts";
export {
  type MannWhitney,
  type MannWhitneySettings,
  mannWhitney,
} from "./statistics/mannWhitney.ts";
export { meanBounds } from "./statistics/meanBounds.ts";
export {
  type Mixture,
  type MixtureEffect,
  type MixtureQuestion,
  mixtureEffect,
  sharesApart,
} from "./statistics/mixtureEffect.ts";
export { type OmegaContrast, omegaContrast } from "./statistics/omegaContrast.ts";
export {
  type GroupedDistances,
  type OneWay,
  omegaDifference,
  omegaEstimate,
  omegaSquared,
} from "./statistics/omegaSquared.ts";
export { type LargestBounds, largestOf } from "./statistics/omnibus.ts";
export { pageTrend } from "./statistics/pageTrend.ts";
export { type Permanova, type PermanovaQuestion, permanova } from "./statistics/permanova.ts";
export { type Permdisp, permdisp } from "./statistics/permdisp.ts";
export {
  type Alternative,
  type PermutationQuestion,
  type PermutationTest,
  permutationTest,
} from "./statistics/permutation.ts";
export { type SequentialMean, sequentialMean } from "./statistics/sequentialMean.ts";
export {
  type Counts,
  type ShareDifference,
  shareDifference,
  shareDifferenceBounds,
  type TwoCounts,
} from "./statistics/shareDifference.ts";
export { type SignTest, signTest } from "./statistics/signTest.ts";
export { simulateTest, type TestRate, type TestSimulation } from "./statistics/simulateTest.ts";
export { type Slope, type SlopeCell, slope } from "./statistics/slope.ts";
export { spearmanRho } from "./statistics/spearmanRho.ts";
export { spreadRatio } from "./statistics/spreadRatio.ts";
export {
  type StratifiedDifference,
  stratifiedDifference,
} from "./statistics/stratifiedDifference.ts";
export {
  type RankStratum,
  type StratifiedRanks,
  stratifiedRanks,
} from "./statistics/stratifiedRanks.ts";
export {
  type CrossedDistances,
  type TwoWay,
  twoWayPermanova,
  type VarianceSource,
} from "./statistics/twoWayPermanova.ts";
export { type VanElteren, vanElteren } from "./statistics/vanElteren.ts";
export { type Welch, welch } from "./statistics/welch.ts";
export { type CellFile, type ReadCell, type RefusedCell, readCellFile } from "./store/cellFile.ts";
export type { FileOperations } from "./store/files.ts";
export { readNetworkFile } from "./store/networkFile.ts";
export { FormatError } from "./store/safetensors.ts";
export {
  openStore,
  type ReadableStore,
  readStore,
  type Shelf,
  type Store,
  type Warn,
} from "./store/store.ts";
export {
  type Analysis,
  type AnalysisOptions,
  analyse,
  type KnownPoint,
  type KnownRoots,
  type KnownSet,
  type Population,
  type Probe,
} from "./study/analysis.ts";
export {
  type Cell,
  type CellSettings,
  cellName,
  resolveCell,
  TASK_NAMES,
  type TaskName,
} from "./study/cell.ts";
export { jobOf } from "./study/job.ts";
export { type Membership, membershipOf } from "./study/membership.ts";
export type { LeftOut, NetworksFrom } from "./study/networks.ts";
export { cellOf } from "./study/plan.ts";
export {
  findReading,
  type Member,
  type PopulationEvent,
  type PopulationOptions,
  settingsOf,
  trainPopulation,
} from "./study/population.ts";
export { openRules, type StudyRules } from "./study/rules.ts";
export { openStudy, type Study, type StudyOptions } from "./study/study.ts";
export { networkKey, type TrainedNetwork } from "./study/trained.ts";
export { VARIANT_NAMES, VARIANTS, type Variant, type VariantName } from "./study/variant.ts";
export type { Coherence } from "./task/coherence.ts";
export { type ContextualSettings, contextual } from "./task/contextual.ts";
export { correctTrials } from "./task/correct.ts";
export { defineTask, type TaskDeclaration } from "./task/defineTask.ts";
export { type GivenTrials, givenTrials } from "./task/givenTrials.ts";
export { type MemorySettings, memory } from "./task/memory.ts";
export { type RdmSettings, rdm } from "./task/rdm.ts";
export { makeTask, type TaskSettings } from "./task/settings.ts";
export type { DrawOptions, Task, TaskProbe } from "./task/task.ts";
export {
  type InitialStates,
  type Inputs,
  selectTrials,
  type Trials,
  targetAt,
} from "./task/trials.ts";
export type { Checkpoint } from "./training/checkpoint.ts";
export type { Job, JobSettings } from "./training/job.ts";
export { type Limits, type Unfinished, UnfinishedError } from "./training/limits.ts";
export type { StopReason, Trained } from "./training/result.ts";
export { CRITERION, type Passing, type Validation, validate } from "./training/stopping.ts";
export { type Progress, type TrainingJob, train } from "./training/train.ts";
export type { TrainersOptions } from "./training/trainers.ts";
