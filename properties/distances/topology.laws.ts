import fc from "fast-check";
import { nearestNeighbours } from "../../src/distances/neighbours.ts";
import {
  type ProbedPoint,
  type ReleaseTopology,
  releaseTopologyFeatures,
  type TopologyLayout,
  topologyFeatures,
} from "../../src/distances/topology.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import { madeRng, madeRotation, normalRows, product } from "../representations/made.ts";

/** Fixed points of made-up networks of two contexts with five probes each. */
export type Probed = { readonly seed: number; readonly counts: readonly number[] };

const probedCases: fc.Arbitrary<Probed> = fc.record({
  seed: fc.nat(1_000_000),
  counts: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 10, maxLength: 10 }),
});

const DIMENSIONS = 4;
const LAYOUT: TopologyLayout = {
  contexts: 2,
  probes: 5,
  scales: { count: 2, inputDistance: 5, otherContext: 0.5 },
};

function madePoints({ seed, counts }: Probed): ProbedPoint[] {
  const rng = madeRng(seed, "points");
  return counts.flatMap((count, probe) =>
    Array.from({ length: count }, (_, i) => {
      const [context, probeIndex] = [Math.floor(probe / 5), probe % 5];
      const value = (probeIndex - 2) / 100;
      const state = Array.from({ length: DIMENSIONS }, () => rng.normal());
      const firstChannel = context === 0 ? value : 0;
      return { state, context, probeIndex, value, firstChannel, stable: i !== 1 };
    }),
  );
}

const moved = (points: readonly ProbedPoint[], seed: number): ProbedPoint[] => {
  const rotation = madeRotation(DIMENSIONS, madeRng(seed, "rotation"));
  return points.map((point) => ({
    ...point,
    state: product([Array.from(point.state)], rotation)[0].map((x, i) => x + i),
  }));
};

/** Anything that finds nearest neighbours, itself first. */
export type NeighbourFinder = typeof nearestNeighbours;

export const neighboursNearest: Law<NeighbourFinder, Probed, "topology/neighbours"> = {
  id: "topology/neighbours",
  says: "itself first, then by distance; no point left out is nearer; ties go by index",
  needs: [],
  cases: () => probedCases,
  holds(find, { seed, counts }) {
    const rows = counts.length + 2;
    // Coarse coordinates: many ties, and some points that coincide.
    const points = normalRows({ rows, columns: 2 }, madeRng(seed, "coarse")).map((point) =>
      point.map((x) => Math.round(1.5 * x)),
    );
    const square = (i: number, j: number) =>
      points[i].reduce((sum, x, k) => sum + (x - points[j][k]) * (x - points[j][k]), 0);
    for (const [i, row] of find(points, 4).entries()) {
      if (row[0] !== i || row.length !== 4) throw new Error(`point ${i}: ${row}`);
      const rest = [...points.keys()].filter((j) => j !== i);
      rest.sort((a, b) => square(i, a) - square(i, b) || a - b);
      if (row.slice(1).some((j, at) => j !== rest[at]))
        throw new Error(`point ${i}: ${row}, expected ${rest.slice(0, 3)}`);
    }
  },
  mutants: [
    {
      name: "itself left out",
      subject: (points, count) => nearestNeighbours(points, count + 1).map((row) => row.slice(1)),
    },
    {
      name: "city-block distances",
      subject: (points, count) =>
        points.map((a, i) => {
          const far = (j: number): number =>
            i === j ? -1 : Array.from(a).reduce((sum, x, k) => sum + Math.abs(x - points[j][k]), 0);
          return [...points.keys()].sort((p, q) => far(p) - far(q) || p - q).slice(0, count);
        }),
    },
    {
      name: "ties by falling index",
      subject: (points, count) => {
        const last = points.length - 1;
        const turned = nearestNeighbours([...points].reverse(), count);
        return turned.reverse().map((row) => row.map((j) => last - j));
      },
    },
  ],
};

/** Anything that makes the text's features. */
export type TopologyMaker = typeof topologyFeatures;

export const topologyInvariant: Law<TopologyMaker, Probed, "topology/text"> = {
  id: "topology/text",
  says: "the features count stable points; rotating or shifting all states changes nothing",
  cite: "§2.4; readings, attractor features",
  needs: [],
  cases: () => probedCases,
  holds(make, given) {
    const points = madePoints(given);
    const features = make(points, LAYOUT);
    if (features.length !== 30) throw new Error(`expected 3 × 10 features, got ${features.length}`);
    for (let probe = 0; probe < 10; probe++) {
      const here = points.filter(
        (p) => p.stable && p.context === Math.floor(probe / 5) && p.probeIndex === probe % 5,
      );
      if (features[probe] !== here.length / 2)
        throw new Error(`probe ${probe}: ${features[probe]}, expected ${here.length} / 2`);
      const [distance, share] = [features[10 + probe], features[20 + probe]];
      if (!(distance >= 0 && distance <= 4 / 5 && share >= 0 && share <= 2))
        throw new Error(`probe ${probe}: distance ${distance}, share ${share}`);
    }
    mustBeClose("moved", make(moved(points, given.seed), LAYOUT), features, 1e-9);
    const fresh = points.filter((point) => point.stable);
    mustBeClose("saddles left out", make(fresh, LAYOUT), features, 1e-12);
    const halved = { ...LAYOUT, scales: { count: 1, inputDistance: 10, otherContext: 0.5 } };
    const factors = [2, 0.5, 1];
    const expected = features.map((value, at) => value * factors[Math.floor(at / 10)]);
    mustBeClose("other scales", make(points, halved), expected, 1e-12);
  },
  mutants: [
    {
      name: "saddles counted",
      subject: (points, layout) =>
        topologyFeatures(
          points.map((point) => ({ ...point, stable: true })),
          layout,
        ),
    },
    {
      name: "contexts pooled",
      subject: (points, layout) =>
        topologyFeatures(
          points.map((point) => ({ ...point, context: 0 })),
          layout,
        ),
    },
    {
      name: "scales left out",
      subject: (points, layout) =>
        topologyFeatures(points, {
          ...layout,
          scales: { count: 1, inputDistance: 1, otherContext: 1 },
        }),
    },
    {
      name: "distances along the first unit only",
      subject: (points, layout) =>
        topologyFeatures(
          points.map((point) => ({ ...point, state: [point.state[0]] })),
          layout,
        ),
    },
  ],
};

/** Anything that makes the release's features. */
export type ReleaseMaker = (points: readonly ProbedPoint[]) => ReleaseTopology;

export const topologyRelease: Law<ReleaseMaker, Probed, "topology/release"> = {
  id: "topology/release",
  says: "of the ten roots with the smallest inputs, own first-channel input first; else none",
  cite: "readings, attractor features",
  needs: [],
  cases: () => probedCases,
  holds(make, given) {
    const points = madePoints(given);
    const found = make(points);
    if (points.length < 10) {
      if (found.outcome === "measured" || found.roots !== points.length)
        throw new Error(`${points.length} roots: expected too few, got ${found.outcome}`);
      return;
    }
    if (found.outcome !== "measured") throw new Error(`${points.length} roots: ${found.outcome}`);
    const { features } = found;
    if (features.length !== 30) throw new Error(`expected 30 features, got ${features.length}`);
    const ordered = [...points].sort(
      (a, b) =>
        Math.abs(a.value) - Math.abs(b.value) ||
        a.probeIndex - b.probeIndex ||
        a.context - b.context,
    );
    for (let i = 0; i < 10; i++)
      if (features[3 * i] !== ordered[i].firstChannel)
        throw new Error(`root ${i}: ${features[3 * i]}, expected ${ordered[i].firstChannel}`);
    const again = make(moved(points, given.seed));
    if (again.outcome !== "measured") throw new Error(`moved: ${again.outcome}`);
    mustBeClose("moved", again.features, features, 1e-12);
  },
  mutants: [
    {
      name: "the relevant input of every context",
      subject: (points) =>
        releaseTopologyFeatures(points.map((p) => ({ ...p, firstChannel: p.value }))),
    },
    {
      name: "stable points only",
      subject: (points) => releaseTopologyFeatures(points.filter((point) => point.stable)),
    },
    {
      name: "the order in which the roots were found",
      subject: (points) =>
        releaseTopologyFeatures(points.map((p) => ({ ...p, value: 0, probeIndex: 0, context: 0 }))),
    },
  ],
};
