import { definedEngine } from "../../src/engine/defined.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { joinQuestions } from "../../src/engine/joined.ts";
import { lanesEngine, traceInLanes } from "../../src/engine/lanes.ts";
import { openSession } from "../../src/engine/openSession.ts";
import { referenceEngine } from "../../src/engine/reference.ts";
import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import { dispatchesOf } from "../../src/engine/webgpu/dispatches.ts";
import { type BoundLaw, bindLaw, type Law } from "../law.ts";
import { agreesWithOracle } from "./agreement.laws.ts";
import { sameBytes, sameBytesBroken } from "./bytes.laws.ts";
import { gradientIsDerivative } from "./gradient.laws.ts";
import { networksApart, traceFollows, trialsApart } from "./independence.laws.ts";
import { joinedIsSingle } from "./joined.laws.ts";
import { sameKickedBytes, sameKickedBytesWide } from "./kicked.laws.ts";
import { ratesAreOfStates } from "./lanes.laws.ts";
import { type EngineLowest, raceInOneCall } from "./lowest.laws.ts";
import { plainEngine } from "./plainEngine.ts";
import {
  eligibilityIsEquation3,
  sessionFollowsTrace,
  sessionsApart,
  squaresAreTheNumerics,
  stateIsWritten,
  weightsAreWritten,
} from "./session.laws.ts";
import { sameSessionBytes, sameSessionBytesWide } from "./sessionBytes.laws.ts";
import type { Open } from "./sessionMutants.ts";
import { workIsCut } from "./webgpu.laws.ts";

const PAIR = { engine: wasmEngine, other: definedEngine };

const SESSIONS = { open: wasmEngine.open, other: openSession };

/** The law for a further subject: its mutants are tried once only. */
function again<Subject extends { readonly name: string }, Case>(
  law: Law<Subject, Case>,
  subject: Subject,
): BoundLaw {
  return bindLaw({ ...law, id: `${law.id}/${subject.name}`, mutants: [] }, subject);
}

/** A law of sessions, for those of the definition and of the kernel. */
function sessionLaws<Case>(law: Law<Open, Case>): readonly BoundLaw[] {
  return [
    bindLaw(law, openSession),
    bindLaw({ ...law, id: `${law.id}/wasm`, mutants: [] }, wasmEngine.open),
  ];
}

/** An engine's race in one call. @throws Error where it has none. */
export function lowestOn({ name, lowest }: Engine): EngineLowest {
  if (lowest === undefined) throw new Error(`${name}: expected a race in one call, got none`);
  return lowest;
}

/** The laws of the engines, bound to ours. */
export const engineLaws: readonly BoundLaw[] = [
  bindLaw(gradientIsDerivative, wasmEngine),
  again(gradientIsDerivative, referenceEngine),
  again(gradientIsDerivative, definedEngine),
  again(gradientIsDerivative, plainEngine()),
  bindLaw(agreesWithOracle, wasmEngine),
  again(agreesWithOracle, referenceEngine),
  again(agreesWithOracle, lanesEngine),
  bindLaw(sameBytes, PAIR),
  bindLaw(sameBytesBroken, PAIR),
  bindLaw(sameSessionBytes, SESSIONS),
  bindLaw(sameSessionBytesWide, SESSIONS),
  bindLaw(sameKickedBytes, wasmEngine.kicked),
  bindLaw(sameKickedBytesWide, wasmEngine.kicked),
  bindLaw(raceInOneCall, lowestOn(wasmEngine)),
  bindLaw(networksApart, wasmEngine),
  again(networksApart, referenceEngine),
  bindLaw(trialsApart, wasmEngine),
  again(trialsApart, referenceEngine),
  again(trialsApart, lanesEngine),
  bindLaw(joinedIsSingle, joinQuestions),
  bindLaw(workIsCut, dispatchesOf),
  bindLaw(traceFollows, wasmEngine),
  again(traceFollows, referenceEngine),
  again(traceFollows, lanesEngine),
  bindLaw(ratesAreOfStates, traceInLanes),
  ...sessionLaws(sessionFollowsTrace),
  ...sessionLaws(sessionsApart),
  ...sessionLaws(weightsAreWritten),
  ...sessionLaws(stateIsWritten),
  ...sessionLaws(eligibilityIsEquation3),
  ...sessionLaws(squaresAreTheNumerics),
];
