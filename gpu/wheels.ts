import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Runs pip with arguments, its temporary files in a folder. */
export type Pip = (
  args: readonly string[],
  temporary: string,
) => { readonly status: number | null; readonly errors: string };

/** The wheels' tags: all that glibc 2.27 can load, whatever Python's own pip would take. */
const TAGS = [
  ...["--only-binary=:all:", "--implementation=cp", "--python-version=3.11"],
  ...["2_27", "2_25", "2_17", "2_12"].map((glibc) => `--platform=manylinux_${glibc}_x86_64`),
];

const QUIET = ["--disable-pip-version-check", "--no-cache-dir", "--no-deps", "--require-hashes"];

/** The lines of a requirements file that name a wheel. */
export const wheelsIn = (requirements: string): readonly string[] =>
  requirements.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

/** Why pip failed, in a sentence, from what it wrote. */
export function whyPipFailed(errors: string): string {
  const causes: readonly (readonly [RegExp, string])[] = [
    [/No space left|Errno 28/, "the disk is full"],
    [
      /DO NOT MATCH THE HASHES/,
      "what came is not the wheel that is pinned (its hash differs): a mirror or a proxy changed it",
    ],
    [/\b40[137]\b|Forbidden|Unauthorized|Proxy Authentication/, "the index refused the download"],
    [
      /CERTIFICATE_VERIFY_FAILED|SSLError/,
      "the index's certificate is not known here: PIP_CERT names a file of those that are",
    ],
    [
      /Connection|timed out|resolution|not known|unreachable|ProxyError|Max retries/i,
      "no index answers: behind a proxy HTTPS_PROXY, for a mirror PIP_INDEX_URL. What has come is " +
        "kept: run it again",
    ],
    [
      /No matching distribution|Could not find a version/,
      "the index does not have this wheel, or did not answer: a mirror (PIP_INDEX_URL) may lack it",
    ],
  ];
  const last = errors.trim().split("\n").at(-1) ?? "";
  const cause = causes.find(([pattern]) => pattern.test(errors))?.[1] ?? "pip failed";
  return last === "" ? cause : `${cause} (${last})`;
}

/** What is written down when all is there: the wheels, without the comments. */
const stampOf = (requirements: string): string => `${wheelsIn(requirements).join("\n")}\n`;

/** Whether the wheels of a requirements file lie in a folder, unpacked. */
export function areInstalled(folder: string, requirements: string): boolean {
  const stamp = join(folder, "installed.txt");
  return existsSync(stamp) && readFileSync(stamp, "utf8") === stampOf(requirements);
}

/**
 * Downloads the wheels one at a time, each kept once it is whole, then unpacks them into
 * `folder`/site and deletes them. Run again it goes on from the wheels that have come.
 * @throws Error in words where pip fails
 */
export function installWheels(
  { folder, requirements }: { readonly folder: string; readonly requirements: string },
  { pip, say }: { readonly pip: Pip; readonly say: (line: string) => void },
): void {
  if (areInstalled(folder, requirements)) {
    say("TensorFlow is there");
    return;
  }
  const [wheels, site, temporary] = ["wheels", "site", "temporary"].map((name) =>
    join(folder, name),
  );
  rmSync(temporary, { recursive: true, force: true });
  for (const each of [wheels, temporary]) mkdirSync(each, { recursive: true });
  const run = (what: string, args: readonly string[]): void => {
    const { status, errors } = pip([...args, ...QUIET, ...TAGS], temporary);
    if (status !== 0) throw new Error(`${what}: ${whyPipFailed(errors)}`);
  };
  const all = wheelsIn(requirements);
  for (const [k, line] of all.entries()) {
    const [name] = line.split(" ");
    say(`wheel ${k + 1} of ${all.length}: ${name}`);
    const one = join(temporary, "one.txt");
    writeFileSync(one, `${line}\n`);
    run(name, ["download", "--dest", wheels, "-r", one]);
  }
  say("unpacking");
  // All in one call: the CUDA wheels share a folder, which a second call would replace.
  rmSync(site, { recursive: true, force: true });
  const pinned = join(temporary, "all.txt");
  writeFileSync(pinned, requirements);
  const from = ["--no-index", "--find-links", wheels, "--no-compile", "--target", site];
  run("unpacking", ["install", ...from, "-r", pinned]);
  for (const each of [wheels, temporary]) rmSync(each, { recursive: true, force: true });
  writeFileSync(join(folder, "installed.txt"), stampOf(requirements));
}
