import { mkdirSync, writeFileSync } from "node:fs";
import { judgeAll } from "../src/claims/judge.ts";
import { checkLedger } from "../src/claims/ledger.ts";
import { claims } from "../src/papers/mcmahan2021/pilot/index.ts";
import { ledger } from "../src/papers/mcmahan2021/pilot/ledger.ts";
import { openStore } from "../src/store/store.ts";
import { cellName } from "../src/study/cell.ts";
import { PILOT_FOLDER } from "../src/study/shippedFolder.ts";
import { openStudy } from "../src/study/study.ts";
import { trainable, trainEachAgain } from "./again.ts";
import { asDevice } from "./device.ts";
import type { JudgedAgain } from "./judgedAgain.ts";

/*
 * Trains networks of the pilot again on the device of the engine webgpu, from their seeds, compares
 * each byte with what is shipped, and judges the claims that read them on them and on all others as
 * they are shipped, which are of the same tier. Writes report/gpu-findings.json.
 */

const note = (text: string): void => void process.stderr.write(`${text}\n`);

const device = asDevice(JSON.parse(process.argv[2] ?? "null"));
const minutes = Number(process.env.ATTEST_GPU_MINUTES ?? "");
const folder = `store/gpu/${device.name.replaceAll(/[^\w.]+/g, "-")}`;
const study = await openStudy({ networks: [{ kind: "shipped", folder: PILOT_FOLDER }] });
const shipped = study.populations.flatMap(({ networks }) => networks);
const sample = trainable(shipped, { isSample: device.isSoftware });
const again = await trainEachAgain(sample, {
  ...{ store: openStore(folder, note), engine: "webgpu", note },
  ...(minutes > 0 ? { until: AbortSignal.timeout(minutes * 60_000) } : {}),
});
const place = new Map(again.map((each) => [each.shipped, each.again]));
const populations = study.populations.map((population) => ({
  ...population,
  networks: population.networks.map((each) => place.get(each) ?? each),
}));
const cells = new Set(again.map(({ shipped: { cell } }) => cellName(cell)));
const ofThem = claims.filter((claim) => claim.cells().some((cell) => cells.has(cellName(cell))));
note(`${again.length} of ${sample.length} networks trained again; judging ${ofThem.length} claims`);
const given = { kind: "given", populations, roots: study.roots } as const;
const findings = await judgeAll(ofThem, await openStudy({ networks: [given] }));
const expected = Object.fromEntries(ofThem.map(({ id }) => [id, ledger[id]]));
const written: JudgedAgain = {
  device,
  wanted: sample.length,
  networks: again.map(({ shipped: { key, cell, seed, updates }, isIdentical }) => ({
    ...{ key, cell: cellName(cell), seed, updates, isIdentical },
  })),
  surprises: checkLedger(findings, expected),
  findings: findings.map((finding) => ({ ...finding, device, tiers: ["float32"] })),
};
mkdirSync("report", { recursive: true });
writeFileSync("report/gpu-findings.json", `${JSON.stringify(written, null, 2)}\n`);
