import { writeAtomically } from "../../src/store/atomic.ts";
import { readCellFile } from "../../src/store/cellFile.ts";
import { readNetworkFile } from "../../src/store/networkFile.ts";
import { decodeSafetensors } from "../../src/store/safetensors.ts";
import { decodeArtifact, openStore, readStore } from "../../src/store/store.ts";
import { type BoundLaw, bindLaw } from "../law.ts";
import {
  artifactsRoundTrip,
  changesAreSeen,
  kindsAreSeen,
  ourArtifacts,
  ourPacking,
  packingKeeps,
} from "./artifacts.laws.ts";
import { cellsRead, fuzzedCells, halvesExact, ourHalves } from "./cells.laws.ts";
import { survivesFaults } from "./faults.laws.ts";
import {
  brokenSetAside,
  keysAreChecked,
  readingChangesNothing,
  writesWhole,
} from "./files.laws.ts";
import { fuzzedArtifacts, fuzzedNetworks, fuzzedSafetensors } from "./fuzz.laws.ts";
import {
  changedNeverCrashes,
  hostileRefused,
  ourCodec,
  roundTrip,
  truncationRefused,
} from "./safetensors.laws.ts";

/** The laws of the store, bound to ours. */
export const storeLaws: readonly BoundLaw[] = [
  bindLaw(roundTrip, ourCodec),
  bindLaw(hostileRefused, decodeSafetensors),
  bindLaw(truncationRefused, decodeSafetensors),
  bindLaw(changedNeverCrashes, decodeSafetensors),
  bindLaw(packingKeeps, ourPacking),
  bindLaw(artifactsRoundTrip, ourArtifacts),
  bindLaw(changesAreSeen, ourArtifacts),
  bindLaw(kindsAreSeen, ourArtifacts),
  bindLaw(writesWhole, writeAtomically),
  bindLaw(survivesFaults, openStore),
  bindLaw(brokenSetAside, openStore),
  bindLaw(keysAreChecked, openStore),
  bindLaw(readingChangesNothing, readStore),
  bindLaw(fuzzedSafetensors, decodeSafetensors),
  bindLaw(fuzzedArtifacts, decodeArtifact),
  bindLaw(fuzzedNetworks, readNetworkFile),
  bindLaw(halvesExact, ourHalves),
  bindLaw(cellsRead, readCellFile),
  bindLaw(fuzzedCells, readCellFile),
];
