import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newtonSolver } from "../src/attractors/newton.ts";
import { ROOT_RESIDUAL } from "../src/attractors/solve.ts";
import { randomStarts } from "../src/attractors/starts.ts";
import { excessSilhouette } from "../src/distances/excessSilhouette.ts";
import { smacof } from "../src/distances/smacof.ts";
import { svccaDistances } from "../src/distances/svcca.ts";
import { createRng, deriveKey } from "../src/numerics/rng.ts";
import type { Activity } from "../src/representations/activity.ts";
import { distanceMatrix } from "../src/statistics/distanceMatrix.ts";
import { permanova } from "../src/statistics/permanova.ts";
import { permutationTest } from "../src/statistics/permutation.ts";
import { decodeArtifact } from "../src/store/store.ts";
import { asTrained } from "../src/study/trained.ts";
import type { Contestant } from "./contestants.ts";
import { processMs } from "./least.ts";
import { openPeer } from "./peer.ts";
import { ANALYSIS_JOBS, type AnalysisJob, type JobName, SIZES } from "./sizes.ts";

const key = deriveKey(null, "bench", "analysis");

/** Activities that networks share in turns, so that memory holds them. */
const POOL = 20;
/** Pairs by which results are compared. */
const PAIRS = 5;
/** Names the shuffles of labels. */
const SHUFFLES = deriveKey(key, "shuffles");

type Point = readonly number[];

/** What every engine is given. */
type Given = {
  readonly network: ReturnType<typeof asTrained>["network"];
  readonly starts: readonly Float64Array[];
  readonly activities: readonly Activity[];
  readonly distances: readonly Point[];
  /** The labels of the places; then those of each shuffle. */
  readonly labellings: readonly Int32Array[];
  readonly embedding: readonly Point[];
};

/**
 * The trained network of `attest train --rule bptt --task rdm --noise 1 --seeds 1007`; activity of
 * three slow components and noise, as trained networks have; distances of points in ten dimensions.
 */
function given(): Given {
  const file = readFileSync(new URL("./trained.safetensors", import.meta.url));
  const { network } = asTrained(decodeArtifact(file));
  const rng = createRng(key);
  const points = (count: number, dimensions: number): Point[] =>
    Array.from({ length: count }, () => Array.from({ length: dimensions }, () => rng.normal()));
  const places = points(SIZES.scaledNetworks, 10);
  return {
    network,
    starts: randomStarts(network, SIZES.solverStarts, deriveKey(key, "starts")),
    activities: Array.from({ length: POOL }, (_, k) => activity(k)),
    distances: places.map((a) =>
      places.map((b) => Math.hypot(...a.map((coordinate, i) => coordinate - b[i]))),
    ),
    embedding: points(SIZES.scaledNetworks, 2),
    labellings: labellings(),
  };
}

/** The labels of as many networks in each group, and every shuffle that a test draws. */
function labellings(): Int32Array[] {
  const labels = Array.from({ length: SIZES.scaledNetworks }, (_, k) => k % SIZES.labelledGroups);
  const all: Int32Array[] = [];
  const statistic = (shuffled: readonly number[]): number => all.push(Int32Array.from(shuffled));
  const permutations = SIZES.labellings;
  permutationTest({ labels, statistic, permutations, alternative: "greater" }, createRng(SHUFFLES));
  return all;
}

function activity(number: number): Activity {
  const { units, steps, comparedInputs } = SIZES;
  const rng = createRng(deriveKey(key, "activity", number));
  const samples = steps * comparedInputs;
  const loadings = Array.from({ length: 3 * units }, () => rng.normal());
  const values = new Float64Array(samples * units);
  for (let sample = 0; sample < samples; sample++) {
    const input = Math.floor(sample / steps) / comparedInputs - 0.45;
    const time = (sample % steps) / steps;
    const slow = [input * time, input * Math.exp(-8 * time), 0.3 * time];
    for (let i = 0; i < units; i++) {
      let sum = 0.02 * rng.normal();
      for (let k = 0; k < 3; k++) sum += slow[k] * loadings[3 * i + k];
      values[sample * units + i] = sum;
    }
  }
  return { samples, units, values };
}

/** A job's result, by which engines are checked against one another. */
type Results = Map<JobName, number>;

/** @throws Error where an engine's result is not the first one's. */
function mustAgree(results: Results, job: JobName, engine: string, result: number): void {
  const first = results.get(job) ?? result;
  results.set(job, first);
  if (!(Math.abs(result - first) <= 1e-6 * Math.abs(first)))
    throw new Error(`${engine}: expected ${first} as the result of ${job}, got ${result}`);
}

/** Ours, and every peer that is at hand. Each checks its results against the first. */
export async function analysts(): Promise<readonly Contestant[]> {
  const all = given();
  const results: Results = new Map();
  return [ours(all, results), ...(await peers(all, results))];
}

function ours(all: Given, results: Results): Contestant {
  const compared = Array.from(
    { length: SIZES.comparedNetworks },
    (_, k) => all.activities[k % POOL],
  );
  const labelled = {
    distances: distanceMatrix(all.distances),
    labels: all.labellings[0],
    permutations: SIZES.labellings,
  };
  const jobs: Readonly<Record<AnalysisJob, () => number>> = {
    attractors() {
      let roots = 0;
      const solveAll = newtonSolver.together?.(all.network, [0]);
      solveAll?.({
        starts: all.starts,
        knownAt: () => null,
        ended: (_, { solve }) => {
          if (solve().residual < ROOT_RESIDUAL) roots += 1;
        },
        isOver: () => false,
      });
      return roots;
    },
    svcca() {
      const distances = svccaDistances(compared, "mean");
      let sum = 0;
      for (let k = 0; k < PAIRS; k++) sum += distances[k][k + 1];
      return sum / PAIRS;
    },
    permanova: () => permanova(labelled, createRng(SHUFFLES)).mean,
    silhouettes: () => excessSilhouette(labelled, createRng(SHUFFLES)).expected,
    smacof: () =>
      smacof(
        all.distances,
        { kind: "given", embedding: all.embedding },
        { maxIterations: SIZES.scalingIterations, tolerance: 0 },
      ).stress,
  };
  return {
    engine: "ours",
    jobs: ANALYSIS_JOBS,
    async time(job) {
      const own = ANALYSIS_JOBS.find((name) => name === job);
      if (own === undefined) throw new Error(`ours: expected ${ANALYSIS_JOBS}, got ${job}`);
      const begin = processMs();
      const result = jobs[own]();
      const milliseconds = processMs() - begin;
      mustAgree(results, job, "ours", result);
      return milliseconds;
    },
    close() {},
  };
}

async function peers(all: Given, results: Results): Promise<readonly Contestant[]> {
  const folder = mkdtempSync(join(tmpdir(), "attest-bench-"));
  writeGiven(folder, all);
  const peer = await openPeer("analysis.py", [folder]);
  if (!peer) {
    process.stderr.write("bench: no python3 here has numpy; scipy's and its rows are left out\n");
    rmSync(folder, { recursive: true });
    return [];
  }
  const contestants = ANALYSIS_JOBS.flatMap((name): Contestant[] => {
    const engine = peer.has.find((word) => word.startsWith(`${name}=`))?.split("=")[1];
    if (engine === undefined) return [];
    return [
      {
        engine,
        jobs: [name],
        async time(job) {
          const [milliseconds, result] = (await peer.ask(job)).split(" ").map(Number);
          if (!Number.isFinite(milliseconds)) throw new Error(`${engine}: no time for ${job}`);
          mustAgree(results, job, engine, result);
          return milliseconds;
        },
        close() {
          peer.close();
          rmSync(folder, { recursive: true, force: true });
        },
      },
    ];
  });
  return contestants;
}

function writeGiven(folder: string, all: Given): void {
  const { network, starts, activities, distances, embedding } = all;
  const values = {
    units: network.units,
    recurrent: [...network.weights.recurrent],
    drive: new Array<number>(network.units).fill(0),
    starts: starts.map((start) => [...start]),
    networks: SIZES.comparedNetworks,
    pool: POOL,
    pairs: PAIRS,
    labellings: all.labellings.map((labels) => [...labels]),
    samples: activities[0].samples,
    distances,
    embedding,
    iterations: SIZES.scalingIterations,
  };
  writeFileSync(join(folder, "given.json"), JSON.stringify(values));
  const joined = new Float64Array(activities.flatMap((each) => [...each.values]));
  writeFileSync(join(folder, "activities.f64"), new Uint8Array(joined.buffer));
}
