import { beforeAll, describe, expect, inject, it } from "vitest";
import { placeOf } from "./device.ts";
import { judged, notJudged } from "./plan.ts";
import { ran } from "./ran.ts";

const gpu = inject("gpu");
const device = "device" in gpu ? gpu.device : undefined;

/** What `run.ts` writes, as far as it is read here. */
type Judged = {
  readonly name: string;
  readonly verdict: string;
  readonly why: string;
  readonly tiers: readonly string[];
};

/** The suite's name: on what it runs, or why it does not. */
const where = device === undefined ? "never run (no GPU)" : placeOf(device);

describe.skipIf(device === undefined)(`tfjs ${where}`, () => {
  const findings = new Map<string, Judged>();

  beforeAll(async () => {
    if (device === undefined) return;
    const written: Judged[] = JSON.parse(await ran("run.ts", device));
    for (const each of written) findings.set(each.name, each);
  });

  // A contradicted claim is a finding; one that nobody can tell is not passed.
  it.each(judged.map(({ name, claim }) => [name, claim.says]))("%s is decided: %s", (name) => {
    const finding = findings.get(name);
    expect(new Set(finding?.tiers)).toEqual(new Set(["tolerance"]));
    expect(["supported", "contradicted"], finding?.why).toContain(finding?.verdict);
  });

  it.skip.each(notJudged.map(({ name }) => [name]))("never run: %s needs other rules", () => {});
});
