import { activityFromRows } from "../../src/representations/activity.ts";
import {
  componentsExplaining,
  type PrincipalComponents,
  principalComponents,
} from "../../src/representations/principalComponents.ts";
import { type Subspace, subspace } from "../../src/representations/subspace.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import { average, dot, type Made, madeActivity, madeCases, mustLieWithin } from "./made.ts";

/** Anything that finds principal components of `[sample][unit]`. */
export type ComponentFinder = (rows: readonly number[][]) => PrincipalComponents;

/** Ours, on nested rows. */
export const ourComponents: ComponentFinder = (rows) => principalComponents(activityFromRows(rows));

const mirrored = (rows: readonly number[][]): number[][] => [
  ...rows,
  ...rows.map((row) => row.map((value) => -value)),
];

function covariance(rows: readonly number[][]): number[] {
  const means = rows[0].map((_, i) => average(rows.map((row) => row[i])));
  return means.flatMap((a, i) =>
    means.map(
      (b, j) =>
        dot(
          rows.map((r) => r[i] - a),
          rows.map((r) => r[j] - b),
        ) /
        (rows.length - 1),
    ),
  );
}

/** The axes with their variances are the covariance again. */
export const componentsRebuildCovariance: Law<
  ComponentFinder,
  Made,
  "principal-components/covariance"
> = {
  id: "principal-components/covariance",
  says: "Σ variance · axis axisᵀ is the units' covariance, the axes are orthonormal",
  cite: "§2.4; Raghu et al. 2017",
  needs: [],
  cases: () => madeCases,
  holds(find, given) {
    // A unit that is clamped makes the covariance singular.
    const rows = madeActivity(given, "a").map((row) => [...row, 0.7]);
    const { axes, variances, units, totalVariance } = find(rows);
    const axis = (k: number) => axes.subarray(k * units, (k + 1) * units);
    const rebuilt: number[] = [];
    for (let i = 0; i < units; i++)
      for (let j = 0; j < units; j++) {
        let sum = 0;
        for (let k = 0; k < units; k++) sum += variances[k] * axis(k)[i] * axis(k)[j];
        rebuilt.push(sum);
      }
    mustBeClose("Σ variance · axis axisᵀ", rebuilt, covariance(rows), 1e-10);
    mustBeClose("total", [totalVariance], [variances.reduce((a, b) => a + b, 0)], 1e-10);
    for (let k = 0; k < units; k++)
      for (let j = 0; j <= k; j++)
        if (Math.abs(dot(axis(j), axis(k)) - (j === k ? 1 : 0)) > 1e-10)
          throw new Error(`axes ${j}, ${k}: inner product ${dot(axis(j), axis(k))}`);
  },
  mutants: [
    {
      name: "activity that is not centred",
      subject: (rows) => ourComponents(mirrored(rows)),
    },
    {
      name: "standard deviations for variances",
      subject: (rows) => {
        const found = ourComponents(rows);
        return { ...found, variances: found.variances.map(Math.sqrt) };
      },
    },
  ],
};

/** Anything that says how many components explain a share of the variance. */
export type KeepRule = (components: PrincipalComponents, share: number) => number;

/** As few components as will do. */
export const fewestComponents: Law<KeepRule, Made, "principal-components/fewest"> = {
  id: "principal-components/fewest",
  says: "the kept components explain the share, and one fewer would not",
  cite: "§2.4: 95 % of the variance",
  needs: [],
  cases: () => madeCases,
  holds(keep, given) {
    const found = ourComponents(madeActivity(given, "a"));
    for (const share of [0.5, 0.95, 1]) {
      const kept = keep(found, share);
      const explained = (count: number): number =>
        found.variances.subarray(0, count).reduce((sum, v) => sum + v, 0) / found.totalVariance;
      if (!(explained(kept) >= share - 1e-9))
        throw new Error(`${kept} components explain ${explained(kept)} < ${share}`);
      if (!(kept === 0 || explained(kept - 1) < share))
        throw new Error(`${kept - 1} components already explain ${explained(kept - 1)}`);
    }
  },
  mutants: [
    { name: "one too many", subject: (found, share) => componentsExplaining(found, share) + 1 },
    {
      name: "one too few",
      subject: (found, share) => Math.max(1, componentsExplaining(found, share) - 1),
    },
    {
      name: "the share of standard deviations",
      subject: (found, share) => {
        const variances = found.variances.map(Math.sqrt);
        const totalVariance = variances.reduce((sum, value) => sum + value, 0);
        return componentsExplaining({ ...found, variances, totalVariance }, share);
      },
    },
  ],
};

/** Anything that makes the subspace of an activity. */
export type SubspaceFinder = (rows: readonly number[][]) => Subspace;

/** What canonical correlations rest on. */
export const whitenedSubspace: Law<SubspaceFinder, Made, "subspace/whitened"> = {
  id: "subspace/whitened",
  says: "a subspace's coordinates are orthonormal over the samples and have mean 0",
  needs: [],
  cases: () => madeCases,
  holds(find, given) {
    const { basis, components, samples, explained } = find(madeActivity(given, "a"));
    const row = (k: number) => basis.subarray(k * samples, (k + 1) * samples);
    mustLieWithin("explained", explained, { low: 0.95, high: 1 });
    for (let k = 0; k < components; k++) {
      if (Math.abs(average(row(k))) > 1e-12) throw new Error(`mean ${average(row(k))}`);
      for (let j = 0; j <= k; j++)
        if (Math.abs(dot(row(j), row(k)) - (j === k ? 1 : 0)) > 1e-10)
          throw new Error(`coordinates ${j}, ${k}: inner product ${dot(row(j), row(k))}`);
    }
  },
  mutants: [
    {
      name: "activity that is not centred",
      subject: (rows) => {
        const found = subspace(mirrored(rows));
        const half = found.samples / 2;
        const basis = Float64Array.from({ length: found.components * half }, (_, at) => {
          const k = Math.floor(at / half);
          return Math.SQRT2 * found.basis[k * found.samples + (at % half)];
        });
        return { ...found, samples: half, basis };
      },
    },
    {
      name: "coordinates that are not whitened",
      subject: (rows) => {
        const found = subspace(rows);
        return { ...found, basis: found.basis.map((value) => 3 * value) };
      },
    },
  ],
};
