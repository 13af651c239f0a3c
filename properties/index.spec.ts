import { globSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkLaw, laws } from "./index.ts";
import { isLaw } from "./law.ts";
import { registry } from "./registry.ts";

const all = Object.entries(laws);

/** Every law that a module of this folder exports, by its id. */
async function exportedLaws(): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const file of globSync("*/*.laws.ts", { cwd: import.meta.dirname })) {
    const exported: unknown = await import(new URL(file, import.meta.url).href);
    for (const value of Object.values(Object(exported))) if (isLaw(value)) ids.push(value.id);
  }
  return ids;
}

describe("the laws", () => {
  it("are known by their ids", () => {
    for (const [id, law] of all) expect(law.id).toBe(id);
  });

  it("are all there", async () => {
    expect(all.map(([id]) => id).sort()).toEqual([...(await exportedLaws())].sort());
  });

  it("each catch at least one mutant, or widen the cases of one that does", () => {
    for (const [id, law] of all) {
      const names = law.mutants.map(({ name }) => name);
      const widened = all.filter(([other]) => id.startsWith(`${other}-`));
      const caught = [law, ...widened.map(([, other]) => other)].map((each) => each.mutants.length);
      expect(Math.max(...caught), id).toBeGreaterThan(0);
      expect(new Set(names).size, id).toBe(names.length);
    }
  });

  it("are bound once each", () => {
    const ids = registry.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it("can be tried on an implementation from elsewhere", async () => {
    await expect(checkLaw(laws["task/select"], (trials) => trials)).rejects.toThrow();
  });
});
