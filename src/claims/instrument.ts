import type { Json } from "../setting/storable.ts";
import type { Analysis } from "../study/analysis.ts";
import type { DistanceEvidence, Group } from "../study/distanceEvidence.ts";
import type { TrainedNetwork } from "../study/trained.ts";
import type { Row } from "./evidence.ts";

/** What was measured of one network, by name. */
export type Values = Readonly<Record<string, number | string | boolean | null>>;

/** What an instrument reads off a network. */
export type Measured = {
  readonly values: Values;
  /** Why the network has no place among those measured, as the rest of a sentence about it. */
  readonly excluded?: string;
};

/** A count of networks, or a sum over them, that is said beside a test. */
export type Tally = {
  /** As in "3 of neither kind". */
  readonly says: string;
} & (
  | { readonly excluded: string }
  | { readonly flag: string }
  /** The sum of a value over all networks, those that were excluded too. */
  | { readonly sum: string }
);

/** Reads values off a network; knows no threshold. */
export type NetworkInstrument = {
  readonly kind: "network";
  readonly id: string;
  /** Raised when its values change: part of a registration. */
  readonly version: number;
  /** What it shows networks, and the numbers that its values hang on: part of a registration. */
  readonly probes?: Json;
  /** Where it reads loss, accuracy and counts alone, which is no look at a network. */
  readonly reads?: "training";
  /** Only the first so many seeds of a condition, whatever came of them; else those included. */
  readonly first?: number;
  /** With `first`: from this seed on; those before it belong to other measures. */
  readonly from?: number;
  /** What each value is, as words of a sentence. */
  readonly says: Readonly<Record<string, string>>;
  /** What is counted beside every test of it. */
  readonly tallies: readonly Tally[];
  /** A sentence beside a share of one of its values; empty for none. */
  readonly beside?: (rows: readonly Row[], value: string) => string;
  of(analysis: Analysis, trained: TrainedNetwork): Measured | Promise<Measured>;
};

/** Measures how far networks are from each other. */
export type DistanceInstrument = {
  readonly kind: "distance";
  readonly id: string;
  readonly version: number;
  readonly probes?: Json;
  between(analysis: Analysis, groups: readonly Group[]): Promise<DistanceEvidence>;
};

/** What tests measure with. */
export type Instrument = NetworkInstrument | DistanceInstrument;

/** The instrument and the value that a test's measure names. */
export function measureParts(measure: string): { readonly id: string; readonly value: string } {
  const at = measure.indexOf(".");
  return at < 0
    ? { id: measure, value: "" }
    : { id: measure.slice(0, at), value: measure.slice(at + 1) };
}

/**
 * The instrument that a measure names.
 * @throws RangeError where there is none.
 */
export function instrumentOf(measure: string, instruments: readonly Instrument[]): Instrument {
  const { id } = measureParts(measure);
  const found = instruments.find((each) => each.id === id);
  if (found !== undefined) return found;
  const names = instruments.map((each) => each.id).join(", ");
  throw new RangeError(`measure: there is no instrument "${id}"; there are ${names}`);
}
