import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readFacts } from "./facts.ts";
import { foundPage } from "./found.ts";

/* Writes the pages that are made from findings: `npm run docs`. */
const path = fileURLToPath(new URL("../found.md", import.meta.url));
writeFileSync(path, foundPage(await readFacts()));
