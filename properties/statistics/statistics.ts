import { eValues } from "../../src/statistics/bettingProcess.ts";
import { binomialBounds } from "../../src/statistics/binomialBounds.ts";
import { binomialUpperTail } from "../../src/statistics/binomialTail.ts";
import { constantBounds } from "../../src/statistics/constantBounds.ts";
import { judgeDifference } from "../../src/statistics/difference.ts";
import { equivalence } from "../../src/statistics/equivalence.ts";
import { pOfEstimate } from "../../src/statistics/estimate.ts";
import { groupJackknife } from "../../src/statistics/groupJackknife.ts";
import { holm } from "../../src/statistics/holm.ts";
import { indistinguishable } from "../../src/statistics/indistinguishable.ts";
import { deleteOneJackknife } from "../../src/statistics/jackknife.ts";
import { jonckheereEffect } from "../../src/statistics/jonckheereEffect.ts";
import { jonckheereExact } from "../../src/statistics/jonckheereExact.ts";
import {
  judgeAlike,
  judgeApart,
  judgeFlat,
  judgeSlope,
} from "../../src/statistics/judgeByWords.ts";
import { kendallTau } from "../../src/statistics/kendallTau.ts";
import { labelSums, pairSums } from "../../src/statistics/labelSums.ts";
import { meanBounds } from "../../src/statistics/meanBounds.ts";
import { mixtureEffect } from "../../src/statistics/mixtureEffect.ts";
import { omegaEstimate, omegaSquared } from "../../src/statistics/omegaSquared.ts";
import { permutationTest } from "../../src/statistics/permutation.ts";
import { sequentialMean } from "../../src/statistics/sequentialMean.ts";
import { shareDifference, shareDifferenceBounds } from "../../src/statistics/shareDifference.ts";
import { signTest } from "../../src/statistics/signTest.ts";
import { simulateTest } from "../../src/statistics/simulateTest.ts";
import { slope } from "../../src/statistics/slope.ts";
import { spearmanRho } from "../../src/statistics/spearmanRho.ts";
import { spreadRatio } from "../../src/statistics/spreadRatio.ts";
import { stratifiedDifference } from "../../src/statistics/stratifiedDifference.ts";
import { type BoundLaw, bindLaw } from "../law.ts";
import {
  bettingFair,
  bettingPower,
  bettingValid,
  ourSequence,
  sequenceCovers,
  sequencePrefix,
  sequentialVerdict,
} from "./betting.laws.ts";
import { meanBoundsHold, meanBoundsNarrow } from "./bounds.laws.ts";
import {
  equivalencePower,
  indistinguishableLevel,
  indistinguishablePower,
  jonckheerePower,
  mannWhitneyPower,
  ourAlike,
  pagePower,
  permanovaPower,
  permanovaUnequalSpread,
  permdispPower,
  permutationPower,
  slopeBoundsHold,
  slopePower,
  slopeUnequal,
  welchPower,
} from "./effects.laws.ts";
import {
  alikeNeedsSensitivity,
  boundsCover,
  differenceVerdict,
  holmMonotone,
  jackknifeOfMean,
  rankCorrelation,
} from "./estimates.laws.ts";
import {
  groupJackknifeIsWelch,
  largestBoundsHold,
  ourLargest,
  ourSlopeEstimate,
  ourSlopeEstimateBounds,
} from "./groups.laws.ts";
import { labelSumsAreSums, pairSumsAreSums } from "./labelSums.laws.ts";
import {
  omegaDefinition,
  omegaDifferenceValid,
  omegaEstimateCovers,
  omegaUnbiased,
  ourOmegaDifference,
} from "./omega.laws.ts";
import {
  holmFamily,
  jonckheereDefinition,
  orderIrrelevant,
  ourJonckheereStatistic,
  procedures,
} from "./order.laws.ts";
import {
  equivalenceValid,
  mannWhitneyValid,
  ourEquivalence,
  ourMannWhitney,
  ourPage,
  ourSlope,
  ourWelch,
  pageValid,
  slopeValid,
  welchValid,
} from "./parametric.laws.ts";
import {
  jonckheereValid,
  ourJonckheere,
  ourLabelTest,
  ourPermanova,
  ourPermdisp,
  permanovaValid,
  permdispValid,
  permutationValid,
} from "./permutation.laws.ts";
import {
  ourStratifiedRanks,
  ourSuperiority,
  signTestExact,
  signTestPower,
  stratifiedRanksPower,
  stratifiedRanksValid,
  stratifiedSuperiority,
} from "./ranks.laws.ts";
import { boundsOfTheirOwn, unitFree, unitIsNothing } from "./scale.laws.ts";
import { constantBoundsHold, shareBoundsCover, shareDifferenceValid } from "./shares.laws.ts";
import { mixtureShares, simulationRate } from "./simulation.laws.ts";
import { spreadRatioCovers, spreadRatioValid } from "./spread.laws.ts";
import { tailIsExact } from "./tail.laws.ts";
import {
  equalSpreadsAreEqual,
  labelsAreKept,
  ourEveryLabelling,
  ourExactRanks,
  ourSmallPermanova,
  ourSpreadTest,
  permanovaExact,
  ranksAreCounted,
  tiesAreTies,
} from "./ties.laws.ts";
import {
  estimateDual,
  jonckheereExactly,
  ourVanElteren,
  stratifiedDifferenceCovers,
  trendEffectCovers,
  trendEffectDefinition,
  vanElterenExactly,
} from "./trends.laws.ts";
import {
  contrastCovers,
  contrastValid,
  ourContrast,
  ourSquares,
  ourTwoWay,
  twoWayDefinition,
  twoWayPower,
  twoWayValid,
} from "./twoWay.laws.ts";
import {
  alikeVerdict,
  apartVerdict,
  flatVerdict,
  ourShareJudges,
  shareVerdict,
  slopeVerdict,
} from "./words.laws.ts";

/** The laws of statistics, bound to ours. */
export const statisticsLaws: readonly BoundLaw[] = [
  bindLaw(permutationValid, ourLabelTest),
  bindLaw(labelSumsAreSums, labelSums),
  bindLaw(pairSumsAreSums, pairSums),
  bindLaw(jonckheereValid, ourJonckheere),
  bindLaw(permanovaValid, ourPermanova),
  bindLaw(permdispValid, ourPermdisp),
  bindLaw(mannWhitneyValid, ourMannWhitney),
  bindLaw(welchValid, ourWelch),
  bindLaw(equivalenceValid, ourEquivalence),
  bindLaw(pageValid, ourPage),
  bindLaw(slopeValid, ourSlope),
  bindLaw(boundsCover, binomialBounds),
  bindLaw(tailIsExact, binomialUpperTail),
  bindLaw(jackknifeOfMean, deleteOneJackknife),
  bindLaw(holmMonotone, holm),
  bindLaw({ ...rankCorrelation, id: "kendall/order" }, kendallTau),
  bindLaw({ ...rankCorrelation, id: "spearman/order" }, spearmanRho),
  bindLaw(alikeNeedsSensitivity, indistinguishable),
  bindLaw(differenceVerdict, judgeDifference),
  bindLaw(meanBoundsHold, meanBounds),
  bindLaw(meanBoundsNarrow, meanBounds),
  bindLaw(permutationPower, ourLabelTest),
  bindLaw(jonckheerePower, ourJonckheere),
  bindLaw(permanovaPower, ourPermanova),
  bindLaw(permanovaUnequalSpread, ourPermanova),
  bindLaw(permdispPower, ourPermdisp),
  bindLaw(mannWhitneyPower, ourMannWhitney),
  bindLaw(welchPower, ourWelch),
  bindLaw(equivalencePower, ourEquivalence),
  bindLaw(pagePower, ourPage),
  bindLaw(slopeUnequal, ourSlope),
  bindLaw(slopePower, ourSlope),
  bindLaw(slopeBoundsHold, slope),
  bindLaw(indistinguishableLevel, ourAlike),
  bindLaw(indistinguishablePower, ourAlike),
  bindLaw(jonckheereDefinition, ourJonckheereStatistic),
  bindLaw(holmFamily, holm),
  ...Object.entries(procedures).map(([name, procedure]) =>
    bindLaw({ ...orderIrrelevant, id: `${name}/order-of-networks` }, procedure),
  ),
  bindLaw(bettingValid, eValues),
  bindLaw(bettingFair, eValues),
  bindLaw(bettingPower, eValues),
  bindLaw(sequenceCovers, ourSequence),
  bindLaw(sequencePrefix, ourSequence),
  bindLaw(sequentialVerdict, sequentialMean),
  bindLaw(signTestExact, signTest),
  bindLaw(signTestPower, signTest),
  bindLaw(stratifiedRanksValid, ourStratifiedRanks),
  bindLaw(stratifiedRanksPower, ourStratifiedRanks),
  bindLaw(stratifiedSuperiority, ourSuperiority),
  bindLaw(groupJackknifeIsWelch, groupJackknife),
  bindLaw(estimateDual, pOfEstimate),
  bindLaw({ ...slopeValid, id: "slope-estimate/valid" }, ourSlopeEstimate),
  bindLaw({ ...slopeUnequal, id: "slope-estimate/unequal" }, ourSlopeEstimate),
  bindLaw({ ...slopePower, id: "slope-estimate/power" }, ourSlopeEstimate),
  bindLaw({ ...slopeBoundsHold, id: "slope-estimate/coverage" }, ourSlopeEstimateBounds),
  bindLaw(largestBoundsHold, ourLargest),
  bindLaw(omegaDefinition, omegaSquared),
  bindLaw(omegaUnbiased, omegaSquared),
  bindLaw(omegaEstimateCovers, omegaEstimate),
  bindLaw(omegaDifferenceValid, ourOmegaDifference),
  bindLaw(twoWayDefinition, ourSquares),
  bindLaw(twoWayValid, ourTwoWay),
  bindLaw(twoWayPower, ourTwoWay),
  bindLaw(contrastCovers, ourContrast),
  bindLaw(contrastValid, ourContrast),
  bindLaw(jonckheereExactly, jonckheereExact),
  bindLaw(trendEffectDefinition, jonckheereEffect),
  bindLaw(trendEffectCovers, jonckheereEffect),
  bindLaw(vanElterenExactly, ourVanElteren),
  bindLaw(stratifiedDifferenceCovers, stratifiedDifference),
  bindLaw(shareDifferenceValid, shareDifference),
  bindLaw(shareBoundsCover, shareDifferenceBounds),
  bindLaw(constantBoundsHold, constantBounds),
  bindLaw(apartVerdict, judgeApart),
  bindLaw(slopeVerdict, judgeSlope),
  bindLaw(alikeVerdict, judgeAlike),
  bindLaw(flatVerdict, judgeFlat),
  bindLaw(shareVerdict, ourShareJudges),
  bindLaw(simulationRate, simulateTest),
  bindLaw(mixtureShares, mixtureEffect),
  bindLaw(spreadRatioCovers, spreadRatio),
  bindLaw(spreadRatioValid, spreadRatio),
  bindLaw(tiesAreTies, ourEveryLabelling),
  bindLaw(labelsAreKept, permutationTest),
  bindLaw(ranksAreCounted, ourExactRanks),
  bindLaw(permanovaExact, ourSmallPermanova),
  bindLaw(equalSpreadsAreEqual, ourSpreadTest),
  ...Object.entries(unitFree).map(([name, says]) =>
    bindLaw({ ...unitIsNothing, id: `${name}/scale` }, says),
  ),
  bindLaw(boundsOfTheirOwn, equivalence),
];
