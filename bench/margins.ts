/**
 * The margins of the second registration, simulated from the pilot: `npm run -s margins`.
 * For each task and measure: the excess silhouette of groups whose shares of networks with several
 * stable points differ by .25 and, of representations, of a group of which a quarter is exchanged
 * for networks with tanh; beside it, whether controls are told apart.
 */
import { fileURLToPath } from "node:url";
import { instrumentOf } from "../src/claims/instrument.ts";
import { marginOf } from "../src/claims/margins.ts";
import { instruments } from "../src/claims/measures/index.ts";
import { excessSilhouette } from "../src/distances/excessSilhouette.ts";
import { createRng, deriveKey } from "../src/numerics/rng.ts";
import { distanceMatrix } from "../src/statistics/distanceMatrix.ts";
import { type Cell, INTEGRATION_TASKS, type TaskName } from "../src/study/cell.ts";
import type { DistanceEvidence } from "../src/study/distanceEvidence.ts";
import { cellOf, PAPER_NOISES, PAPER_RULES } from "../src/study/plan.ts";
import { openStudy } from "../src/study/study.ts";

const folder = fileURLToPath(new URL("../fixtures/pilot/", import.meta.url));
const study = await openStudy({ networks: [{ kind: "shipped", folder }] });
const rngOf = (...name: readonly (string | number)[]) =>
  createRng(deriveKey(null, "attest", "margins", ...name));
const simulations = 500;
const shown = (value: number): string => value.toFixed(4);

/** Distances between the networks of conditions that are at hand. */
async function between(measure: string, cells: readonly Cell[]): Promise<DistanceEvidence> {
  const instrument = instrumentOf(measure, instruments);
  if (instrument.kind !== "distance") throw new Error(`${measure} measures no distances`);
  const groups = cells.map((cell) => ({
    name: `${cell.rule} ${cell.noise} ${cell.variant}`,
    networks: study.included(cell),
  }));
  return instrument.between(
    study,
    groups.filter(({ networks }) => networks.length > 0),
  );
}

/** p of the silhouette of two kinds of network, the first n of each; null where there are few. */
function tells(evidence: DistanceEvidence, kindOf: (i: number) => 0 | 1 | null, n: number) {
  const kept = [0, 1].flatMap((kind) =>
    [...evidence.of.keys()].filter((i) => kindOf(i) === kind).slice(0, n),
  );
  const labels = kept.map(kindOf);
  const sizes = [0, 1].map((kind) => labels.filter((label) => label === kind).length);
  if (Math.min(...sizes) < 3) return `${sizes.join(" v ")}: too few`;
  const distances = distanceMatrix(kept.map((i) => kept.map((j) => evidence.distances[i][j])));
  const { excess, test } = excessSilhouette({ distances, labels, permutations: 999 }, rngOf("p"));
  return `${sizes.join(" v ")}: ${excess.toFixed(3)}, p ${test.p.toFixed(3)}`;
}

const rulesOf = (task: TaskName): readonly string[] =>
  task === "rdm" || task === "cdi" ? PAPER_RULES : ["bptt"];

async function topologies(task: TaskName, networks: number): Promise<void> {
  const cells = rulesOf(task).flatMap((rule) =>
    PAPER_NOISES.map((noise) => cellOf(rule, task, { noise })),
  );
  for (const measure of ["topologyCounts", "topologyNeighbours"]) {
    const evidence = await between(measure, cells);
    const several = evidence.bistable.filter((each) => each).length;
    console.log(`${task}, ${measure}: ${several} of ${evidence.bistable.length} have several`);
    for (const difference of [0.25, 0.5, 0.75]) {
      const rng = rngOf(task, measure, difference);
      const words = { kind: "shares", difference } as const;
      const { mean, standardError } = marginOf(evidence, words, { networks, simulations }, rng);
      console.log(`  ${difference}, n ${networks}: ${shown(mean)} ± ${shown(standardError)}`);
    }
    console.log(`  counts: ${tells(evidence, (i) => (evidence.bistable[i] ? 1 : 0), 16)}`);
    const noises = ["bptt 0.1 as-is", "bptt 1 as-is"].map((name) => evidence.groups.indexOf(name));
    const noiseOf = (i: number) =>
      evidence.of[i] === noises[0] ? 0 : evidence.of[i] === noises[1] ? 1 : null;
    console.log(`  noise .1 v 1: ${tells(evidence, noiseOf, 16)}`);
  }
}

async function representations(measure: string, networks: number): Promise<void> {
  const [plain, tanh] = [cellOf("bptt", "rdm"), cellOf("bptt", "rdm", { variant: "tanh" })];
  const evidence = await between(measure, [plain, tanh]);
  const words = { kind: "mixture", share: 0.25, groups: ["bptt 1 as-is", "bptt 1 tanh"] } as const;
  const rng = rngOf(measure, networks);
  const { mean, standardError } = marginOf(evidence, words, { networks, simulations }, rng);
  console.log(`rdm, ${measure}, n ${networks}: ${shown(mean)} ± ${shown(standardError)}`);
}

for (const measure of ["svcca", "svccaAt2"])
  for (const networks of [32, 16]) await representations(measure, networks);
for (const task of INTEGRATION_TASKS)
  await topologies(task, task === "rdm" || task === "cdi" ? 32 : 16);
