import { mkdirSync, writeFileSync } from "node:fs";
import { findingOf, registrationOf } from "../src/claims/claim.ts";
import { judgeTests, measureClaim } from "../src/claims/judge.ts";
import { createRng, deriveKey } from "../src/numerics/rng.ts";
import { working } from "../src/setting/readings.ts";
import { openStore } from "../src/store/store.ts";
import { analyse, type Population } from "../src/study/analysis.ts";
import { cellName } from "../src/study/cell.ts";
import { type Member, trainPopulation } from "../src/study/population.ts";
import { ourRules } from "../src/study/rules.ts";
import { asDevice } from "./device.ts";
import { judged, plannedCells, SEEDS } from "./plan.ts";

/*
 * Trains the planned cells on the GPU, all networks at once, and judges the claims on them. Goes on
 * from what is stored. Writes report/gpu-findings.json.
 */

const device = asDevice(JSON.parse(process.argv[2] ?? "null"));
const note = (text: string): boolean => process.stderr.write(`${text}\n`);

const cells = plannedCells();
const trained = await trainPopulation(
  cells.flatMap((cell) => SEEDS.map((seed): Member => ({ cell, seed }))),
  {
    store: openStore("store", note),
    workers: 1,
    engine: "tfjs",
    tell: (event) => {
      const { cell, seed } = event.member;
      if (event.kind === "stored" || event.kind === "finished")
        note(`${cellName(cell)} seed ${seed}: ${event.kind}, ${event.trained.reason}`);
    },
  },
);
const populations: Population[] = [];
for (const cell of cells)
  populations.push({
    cell,
    settings: ourRules.settings(cell),
    networks: trained.filter((each) => cellName(each.cell) === cellName(cell)),
  });
const analysis = analyse(populations, working);
const findings = [];
for (const { claim, rule, name } of judged) {
  const cells = claim.cells(rule);
  const { tests, evidence } = await measureClaim(claim, analysis, { subject: rule, cells });
  const rng = createRng(deriveKey(null, "attest", "gpu", name, registrationOf(claim)));
  const parts = judgeTests(claim, tests, evidence, rng);
  findings.push({
    ...{ ...findingOf(claim, parts), name, device },
    tiers: trained.map(({ tier }) => tier),
  });
}
mkdirSync("report", { recursive: true });
writeFileSync("report/gpu-findings.json", `${JSON.stringify(findings, null, 2)}\n`);
