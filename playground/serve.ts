import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { playgroundPage } from "./bundle.ts";

/*
 * npm run playground [-- --port 8019] [-- --write]
 * Writes dist/playground.html, a page that needs nothing else, and serves it on this machine alone;
 * with --write it is only written.
 */

const { values } = parseArgs({
  options: { port: { type: "string", default: "8019" }, write: { type: "boolean" } },
});
const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const page = await playgroundPage();
mkdirSync(dist, { recursive: true });
writeFileSync(`${dist}playground.html`, page);
console.log(`dist/playground.html: ${(page.length / 1000).toFixed(0)} kB`);
if (values.write !== true)
  createServer((_, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(page);
  }).listen(Number(values.port), "127.0.0.1", () =>
    console.log(`http://127.0.0.1:${values.port}/ (Ctrl+C ends it)`),
  );
