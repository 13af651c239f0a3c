import fc from "fast-check";
import {
  type LossOf,
  type Lowest,
  type Ranked,
  raceToLowest,
  raceWith,
} from "../../src/engine/lowest.ts";
import type { Network } from "../../src/model/model.ts";
import { genetic } from "../../src/rules/genetic.ts";
import { working } from "../../src/setting/readings.ts";
import { selectTrials } from "../../src/task/trials.ts";
import type { Law } from "../law.ts";
import { drawSmall, ruleKey, smallRdm } from "./made.ts";

/** The loss of every network on every trial, `[network][trial]`, and how many are asked for. */
type Case = { readonly losses: readonly (readonly number[])[]; readonly count: number };

const base = drawSmall(smallRdm, genetic.settings(smallRdm, working).model, 1)();

/** Losses of a few sizes, so that sums are often equal; some networks overflow. */
const loss = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 0.25, 0.5, 1, 4) },
  { weight: 2, arbitrary: fc.double({ min: 0, max: 2, noNaN: true }) },
);
/** The same losses in other orders: their sums differ by rounding alone. */
const sameSums: fc.Arbitrary<Case> = fc
  .array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: 100, maxLength: 200 })
  .chain((own) => {
    const shuffled = fc.shuffledSubarray(own, { minLength: own.length });
    return fc.array(shuffled, { minLength: 2, maxLength: 6 });
  })
  .map((losses) => ({ losses, count: 1 }));

const anySums: fc.Arbitrary<Case> = fc
  .record({
    networks: fc.integer({ min: 1, max: 12 }),
    trials: fc.integer({ min: 1, max: 200 }),
    count: fc.integer({ min: 1, max: 6 }),
    odd: fc.constantFrom(null, Number.NaN, Number.POSITIVE_INFINITY),
  })
  .chain(({ networks, trials, count, odd }) =>
    fc
      .array(fc.array(loss, { minLength: trials, maxLength: trials }), {
        ...{ minLength: networks, maxLength: networks },
      })
      .map((losses) => ({
        count,
        losses: losses.map((own, k) => (odd !== null && k % 3 === 0 ? own.with(-1, odd) : own)),
      })),
  );

/** Networks that have the losses of a case, and what was asked about them. */
function stage({ losses }: Case) {
  const networks: readonly Network[] = losses.map(() => ({ ...base }));
  const on = smallRdm.draw(ruleKey(1), losses[0].length);
  let runs = 0;
  const lossOf: LossOf = async (of, asked) => {
    runs += of.length * asked.count;
    return of.map((network) => {
      const own = losses[networks.indexOf(network)];
      return Float64Array.from(asked.numbers, (number) => own[number]);
    });
  };
  return { networks, on, lossOf, runs: () => runs };
}

/** By its definition: all sums in the order of trials, sorted by insertion. */
function byHand({ losses, count }: Case): readonly Ranked[] {
  const placed: Ranked[] = [];
  for (const [index, own] of losses.entries()) {
    let sum = 0;
    for (const each of own) sum += each;
    const mean = sum / own.length;
    const above = placed.findIndex((each) => mean < each.loss || Number.isNaN(each.loss));
    const at = above === -1 || Number.isNaN(mean) ? placed.length : above;
    placed.splice(at, 0, { index, loss: mean });
  }
  return placed.slice(0, count);
}

const changed =
  (change: (found: readonly Ranked[]) => readonly Ranked[]): Lowest =>
  async (of, on, how) =>
    change(await raceToLowest(of, on, how));

/** Only what cannot matter is left out. */
export const raceIsExact: Law<Lowest, Case, "rules/lowest-exact"> = {
  id: "rules/lowest-exact",
  says: "the networks of lowest mean loss, as by hand, to the bit; ties and overflow included",
  needs: [],
  runs: 200,
  cases: () => fc.oneof(anySums, sameSums),
  async holds(lowest, given) {
    const { networks, on, lossOf } = stage(given);
    const found = await lowest(networks, on, { count: given.count, lossOf });
    const expected = byHand(given);
    // An overflowed sum is infinite or no number; both are last, in the order of the list.
    const shown = (each: readonly Ranked[]): string =>
      each.map(({ index, loss }) => `${index}: ${Number.isFinite(loss) ? loss : "none"}`).join();
    if (shown(found) !== shown(expected))
      throw new Error(`found ${shown(found)}, by hand ${shown(expected)}`);
  },
  mutants: [
    {
      name: "one whose sum equals the bound is left out",
      subject: changed((found) =>
        found.filter(({ loss }, k) => k === 0 || loss < found[found.length - 1].loss),
      ),
    },
    {
      name: "of equal losses the later goes first",
      subject: changed((found) =>
        [...found].sort((a, b) => (a.loss === b.loss ? b.index - a.index : 0)),
      ),
    },
    {
      name: "the last trial is not run",
      subject: (of, on, how) =>
        raceToLowest(
          of,
          selectTrials(
            on,
            Int32Array.from({ length: Math.max(1, on.count - 1) }, (_, k) => k),
          ),
          how,
        ),
    },
    { name: "rounding is not allowed for", subject: raceWith(() => 0) },
    {
      name: "the bound is the lowest loss",
      subject: async (of, on, { count, lossOf }) => {
        const [best] = await raceToLowest(of, on, { count, lossOf });
        const found = await raceToLowest(of, on, { count, lossOf });
        return found.filter(({ index, loss }) => index < count || loss <= best.loss);
      },
    },
  ],
};

/** Losing networks are not run to the end. */
export const raceSavesWork: Law<
  Lowest,
  { readonly trials: number; readonly networks: number },
  "rules/lowest-saves"
> = {
  id: "rules/lowest-saves",
  says: "networks that lose at once are run on one block of trials, the first ones on all",
  needs: [],
  runs: 20,
  cases: () =>
    fc.record({
      trials: fc.integer({ min: 128, max: 500 }),
      networks: fc.integer({ min: 6, max: 12 }),
    }),
  async holds(lowest, { trials, networks: size }) {
    const count = 5;
    const losses = Array.from({ length: size }, (_, k) =>
      Array.from({ length: trials }, () => (k < count ? 0.5 : 0.5 * trials)),
    );
    const { networks, on, lossOf, runs } = stage({ losses, count });
    await lowest(networks, on, { count, lossOf });
    const fewest = count * trials + (size - count) * 16;
    if (runs() !== fewest) throw new Error(`${runs()} runs of one network, expected ${fewest}`);
  },
  mutants: [
    {
      name: "all are run on all trials",
      subject: async (of, on, how) => {
        await how.lossOf(of, on);
        return raceToLowest(of, on, how);
      },
    },
  ],
};
