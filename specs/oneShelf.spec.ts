import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { nodeFiles } from "../src/store/files.ts";
import { openStore } from "../src/store/store.ts";
import { removeStale, temporaryName } from "../src/store/temporary.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-shelf-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a store", () => {
  it("is refused where both its shelves are one folder by a link", () => {
    mkdirSync(join(folder, "networks"));
    symlinkSync(join(folder, "networks"), join(folder, "checkpoints"), "junction");
    expect(() => openStore(folder, () => {})).toThrow(/one folder, .*networks, by a link/);
  });

  it("keeps what a live process of another container writes, whose number is nobody's here", () => {
    const own = temporaryName(join(folder, "a"));
    // The same machine's name, another space of processes, a number that is in no use.
    const other = own.replace(/-(\d+)_\d+_/, (_, space) => `-${space}7_99999999_`);
    const dead = own.replace(/_\d+_/, "_99999999_");
    for (const file of [own, other, dead]) writeFileSync(file, "half");
    removeStale(folder, nodeFiles);
    const left = nodeFiles.list(folder).filter((name) => name.endsWith(".tmp"));
    expect(left.map((name) => join(folder, name)).toSorted()).toEqual([own, other].toSorted());
  });
});
