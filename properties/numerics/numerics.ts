import { adamUpdate, integerPower } from "../../src/numerics/adam.ts";
import { normalPair } from "../../src/numerics/normal.ts";
import { createRng, permutation } from "../../src/numerics/rng.ts";
import { tanh64 } from "../../src/numerics/tanh.ts";
import { type BoundLaw, bindLaw } from "../law.ts";
import { biasIsCorrected, powersAreProducts } from "./adam.laws.ts";
import { ballsHold, ourBalls } from "./ball.laws.ts";
import {
  goldenNames,
  namesApart,
  ourGenerator,
  ourNaming,
  publishedNumbers,
} from "./generator.laws.ts";
import {
  inverseIsInverse,
  inverseIsPositive,
  ourLeastSquares,
  squaresAreRidge,
} from "./leastSquares.laws.ts";
import { goldenLogarithms, logarithmIsExact, ourLogarithm } from "./logarithm.laws.ts";
import { goldenPairs, pairIsBoxMuller } from "./normal.laws.ts";
import {
  integersAreUniform,
  normalsAreNormal,
  ordersAreUniform,
  streamsIndependent,
  uniformsAreUniform,
} from "./streams.laws.ts";
import { tanhIsExact } from "./tanh.laws.ts";

/** The laws of the numerics, bound to ours. */
export const numericsLaws: readonly BoundLaw[] = [
  bindLaw(publishedNumbers, ourGenerator),
  bindLaw(goldenNames, ourNaming),
  bindLaw(namesApart, ourNaming),
  bindLaw(pairIsBoxMuller, normalPair),
  bindLaw(goldenPairs, normalPair),
  bindLaw(logarithmIsExact, ourLogarithm),
  bindLaw(goldenLogarithms, ourLogarithm),
  bindLaw(tanhIsExact, tanh64),
  bindLaw(normalsAreNormal, createRng),
  bindLaw(integersAreUniform, createRng),
  bindLaw(uniformsAreUniform, createRng),
  bindLaw(streamsIndependent, createRng),
  bindLaw(ordersAreUniform, permutation),
  bindLaw(biasIsCorrected, adamUpdate),
  bindLaw(powersAreProducts, integerPower),
  bindLaw(ballsHold, ourBalls),
  bindLaw(squaresAreRidge, ourLeastSquares),
  bindLaw(inverseIsInverse, ourLeastSquares),
  bindLaw(inverseIsPositive, ourLeastSquares),
];
