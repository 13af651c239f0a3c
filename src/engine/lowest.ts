import type { Network } from "../model/model.ts";
import { pickTrials, type Trials } from "../task/trials.ts";
import { mean } from "./loss.ts";

/** A network of a list, by its place there, and its mean loss. */
export type Ranked = { readonly index: number; readonly loss: number };

/** The loss of each trial, `[trial]`, for each network. */
export type LossOf = (of: readonly Network[], on: Trials) => Promise<readonly Float64Array[]>;

/** Trials that are run between two looks at who is still in the race: a block of an engine. */
const TRIALS_AT_ONCE = 16;

/** The `count` networks of lowest mean loss, all of them run on all trials. */
export async function lowestOf(
  of: readonly Network[],
  on: Trials,
  { count, lossOf }: { readonly count: number; readonly lossOf: LossOf },
): Promise<readonly Ranked[]> {
  const losses = await lossOf(of, on);
  return inOrder(losses.map((own, index) => ({ index, loss: mean(own) }))).slice(0, count);
}

/** Finds the `count` networks of lowest mean loss. */
export type Lowest = typeof lowestOf;

/**
 * Added in another order, so many losses give a sum that differs by at most this share.
 * @source Higham 2002, §4.2
 */
const roundingOf = (count: number): number => 2 * count * Number.EPSILON;

/**
 * What `lowestOf` answers, to the bit, with less work. The first `count` networks are run on all
 * trials; any other only until its losses so far add up to more than the largest sum of those: no
 * loss is negative, so it can no longer be among the lowest. Trials that were hard for the first
 * ones go first, since they are likely to be hard for the others.
 */
export const raceToLowest: Lowest = raceWith(roundingOf);

/** `raceToLowest` with another share for rounding; with too small a one ties are lost. */
export function raceWith(rounding: (count: number) => number): Lowest {
  return async (of, on, { count, lossOf }) => {
    const race = raceOf({ networks: of.length, trials: on.count, count, rounding });
    let at = race.next();
    while (!at.done) {
      const { networks, trials } = at.value;
      const some = trials === null ? on : pickTrials(on, trials);
      const losses = await lossOf(
        networks.map((index) => of[index]),
        some,
      );
      at = race.next(losses);
    }
    return at.value;
  };
}

/** What a race waits for: the losses of these networks on these trials; null asks for all. */
export type RaceAsk = {
  readonly networks: readonly number[];
  readonly trials: Int32Array | null;
};

/** The size of a race, and how many are to win it. */
export type RaceSize = {
  readonly networks: number;
  readonly trials: number;
  readonly count: number;
  readonly rounding?: (count: number) => number;
};

/** A race, given the losses that it asks for: `[trial]` of each network, in the order asked. */
export function* raceOf({
  networks,
  trials,
  count,
  rounding = roundingOf,
}: RaceSize): Generator<RaceAsk, readonly Ranked[], readonly Float64Array[]> {
  const all = Array.from({ length: networks }, (_, index) => index);
  const leading = yield { networks: all.slice(0, count), trials: null };
  const first = leading.map((own, index) => ({ index, loss: mean(own) }));
  // NaN where one of the first has none: then no other is left out.
  const worst = Math.max(...first.map(({ loss }) => loss));
  const bound = worst * trials * (1 + rounding(trials));
  const order = hardestFirst(leading, trials);
  let running = all.slice(count).map((index) => ({ index, own: new Float64Array(trials), sum: 0 }));
  for (let from = 0; from < trials && running.length > 0; from += TRIALS_AT_ONCE) {
    const some = order.subarray(from, from + TRIALS_AT_ONCE);
    const losses = yield { networks: running.map(({ index }) => index), trials: some };
    for (const [k, runner] of running.entries())
      for (const [at, trial] of some.entries()) {
        runner.own[trial] = losses[k][at];
        runner.sum += losses[k][at];
      }
    running = running.filter(({ sum }) => !(sum > bound));
  }
  const others = running.map(({ index, own }) => ({ index, loss: mean(own) }));
  return inOrder([...first, ...others]).slice(0, count);
}

/** The trials by the sum of their losses, the largest first; in any order where a loss is NaN. */
function hardestFirst(losses: readonly Float64Array[], count: number): Int32Array {
  const sums = new Float64Array(count);
  for (const own of losses) for (let trial = 0; trial < count; trial++) sums[trial] += own[trial];
  return Int32Array.from({ length: count }, (_, trial) => trial).sort((a, b) => sums[b] - sums[a]);
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
