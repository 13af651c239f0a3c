import type { Engine } from "../engine/engine.ts";
import { deriveKey, type Key } from "../numerics/rng.ts";
import type { Population } from "../study/analysis.ts";
import { rescore } from "../study/rescore.ts";
import type { StudyRules } from "../study/rules.ts";
import { type Drawn, drawSome, noticedChance, runsToNotice } from "../study/sample.ts";
import type { Host } from "./host.ts";

/** Networks whose accuracy is measured again. */
export const RESCORED = 24;

/** Sets of fixed points that are solved for again from new starts. */
export const RESOLVED = 40;

/** Measures the accuracy of a sample of networks again; says what differs, and how many it were. */
export async function rescoreSample(
  populations: readonly Population[],
  {
    key,
    rules,
    engine,
  }: { readonly key: Key; readonly rules: StudyRules; readonly engine: Engine },
  host: Pick<Host, "signal">,
): Promise<{ readonly drawn: number; readonly differences: readonly string[] }> {
  const all = populations.flatMap(({ networks }) => networks);
  // Only engines that make the same bytes can say that a share of trials is another.
  const sample = drawSome(
    all.filter(({ tier }) => tier === engine.tier && tier !== "tolerance"),
    RESCORED,
    deriveKey(key, "rescored"),
  );
  const differences: string[] = [];
  for (const trained of sample) {
    host.signal.throwIfAborted();
    const why = await rescore(trained, rules.named(trained.cell.rule), engine);
    if (why !== null) differences.push(why);
  }
  return { drawn: sample.length, differences };
}

/** How many networks and sets there are, and how many of them a run looked at. */
export type Looked = {
  readonly salt: string;
  readonly networks: number;
  readonly trainedAgain: readonly Drawn[];
  readonly unfinished: number;
  readonly rescored: number;
  readonly sets: number;
  readonly resolved: number;
  /** Networks that the list beside the populations says were trained again elsewhere. */
  readonly listed: number;
};

/** Shares of networks or sets that a forger may have changed. */
const SHARES = [0.01, 0.1] as const;

/** What a run has verified, and how likely it would have noticed a forgery; a sentence each. */
export function lookedWords(looked: Looked): readonly string[] {
  const { salt, networks, trainedAgain, unfinished, rescored, sets, resolved, listed } = looked;
  const odds = (what: string, count: number): string => {
    const said = SHARES.map((share) => {
      const chance = noticedChance(share, count);
      return (
        `1 in ${Math.round(1 / share)} forged is noticed with a chance of ${percent(chance)}, ` +
        `by ${runsToNotice(chance)} runs with 99 %`
      );
    });
    return `${what}: ${said.join("; ")}.`;
  };
  const finished = trainedAgain.length - unfinished;
  const least = Math.min(1, ...trainedAgain.map(({ chance }) => chance));
  return [
    `Samples were drawn by --salt ${salt}, from a hash of all files: it repeats the draw.`,
    ...(trainedAgain.length === 0
      ? []
      : [
          odds(
            `${finished} of ${networks} networks were trained again, one a rule (any change of ` +
              `weights, losses or counters)`,
            finished,
          ),
          `Of those the least likely to be drawn had a chance of ${percent(least)}; ` +
            `${unfinished} were not finished in the time.`,
        ]),
    ...(rescored === 0
      ? []
      : [
          odds(
            `${rescored} of ${networks} were scored again (weights, accuracy, reason)`,
            rescored,
          ),
        ]),
    ...(resolved === 0
      ? []
      : [odds(`${resolved} of ${sets} sets of fixed points were solved for again`, resolved)]),
    `${listed} of ${networks} networks are listed as trained again by attest audit --all, ` +
      "which notices all for sure.",
  ];
}

const percent = (share: number): string => `${(100 * share).toPrecision(2)} %`;
