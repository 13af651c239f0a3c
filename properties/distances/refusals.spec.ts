import { describe, expect, it } from "vitest";
import { cka } from "../../src/distances/cka.ts";
import { crossProduct } from "../../src/distances/crossProduct.ts";
import { excessEstimate } from "../../src/distances/excessEstimate.ts";
import { classicalMds, rawStress, smacof } from "../../src/distances/mds.ts";
import { nearestNeighbours } from "../../src/distances/neighbours.ts";
import { procrustes } from "../../src/distances/procrustes.ts";
import { groupsOf, silhouette } from "../../src/distances/silhouette.ts";
import { svcca } from "../../src/distances/svcca.ts";
import {
  type ProbedPoint,
  type TopologyLayout,
  topologyFeatures,
} from "../../src/distances/topology.ts";
import { activityFromRows } from "../../src/representations/activity.ts";
import { euclideanDistances } from "../../src/statistics/distanceMatrix.ts";
import { madeRng } from "../representations/made.ts";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

const two = [
  [0, 1],
  [1, 0],
];
const rising = [[0], [1], [3]];
const shorter = [[0], [1]];
const given = (...embedding: number[][]) => smacof(two, { kind: "given", embedding });
const random = (restarts: number, dimensions: number) =>
  smacof(two, { kind: "random", restarts, dimensions, rng: madeRng(1) });
const point: ProbedPoint = {
  state: [0],
  context: 0,
  probeIndex: 0,
  value: 0,
  firstChannel: 0,
  stable: true,
};
const features = (changes: Partial<ProbedPoint>, scales: TopologyLayout["scales"] = { count: 1 }) =>
  topologyFeatures([{ ...point, ...changes }], { contexts: 2, probes: 3, scales });
const excess = (labels: number[]) =>
  excessEstimate(
    { distances: euclideanDistances(labels.map((_, i) => [i * i])), labels, permutations: 1 },
    madeRng(1),
  );

const grouped = {
  distances: euclideanDistances([[0], [1], [3], [4], [8], [9]]),
  labels: [0, 0, 0, 1, 1, 1],
};

describe("what distances refuse", () => {
  it.each([
    ["samples", () => cka(rising, shorter)],
    ["samples", () => crossProduct(activityFromRows(rising), activityFromRows(shorter))],
    ["samples", () => procrustes(rising, shorter)],
    ["samples", () => svcca(rising, shorter)],
    ["dimensions", () => classicalMds(two, 0)],
    ["dimensions", () => classicalMds(two, 1.5)],
    ["dimensions", () => classicalMds(two, 3)],
    ["labels", () => excess([0, 0, 0, 1, 1])],
    ["permutations", () => excessEstimate({ ...grouped, permutations: 0 }, madeRng(1))],
    ["count", () => nearestNeighbours(rising, 0)],
    ["count", () => nearestNeighbours(rising, 1.5)],
    ["count", () => nearestNeighbours(rising, 4)],
    ["metric", () => silhouette(two, [0, 1], JSON.parse('{ "metric": "cosine" }'))],
    ["labels", () => groupsOf([0, 1], 3)],
    ["labels[2]", () => groupsOf([0, 1, nan], 3)],
    ["labels", () => groupsOf([0, 0, 0], 3)],
    ["labels", () => groupsOf([0, 1, 2], 3)],
    ["start.embedding", () => given([0])],
    ["start.embedding", () => given([0], [1], [2])],
    ["start.embedding[1]", () => given([0], [1, 2])],
    ["start.embedding[1][0]", () => given([0], [nan])],
    ["start.restarts", () => random(0, 1)],
    ["start.restarts", () => random(1.5, 1)],
    ["start.dimensions", () => random(1, 0)],
    ["start.dimensions", () => random(1, 1.5)],
    ["embedding", () => rawStress(two, [[0]])],
    ["points", () => features({ context: -1 })],
    ["points", () => features({ context: 2 })],
    ["points", () => features({ probeIndex: -1 })],
    ["points", () => features({ probeIndex: 3 })],
    ["points", () => features({ probeIndex: 0.5 })],
    ["points", () => features({ context: 2, stable: false })],
    ["scales.count", () => features({}, { count: 0 })],
    ["scales.inputDistance", () => features({}, { inputDistance: -1 })],
    ["scales.otherContext", () => features({}, { otherContext: infinity })],
  ])("%s, and say so: %s", (name, wrong) => {
    expect(wrong).toThrow(RangeError);
    expect(wrong).toThrow(`${name}: `);
  });
});

describe("what distances take, at the edge of what they refuse", () => {
  it.each([
    () => classicalMds(two, 1),
    () => classicalMds(two, 2),
    () => excess([0, 0, 0, 1, 1, 1]),
    () => nearestNeighbours(rising, 1),
    () => nearestNeighbours(rising, 3),
    () => [groupsOf([0, 1, 1], 3), groupsOf([0, 1, 2, 2], 4)],
    () => [given([0], [0]), random(1, 1)],
    () => [features({ context: 1 }), features({ probeIndex: 2 })],
  ])("%s", (right) => {
    expect(right).not.toThrow();
  });
});
