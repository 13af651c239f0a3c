import { describe, expect, it } from "vitest";
import { withStandIns } from "../../src/claims/standIns.ts";
import type { Cell } from "../../src/study/cell.ts";
import { cellOf } from "../../src/study/plan.ts";
import { ourRules } from "../../src/study/rules.ts";
import { openStudy } from "../../src/study/study.ts";
import { madeNetworks } from "../madeStudy.ts";

const population = (cell: Cell, count: number) => ({
  ...{ cell, settings: ourRules.settings(cell) },
  networks: madeNetworks(cell, count, { first: 0 }),
});

const [low, middle, high] = [0.1, 0.5, 1].map((noise) => cellOf("genetic", "rdm", { noise }));
const other = cellOf("bptt", "rdm");
const populations = [population(low, 4), population(middle, 5), population(other, 6)];

async function stood(cells: readonly Cell[], firstSeed = 0) {
  const study = await openStudy({ networks: [{ kind: "given", populations }] });
  const counted = (cell: Cell): number => study.included(cell).length;
  return withStandIns(study, cells, { counted, firstSeed });
}

describe("what stands for a condition without networks", () => {
  it("is the same rule at the nearest noise: its networks are taken for them", async () => {
    const { study, from } = await stood([high, low]);
    expect(from).toEqual([
      { condition: "genetic rdm 1 working", networks: 5, as: "genetic rdm 0.5 working" },
      { condition: "genetic rdm 0.1 working", networks: 4, as: null },
    ]);
    expect(study.included(high).map(({ key }) => key)).toEqual(
      study.included(middle).map(({ key }) => key),
    );
  });

  it("is another rule on the same task, where the rule has none", async () => {
    const { from } = await stood([cellOf("hebbian", "rdm")]);
    expect(from[0].as).toBe("bptt rdm 1 working");
  });

  it("is nothing of another task, nor what is untrained for what is trained", async () => {
    const untrained = cellOf("bptt", "rdm", { variant: "untrained" });
    const { from } = await stood([cellOf("bptt", "cdi"), untrained]);
    expect(from.map(({ as, networks }) => [as, networks])).toEqual([
      [null, 0],
      [null, 0],
    ]);
  });

  it("has the seeds that are kept for the claim", async () => {
    const { study } = await stood([low], 200);
    expect(study.networks(low).map(({ seed }) => seed)).toEqual([200, 201, 202, 203]);
  });
});
