import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { holdFolder } from "../../src/store/hold.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-hold-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A process that holds the folder and looks for temporary files elsewhere, if told where. */
async function holder(temporary: string = tmpdir()) {
  const source = JSON.stringify(new URL("../../src/store/hold.ts", import.meta.url).href);
  const code = `
    const { holdFolder } = await import(${source});
    await holdFolder(${JSON.stringify(folder)});
    console.log("held");
    setInterval(() => {}, 1000);`;
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", code],
    { env: { ...process.env, TMPDIR: temporary }, stdio: ["ignore", "pipe", "inherit"] },
  );
  await once(child.stdout, "data");
  return child;
}

describe("a folder that a process holds", () => {
  it("is nobody else's until it is let go", async () => {
    const hold = await holdFolder(folder);
    await expect(holdFolder(folder)).rejects.toThrow(`process ${process.pid} is at work here`);
    await hold.release();
    await (await holdFolder(folder)).release();
  });

  it("is held by whatever name it is called", async () => {
    const link = join(folder, "a link");
    symlinkSync(folder, link, "dir");
    const hold = await holdFolder(link);
    await expect(holdFolder(`${folder}/.`)).rejects.toThrow("is at work here");
    await hold.release();
  });

  it("is refused, and free again after a kill", async () => {
    const child = await holder();
    await expect(holdFolder(folder)).rejects.toThrow(`process ${child.pid} is at work here`);
    child.kill("SIGKILL");
    await once(child, "close");
    await (await holdFolder(folder)).release();
  });

  it("is refused where its holder was suspended and cannot answer", async () => {
    const child = await holder();
    child.kill("SIGSTOP");
    await expect(holdFolder(folder)).rejects.toThrow("a process that does not answer");
    child.kill("SIGKILL");
    await once(child, "close");
  });

  it("is refused where Linux's holder keeps its temporary files elsewhere", async () => {
    const child = await holder(folder);
    const taken = await holdFolder(folder).then(
      async (hold) => {
        await hold.release();
        return true;
      },
      () => false,
    );
    expect(taken).toBe(process.platform === "darwin");
    child.kill("SIGKILL");
    await once(child, "close");
  });
});
