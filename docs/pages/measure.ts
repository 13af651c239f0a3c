import { writeFileSync } from "node:fs";
import { judgeAll } from "../../src/claims/judge.ts";
import { claims } from "../../src/papers/mcmahan2021/pilot/index.ts";
import { PILOT_FOLDER } from "../../src/study/shippedFolder.ts";
import { openStudy } from "../../src/study/study.ts";
import { measureBeside } from "./beside.ts";
import { BESIDE_FILE, FINDINGS_FILE } from "./facts.ts";
import { keptFindings } from "./keptFindings.ts";

/* Judges the pilot and writes what was found: `npm run docs:measure`, minutes. */
const networks = [{ kind: "shipped", folder: PILOT_FOLDER }] as const;
const study = await openStudy({ networks });
if (process.argv.includes("--beside"))
  writeFileSync(BESIDE_FILE, `${JSON.stringify(await measureBeside(study), null, 2)}\n`);
else writeFileSync(FINDINGS_FILE, keptFindings(await judgeAll(claims, study), study));
