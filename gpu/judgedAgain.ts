import type { Finding } from "../src/claims/finding.ts";
import type { Tier } from "../src/engine/engine.ts";
import type { Device } from "./device.ts";

/** What came of networks that a device trained again, and of the claims that read them. */
export type JudgedAgain = {
  readonly device: Device;
  /** How many networks were to be trained. */
  readonly wanted: number;
  /** Those that were, now or before. */
  readonly networks: readonly {
    readonly key: string;
    readonly cell: string;
    readonly seed: number;
    readonly updates: number;
    readonly isIdentical: boolean;
  }[];
  /** Where findings are not what the pilot's ledger says. */
  readonly surprises: readonly string[];
  readonly findings: readonly (Finding & {
    readonly device: Device;
    readonly tiers: readonly Tier[];
  })[];
};
