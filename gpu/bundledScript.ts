import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { insteadOf } from "../playground/instead.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** `bundle/main.ts` with all that it needs in one script for Node; dawn.node lies beside it. */
export async function bundledScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [here("./bundle/main.ts")],
    ...{ bundle: true, write: false, minify: true, platform: "node", format: "esm" },
    ...{ target: "node22", charset: "utf8", logLevel: "silent", loader: { ".wasm": "binary" } },
    banner: {
      js: 'import{createRequire as r}from"node:module";const require=r(import.meta.url);',
    },
    plugins: [
      insteadOf([
        [/\/kernelFile\.ts$/, here("../playground/browser/kernelBytes.ts")],
        [/\/webgpu\/load\.ts$/, here("./bundle/loadDawn.ts")],
      ]),
    ],
  });
  return outputFiles[0].text;
}
