import { nativeEngine } from "../src/engine/native/engine.ts";
import { nativeAvailable } from "../src/engine/native/kernel.ts";
import { wasmEngine } from "../src/engine/wasm/engine.ts";
import { builtInRules } from "../src/rules/registry.ts";
import { working } from "../src/setting/readings.ts";
import { encodeArtifact } from "../src/store/store.ts";
import { type Cell, resolveCell } from "../src/study/cell.ts";
import { jobOf } from "../src/study/job.ts";
import { train } from "../src/training/train.ts";

/*
 * npm run bytes
 * Trains whole real networks on the wasm and on the native engine and compares the bytes of all
 * that is stored of them. A line a network; status 1 where any differs.
 */

/** A seed of each rule that meets the criterion on RDM at noise 0.1 soon. */
const SEEDS: ReadonlyMap<string, number> = new Map([
  ["bptt", 1005],
  ["genetic", 1001],
  ["hebbian", 1003],
  ["full-force", 1003],
]);

async function compare(): Promise<boolean> {
  let same = true;
  for (const rule of builtInRules) {
    const seed = SEEDS.get(rule.name) ?? 1000;
    const cell: Cell = {
      rule: rule.name,
      task: "rdm",
      noise: 0.1,
      reading: "working",
      variant: "as-is",
    };
    const settings = resolveCell(cell, rule, working);
    const job = { ...jobOf({ cell, settings, seed }, wasmEngine.tier), rule };
    const one = await train({ ...job, engine: wasmEngine });
    const other = await train({ ...job, engine: nativeEngine });
    const identical = Buffer.compare(encodeArtifact(one), encodeArtifact(other)) === 0;
    same &&= identical;
    const verdict = identical ? "identical" : "DIFFERENT";
    process.stdout.write(`${verdict}  ${rule.name} seed ${seed}, ${one.updates} updates\n`);
  }
  return same;
}

if (nativeAvailable()) process.exitCode = (await compare()) ? 0 : 1;
else {
  process.stderr.write("bytes: native is not built; npm run build:native builds it\n");
  process.exitCode = 1;
}
