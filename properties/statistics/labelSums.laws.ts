import fc from "fast-check";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import { type Labelled, labelSums, membersOf, pairSums } from "../../src/statistics/labelSums.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";

type Case = { readonly seed: number; readonly size: number; readonly count: number };

const cases: fc.Arbitrary<Case> = fc.record({
  seed: fc.nat(1_000_000),
  size: fc.integer({ min: 1, max: 40 }),
  count: fc.integer({ min: 1, max: 5 }),
});

/** A symmetric matrix of distances and the groups of its items; a group may be empty. */
function labelled({ seed, size, count }: Case): Labelled {
  const rng = createRng(deriveKey(null, "labelled", seed));
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      values[i * size + j] = rng.uniform();
      values[j * size + i] = values[i * size + j];
    }
  return { size, values, count, of: Int32Array.from({ length: size }, () => rng.integer(count)) };
}

export const labelSumsAreSums: Law<typeof labelSums, Case, "statistics/label-sums"> = {
  id: "statistics/label-sums",
  says: "the sums of rows over groups are, to the bit, those of one item after another",
  needs: [],
  cases: () => cases,
  holds(sumsOf, made) {
    const given = labelled(made);
    const { size, values, of, count } = given;
    const expected = new Float64Array(count * size);
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) expected[of[j] * size + i] += values[i * size + j];
    const found = sumsOf(given);
    if (!found.every((sum, k) => Object.is(sum, expected[k])))
      throw new Error(`sums: ${found}, expected ${expected}`);
  },
  mutants: [
    {
      name: "the last item of each four left out",
      subject: (given) => {
        const { members } = membersOf(given);
        const values = given.values.map((value, at) =>
          members.indexOf(at % given.size) % 4 === 3 ? 0 : value,
        );
        return labelSums({ ...given, values });
      },
    },
    {
      name: "groups in another order",
      subject: (given) => labelSums({ ...given, of: [...Array.from(given.of)].reverse() }),
    },
  ],
};

export const pairSumsAreSums: Law<typeof pairSums, Case, "statistics/pair-sums"> = {
  id: "statistics/pair-sums",
  says: "the sums over pairs of a group count each pair within it once, and no other",
  needs: [],
  cases: () => cases,
  holds(sumsOf, made) {
    const given = labelled(made);
    const { size, values, of, count } = given;
    const expected = new Float64Array(count);
    for (let i = 0; i < size; i++)
      for (let j = 0; j < i; j++) if (of[i] === of[j]) expected[of[i]] += values[i * size + j];
    mustBeClose("sums", sumsOf(given), expected, 1e-12);
  },
  mutants: [
    { name: "each pair twice", subject: (given) => pairSums(given).map((sum) => 2 * sum) },
    {
      name: "neighbours in place of pairs",
      subject: (given) =>
        pairSums({
          ...given,
          values: given.values.map((value, at) =>
            Math.abs(Math.floor(at / given.size) - (at % given.size)) === 1 ? value : 0,
          ),
        }),
    },
  ],
};
