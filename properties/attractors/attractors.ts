import { certify, newtonRadius } from "../../src/attractors/certificate.ts";
import { collectPoints } from "../../src/attractors/collect.ts";
import { coverageOf } from "../../src/attractors/coverage.ts";
import { exploreFixedPoints } from "../../src/attractors/exploreFixedPoints.ts";
import { type FixedPointQuestion, findFixedPoints } from "../../src/attractors/findFixedPoints.ts";
import { newtonSolver } from "../../src/attractors/newton.ts";
import { passesPerturbations } from "../../src/attractors/perturbationTest.ts";
import { pulseResponse, pulseResponses } from "../../src/attractors/pulse.ts";
import { findFixedPointsAsReleased } from "../../src/attractors/release.ts";
import { slowMode, slowPoints } from "../../src/attractors/slowPoints.ts";
import { referenceSolver } from "../../src/attractors/solve.ts";
import { certifyStability } from "../../src/attractors/stabilityCertificate.ts";
import { findFixedPointsAlong } from "../../src/attractors/warmStarts.ts";
import { createWasmDescent } from "../../src/engine/descent/wasm.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import { type BoundLaw, bindLaw } from "../law.ts";
import {
  ballsAreKnown,
  certificatesAreTrue,
  newtonReaches,
  stabilityIsProven,
} from "./certificate.laws.ts";
import { coverageCovers, ourProver, proofsAreTrue } from "./complete.laws.ts";
import { degreeIsOne } from "./degree.laws.ts";
import { sameDescents } from "./descent.laws.ts";
import { stabilityIsDynamics } from "./dynamics.laws.ts";
import {
  ghostsAreNear,
  kinksAreLookedAt,
  linesAreOne,
  ringsAreWhole,
  setsFollowTheirNetwork,
} from "./edges.laws.ts";
import { followsEquation1, ourFollow, pulsesApart, sameFlows } from "./flow.laws.ts";
import { noRecurrence, oneUnit, orderOfUnits, pointsAreFixed, stepSize } from "./points.laws.ts";
import { answersAreGrouped, nonRootsAreCounted, slowSaddlesPass } from "./release.laws.ts";
import { linesAreLines, modesAreModes, pulsesDecay, slowIsSlow } from "./slow.laws.ts";
import { minimaAreNotRoots, residualIsTrue, solversAgree } from "./solver.laws.ts";
import { warmSetsContain } from "./warm.laws.ts";

/** A law that was tried on a further subject: its mutants need not be tried again. */
const alsoOn = (subject: string, bound: BoundLaw): BoundLaw => ({
  ...bound,
  id: `${bound.id}/${subject}`,
  mutants: [],
});

/** What people use, and what looks further than the degree asks. */
const exhaustive = (question: FixedPointQuestion) =>
  findFixedPoints({ ...question, search: "exhaustive" });
const explored = ({ network, input, starts }: FixedPointQuestion) =>
  exploreFixedPoints({
    ...{ network, input, starts, mostDraws: 60 },
    key: deriveKey(null, "laws"),
  });

/** The laws of attractors, bound to our solvers, finder and certificates. */
export const attractorsLaws: readonly BoundLaw[] = [
  bindLaw(residualIsTrue, newtonSolver),
  alsoOn(referenceSolver.name, bindLaw(residualIsTrue, referenceSolver)),
  bindLaw(minimaAreNotRoots, newtonSolver),
  alsoOn(referenceSolver.name, bindLaw(minimaAreNotRoots, referenceSolver)),
  bindLaw(solversAgree, newtonSolver),
  bindLaw(pointsAreFixed, findFixedPoints),
  bindLaw(noRecurrence, findFixedPoints),
  bindLaw(orderOfUnits, findFixedPoints),
  bindLaw(stepSize, findFixedPoints),
  bindLaw(oneUnit, findFixedPoints),
  bindLaw(degreeIsOne, findFixedPoints),
  bindLaw(stabilityIsDynamics, findFixedPoints),
  bindLaw(certificatesAreTrue, certify),
  bindLaw(newtonReaches, newtonRadius),
  bindLaw(ballsAreKnown, collectPoints),
  bindLaw(sameDescents, createWasmDescent()),
  bindLaw(sameFlows, createWasmDescent()),
  bindLaw(followsEquation1, ourFollow),
  bindLaw(pulsesApart, pulseResponses),
  bindLaw(stabilityIsProven, certifyStability),
  bindLaw(slowIsSlow, slowPoints),
  bindLaw(linesAreLines, slowPoints),
  bindLaw(modesAreModes, slowMode),
  bindLaw(pulsesDecay, pulseResponse),
  bindLaw(nonRootsAreCounted, findFixedPointsAsReleased),
  bindLaw(answersAreGrouped, findFixedPointsAsReleased),
  bindLaw(slowSaddlesPass, passesPerturbations),
  bindLaw(warmSetsContain, findFixedPointsAlong),
  bindLaw(ghostsAreNear, findFixedPoints),
  bindLaw(kinksAreLookedAt, findFixedPoints),
  bindLaw(linesAreOne, findFixedPoints),
  bindLaw(setsFollowTheirNetwork, exhaustive),
  bindLaw(ringsAreWhole, explored),
  bindLaw(proofsAreTrue, ourProver),
  bindLaw(coverageCovers, coverageOf),
];
