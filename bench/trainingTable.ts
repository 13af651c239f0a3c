import { binomialBounds } from "../src/statistics/binomialBounds.ts";
import { openStore } from "../src/store/store.ts";
import { cellName } from "../src/study/cell.ts";
import { asTrained, type TrainedNetwork } from "../src/study/trained.ts";

/** Prints a Markdown table of the trained networks in a store, a row a cell. */
const [, , folder = "store"] = process.argv;

const store = openStore(folder, (message) => process.stderr.write(`${message}\n`));
const cells = new Map<string, TrainedNetwork[]>();
for (const key of store.keys("networks")) {
  const found = store.read("networks", key);
  if (found === undefined) continue;
  const trained = asTrained(found);
  const name = cellName(trained.cell);
  cells.set(name, [...(cells.get(name) ?? []), trained]);
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

const row = (name: string, networks: readonly TrainedNetwork[]): string => {
  const met = networks.filter(({ reason }) => reason === "criterion");
  const { low, high } = binomialBounds({ successes: met.length, trials: networks.length });
  const updates = met.map((each) => each.updates);
  const fresh = met.map(({ freshAccuracy }) => freshAccuracy);
  const ideal = median(networks.map(({ idealAccuracy }) => idealAccuracy));
  const restarts = networks.reduce((sum, { attempts }) => sum + attempts - 1, 0);
  const shown =
    met.length === 0
      ? ["–", "–", "–", "–"]
      : [
          String(median(updates)),
          `${Math.min(...updates)} … ${Math.max(...updates)}`,
          String(median(met.map(({ trials }) => trials))),
          (fresh.reduce((sum, share) => sum + share, 0) / fresh.length).toFixed(3),
        ];
  return [
    `${name}`,
    `${met.length} of ${networks.length}`,
    `${low.toFixed(2)} … ${high.toFixed(2)}`,
    ...shown,
    ideal.toFixed(3),
    String(restarts),
  ].join(" | ");
};

const titles = [
  "cell",
  "met the criterion",
  "95 % interval",
  "median updates",
  "range",
  "median trials",
  "fresh accuracy",
  "ideal",
  "restarts",
];
process.stdout.write(`| ${titles.join(" | ")} |\n|${titles.map(() => "---|").join("")}\n`);
for (const name of [...cells.keys()].sort())
  process.stdout.write(`| ${row(name, cells.get(name) ?? [])} |\n`);
