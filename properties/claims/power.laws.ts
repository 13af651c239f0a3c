import fc from "fast-check";
import type { Claim } from "../../src/claims/claim.ts";
import type { Evidence } from "../../src/claims/evidence.ts";
import { flags, madeEvidence } from "../../src/claims/made.ts";
import { type Power, simulatePower } from "../../src/claims/power.ts";
import { resampled } from "../../src/claims/resample.ts";
import type { Rng } from "../../src/numerics/rng.ts";
import { c01 } from "../../src/papers/mcmahan2021/pilot/c01-criterion.ts";
import { c09 } from "../../src/papers/mcmahan2021/pilot/c09-noise.ts";
import type { Law } from "../law.ts";
import { madeRng } from "../representations/made.ts";
import { mostByChance } from "../statistics/underNull.ts";

/** Anything that simulates the power of a claim. */
export type PowerOf = typeof simulatePower;

/** Ours with another way to draw populations. */
const drawing =
  (resample: (evidence: Evidence, n: number, rng: Rng) => Evidence): PowerOf =>
  (claim, given, settings) =>
    simulatePower(claim, given, { ...settings, resample });

const asManyAsAtHand = {
  name: "the populations at hand, whatever n is",
  subject: drawing((evidence) => evidence),
};

const oneStream = {
  name: "one stream for all draws",
  subject: (() => {
    const rng = madeRng(1, "one stream");
    return drawing((evidence, n) => resampled(evidence, n, rng));
  })(),
};

type Given = Parameters<PowerOf>[1];

/** The first test of a claim, in the role of a made-up rule. */
const firstTest = (claim: Claim) => claim.tests("made-up").slice(0, 1);

/** `met` of 20 networks that met the criterion. */
function criterion(met: number): Given {
  const tests = firstTest(c01);
  return { tests, evidence: madeEvidence(tests, { values: () => flags("met", met, 20) }) };
}

/** Counts at a low and at a high noise level. */
function noise(low: readonly number[], high: readonly number[]): Given {
  const tests = firstTest(c09).map((test) => ({ ...test, on: [test.on[0], test.on[2]] }));
  const values = ({ noise: level }: { readonly noise: number }) =>
    (level < 1 ? low : high).map((count) => ({ count }));
  return { tests, evidence: madeEvidence(tests, { values }) };
}

/** Each item's shares in turn, one after the other. */
async function each<Item>(
  items: readonly Item[],
  of: (item: Item) => Promise<readonly number[]>,
): Promise<number[]> {
  const found: number[] = [];
  for (const item of items) found.push(...(await of(item)));
  return found;
}

function mustRise(what: string, shares: readonly number[], least: number): void {
  const rises = shares.every((share, i) => i === 0 || share >= shares[i - 1] + 0.1);
  if (!rises || !(shares[shares.length - 1] >= least))
    throw new Error(`${what}: power ${shares.join(", ")}`);
}

export const powerRises: Law<PowerOf, number, "power/grows"> = {
  id: "power/grows",
  says: "the power of C01 and C09 grows with networks and with the effect, for either verdict",
  cite: "claims, power",
  needs: [],
  runs: 1,
  cases: () => fc.constant(60),
  async holds(simulate, draws) {
    const of = (met: number, ladder: readonly number[]): Promise<Power> =>
      simulate(c01, criterion(met), { ladder, draws });
    const supported = ({ rungs }: Power): number[] =>
      rungs.map(({ verdicts }) => verdicts.supported.share);
    const contradicted = ({ rungs }: Power): number[] =>
      rungs.map(({ verdicts }) => verdicts.contradicted.share);
    mustRise("C01 by n", supported(await of(17, [12, 24, 96])), 0.9);
    mustRise(
      "C01 by effect",
      await each([12, 16, 20], async (met) => supported(await of(met, [16]))),
      0.9,
    );
    mustRise("C01, contradicted, by n", contradicted(await of(8, [8, 40, 96])), 0.9);
    // C09 is judged by 9,999 permutations each time: fewer draws, settings further apart.
    const trend = async (high: readonly number[], ladder: readonly number[]): Promise<number[]> =>
      supported(await simulate(c09, noise([1, 1, 2, 1, 1, 2], high), { ladder, draws: draws / 4 }));
    mustRise("C09 by n", await trend([1, 2, 2, 2, 1, 2], [12, 48]), 0.8);
    mustRise(
      "C09 by effect",
      await each(
        [
          [1, 1, 2, 1, 2, 1],
          [2, 2, 3, 2, 3, 2],
        ],
        (high) => trend(high, [12]),
      ),
      0.8,
    );
  },
  mutants: [
    asManyAsAtHand,
    {
      name: "n networks in all for n a cell",
      subject: drawing((evidence, n, rng) => resampled(evidence, Math.max(1, n >> 1), rng)),
    },
    {
      name: "twelve networks at most, whatever n is",
      subject: drawing((evidence, n, rng) => resampled(evidence, Math.min(n, 12), rng)),
    },
  ],
};

export const powerKeepsLevel: Law<PowerOf, number, "power/level"> = {
  id: "power/level",
  says: "a claim without an effect comes out supported no more often than its level",
  cite: "claims, power",
  needs: [],
  runs: 1,
  cases: () => fc.constant(120),
  async holds(simulate, draws) {
    const alike = [1, 2, 1, 3, 1, 1];
    const found: readonly (readonly [string, () => Promise<Power>])[] = [
      ["C01 at its margin", () => simulate(c01, criterion(12), { ladder: [12, 40], draws })],
      ["C09", () => simulate(c09, noise(alike, alike), { ladder: [12], draws: draws / 2 })],
    ];
    for (const [name, simulated] of found)
      for (const { networks, draws: drawn, verdicts } of (await simulated()).rungs) {
        const most = mostByChance({ trials: drawn, share: 0.05 });
        const { count } = verdicts.supported;
        if (count > most)
          throw new Error(`${name}, n ${networks}: supported ${count} of ${drawn}, most ${most}`);
      }
  },
  mutants: [
    {
      name: "each network drawn counts four times",
      subject: drawing((evidence, n, rng) => {
        const few = resampled(evidence, Math.ceil(n / 4), rng);
        return { ...few, rows: few.rows.flatMap((row) => [row, row, row, row]) };
      }),
    },
    {
      name: "inconclusive counts as supported",
      subject: async (claim, given, settings) => {
        const found = await simulatePower(claim, given, settings);
        const rungs = found.rungs.map((rung) => {
          const { supported, inconclusive } = rung.verdicts;
          const count = supported.count + inconclusive.count;
          return { ...rung, verdicts: { ...rung.verdicts, supported: { ...supported, count } } };
        });
        return { ...found, rungs };
      },
    },
  ],
};

/** Evidence of C01, a ladder, and how many draws. */
export type PowerCase = {
  readonly met: number;
  readonly ladder: readonly number[];
  readonly draws: number;
};

export const powerOfStreams: Law<PowerOf, PowerCase, "power/streams"> = {
  id: "power/streams",
  says: "same evidence, same answer, on any ladder; shares lie in their intervals, add up to 1",
  cite: "claims, power",
  needs: [],
  runs: 25,
  cases: () =>
    fc.record({
      met: fc.integer({ min: 0, max: 20 }),
      ladder: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 4 }),
      draws: fc.integer({ min: 2, max: 30 }),
    }),
  async holds(simulate, { met, ladder, draws }) {
    const whole = await simulate(c01, criterion(met), { ladder, draws });
    const rung = (networks: number, { rungs }: Power): string =>
      JSON.stringify(rungs.find((each) => each.networks === networks));
    for (const networks of ladder) {
      const alone = rung(
        networks,
        await simulate(c01, criterion(met), { ladder: [networks], draws }),
      );
      if (alone !== rung(networks, whole))
        throw new Error(`n ${networks}: ${rung(networks, whole)}, alone ${alone}`);
    }
    const rising = [...new Set(ladder)].sort((a, b) => a - b);
    if (whole.rungs.map(({ networks }) => networks).join() !== rising.join())
      throw new Error(`rungs ${whole.rungs.map(({ networks }) => networks)}, not ${rising}`);
    for (const { verdicts } of whole.rungs) {
      const shares = Object.values(verdicts);
      const total = shares.reduce((sum, { count }) => sum + count, 0);
      if (total !== draws) throw new Error(`${total} verdicts of ${draws} draws`);
      for (const { share, low, high, count } of shares)
        if (!(low <= share && share <= high && share === count / draws))
          throw new Error(`${count} of ${draws}: ${low} ≤ ${share} ≤ ${high}`);
    }
    const enough = whole.rungs.flatMap(({ networks, verdicts }) =>
      (["supported", "contradicted"] as const)
        .filter((verdict) => verdicts[verdict].count * 5 >= draws * 4)
        .map((verdict) => ({ verdict, networks, share: verdicts[verdict].share })),
    );
    if (JSON.stringify(whole.settled) !== JSON.stringify(enough[0] ?? null))
      throw new Error(`settled ${JSON.stringify(whole.settled)}, not ${JSON.stringify(enough[0])}`);
  },
  mutants: [
    oneStream,
    {
      name: "the last rung that is settled",
      subject: async (claim, evidence, settings) => {
        const found = await simulatePower(claim, evidence, settings);
        const last = found.rungs[found.rungs.length - 1].networks;
        return { ...found, settled: found.settled && { ...found.settled, networks: last } };
      },
    },
    {
      name: "settled at one draw in two",
      subject: (claim, evidence, settings) =>
        simulatePower(claim, evidence, { ...settings, enough: 0.5 }),
    },
    {
      name: "both conclusive verdicts together",
      subject: async (claim, evidence, settings) => {
        const found = await simulatePower(claim, evidence, settings);
        const rung = found.rungs.find(
          ({ verdicts }) => verdicts.supported.share + verdicts.contradicted.share > 0.3,
        );
        const settled =
          rung === undefined
            ? null
            : ({ verdict: "supported", networks: rung.networks, share: 1 } as const);
        return { ...found, settled };
      },
    },
  ],
};
