#!/usr/bin/env node
import { existsSync, readFileSync } from "node:fs";

// Nothing else is imported before this: on a Node that is too old it could hang, or say nothing.
const { engines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const least = engines.node.replace(">=", "");
if (isOlder(process.versions.node, least)) {
  process.stderr.write(
    `attest: expected Node ${least} or later, got ${process.versions.node} (${process.execPath})\n`,
  );
  process.exit(1);
}

// In the repository the sources are run, by tsx; in the package, what was built from them. Both run
// in this process: a signal that is sent to it is heard by what it is meant for.
if (existsSync(new URL("../src/cli.ts", import.meta.url))) {
  await import(import.meta.resolve("tsx"));
  await import("../src/cli.ts");
} else await import("../dist/src/cli.js");

function isOlder(version, than) {
  const [major, minor] = version.split(".").map(Number);
  const [leastMajor, leastMinor = 0] = than.split(".").map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
