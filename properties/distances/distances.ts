import { eachBasisProducts } from "../../src/distances/basisProducts.ts";
import { debiasedCka } from "../../src/distances/debiasedCka.ts";
import { classicalMds } from "../../src/distances/mds.ts";
import { nearestNeighbours } from "../../src/distances/neighbours.ts";
import { procrustes } from "../../src/distances/procrustes.ts";
import { pwcca } from "../../src/distances/pwcca.ts";
import { svccaDistances } from "../../src/distances/svcca.ts";
import { releaseTopologyFeatures, topologyFeatures } from "../../src/distances/topology.ts";
import { type BoundLaw, bindLaw } from "../law.ts";
import { pairsAreProducts } from "./basisProducts.laws.ts";
import {
  excessBoundsHold,
  excessCentred,
  excessValid,
  ourExcess,
  ourExcessBounds,
} from "./excess.laws.ts";
import { excessEstimateCovers, ourExcessEstimate } from "./excessEstimate.laws.ts";
import {
  ceilingIsTop,
  debiasedIsUnbiased,
  orderIsMapped,
  ourCeiling,
  ourOrderMap,
  ourRdmComparison,
  pwccaWeighted,
  rdmsCompared,
} from "./found.laws.ts";
import { classicalRecovers, ourSmacof, stressFalls, stressStationary } from "./mds.laws.ts";
import { ourPlaceTest, placeTestPower, placeTestValid } from "./placeTest.laws.ts";
import {
  copiesAreSame,
  noiseIsNothing,
  ourDistances,
  ourReader,
  ourSaysOfNoise,
  procrustesKnown,
  singlePrecisionTaken,
} from "./rounding.laws.ts";
import { mapsScale, ofActivities, ourMaps, scaleIsNothing } from "./scale.laws.ts";
import {
  ourSilhouette,
  silhouetteDefinition,
  silhouetteInvariant,
  silhouetteOfNothing,
} from "./silhouette.laws.ts";
import { comparisonInvariant, matrixOfPairs, ourCka, ourProcrustes } from "./similarity.laws.ts";
import {
  ourSvcca,
  svccaInvariant,
  svccaKnown,
  svccaOfItself,
  svccaSymmetric,
  svccaWithinRange,
} from "./svcca.laws.ts";
import { neighboursNearest, topologyInvariant, topologyRelease } from "./topology.laws.ts";
import { ourSilhouetteTrend, silhouetteTrendPower, silhouetteTrendValid } from "./trend.laws.ts";

/** The laws of distances, bound to ours. */
export const distancesLaws: readonly BoundLaw[] = [
  bindLaw(svccaOfItself, ourSvcca),
  bindLaw(pairsAreProducts, eachBasisProducts),
  bindLaw(svccaSymmetric, ourSvcca),
  bindLaw(svccaInvariant, ourSvcca),
  bindLaw(svccaWithinRange, ourSvcca),
  bindLaw(svccaKnown, ourSvcca),
  bindLaw(matrixOfPairs, svccaDistances),
  bindLaw({ ...comparisonInvariant, id: "cka/invariant" }, ourCka),
  bindLaw({ ...comparisonInvariant, id: "procrustes/invariant" }, ourProcrustes),
  bindLaw(silhouetteDefinition, ourSilhouette),
  bindLaw(silhouetteInvariant, ourSilhouette),
  bindLaw(silhouetteOfNothing, ourSilhouette),
  bindLaw(excessValid, ourExcess),
  bindLaw(excessCentred, ourExcess),
  bindLaw(excessBoundsHold, ourExcessBounds),
  bindLaw(silhouetteTrendValid, ourSilhouetteTrend),
  bindLaw(silhouetteTrendPower, ourSilhouetteTrend),
  bindLaw(excessEstimateCovers, ourExcessEstimate),
  bindLaw(placeTestValid, ourPlaceTest),
  bindLaw(placeTestPower, ourPlaceTest),
  bindLaw(classicalRecovers, classicalMds),
  bindLaw(stressFalls, ourSmacof),
  bindLaw(stressStationary, ourSmacof),
  bindLaw(neighboursNearest, nearestNeighbours),
  bindLaw(topologyInvariant, topologyFeatures),
  bindLaw(topologyRelease, releaseTopologyFeatures),
  ...Object.entries(ourDistances).map(([name, distance]) =>
    bindLaw({ ...copiesAreSame, id: `${name}/scaled-copies` }, distance),
  ),
  bindLaw(procrustesKnown, procrustes),
  bindLaw(noiseIsNothing, ourSaysOfNoise),
  bindLaw(singlePrecisionTaken, ourReader),
  ...Object.entries(ofActivities).map(([name, says]) =>
    bindLaw({ ...scaleIsNothing, id: `${name}/scale` }, says),
  ),
  ...Object.entries(ourMaps).map(([name, make]) =>
    bindLaw({ ...mapsScale, id: `${name}-mds/scale` }, make),
  ),
  bindLaw(debiasedIsUnbiased, debiasedCka),
  bindLaw(pwccaWeighted, pwcca),
  bindLaw(rdmsCompared, ourRdmComparison),
  bindLaw(ceilingIsTop, ourCeiling),
  bindLaw(orderIsMapped, ourOrderMap),
];
