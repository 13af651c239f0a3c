import { beforeAll, describe, expect, inject, it } from "vitest";
import { placeOf } from "./device.ts";
import type { JudgedAgain } from "./judgedAgain.ts";
import { ran } from "./ran.ts";

const gpu = inject("gpu");
const device = "device" in gpu ? gpu.device : undefined;

/** The suite's name: on what it runs, or that it does not. */
const where = device === undefined ? "never run (no adapter)" : placeOf(device);

describe.skipIf(device === undefined)(`webgpu ${where}`, () => {
  let again: JudgedAgain | undefined;

  beforeAll(async () => {
    if (device === undefined) return;
    again = JSON.parse(await ran("runWebgpu.ts", device));
  });

  it("trains networks of the pilot to the bytes that are shipped", () => {
    const networks = again?.networks ?? [];
    console.log(`${networks.length} of ${again?.wanted} networks trained again ${where}`);
    expect(networks.length).toBeGreaterThan(0);
    expect(networks.filter(({ isIdentical }) => !isIdentical)).toEqual([]);
  });

  it("judges the claims that read them as the pilot's ledger says", () => {
    expect(again?.findings.length).toBeGreaterThan(0);
    expect(again?.surprises).toEqual([]);
  });

  it("records the device with each finding", () => {
    for (const finding of again?.findings ?? []) expect(finding.device).toEqual(device);
  });
});
