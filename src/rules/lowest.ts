import { mean } from "../engine/loss.ts";
import type { Network } from "../model/model.ts";
import { selectTrials, type Trials } from "../task/trials.ts";

/** A network of a list, by its place there, and its mean loss. */
export type Ranked = { readonly index: number; readonly loss: number };

/** The loss of each trial, `[trial]`, for each network. */
export type LossOf = (of: readonly Network[], on: Trials) => Promise<readonly Float64Array[]>;

/** Trials that are run between two looks at who is still in the race: whole blocks of an engine. */
const TRIALS_AT_ONCE = 64;

/** The `count` networks of lowest mean loss, all of them run on all trials. */
export async function lowestOf(
  of: readonly Network[],
  on: Trials,
  { count, lossOf }: { readonly count: number; readonly lossOf: LossOf },
): Promise<readonly Ranked[]> {
  const losses = await lossOf(of, on);
  return inOrder(losses.map((own, index) => ({ index, loss: mean(own) }))).slice(0, count);
}

/**
 * What `lowestOf` answers, to the bit, with less work. The first `count` networks are run on all
 * trials; any other only until its losses so far add up to more than the largest sum of those: no
 * loss is negative, so it can no longer be among the lowest.
 */
export async function raceToLowest(
  of: readonly Network[],
  on: Trials,
  { count, lossOf }: { readonly count: number; readonly lossOf: LossOf },
): Promise<readonly Ranked[]> {
  const first = await lowestOf(of.slice(0, count), on, { count, lossOf });
  // NaN where one of the first has none: then no other is left out.
  const bound = Math.max(...first.map(({ loss }) => loss));
  const sums = new Float64Array(of.length);
  let running = [...of.keys()].slice(count);
  for (let from = 0; from < on.count && running.length > 0; from += TRIALS_AT_ONCE) {
    const some = Math.min(TRIALS_AT_ONCE, on.count - from);
    const trials = selectTrials(
      on,
      Int32Array.from({ length: some }, (_, k) => from + k),
    );
    const losses = await lossOf(
      running.map((index) => of[index]),
      trials,
    );
    for (const [k, index] of running.entries())
      for (let trial = 0; trial < some; trial++) sums[index] += losses[k][trial];
    running = running.filter((index) => !(sums[index] / on.count > bound));
  }
  const others = running.map((index) => ({ index, loss: sums[index] / on.count }));
  return inOrder([...first, ...others]).slice(0, count);
}

/** Lowest first, equal losses in the order given; losses that are not finite last. */
function inOrder(networks: readonly Ranked[]): readonly Ranked[] {
  const rank = (loss: number): number => (Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss);
  return [...networks].sort((a, b) => {
    const [low, high] = [rank(a.loss), rank(b.loss)];
    // Equal ones stay in their order; the difference of two infinities would be no number.
    return low === high ? 0 : low - high;
  });
}
