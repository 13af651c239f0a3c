import fc from "fast-check";
import { eachBasisProducts } from "../../src/distances/basisProducts.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import type { Subspace } from "../../src/representations/subspace.ts";
import type { Law } from "../law.ts";

type Case = { readonly seed: number; readonly samples: number; readonly networks: number };

const madeSubspace = (seed: number, network: number, samples: number): Subspace => {
  const rng = createRng(deriveKey(null, "basis", seed, network));
  const components = rng.integer(6);
  const basis = Float64Array.from({ length: components * samples }, () => rng.normal());
  return { samples, units: 6, components, explained: 1, basis };
};

/** More networks than go together, and more samples than are gone through at once. */
export const pairsAreProducts: Law<typeof eachBasisProducts, Case, "svcca/products"> = {
  id: "svcca/products",
  says: "each pair's products are, to the bit, sums with the sample ascending; no pair is left out",
  cite: "§2.5; Raghu et al. 2017",
  needs: [],
  runs: 30,
  cases: () =>
    fc.record({
      seed: fc.nat(1_000_000),
      samples: fc.constantFrom(2, 7, 1024, 1100, 2049),
      networks: fc.integer({ min: 1, max: 19 }),
    }),
  holds(each, { seed, samples, networks }) {
    const made = Array.from({ length: networks }, (_, k) => madeSubspace(seed, k, samples));
    const left = new Set(made.flatMap((_, i) => made.slice(0, i).map((__, j) => `${i} ${j}`)));
    each(made, (first, second, products) => {
      if (!left.delete(`${first} ${second}`)) throw new Error(`${first} ${second}: twice, or none`);
      const [a, b] = [made[first], made[second]];
      if (products.length !== a.components * b.components)
        throw new Error(`${first} ${second}: ${products.length} products`);
      for (const [at, found] of products.entries()) {
        const [i, j] = [Math.floor(at / b.components), at % b.components];
        let sum = 0;
        for (let t = 0; t < samples; t++)
          sum += a.basis[i * samples + t] * b.basis[j * samples + t];
        if (!Object.is(found, sum)) throw new Error(`${first} ${second}: ${found}, not ${sum}`);
      }
    });
    if (left.size > 0) throw new Error(`left out: ${[...left].join(", ")}`);
  },
  mutants: [
    {
      name: "the two sides exchanged",
      subject: (all, tell) => eachBasisProducts(all, (i, j, found) => tell(j, i, found)),
    },
    {
      name: "the last sample left out",
      subject: (all, tell) =>
        eachBasisProducts(
          all.map((each) => ({
            ...each,
            basis: each.basis.map((x, at) => (at % each.samples === each.samples - 1 ? 0 : x)),
          })),
          tell,
        ),
    },
    {
      name: "neighbours alone",
      subject: (all, tell) =>
        eachBasisProducts(all, (i, j, found) => {
          if (i - j === 1) tell(i, j, found);
        }),
    },
  ],
};
