import { parseArgs } from "node:util";
import { certify } from "../src/attractors/certificate.ts";
import { distance } from "../src/attractors/distance.ts";
import { type FixedPointSet, findFixedPoints } from "../src/attractors/findFixedPoints.ts";
import { newtonSolver } from "../src/attractors/newton.ts";
import type { FixedPoint } from "../src/attractors/point.ts";
import { referenceSolver, type Solver } from "../src/attractors/solve.ts";
import { randomStarts, trajectoryStarts } from "../src/attractors/starts.ts";
import { prepareTrustRegion } from "../src/attractors/trustRegion.ts";
import type { Network } from "../src/model/model.ts";
import { createRng, deriveKey, type Key } from "../src/numerics/rng.ts";
import { builtInRules } from "../src/rules/registry.ts";
import { readings } from "../src/setting/readings.ts";
import { openStore } from "../src/store/store.ts";
import { resolveCell } from "../src/study/cell.ts";
import { asTrained, type TrainedNetwork } from "../src/study/trained.ts";
import { makeTask } from "../src/task/settings.ts";

/*
 * npx tsx bench/attractorsCheck.ts STORE [--starts 100] [--false 10000] [--seeds 1000]
 * Checks the solvers and certificates on the trained networks of a store: a line a network, then a
 * line a rule. Exits with 1 where a check fails. `missed`: in one solver's set alone. `refused`: a
 * solver started beside it ends elsewhere. `--seeds` leaves out smaller seeds. What the networks
 * say about a claim is not shown.
 */

/** Static inputs of the relevant channel, in each context. */
const VALUES = [-0.2, 0, 0.2] as const;

/** Stable points with a larger |λ| may be too near 1 to be proven stable. */
const CLEAR_RADIUS = 0.999;
const CERTIFIED_SHARE = 0.95;

/** A state is a false root if every root is at least this far from it. */
const FALSE_DISTANCE = 1e-3;

/** What was counted; all but `networks` over each network's inputs. */
const COUNTS = [
  "networks",
  "sets",
  "roots",
  "missed",
  "refused",
  "notDegreeOne",
  "clear",
  "certified",
  "falseTried",
  "falseCertified",
  "failed",
] as const;
type Counts = Readonly<Record<(typeof COUNTS)[number], number>>;

function add(all: readonly Counts[]): Counts {
  const sum = (name: keyof Counts) => all.reduce((total, each) => total + each[name], 0);
  return {
    networks: sum("networks"),
    sets: sum("sets"),
    roots: sum("roots"),
    missed: sum("missed"),
    refused: sum("refused"),
    notDegreeOne: sum("notDegreeOne"),
    clear: sum("clear"),
    certified: sum("certified"),
    falseTried: sum("falseTried"),
    falseCertified: sum("falseCertified"),
    failed: sum("failed"),
  };
}

const lacks = (points: readonly FixedPoint[], { state }: FixedPoint): boolean =>
  !points.some((point) => distance(point.state, state) < 1e-6 * (1 + Math.hypot(...state)));

const largestGap = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);

type Asked = { readonly network: Network; readonly input: ArrayLike<number>; readonly key: Key };

/** Points from beside which a solver does not come back. */
function refusals(solver: Solver, points: readonly FixedPoint[], asked: Asked): number {
  const solve = solver.prepare(asked.network, asked.input);
  const rng = createRng(asked.key, 1);
  return points.filter((point) => {
    const { outcome, state } = solve(point.state.map((x) => x + 1e-5 * rng.normal()));
    return outcome !== "root" || lacks([{ ...point, state }], point);
  }).length;
}

/** Random states, states beside roots, and local minima of |F|²: all far from every root. */
function falseRoots(roots: readonly FixedPoint[], count: number, asked: Asked): Float64Array[] {
  const { network, input } = asked;
  const rng = createRng(asked.key, 2);
  const descend = prepareTrustRegion(network, input);
  const states: Float64Array[] = [];
  for (let tried = 0; states.length < count; tried++) {
    const [uniform] = randomStarts(network, 1, deriveKey(asked.key, "false", tried));
    const near = roots[rng.integer(roots.length)].state;
    const reach = Math.exp(-6 * rng.uniform());
    const beside = near.map((x) => x + reach * (2 * rng.uniform() - 1));
    const state = [uniform, beside, descend(uniform).state][tried % 3];
    if (roots.every((root) => distance(root.state, state) >= FALSE_DISTANCE)) states.push(state);
  }
  return states;
}

function compare(
  [fast, reference]: readonly [FixedPointSet, FixedPointSet],
  asked: Asked,
  falseCount: number,
): Counts {
  const { network, input } = asked;
  const missed =
    fast.points.filter((point) => lacks(reference.points, point)).length +
    reference.points.filter((point) => lacks(fast.points, point)).length;
  const refused =
    refusals(referenceSolver, fast.points, asked) + refusals(newtonSolver, reference.points, asked);
  const notDegreeOne = [fast, reference].filter(
    ({ completeness }) => completeness === "a point is missing",
  ).length;
  const clear = fast.points.filter((p) => p.stable && p.spectralRadius < CLEAR_RADIUS);
  const certified = clear.filter(
    (point) => point.certificate.verdict === "certified" && point.certifiedStability === "stable",
  ).length;
  const roots = [...fast.points, ...reference.points.filter((p) => lacks(fast.points, p))];
  const tried = falseRoots(roots, falseCount, asked);
  const falseCertified = tried.filter((state) => {
    const certificate = certify({ network, input, state });
    // One far away may be certified truly: with a radius so large that a root lies within it.
    return (
      certificate.verdict === "certified" &&
      !roots.some((root) => largestGap(root.state, state) <= certificate.existence)
    );
  }).length;
  return {
    networks: 0,
    sets: 1,
    roots: roots.length,
    missed,
    refused,
    notDegreeOne,
    clear: clear.length,
    certified,
    falseTried: tried.length,
    falseCertified,
    failed: missed + refused + notDegreeOne + falseCertified > 0 ? 1 : 0,
  };
}

/** The static inputs of a network's task. */
function inputsOf({ cell }: TrainedNetwork): readonly ArrayLike<number>[] {
  const rule = builtInRules.find(({ name }) => name === cell.rule);
  const reading = readings[cell.reading];
  if (rule === undefined || reading === undefined)
    throw new Error(`cell: expected a built-in rule and a reading, got ${JSON.stringify(cell)}`);
  const task = makeTask(resolveCell(cell, rule, reading).trainTask);
  return Array.from({ length: task.contexts }, (_, context) =>
    VALUES.map((value) => task.probe(value, context)),
  ).flat();
}

function check(trained: TrainedNetwork, starts: number, falseRootsEach: number): Counts {
  const { network } = trained;
  const inputs = inputsOf(trained);
  const counts = inputs.map((input, place) => {
    const key = deriveKey(null, "attractors check", trained.key, place);
    const given = [
      ...randomStarts(network, starts, deriveKey(key, "random")),
      ...trajectoryStarts({ network, input, count: starts, key: deriveKey(key, "trajectory") }),
    ];
    const setBy = (solver: Solver) =>
      findFixedPoints({ network, input, starts: given, key, solver });
    const sets = [setBy(newtonSolver), setBy(referenceSolver)] as const;
    const falseCount = Math.ceil(falseRootsEach / inputs.length);
    return compare(sets, { network, input, key }, falseCount);
  });
  return { ...add(counts), networks: 1 };
}

function line(name: string, c: Counts): string {
  const share = c.clear === 0 ? "–" : `${((100 * c.certified) / c.clear).toFixed(1)} %`;
  return [
    `${c.failed === 0 ? "ok    " : "FAILED"} ${name}`,
    `${c.sets} sets, ${c.roots} roots`,
    `${c.missed} missed by one solver, ${c.refused} refused`,
    `${c.notDegreeOne} sets not of degree 1`,
    `certified ${c.certified} of ${c.clear} (${share})`,
    `false roots wrongly certified ${c.falseCertified} of ${c.falseTried}`,
  ].join("; ");
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      starts: { type: "string", default: "100" },
      false: { type: "string", default: "10000" },
      seeds: { type: "string", default: "0" },
    },
  });
  const [folder = "store"] = positionals;
  const store = openStore(folder, (message) => process.stderr.write(`${message}\n`));
  const networks = store
    .keys("networks")
    .map((key) => asTrained(store.read("networks", key)))
    .filter(
      ({ seed, reason }) => seed >= Number.parseInt(values.seeds, 10) && reason !== "diverged",
    );
  const each = Math.ceil(Number(values.false) / networks.length);
  const byRule = new Map<string, Counts[]>();
  for (const trained of networks) {
    const counts = check(trained, Number(values.starts), each);
    const { rule } = trained.cell;
    byRule.set(rule, [...(byRule.get(rule) ?? []), counts]);
    console.log(line(`${trained.key} ${rule}`, counts));
  }
  for (const [rule, counts] of byRule) console.log(line(`${rule}: ${counts.length}`, add(counts)));
  const total = add([...byRule.values()].flat());
  console.log(line(`total: ${total.networks} networks`, total));
  if (total.failed > 0 || total.certified < CERTIFIED_SHARE * total.clear) process.exitCode = 1;
}

main();
