import { cellCertificates, cellPoints, cellsOneUnit, paperForms } from "./attractors/cells.laws.ts";
import { cellsExplored } from "./attractors/cellsExplored.laws.ts";
import { certificatesAreTrue, stabilityIsProven } from "./attractors/certificate.laws.ts";
import { coverageCovers, proofsAreTrue } from "./attractors/complete.laws.ts";
import { degreeIsOne } from "./attractors/degree.laws.ts";
import { stabilityIsDynamics } from "./attractors/dynamics.laws.ts";
import {
  ghostsAreNear,
  kinksAreLookedAt,
  linesAreOne,
  ringsAreWhole,
  setsFollowTheirNetwork,
} from "./attractors/edges.laws.ts";
import {
  noRecurrence,
  oneUnit,
  orderOfUnits,
  pointsAreFixed,
  stepSize,
} from "./attractors/points.laws.ts";
import {
  answersAreGrouped,
  nonRootsAreCounted,
  slowSaddlesPass,
} from "./attractors/release.laws.ts";
import { linesAreLines, modesAreModes, pulsesDecay, slowIsSlow } from "./attractors/slow.laws.ts";
import { minimaAreNotRoots, residualIsTrue, solversAgree } from "./attractors/solver.laws.ts";
import { warmSetsContain } from "./attractors/warm.laws.ts";
import { fuzzedRoots } from "./claims/fuzzRoots.laws.ts";
import { powerKeepsLevel, powerOfStreams, powerRises } from "./claims/power.laws.ts";
import { excessBoundsHold, excessCentred, excessValid } from "./distances/excess.laws.ts";
import { excessEstimateCovers } from "./distances/excessEstimate.laws.ts";
import {
  ceilingIsTop,
  debiasedIsUnbiased,
  orderIsMapped,
  pwccaWeighted,
  rdmsCompared,
} from "./distances/found.laws.ts";
import { classicalRecovers, stressFalls, stressStationary } from "./distances/mds.laws.ts";
import { placeTestPower, placeTestValid } from "./distances/placeTest.laws.ts";
import {
  copiesAreSame,
  noiseIsNothing,
  procrustesKnown,
  singlePrecisionTaken,
} from "./distances/rounding.laws.ts";
import { mapsScale, scaleIsNothing } from "./distances/scale.laws.ts";
import {
  silhouetteDefinition,
  silhouetteInvariant,
  silhouetteOfNothing,
} from "./distances/silhouette.laws.ts";
import { comparisonInvariant, matrixOfPairs } from "./distances/similarity.laws.ts";
import {
  svccaInvariant,
  svccaKnown,
  svccaOfItself,
  svccaSymmetric,
  svccaWithinRange,
} from "./distances/svcca.laws.ts";
import {
  neighboursNearest,
  topologyInvariant,
  topologyRelease,
} from "./distances/topology.laws.ts";
import { silhouetteTrendPower, silhouetteTrendValid } from "./distances/trend.laws.ts";
import { agreesWithOracle } from "./engine/agreement.laws.ts";
import { sameBytes, sameBytesBroken } from "./engine/bytes.laws.ts";
import { gradientIsDerivative } from "./engine/gradient.laws.ts";
import { networksApart, traceFollows, trialsApart } from "./engine/independence.laws.ts";
import { joinedIsSingle } from "./engine/joined.laws.ts";
import { sameKickedBytes, sameKickedBytesWide } from "./engine/kicked.laws.ts";
import { raceInOneCall } from "./engine/lowest.laws.ts";
import {
  eligibilityIsEquation3,
  sessionFollowsTrace,
  sessionsApart,
  squaresAreTheNumerics,
  stateIsWritten,
  weightsAreWritten,
} from "./engine/session.laws.ts";
import { sameSessionBytes, sameSessionBytesWide } from "./engine/sessionBytes.laws.ts";
import { brokenIsSeen, chunksAgree } from "./engine/tfjs.laws.ts";
import { workIsCut } from "./engine/webgpu.laws.ts";
import { cellActivations, cellsEnclosure, cellsJacobian, cellsStep } from "./model/cells.laws.ts";
import { initialWeights } from "./model/initialise.laws.ts";
import { jacobianIsDerivative } from "./model/jacobian.laws.ts";
import { readsAsWritten, slopesAreDerivatives } from "./model/readout.laws.ts";
import { clampsHold, eulerOrder, unitsInterchangeable } from "./model/step.laws.ts";
import { biasIsCorrected, powersAreProducts } from "./numerics/adam.laws.ts";
import { ballsHold } from "./numerics/ball.laws.ts";
import { goldenNames, namesApart, publishedNumbers } from "./numerics/generator.laws.ts";
import {
  inverseIsInverse,
  inverseIsPositive,
  squaresAreRidge,
} from "./numerics/leastSquares.laws.ts";
import { goldenLogarithms, logarithmIsExact } from "./numerics/logarithm.laws.ts";
import { goldenPairs, pairIsBoxMuller } from "./numerics/normal.laws.ts";
import {
  integersAreUniform,
  normalsAreNormal,
  ordersAreUniform,
  streamsIndependent,
  uniformsAreUniform,
} from "./numerics/streams.laws.ts";
import { activityIsTheTrace, probesAreStatic } from "./representations/activity.laws.ts";
import {
  componentsRebuildCovariance,
  fewestComponents,
  whitenedSubspace,
} from "./representations/principalComponents.laws.ts";
import { firstStepDescends, lossFalls } from "./rules/bptt.laws.ts";
import { fuzzedDeclarations } from "./rules/declaration.laws.ts";
import { teacherSharesInputs, trialIsLeastSquares } from "./rules/fullForce.laws.ts";
import { bestNeverWorse, generationsHaveSizes, mutationHasSpread } from "./rules/genetic.laws.ts";
import {
  baselinesByType,
  kicksAreUniform,
  rewardIsFollowed,
  updateIsEquation4,
} from "./rules/hebbian.laws.ts";
import {
  repeatsBounded,
  repeatsPace,
  repeatsShareTrials,
  repeatsUpdate,
} from "./rules/hebbianRepeats.laws.ts";
import {
  asksAboutItsTrials,
  clampedRowsAreIrrelevant,
  finiteOrDiverged,
  firstStepIsDownhill,
  memoryIsKept,
  memoryIsStorable,
  restsAtZero,
  seedDecides,
  untrainedIsUntouched,
} from "./rules/kit.laws.ts";
import { raceIsExact, raceSavesWork } from "./rules/lowest.laws.ts";
import { manyAreSingle } from "./rules/perturbed.laws.ts";
import {
  bettingFair,
  bettingPower,
  bettingValid,
  sequenceCovers,
  sequencePrefix,
  sequentialVerdict,
} from "./statistics/betting.laws.ts";
import { meanBoundsHold, meanBoundsNarrow } from "./statistics/bounds.laws.ts";
import {
  equivalencePower,
  indistinguishableLevel,
  indistinguishablePower,
  jonckheerePower,
  mannWhitneyPower,
  pagePower,
  permanovaPower,
  permanovaUnequalSpread,
  permdispPower,
  permutationPower,
  slopeBoundsHold,
  slopePower,
  slopeUnequal,
  welchPower,
} from "./statistics/effects.laws.ts";
import {
  alikeNeedsSensitivity,
  boundsCover,
  differenceVerdict,
  holmMonotone,
  jackknifeOfMean,
  rankCorrelation,
} from "./statistics/estimates.laws.ts";
import { groupJackknifeIsWelch, largestBoundsHold } from "./statistics/groups.laws.ts";
import {
  omegaDefinition,
  omegaDifferenceValid,
  omegaEstimateCovers,
  omegaUnbiased,
} from "./statistics/omega.laws.ts";
import { holmFamily, jonckheereDefinition, orderIrrelevant } from "./statistics/order.laws.ts";
import {
  equivalenceValid,
  mannWhitneyValid,
  pageValid,
  slopeValid,
  welchValid,
} from "./statistics/parametric.laws.ts";
import {
  jonckheereValid,
  permanovaValid,
  permdispValid,
  permutationValid,
} from "./statistics/permutation.laws.ts";
import {
  signTestExact,
  signTestPower,
  stratifiedRanksPower,
  stratifiedRanksValid,
  stratifiedSuperiority,
} from "./statistics/ranks.laws.ts";
import { boundsOfTheirOwn, unitIsNothing } from "./statistics/scale.laws.ts";
import {
  constantBoundsHold,
  shareBoundsCover,
  shareDifferenceValid,
} from "./statistics/shares.laws.ts";
import { mixtureShares, simulationRate } from "./statistics/simulation.laws.ts";
import { spreadRatioCovers, spreadRatioValid } from "./statistics/spread.laws.ts";
import { tailIsExact } from "./statistics/tail.laws.ts";
import {
  equalSpreadsAreEqual,
  labelsAreKept,
  permanovaExact,
  ranksAreCounted,
  tiesAreTies,
} from "./statistics/ties.laws.ts";
import {
  estimateDual,
  jonckheereExactly,
  stratifiedDifferenceCovers,
  trendEffectCovers,
  trendEffectDefinition,
  vanElterenExactly,
} from "./statistics/trends.laws.ts";
import {
  contrastCovers,
  contrastValid,
  twoWayDefinition,
  twoWayPower,
  twoWayValid,
} from "./statistics/twoWay.laws.ts";
import {
  alikeVerdict,
  apartVerdict,
  flatVerdict,
  shareVerdict,
  slopeVerdict,
} from "./statistics/words.laws.ts";
import {
  artifactsRoundTrip,
  changesAreSeen,
  kindsAreSeen,
  packingKeeps,
} from "./store/artifacts.laws.ts";
import { cellsRead, fuzzedCells, halvesExact } from "./store/cells.laws.ts";
import { survivesFaults } from "./store/faults.laws.ts";
import {
  brokenSetAside,
  keysAreChecked,
  readingChangesNothing,
  writesWhole,
} from "./store/files.laws.ts";
import { fuzzedArtifacts, fuzzedNetworks, fuzzedSafetensors } from "./store/fuzz.laws.ts";
import {
  changedNeverCrashes,
  hostileRefused,
  roundTrip,
  truncationRefused,
} from "./store/safetensors.laws.ts";
import { meansAreSpread, noiseHasMoments } from "./task/chance.laws.ts";
import { difficultyScales } from "./task/difficulty.laws.ts";
import {
  contextsAreOneHot,
  prefix,
  probeIsTrial,
  repeatable,
  targetIsSign,
} from "./task/draw.laws.ts";
import { selectionKeeps } from "./task/select.laws.ts";
import { badSettingsRefused } from "./task/settings.laws.ts";
import { rulesAreAsked } from "./training/asks.laws.ts";
import { trainsThroughFaults } from "./training/faults.laws.ts";
import { fuzzedPlans } from "./training/fuzzPlan.laws.ts";
import { fuzzedPopulations } from "./training/fuzzPopulation.laws.ts";
import { keySeesAll } from "./training/key.laws.ts";
import { passageIsTold } from "./training/passage.laws.ts";
import { earlyExitIsExact } from "./training/stopping.laws.ts";
import { fuzzedStored } from "./training/stored.laws.ts";
import {
  endsWhenItMust,
  resumeGivesSameBytes,
  seedDecides as seedDecidesOfTraining,
} from "./training/train.laws.ts";

export type { BoundLaw, CheckOptions, Cite, Law, Mutant, Need, Replay } from "./law.ts";
export { bindLaw, checkLaw, LawBrokenError } from "./law.ts";

/** Every law, by its id: values that can be tried on any implementation with `checkLaw`. */
export const laws = {
  "activity/of-trace": activityIsTheTrace,
  "attractors/certificate": certificatesAreTrue,
  "attractors/certified-stability": stabilityIsProven,
  "attractors/complete": proofsAreTrue,
  "attractors/continua": linesAreOne,
  "attractors/coverage": coverageCovers,
  "attractors/degree": degreeIsOne,
  "attractors/dynamics": stabilityIsDynamics,
  "attractors/ghosts": ghostsAreNear,
  "attractors/kinks": kinksAreLookedAt,
  "attractors/line-of-slow-points": linesAreLines,
  "attractors/minima": minimaAreNotRoots,
  "attractors/no-recurrence": noRecurrence,
  "attractors/one-unit": oneUnit,
  "attractors/order-of-units": orderOfUnits,
  "attractors/points": pointsAreFixed,
  "attractors/pulse": pulsesDecay,
  "attractors/rings": ringsAreWhole,
  "attractors/release-groups": answersAreGrouped,
  "attractors/release-minima": nonRootsAreCounted,
  "attractors/release-test": slowSaddlesPass,
  "attractors/residual": residualIsTrue,
  "attractors/slow-mode": modesAreModes,
  "attractors/slow-points": slowIsSlow,
  "attractors/step-size": stepSize,
  "attractors/twin-networks": setsFollowTheirNetwork,
  "attractors/twins": solversAgree,
  "betting/fair": bettingFair,
  "betting/power": bettingPower,
  "betting/valid": bettingValid,
  "attractors/warm-starts": warmSetsContain,
  "binomial/coverage": boundsCover,
  "binomial-tail/exact": tailIsExact,
  "bptt/first-step": firstStepDescends,
  "bptt/loss": lossFalls,
  "cells/activation": cellActivations,
  "cells/certificate": cellCertificates,
  "cells/enclosure": cellsEnclosure,
  "cells/jacobian": cellsJacobian,
  "cells/explored": cellsExplored,
  "cells/one-unit": cellsOneUnit,
  "cells/paper-form": paperForms,
  "cells/points": cellPoints,
  "cells/step": cellsStep,
  "claims/fuzz-roots": fuzzedRoots,
  "comparison/invariant": comparisonInvariant,
  "comparison/scale": scaleIsNothing,
  "confidence-sequence/coverage": sequenceCovers,
  "confidence-sequence/prefix": sequencePrefix,
  "constant-bounds/coverage": constantBoundsHold,
  "debiased-cka/unrelated": debiasedIsUnbiased,
  "difference/verdict": differenceVerdict,
  "distance/rounding-decides-nothing": noiseIsNothing,
  "distance/scaled-copies": copiesAreSame,
  "distance/single-precision": singlePrecisionTaken,
  "engine/agreement": agreesWithOracle,
  "engine/bytes": sameBytes,
  "engine/bytes-broken": sameBytesBroken,
  "engine/gradient": gradientIsDerivative,
  "engine/joined": joinedIsSingle,
  "engine/kicked-bytes": sameKickedBytes,
  "engine/kicked-bytes-wide": sameKickedBytesWide,
  "engine/lowest": raceInOneCall,
  "engine/networks-apart": networksApart,
  "engine/session-bytes": sameSessionBytes,
  "engine/session-bytes-wide": sameSessionBytesWide,
  "engine/session-eligibility": eligibilityIsEquation3,
  "engine/session-squares": squaresAreTheNumerics,
  "engine/session-state": stateIsWritten,
  "engine/session-trace": sessionFollowsTrace,
  "engine/session-weights": weightsAreWritten,
  "engine/sessions-apart": sessionsApart,
  "engine/tfjs-broken": brokenIsSeen,
  "engine/tfjs-chunks": chunksAgree,
  "engine/trace": traceFollows,
  "engine/trials-apart": trialsApart,
  "equivalence/power": equivalencePower,
  "equivalence/unequal-bounds": boundsOfTheirOwn,
  "equivalence/valid": equivalenceValid,
  "estimate/duality": estimateDual,
  "excess-estimate/coverage": excessEstimateCovers,
  "excess-silhouette/bounds": excessBoundsHold,
  "excess-silhouette/centred": excessCentred,
  "excess-silhouette/valid": excessValid,
  "genetic/elites": bestNeverWorse,
  "genetic/generation": generationsHaveSizes,
  "genetic/mutation": mutationHasSpread,
  "group-jackknife/welch": groupJackknifeIsWelch,
  "holm/family": holmFamily,
  "holm/monotone": holmMonotone,
  "indistinguishable/level": indistinguishableLevel,
  "indistinguishable/power": indistinguishablePower,
  "indistinguishable/verdict": alikeNeedsSensitivity,
  "jackknife/mean": jackknifeOfMean,
  "jonckheere-effect/coverage": trendEffectCovers,
  "jonckheere-effect/definition": trendEffectDefinition,
  "jonckheere-exact/enumeration": jonckheereExactly,
  "jonckheere/definition": jonckheereDefinition,
  "jonckheere/power": jonckheerePower,
  "jonckheere/valid": jonckheereValid,
  "judge/alike": alikeVerdict,
  "judge/apart": apartVerdict,
  "judge/flat": flatVerdict,
  "judge/share": shareVerdict,
  "judge/slope": slopeVerdict,
  "mann-whitney/exact": ranksAreCounted,
  "mann-whitney/power": mannWhitneyPower,
  "mann-whitney/valid": mannWhitneyValid,
  "mds/classical": classicalRecovers,
  "mds/nonmetric": orderIsMapped,
  "mds/scale": mapsScale,
  "mds/smacof": stressFalls,
  "mds/stationary": stressStationary,
  "mean-bounds/coverage": meanBoundsHold,
  "mean-bounds/narrow": meanBoundsNarrow,
  "mixture/shares": mixtureShares,
  "model/activation": slopesAreDerivatives,
  "model/clamps": clampsHold,
  "model/initialise": initialWeights,
  "model/jacobian": jacobianIsDerivative,
  "model/permutation": unitsInterchangeable,
  "model/readout": readsAsWritten,
  "model/step-order": eulerOrder,
  "numerics/adam-bias": biasIsCorrected,
  "numerics/balls": ballsHold,
  "numerics/box-muller": pairIsBoxMuller,
  "numerics/call-order": streamsIndependent,
  "numerics/golden-logarithms": goldenLogarithms,
  "numerics/golden-pairs": goldenPairs,
  "numerics/integer": integersAreUniform,
  "numerics/integer-power": powersAreProducts,
  "numerics/logarithm": logarithmIsExact,
  "numerics/names": goldenNames,
  "numerics/names-apart": namesApart,
  "numerics/normal": normalsAreNormal,
  "numerics/permutation": ordersAreUniform,
  "numerics/squares-inverse": inverseIsInverse,
  "numerics/squares-positive": inverseIsPositive,
  "numerics/squares-ridge": squaresAreRidge,
  "numerics/uniform": uniformsAreUniform,
  "numerics/xoshiro128++": publishedNumbers,
  "omega-contrast/coverage": contrastCovers,
  "omega-contrast/valid": contrastValid,
  "omega-difference/valid": omegaDifferenceValid,
  "omega-estimate/coverage": omegaEstimateCovers,
  "omega-squared/definition": omegaDefinition,
  "omega-squared/unbiased": omegaUnbiased,
  "omnibus/level": largestBoundsHold,
  "page/power": pagePower,
  "page/valid": pageValid,
  "permanova/exact": permanovaExact,
  "permanova/power": permanovaPower,
  "permanova/unequal-spread": permanovaUnequalSpread,
  "permanova/valid": permanovaValid,
  "permdisp/equal-spreads": equalSpreadsAreEqual,
  "permdisp/power": permdispPower,
  "permdisp/valid": permdispValid,
  "permutation/labels": labelsAreKept,
  "permutation/power": permutationPower,
  "permutation/ties": tiesAreTies,
  "permutation/valid": permutationValid,
  "place-test/power": placeTestPower,
  "place-test/valid": placeTestValid,
  "power/grows": powerRises,
  "power/level": powerKeepsLevel,
  "power/streams": powerOfStreams,
  "principal-components/covariance": componentsRebuildCovariance,
  "principal-components/fewest": fewestComponents,
  "probes/static": probesAreStatic,
  "procrustes/near": procrustesKnown,
  "pwcca/weighted": pwccaWeighted,
  "rank-correlation/order": rankCorrelation,
  "rdm/invariant": rdmsCompared,
  "rdm/noise-ceiling": ceilingIsTop,
  "rules/full-force-begin": teacherSharesInputs,
  "rules/full-force-trial": trialIsLeastSquares,
  "rules/hebbian-baselines": baselinesByType,
  "rules/hebbian-kicks": kicksAreUniform,
  "rules/hebbian-sign": rewardIsFollowed,
  "rules/hebbian-update": updateIsEquation4,
  "rules/kit-clamped": clampedRowsAreIrrelevant,
  "rules/kit-downhill": firstStepIsDownhill,
  "rules/kit-finite": finiteOrDiverged,
  "rules/kit-memory": memoryIsKept,
  "rules/kit-rest": restsAtZero,
  "rules/kit-seed": seedDecides,
  "rules/kit-storable": memoryIsStorable,
  "rules/kit-trials": asksAboutItsTrials,
  "rules/kit-untouched": untrainedIsUntouched,
  "rules/perturbed-many": manyAreSingle,
  "rules/lowest-exact": raceIsExact,
  "rules/lowest-saves": raceSavesWork,
  "rules/repeats-bounded": repeatsBounded,
  "rules/repeats-pace": repeatsPace,
  "rules/repeats-shared": repeatsShareTrials,
  "rules/repeats-update": repeatsUpdate,
  "sequential/verdict": sequentialVerdict,
  "share-difference/coverage": shareBoundsCover,
  "share-difference/exact": shareDifferenceValid,
  "sign-test/exact": signTestExact,
  "sign-test/power": signTestPower,
  "silhouette-trend/power": silhouetteTrendPower,
  "silhouette-trend/valid": silhouetteTrendValid,
  "silhouette/definition": silhouetteDefinition,
  "silhouette/invariant": silhouetteInvariant,
  "silhouette/zero": silhouetteOfNothing,
  "simulate-test/rate": simulationRate,
  "slope/coverage": slopeBoundsHold,
  "slope/power": slopePower,
  "slope/unequal": slopeUnequal,
  "slope/valid": slopeValid,
  "rules/fuzz-declarations": fuzzedDeclarations,
  "spread-ratio/coverage": spreadRatioCovers,
  "spread-ratio/valid": spreadRatioValid,
  "statistics/order": orderIrrelevant,
  "statistics/scale": unitIsNothing,
  "store/artifact": artifactsRoundTrip,
  "store/atomic": writesWhole,
  "store/broken": brokenSetAside,
  "store/cells": cellsRead,
  "store/changed-bytes": changedNeverCrashes,
  "store/faults": survivesFaults,
  "store/fuzz-artifact": fuzzedArtifacts,
  "store/fuzz-cells": fuzzedCells,
  "store/fuzz-network": fuzzedNetworks,
  "store/fuzz-safetensors": fuzzedSafetensors,
  "store/halves": halvesExact,
  "store/hash": changesAreSeen,
  "store/hash-kinds": kindsAreSeen,
  "store/hostile": hostileRefused,
  "store/keys": keysAreChecked,
  "store/read-only": readingChangesNothing,
  "store/pack": packingKeeps,
  "store/round-trip": roundTrip,
  "store/truncated": truncationRefused,
  "stratified-difference/coverage": stratifiedDifferenceCovers,
  "stratified-ranks/power": stratifiedRanksPower,
  "stratified-ranks/superiority": stratifiedSuperiority,
  "stratified-ranks/valid": stratifiedRanksValid,
  "subspace/whitened": whitenedSubspace,
  "svcca/invariant": svccaInvariant,
  "svcca/itself": svccaOfItself,
  "svcca/known": svccaKnown,
  "svcca/matrix": matrixOfPairs,
  "svcca/range": svccaWithinRange,
  "svcca/symmetric": svccaSymmetric,
  "task/count": prefix,
  "task/difficulty": difficultyScales,
  "task/means": meansAreSpread,
  "task/noise": noiseHasMoments,
  "task/one-hot": contextsAreOneHot,
  "task/probe": probeIsTrial,
  "task/repeatable": repeatable,
  "task/select": selectionKeeps,
  "task/settings": badSettingsRefused,
  "task/target": targetIsSign,
  "topology/neighbours": neighboursNearest,
  "topology/release": topologyRelease,
  "topology/text": topologyInvariant,
  "training/asks": rulesAreAsked,
  "training/end": endsWhenItMust,
  "training/faults": trainsThroughFaults,
  "training/fuzz-plan": fuzzedPlans,
  "training/fuzz-population": fuzzedPopulations,
  "training/fuzz-stored": fuzzedStored,
  "training/key": keySeesAll,
  "training/passage": passageIsTold,
  "training/resume": resumeGivesSameBytes,
  "training/seed": seedDecidesOfTraining,
  "training/validate": earlyExitIsExact,
  "two-way/definition": twoWayDefinition,
  "two-way/power": twoWayPower,
  "two-way/valid": twoWayValid,
  "van-elteren/enumeration": vanElterenExactly,
  "welch/power": welchPower,
  "welch/valid": welchValid,
  "webgpu/cut": workIsCut,
};
