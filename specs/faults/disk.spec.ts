import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { bpttJob, CELL, trainingOf } from "../../properties/training/made.ts";
import { nodeFiles } from "../../src/store/files.ts";
import { encodeArtifact, openStore, type Store } from "../../src/store/store.ts";
import { storedNetwork } from "../../src/study/storedNetwork.ts";
import { ofCell } from "../../src/study/trained.ts";
import { type Trainee, trainMember } from "../../src/training/member.ts";
import type { Trained } from "../../src/training/result.ts";
import { temporaries, wholeArtifacts } from "./children.ts";

const root = mkdtempSync(join(tmpdir(), "attest-disk-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const quiet = (message: string): void => {
  throw new Error(message);
};

function traineeOf(seed: number): Trainee {
  const { rule, settings } = bpttJob(seed);
  const budget = { updates: 22, restarts: 0 };
  const small = { ...settings, trialsPerUpdate: 100, validateEvery: 11, budget };
  return trainingOf({ seed, rule, settings: small });
}

const cell = { ...CELL, rule: "bptt" };

function trainInto(store: Store, seed: number, afterUpdate = () => {}): Promise<Trained> {
  const { engine } = bpttJob(seed);
  return trainMember(traineeOf(seed), { store, engine, tell: () => {}, afterUpdate });
}

const networksIn = (folder: string): ReadonlyMap<string, string> =>
  wholeArtifacts(folder, "networks");

/** Mounts a file system of 64 KiB there, or answers why it cannot be. */
function mountSmall(folder: string): string | null {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], { stdio: "pipe" });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const small = join(root, "small disk");
const whyNot = mountSmall(small);
afterAll(() => {
  if (whyNot === null) execFileSync("umount", [small]);
});

describe.skipIf(whyNot !== null)("a disk of 64 KiB", () => {
  it("is filled, says so, holds whole artifacts alone, and goes on with more room", async () => {
    const store = openStore(small, quiet);
    const ballast = join(small, "ballast");
    writeFileSync(ballast, new Uint8Array(36 * 1024));
    let failed = "";
    let seed = 0;
    while (failed === "" && seed < 40) {
      await trainInto(store, seed).catch((error: unknown) => {
        failed = String(error);
      });
      seed += 1;
    }
    expect(failed).toMatch(/cannot write .*ENOSPC/);
    const whole = networksIn(small).size;
    wholeArtifacts(small, "checkpoints");
    expect(temporaries(small)).toBe(0);
    rmSync(ballast);
    await trainInto(store, seed - 1);
    expect(networksIn(small).size).toBe(whole + 1);
    const other = openStore(join(root, "large disk"), quiet);
    for (let each = 0; each < seed; each++) await trainInto(other, each);
    expect(networksIn(small)).toEqual(networksIn(other.folder));
  });

  it("that may only be read is refused by name", () => {
    execFileSync("mount", ["-o", "remount,ro", small]);
    expect(() => openStore(small, quiet)).toThrow(/store: cannot write to the folder .*EROFS/);
    expect(() => openStore(join(small, "new"), quiet)).toThrow(/store: cannot write .*new/);
    execFileSync("mount", ["-o", "remount,rw", small]);
  });
});

describe("a clock that jumps", () => {
  afterEach(() => void vi.useRealTimers());

  it("back and forth by years does not change a byte", async () => {
    const calm = openStore(join(root, "calm"), quiet);
    await trainInto(calm, 1);
    vi.useFakeTimers({ toFake: ["Date", "performance"] });
    let jumps = 0;
    const jump = (): void => {
      jumps += 1;
      vi.setSystemTime(jumps % 2 === 0 ? 0 : new Date(2100 + jumps, 0));
    };
    const jumping = openStore(join(root, "jumping"), quiet);
    await trainInto(jumping, 1, jump);
    expect(jumps).toBe(22);
    expect(networksIn(jumping.folder)).toEqual(networksIn(calm.folder));
  });
});

describe("what is stored under a wrong name", () => {
  const keyOf = (seed: number): string => traineeOf(seed).key;

  it("is set aside with a message and made again: a network, and a checkpoint", async () => {
    const warnings: string[] = [];
    const store = openStore(join(root, "wrong names"), (message) => warnings.push(message));
    const good = await trainInto(store, 1);
    store.write("networks", keyOf(2), ofCell(cell, good));
    expect(storedNetwork(store, keyOf(2), { cell, seed: 2 })).toBeUndefined();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(keyOf(1));
    const stop = (): void => {
      throw new Error("stopped");
    };
    let updates = 0;
    const halfway = (): void => (++updates > 15 ? stop() : undefined);
    await expect(trainInto(store, 3, halfway)).rejects.toThrow("stopped");
    const checkpoint = store.read("checkpoints", keyOf(3)) ?? null;
    store.write("checkpoints", keyOf(2), checkpoint);
    const made = await trainInto(store, 2);
    expect(warnings[1]).toMatch(new RegExp(`${keyOf(2)}.*expected that of ${keyOf(2)}`));
    const alone = await trainInto(openStore(join(root, "right names"), quiet), 2);
    expect(encodeArtifact(made)).toEqual(encodeArtifact(alone));
  });

  it("is set aside where a field is missing", () => {
    const warnings: string[] = [];
    const store = openStore(join(root, "fields"), (message) => warnings.push(message));
    store.write("networks", keyOf(1), { key: keyOf(1), seed: 1 });
    expect(storedNetwork(store, keyOf(1), { cell, seed: 1 })).toBeUndefined();
    expect(warnings.join()).toMatch(/trained network: .*set aside/);
    expect(readdirSync(join(store.folder, "networks"))).toEqual([`${keyOf(1)}.safetensors.broken`]);
  });
});

describe("what a dead process left half-written", () => {
  it("is removed by the next that opens the store; what one alive writes is not", () => {
    const store = openStore(join(root, "left"), quiet);
    const child = execFileSync(process.execPath, ["-p", "process.pid"]).toString().trim();
    store.write("networks", "0123456789abcdef", null);
    const host = hostInNames(store);
    const nameFor = (id: string | number): string =>
      join(
        store.folder,
        "networks",
        `0123456789abcdef.safetensors.${host}_${id}_${"0".repeat(16)}.tmp`,
      );
    writeFileSync(nameFor(child), "half");
    writeFileSync(nameFor(process.pid), "half");
    expect(temporaries(store.folder)).toBe(2);
    openStore(store.folder, quiet);
    expect(temporaries(store.folder)).toBe(1);
  });

  it("elsewhere is removed a day before the newest file, and not sooner", () => {
    const store = openStore(join(root, "left elsewhere"), quiet);
    store.write("checkpoints", "0123456789abcdef", null);
    const path = join(store.folder, "checkpoints", "0123456789abcdef.safetensors");
    const now = statSync(path).mtimeMs / 1000;
    const ages = { young: 23 * 3600, old: 25 * 3600 };
    for (const [host, age] of Object.entries(ages)) {
      const half = `${path}.${host}_1_${"0".repeat(16)}.tmp`;
      writeFileSync(half, "half");
      utimesSync(half, now - age, now - age);
    }
    openStore(store.folder, quiet);
    const left = readdirSync(join(store.folder, "checkpoints")).filter((n) => n.endsWith(".tmp"));
    expect(left).toEqual([`0123456789abcdef.safetensors.young_1_${"0".repeat(16)}.tmp`]);
  });
});

/** How this machine is called in the names of half-written files. */
function hostInNames(store: Store): string {
  let seen = "";
  const folder = store.folder;
  openStore(folder, quiet, {
    ...nodeFiles,
    create(path) {
      seen = /\.([A-Za-z0-9-]+)_\d+_[0-9a-f]{16}\.tmp$/.exec(path)?.[1] ?? "";
      return nodeFiles.create(path);
    },
  }).write("networks", "0123456789abcdef", null);
  return seen;
}
