import { createRng, deriveKey, type Rng } from "../numerics/rng.ts";
import { binomialBounds } from "../statistics/binomialBounds.ts";
import { type Claim, registrationOf } from "./claim.ts";
import type { Evidence } from "./evidence.ts";
import { combine, type Reached } from "./finding.ts";
import { judgeTests } from "./judge.ts";
import { resampled } from "./resample.ts";
import type { Test } from "./test.ts";

/** How often a verdict came out, with the exact 95 % interval of its share. */
export type VerdictShare = {
  readonly count: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
};

/** What a claim comes to with n networks a cell. */
export type PowerRung = {
  readonly networks: number;
  /** Populations that were drawn. */
  readonly draws: number;
  readonly verdicts: Readonly<Record<Reached, VerdictShare>>;
};

/** The verdict that a claim is on its way to, and the n at which it gets there. */
export type Settled = {
  readonly verdict: "supported" | "contradicted";
  readonly networks: number;
  /** The share of draws that came out so. */
  readonly share: number;
};

/** How many networks a claim needs, by simulation. */
export type Power = {
  readonly id: string;
  readonly registration: string;
  /** In rising order of networks. */
  readonly rungs: readonly PowerRung[];
  /** The first rung where one conclusive verdict came out often enough; null where none did. */
  readonly settled: Settled | null;
};

/** What a simulation of power is asked for. */
export type PowerSettings = {
  /** Networks a cell to try, each a positive integer. */
  readonly ladder: readonly number[];
  /** Populations drawn at each n. */
  readonly draws: number;
  /** The share of draws that one conclusive verdict must reach to count as settled. */
  readonly enough?: number;
  /** Draws networks; ours where it is left out. */
  readonly resample?: (evidence: Evidence, n: number, rng: Rng) => Evidence;
  /** Told before each draw, and waited for: progress, or a pause. */
  readonly tell?: (networks: number, draw: number) => void | Promise<void>;
};

/** Networks a cell that are tried where nothing else is said. */
export const POWER_LADDER: readonly number[] = [8, 12, 16, 24, 32, 48, 64];

/** The power that studies are planned with by custom (Cohen 1988). */
const ENOUGH = 0.8;

/**
 * The power of a claim by simulation: for each n, populations of n networks a cell are drawn with
 * replacement from the evidence at hand, and judged as the claim judges. It takes the populations
 * at hand for the truth, so with few of them it is a guide and no promise. Each draw has a stream
 * of its own: the same evidence gets the same answer, on any ladder.
 * @source claims "power says by simulation what n would settle an inconclusive one"
 * @throws RangeError for an empty ladder, an n or a number of draws that is no positive integer, or
 * a share outside (0, 1].
 */
export async function simulatePower(
  claim: Claim,
  { tests, evidence }: { readonly tests: readonly Test[]; readonly evidence: Evidence },
  { ladder, draws, enough = ENOUGH, tell, resample = resampled }: PowerSettings,
): Promise<Power> {
  requireSettings({ ladder, draws, enough });
  const registration = registrationOf(claim);
  const key = deriveKey(null, "attest", "power", claim.id, registration);
  const rungs: PowerRung[] = [];
  for (const networks of [...new Set(ladder)].sort((a, b) => a - b)) {
    const counts = { supported: 0, contradicted: 0, inconclusive: 0, "not applicable": 0 };
    for (let draw = 0; draw < draws; draw++) {
      await tell?.(networks, draw);
      const drawing = createRng(deriveKey(key, "draw", networks, draw));
      const judging = createRng(deriveKey(key, "judge", networks, draw));
      const drawn = resample(evidence, networks, drawing);
      counts[combine(judgeTests(claim, tests, drawn, judging))] += 1;
    }
    const share = (verdict: Reached): VerdictShare => ({
      count: counts[verdict],
      share: counts[verdict] / draws,
      ...binomialBounds({ successes: counts[verdict], trials: draws }),
    });
    const verdicts = {
      supported: share("supported"),
      contradicted: share("contradicted"),
      inconclusive: share("inconclusive"),
      "not applicable": share("not applicable"),
    };
    rungs.push({ networks, draws, verdicts });
  }
  return { id: claim.id, registration, rungs, settled: settledBy(rungs, enough) };
}

function settledBy(rungs: readonly PowerRung[], enough: number): Settled | null {
  for (const { networks, verdicts } of rungs)
    for (const verdict of ["supported", "contradicted"] as const) {
      const { share } = verdicts[verdict];
      if (share >= enough) return { verdict, networks, share };
    }
  return null;
}

function requireSettings({
  ladder,
  draws,
  enough,
}: {
  readonly ladder: readonly number[];
  readonly draws: number;
  readonly enough: number;
}): void {
  if (ladder.length === 0) throw new RangeError("ladder: expected at least one n, got none");
  for (const [i, networks] of ladder.entries())
    if (!(Number.isInteger(networks) && networks >= 1))
      throw new RangeError(`ladder[${i}]: expected a positive integer, got ${networks}`);
  if (!(Number.isInteger(draws) && draws >= 1))
    throw new RangeError(`draws: expected a positive integer, got ${draws}`);
  if (!(enough > 0 && enough <= 1))
    throw new RangeError(`enough: expected a number in (0, 1], got ${enough}`);
}
