#!/usr/bin/env node
import { existsSync } from "node:fs";

// In the repository the sources are run, by tsx; in the package, what was built from them. Both run
// in this process: a signal that is sent to it is heard by what it is meant for.
if (existsSync(new URL("../src/cli.ts", import.meta.url))) {
  await import(import.meta.resolve("tsx"));
  await import("../src/cli.ts");
} else await import("../dist/src/cli.js");
