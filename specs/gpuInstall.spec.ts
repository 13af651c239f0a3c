import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { whyCompilerFailed } from "../gpu/binding.ts";
import { isAtLeast, type Machine, missing, SIZES, warnings } from "../gpu/needs.ts";
import { installWheels, type Pip, wheelsIn, whyPipFailed } from "../gpu/wheels.ts";
import { textOf } from "./source.ts";

/** A machine that has everything. */
const whole: Machine = {
  platform: "linux",
  arch: "x64",
  glibc: "2.36",
  python: { command: "python3", runs: true },
  pip: "23.0.1",
  compiler: { command: "g++", runs: true },
  freeBytes: 20e9,
  card: { name: "NVIDIA L4", driver: "570.86.15" },
  hasKernelDriver: true,
};

const noCard: Machine = { ...whole, card: undefined, hasKernelDriver: false };

const NEEDED = SIZES.gpu.download + SIZES.gpu.disk;

describe("what a machine lacks for TensorFlow", () => {
  it("is nothing where all is there; the CPU needs no card", () => {
    expect(missing("gpu", whole, NEEDED)).toEqual([]);
    expect(missing("cpu", noCard, NEEDED)).toEqual([]);
    expect(warnings("gpu", whole)).toEqual([]);
  });

  const lacking: readonly (readonly [string, Partial<Machine>, RegExp])[] = [
    ["another system", { platform: "darwin", arch: "arm64" }, /^this is darwin on arm64: .*x64$/],
    ["musl", { glibc: undefined }, /^the C library is not glibc .*needs glibc 2\.27$/],
    ["an old glibc", { glibc: "2.17" }, /^glibc is 2\.17: TensorFlow needs 2\.27 or later$/],
    [
      "no Python",
      { python: { command: "python9", runs: false }, pip: undefined },
      /^no Python: python9 does not start.*PYTHON/,
    ],
    ["no pip", { pip: undefined }, /^no pip: python3 -m pip does not start.*python3-pip/],
    ["an old pip", { pip: "18.1" }, /^pip is 18\.1: 20\.3 or later/],
    ["no compiler", { compiler: { command: "c9", runs: false } }, /^no C\+\+ compiler: c9.*CXX/],
    ["too little disk", { freeBytes: 1.2e9 }, /^1\.2 GB are free where gpu\/ lies: 9\.6 GB are/],
    ["no driver", { card: undefined, hasKernelDriver: false }, /^no NVIDIA driver.*-- --cpu/],
    ["a container without its card", { card: undefined }, /^the kernel has.*--gpus all/],
    [
      "an old driver",
      { card: { name: "Tesla T4", driver: "470.256.02" } },
      /^the driver of Tesla T4 is 470\.256\.02: CUDA 12 needs 525\.60\.13 or later$/,
    ],
  ];

  it.each(lacking)("has its words: %s", (_, lacks, words) => {
    const said = missing("gpu", { ...whole, ...lacks }, NEEDED);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(words);
  });

  it("is said all at once", () => {
    const bare = { ...noCard, pip: undefined, compiler: { command: "g++", runs: false } };
    expect(missing("gpu", bare, NEEDED)).toHaveLength(3);
    expect(missing("cpu", { ...bare, freeBytes: 0 }, 1)).toHaveLength(3);
  });

  it("is no disk where all has come", () => {
    expect(missing("gpu", { ...whole, freeBytes: 1e6 }, 0)).toEqual([]);
  });

  it("warns where the driver is older than what newest cards compile at the start", () => {
    const card = { name: "NVIDIA H100", driver: "550.54.15" };
    expect(missing("gpu", { ...whole, card }, NEEDED)).toEqual([]);
    expect(warnings("gpu", { ...whole, card })).toEqual([
      "the driver of NVIDIA H100 is 550.54.15: cards newer than compute capability 8.9 (H100) " +
        "may need 555 or later",
    ]);
  });

  it.each([
    ["2.27", "2.27", true],
    ["2.9", "2.27", false],
    ["3", "2.27", true],
    ["555.42", "555", true],
    ["525.60", "525.60.13", false],
  ])("orders versions by their numbers: %s, at least %s: %s", (version, least, is) => {
    expect(isAtLeast(version, least)).toBe(is);
  });
});

describe("why a download failed", () => {
  it.each([
    ["OSError: [Errno 28] No space left on device", "the disk is full"],
    ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "is not the wheel that is pinned"],
    ["ERROR: HTTP error 403 while getting a wheel", "the index refused the download"],
    ["Tunnel connection failed: 407 Proxy Authentication Required", "the index refused"],
    ["SSLError(SSLCertVerificationError(1, 'CERTIFICATE_VERIFY_FAILED'))", "PIP_CERT"],
    ["NewConnectionError: Temporary failure in name resolution", "no index answers"],
    ["ReadTimeoutError: Read timed out.\nERROR: No matching distribution", "no index answers"],
    ["ERROR: No matching distribution found for tensorflow", "does not have this wheel"],
    ["ERROR: something else", "pip failed (ERROR: something else)"],
    ["", "pip failed"],
  ])("%j: %s", (errors, words) => {
    expect(whyPipFailed(errors)).toContain(words);
  });
});

describe("why the binding was not compiled", () => {
  it("is the compiler's first error, and what it needs", () => {
    const errors = "In file included from a.cc:1:\nb.h:7:10: fatal error: string: no such file\n";
    expect(whyCompilerFailed("g++", errors)).toBe(
      "g++ could not compile the binding; it needs C++17 (g++ 8 or later): " +
        "b.h:7:10: fatal error: string: no such file",
    );
    expect(whyCompilerFailed("c9", "")).toContain("it said nothing");
  });
});

describe("the pinned wheels", () => {
  it.each([
    ["cpu", 1],
    ["gpu", 13],
  ])("for the %s have a version and a hash each", (kind, count) => {
    const lines = wheelsIn(textOf(`gpu/requirements-${kind}.txt`));
    expect(lines).toHaveLength(count);
    for (const line of lines)
      expect(line).toMatch(/^[a-z0-9-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}$/);
  });

  it("are of one TensorFlow", () => {
    const [cpu, gpu] = ["cpu", "gpu"].map(
      (kind) => /^tensorflow.*==(\S+)/m.exec(textOf(`gpu/requirements-${kind}.txt`))?.[1],
    );
    expect(cpu).toBe(gpu);
  });
});

describe("wheels are installed", () => {
  const requirements = ["# made up", "one==1 --hash=a", "two==2 --hash=b", ""].join("\n");
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "attest-wheels-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const argument = (args: readonly string[], name: string): string => args[args.indexOf(name) + 1];

  /** A pip that writes what it is asked for, and fails at one of its calls. */
  function madeUpPip(failsAt: number): { readonly pip: Pip; readonly calls: string[] } {
    const calls: string[] = [];
    const pip: Pip = (args) => {
      const wheels = readFileSync(argument(args, "-r"), "utf8");
      calls.push(`${args[0]} ${wheelsIn(wheels).join(", ")}`);
      if (calls.length === failsAt) return { status: 1, errors: "ERROR: 403 Client Error" };
      if (args[0] === "download") writeFileSync(join(argument(args, "--dest"), wheels[0]), wheels);
      else writeFileSync(argument(args, "--target"), readdirSync(join(folder, "wheels")).join());
      return { status: 0, errors: "" };
    };
    return { pip, calls };
  }

  it("one at a time, then unpacked in one call; nothing else is left", () => {
    const { pip, calls } = madeUpPip(0);
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    installWheels({ folder, requirements }, { pip, say });
    expect(calls).toEqual([
      "download one==1 --hash=a",
      "download two==2 --hash=b",
      "install one==1 --hash=a, two==2 --hash=b",
    ]);
    expect(said).toEqual(["wheel 1 of 2: one==1", "wheel 2 of 2: two==2", "unpacking"]);
    expect(readdirSync(folder)).toEqual(["installed.txt", "site"]);
    const commented = `# more words\n${requirements}`;
    installWheels({ folder, requirements: commented }, { pip, say });
    expect(calls).toHaveLength(3);
    expect(said.at(-1)).toBe("TensorFlow is there");
  });

  it.each([1, 2, 3])("after a failure at call %i, going on from what has come", (failsAt) => {
    const { pip } = madeUpPip(failsAt);
    const silent = (): void => {};
    expect(() => installWheels({ folder, requirements }, { pip, say: silent })).toThrow(
      /^(one==1|two==2|unpacking): the index refused the download/,
    );
    expect(existsSync(join(folder, "installed.txt"))).toBe(false);
    expect(readdirSync(join(folder, "wheels"))).toHaveLength(failsAt - 1);
    installWheels({ folder, requirements }, { pip: madeUpPip(0).pip, say: silent });
    expect(readFileSync(join(folder, "site"), "utf8")).toBe("o,t");
  });

  it("anew where other versions are pinned", () => {
    const { pip, calls } = madeUpPip(0);
    const silent = (): void => {};
    installWheels({ folder, requirements }, { pip, say: silent });
    installWheels({ folder, requirements: "one==3 --hash=c\n" }, { pip, say: silent });
    expect(calls.slice(3)).toEqual(["download one==3 --hash=c", "install one==3 --hash=c"]);
  });
});
