import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fieldOf } from "../src/attractors/field.ts";
import { findFixedPoints } from "../src/attractors/findFixedPoints.ts";
import { descendAll } from "../src/attractors/lanes.ts";
import { newtonOn } from "../src/attractors/newton.ts";
import { gramOf } from "../src/attractors/normalEquations.ts";
import { ROOT_RESIDUAL, residualAt, type Solver } from "../src/attractors/solve.ts";
import { randomStarts, trajectoryStarts } from "../src/attractors/starts.ts";
import { createDefinedDescent } from "../src/engine/descent/defined.ts";
import type { DescentKernel } from "../src/engine/descent/kernel.ts";
import { createNativeDescent, nativeDescentAvailable } from "../src/engine/descent/native.ts";
import { createWasmDescent } from "../src/engine/descent/wasm.ts";
import type { Network } from "../src/model/model.ts";
import { createRng, deriveKey } from "../src/numerics/rng.ts";
import { decodeArtifact } from "../src/store/store.ts";
import { asTrained } from "../src/study/trained.ts";
import type { Timed } from "./goals.ts";
import { leastOf, timing } from "./least.ts";
import { openPeer, type Peer } from "./peer.ts";

const key = deriveKey(null, "bench", "starts");

/** The inputs of the set that is timed. */
const INPUTS = [-0.2, 0, 0.2];

/** Starts of large random networks. */
const LARGE = { units: 200, starts: 10 } as const;
const LARGEST = { units: 500, starts: 200 } as const;

/** A network with its constant input and starts. */
type Given = {
  readonly network: Network;
  readonly input: number;
  readonly starts: readonly Float64Array[];
};

/** The trained network of `./trained.safetensors`. */
const trained = (): Network =>
  asTrained(decodeArtifact(readFileSync(new URL("./trained.safetensors", import.meta.url))))
    .network;

/** W_rec ~ N(0, 1.5²/N): as a rule chaotic without input, with a few fixed points. */
function randomNetwork(units: number): Network {
  const rng = createRng(deriveKey(key, "random", units));
  const normals = (count: number, deviation: number): Float64Array =>
    Float64Array.from({ length: count }, () => deviation * rng.normal());
  return {
    model: { activation: "tanh", readout: "rates", clamped: [], trains: [], alpha: 0.1 },
    ...{ units, channels: 1, outputs: 1 },
    weights: {
      recurrent: normals(units * units, 1.5 / Math.sqrt(units)),
      input: normals(units, 1),
      output: new Float64Array(units),
    },
  };
}

const given = (network: Network, input: number, count: number): Given => ({
  ...{ network, input },
  starts: randomStarts(network, count, deriveKey(key, "starts", network.units)),
});

/** The kernels that are at hand; ours of a process is the last. */
const kernels = (): readonly DescentKernel[] => [
  createWasmDescent(),
  ...(nativeDescentAvailable() ? [createNativeDescent().kernel] : []),
];

/** Descends from all starts, each to its own end; answers how many residuals are below 1e-8. */
function descend(kernel: DescentKernel, { network, input, starts }: Given): number {
  const field = fieldOf(network, [input]);
  let roots = 0;
  descendAll(kernel, {
    ...{ field, gram: gramOf(field), starts },
    knownAt: () => null,
    ended: (_, state) => {
      if (residualAt({ network, input: [input], state }) < ROOT_RESIDUAL) roots += 1;
    },
    isOver: () => false,
  });
  return roots;
}

/** Runs `work` with the peer that has what is given, and closes it. */
async function withPeer<T>(
  networks: readonly Given[],
  work: (peer: Peer | undefined) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "attest-bench-"));
  const written = networks.map(({ network, input, starts }) => ({
    units: network.units,
    recurrent: [...network.weights.recurrent],
    drive: [...network.weights.input].map((weight) => weight * input),
    offset: network.model.activation === "shifted-tanh" ? 1 : 0,
    starts: starts.map((start) => [...start]),
  }));
  const file = join(folder, "given.json");
  writeFileSync(file, JSON.stringify({ networks: written }));
  const peer = await openPeer("starts.py", [file]);
  try {
    return await work(peer);
  } finally {
    peer?.close();
    rmSync(folder, { recursive: true });
  }
}

/** Descents on every kernel beside a peer's. */
async function timeBeside(
  name: "jax" | "scipy",
  on: Given,
  runs: number,
): Promise<readonly Timed[]> {
  const all = new Map<string, () => Promise<number>>();
  const found = new Map<string, number>();
  for (const kernel of kernels())
    all.set(
      kernel.name,
      timing(() => found.set(kernel.name, descend(kernel, on))),
    );
  return withPeer([on], async (peer) => {
    const asked = peer?.has.includes(name) === true ? peer : undefined;
    if (asked === undefined)
      process.stderr.write(`bench: no python3 here has ${name}; its rows are left out\n`);
    else
      all.set(name, async () => {
        const [ms, roots] = (await asked.ask(`${name} 0`)).split(" ").map(Number);
        found.set(name, roots);
        return ms;
      });
    const least = await leastOf(runs, all);
    const counts = [...found].map(([engine, roots]) => `${engine} ${roots}`).join(", ");
    process.stderr.write(`bench: of ${on.starts.length} starts ended at a root: ${counts}\n`);
    return [...least].map(([engine, ms]) => ({
      ...{ engine, ms, against: engine === name ? null : name },
    }));
  });
}

/** 100 starts on a trained network, each to its own end, beside JAX's batched descent. */
export const timeStarts = (runs: number): Promise<readonly Timed[]> =>
  timeBeside("jax", given(trained(), 0, 100), runs);

/** The same of a random network of 200 units, beside scipy. */
export const timeLarge = (runs: number): Promise<readonly Timed[]> =>
  timeBeside("scipy", given(randomNetwork(LARGE.units), 0.2, LARGE.starts), runs);

/** One start after another in plain code, each to its own end and polished twice. */
function alone(): Solver {
  const { prepare } = newtonOn(createDefinedDescent);
  return { name: "alone", prepare };
}

/** Whole sets of a trained network as claims ask for them, beside one start after another. */
export async function timeSets(runs: number): Promise<readonly Timed[]> {
  const network = trained();
  const questions = INPUTS.map((input) => ({
    ...{ network, input: [input], key: deriveKey(key, "set", input) },
    starts: [
      ...randomStarts(network, 100, deriveKey(key, "random", input)),
      ...trajectoryStarts({ network, input: [input], count: 100, key: deriveKey(key, "visited") }),
    ],
  }));
  const found = new Set<string>();
  const solveAll = (solver: Solver) =>
    timing(() => {
      const sets = questions.map((question) => findFixedPoints({ ...question, solver }));
      found.add(sets.map(({ points }) => points.length).join(" "));
    });
  const least = await leastOf(
    runs,
    new Map([
      ...kernels().map((kernel) => [kernel.name, solveAll(newtonOn(() => kernel))] as const),
      ["alone", solveAll(alone())],
    ]),
  );
  if (found.size !== 1)
    throw new Error(`sets: expected the same counts of points, got ${[...found].join("; ")}`);
  return [...least].map(([engine, ms]) => ({
    ...{ engine, ms, against: engine === "alone" ? null : "alone" },
  }));
}

/** A whole set of a random network of 500 units; its goal is in seconds. */
export async function timeLargest(): Promise<readonly Timed[]> {
  const network = randomNetwork(LARGEST.units);
  const input = [0.2];
  const half = LARGEST.starts / 2;
  const starts = [
    ...randomStarts(network, half, deriveKey(key, "largest")),
    ...trajectoryStarts({ network, input, count: half, key: deriveKey(key, "largest visited") }),
  ];
  const all = new Map<string, () => Promise<number>>();
  for (const kernel of kernels())
    all.set(
      kernel.name,
      timing(() => {
        const solver = newtonOn(() => kernel);
        const { points, counts } = findFixedPoints({ network, input, starts, key, solver });
        process.stderr.write(`bench: ${points.length} points, ${JSON.stringify(counts)}\n`);
      }),
    );
  const least = await leastOf(1, all);
  return [...least].map(([engine, ms]) => ({ engine, ms, against: null }));
}
