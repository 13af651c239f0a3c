import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { distance } from "../src/attractors/distance.ts";
import { verifyPoint } from "../src/attractors/verify.ts";
import { createRng, deriveKey } from "../src/numerics/rng.ts";
import { working } from "../src/setting/readings.ts";
import { analyse } from "../src/study/analysis.ts";
import { cellName } from "../src/study/cell.ts";
import type { ShippedSet } from "../src/study/rootsFile.ts";
import { ourRules } from "../src/study/rules.ts";
import { ROOTS_ENDING, shippedPopulation } from "../src/study/shipped.ts";

/*
 * npx tsx bench/rootsAgain.ts [--folder fixtures/pilot] [--sets 300] [--certify]
 * Solves a sample of the shipped sets of fixed points again, the same share of every file, and says
 * where a count, a place or a stability differs from what is shipped. With `--certify` every
 * shipped point is certified again instead. Exits with 1 where anything differs.
 */

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: "fixtures/pilot" },
    sets: { type: "string", default: "300" },
    certify: { type: "boolean", default: false },
  },
});

const files = readdirSync(values.folder).filter(
  (name) => name.endsWith(".safetensors") && !name.endsWith(ROOTS_ENDING),
);
const each = Math.ceil(Number(values.sets) / files.length);
const totals = { sets: 0, points: 0, certified: 0, differ: 0 };

/** A place in a file is rounded to float32. */
const SAME = 1e-4;

function differences(shipped: ShippedSet, found: readonly Found[]): readonly string[] {
  const lost = shipped.points.filter(
    ({ state }) => !found.some((point) => distance(point.state, state) < SAME),
  );
  const more = found.filter(
    ({ state }) => !shipped.points.some((point) => distance(point.state, state) < SAME),
  );
  const turned = shipped.points.filter(({ state, spectralRadius }) =>
    found.some(
      (point) => distance(point.state, state) < SAME && point.stable !== spectralRadius < 1,
    ),
  );
  return [
    ...(lost.length > 0 ? [`${lost.length} of ${shipped.points.length} not found`] : []),
    ...(more.length > 0 ? [`${more.length} more`] : []),
    ...(turned.length > 0 ? [`${turned.length} of another stability`] : []),
  ];
}

type Found = { readonly state: Float64Array; readonly stable: boolean };

for (const file of files) {
  const { populations, roots } = shippedPopulation(join(values.folder, file), ourRules);
  const analysis = analyse(populations, working);
  const networks = new Map(populations.flatMap((p) => p.networks.map((n) => [n.key, n] as const)));
  const rng = createRng(deriveKey(null, "roots again", file));
  const chosen = values.certify
    ? roots
    : Array.from({ length: Math.min(each, roots.length) }, () => roots[rng.integer(roots.length)]);
  for (const set of chosen) {
    const trained = networks.get(set.key);
    if (trained === undefined) throw new Error(`${file}: ${set.key} is in no population`);
    totals.sets += 1;
    totals.points += set.points.length;
    const { network } = trained;
    const input = analysis.task(trained).probe(set.probe.value, set.probe.context);
    if (values.certify) {
      for (const { state } of set.points) {
        const stated = Float64Array.from(state);
        const { certificate } = verifyPoint({ network, input, stated });
        if (certificate.verdict === "certified") totals.certified += 1;
        else console.log(`${file} ${set.key}: ${certificate.reason}`);
      }
      continue;
    }
    const { points, near } = await analysis.solve(trained, set.probe);
    totals.certified += points.filter((p) => p.certificate.verdict === "certified").length;
    const found = differences(set, points);
    if (found.length === 0 && near.length === 0) continue;
    totals.differ += found.length > 0 ? 1 : 0;
    const where = `${cellName(trained.cell)} seed ${trained.seed} ${JSON.stringify(set.probe)}`;
    console.log(`${where}: ${[...found, `${near.length} near`].join(", ")}`);
  }
}
console.log(
  `${totals.sets} sets, ${totals.points} shipped points, ${totals.certified} certified now, ` +
    `${totals.differ} sets differ`,
);
const isShort = values.certify && totals.certified !== totals.points;
process.exitCode = totals.differ > 0 || isShort ? 1 : 0;
