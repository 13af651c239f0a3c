import type { AnalyseRows, Reading } from "../src/setting/reading.ts";
import { working } from "../src/setting/readings.ts";
import { openStore } from "../src/store/store.ts";
import { analyse, type Population } from "../src/study/analysis.ts";
import { cellName } from "../src/study/cell.ts";
import { settingsOf } from "../src/study/population.ts";
import { asTrained, type TrainedNetwork } from "../src/study/trained.ts";
import { makeTask } from "../src/task/settings.ts";

/*
 * npx tsx bench/attractorCounts.ts STORE
 * Prints a Markdown table: how many attractors the pilots (seeds from 1,000 up) of each cell have
 * by our way of finding and testing them, by the release's, and by each half of it alone.
 */

const VALUES = [0, 0.2, -0.2] as const;

/** A point with a larger residual is called no root here: far from where roots end. */
const NO_ROOT = 1e-6;

type Rows = Pick<AnalyseRows, "fixedPoints" | "attractorTest">;
const WAYS: readonly (readonly [string, Rows])[] = [
  ["ours", { fixedPoints: "residual", attractorTest: "eigenvalues" }],
  ["release's points", { fixedPoints: "release", attractorTest: "eigenvalues" }],
  ["release's test", { fixedPoints: "residual", attractorTest: "perturbations" }],
  ["release", { fixedPoints: "release", attractorTest: "perturbations" }],
];

const [, , folder = "store"] = process.argv;
const store = openStore(folder, (message) => process.stderr.write(`${message}\n`));
const cells = new Map<string, TrainedNetwork[]>();
for (const key of store.keys("networks")) {
  const trained = asTrained(store.read("networks", key));
  if (trained.seed < 1000 || trained.reason !== "criterion") continue;
  const name = cellName(trained.cell);
  cells.set(name, [...(cells.get(name) ?? []), trained]);
}

const titles = ["cell", "networks", "u", "way", "attractors", "no roots", "saddles", "dropped"];
console.log(`| ${titles.join(" | ")} |\n|${titles.map(() => "---|").join("")}`);

for (const [name, networks] of [...cells].sort()) {
  const [{ cell }] = networks;
  const settings = await settingsOf(cell, { name: cell.rule, module: null });
  const populations: readonly Population[] = [{ cell, settings, networks }];
  const contexts = makeTask(settings.trainTask).contexts;
  for (const zero of [true, false])
    for (const [way, rows] of WAYS) {
      const reading: Reading = { ...working, analyse: { ...working.analyse, ...rows } };
      const analysis = analyse(populations, reading);
      const counts = { attractors: 0, noRoots: 0, saddles: 0, dropped: 0, sets: 0 };
      for (const trained of networks)
        for (const value of VALUES.filter((each) => (each === 0) === zero))
          for (let context = 0; context < contexts; context++) {
            const { points } = await analysis.solve(trained, { value, context });
            const counted = points.filter(({ stable }) => stable);
            const isRoot = ({ residual }: { readonly residual: number }) => residual < NO_ROOT;
            counts.sets += 1;
            counts.attractors += counted.length;
            counts.noRoots += counted.filter((point) => !isRoot(point)).length;
            counts.saddles += counted.filter((p) => isRoot(p) && p.spectralRadius > 1).length;
            counts.dropped += points.filter(
              (p) => isRoot(p) && p.spectralRadius < 1 && !p.stable,
            ).length;
          }
      const mean = (count: number): string => (count / counts.sets).toFixed(2);
      const cellsOfRow = [
        ...[name, `${networks.length}`, zero ? "0" : "±0.2", way],
        ...[counts.attractors, counts.noRoots, counts.saddles, counts.dropped].map(mean),
      ];
      console.log(`| ${cellsOfRow.join(" | ")} |`);
    }
}
