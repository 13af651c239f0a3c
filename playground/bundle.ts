import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { insteadOf } from "./instead.ts";
import { makeLessons } from "./lessons.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What stands in a browser for what only Node has. */
const inBrowser = insteadOf([
  [/^node:crypto$/, here("./browser/crypto.ts")],
  [/^node:util$/, here("./browser/util.ts")],
  [/\/kernelFile\.ts$/, here("./browser/kernelBytes.ts")],
  [/\/native\.ts$/, here("./browser/noNative.ts")],
]);

/**
 * A script for browsers, of TypeScript.
 * @throws Error where it reaches something that only Node has.
 */
async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [here(entry)],
    ...{ bundle: true, write: false, minify: true, platform: "browser", format: "iife" },
    ...{ target: "es2023", charset: "utf8", logLevel: "silent" },
    loader: { ".wasm": "binary" },
    plugins: [inBrowser],
  });
  return outputFiles[0].text;
}

/** A text that may stand in a script of HTML, where only a tag would end it. */
const inScript = (text: string): string => text.replaceAll(/<(?=[/!])/g, "\\x3c");

/** The playground in one file of HTML. */
export async function playgroundPage(): Promise<string> {
  const parts: Readonly<Record<string, string>> = {
    LESSONS: JSON.stringify(await makeLessons()),
    WORKER: inScript(await bundled("./browser/worker.ts")),
    PAGE: inScript(await bundled("./browser/page.ts")),
  };
  const html = readFileSync(here("./page.html"), "utf8");
  return html.replaceAll(/(?<=>)"?(LESSONS|WORKER|PAGE)"?(?=<)/g, (_, name: string) => parts[name]);
}
