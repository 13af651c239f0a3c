import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRegistrations } from "../src/claims/registrationFile.ts";
import { withBudgets } from "../src/commands/plan.ts";
import { cellName } from "../src/study/cell.ts";
import type { PlannedCell } from "../src/study/plan.ts";
import { asPlan } from "../src/study/planFile.ts";
import { STUDY_FOLDER } from "../src/study/shippedFolder.ts";
import { study } from "../src/study/studyPlan.ts";
import { ROOT } from "./source.ts";

const written = asPlan(readFileSync(join(ROOT, "fixtures/study/plan.json"), "utf8"));

const RULES: Readonly<Record<string, string>> = {
  B: "bptt",
  G: "genetic",
  H: "hebbian",
  F: "full-force",
};

/** One condition of the table of `docs/study.md`. */
type Needed = { readonly name: string; readonly wanted: number; readonly first: number };

const WHICH = /^([BGHF ]+) × ([a-z0-9, -]+) × ([\d., ]+?)(?:, ([a-z][a-z ]*))?$/;
const HOW_MANY = /^(exactly )?(\d+)(?: from (\d+))?$/;

/** What a row of the table asks for: "B G × rdm, cdi × 0.1, 1.0, tanh: exactly 16 from 200". */
function needed(text: string): readonly Needed[] {
  const [condition, number = ""] = text.split(": ");
  const [which, howMany] = [WHICH.exec(condition), HOW_MANY.exec(number)];
  if (which === null || howMany === null) throw new Error(`docs/study.md: cannot read "${text}"`);
  const [, rules, tasks, noises, factor] = which;
  const [, , wanted, first = "100"] = howMany;
  const reading = factor === "code" ? "code" : "working";
  const variant =
    factor === undefined || factor === "code" ? "" : ` ${factor.replaceAll(" ", "-")}`;
  return rules.split(" ").flatMap((rule) =>
    tasks.split(", ").flatMap((task) =>
      noises.split(", ").map((noise) => ({
        name: `${RULES[rule]} ${task} ${Number(noise)} ${reading}${variant}`,
        wanted: Number(wanted),
        first: Number(first),
      })),
    ),
  );
}

const rows = [
  ...readFileSync(join(ROOT, "docs/study.md"), "utf8").matchAll(/^\| (C\d\d|beside) \| (.*) \|$/gm),
].map(([, claim, conditions]) => ({ claim, conditions: conditions.split("; ") }));

const asked = rows.flatMap(({ claim, conditions }) =>
  conditions.flatMap((each) => needed(each).map((condition) => ({ claim, ...condition }))),
);

const unitOf = ({ name, first }: Needed, cells: readonly PlannedCell[]): PlannedCell | undefined =>
  cells.find((unit) => cellName(unit.cell) === name && unit.first === first);

describe("the study's plan", () => {
  it("is the file that is trained from, with the budget of each condition", () => {
    expect(written).toEqual(withBudgets(study));
  });

  it("has every claim, and every condition that a claim needs, with its number", () => {
    const claims = rows.map(({ claim }) => claim).filter((claim) => claim !== "beside");
    expect(claims).toEqual(
      Array.from({ length: 21 }, (_, k) => `C${String(k + 1).padStart(2, "0")}`),
    );
    const wrong = asked
      .filter((each) => unitOf(each, written.cells)?.wanted !== each.wanted)
      .map(({ claim, name, wanted, first }) => `${claim}: ${name} from ${first}: ${wanted}`);
    expect(wrong).toEqual([]);
  });

  it("has no condition that no claim needs", () => {
    const names = new Set(asked.map(({ name, first }) => `${name} from ${first}`));
    const idle = written.cells
      .map(({ cell, first }) => `${cellName(cell)} from ${first}`)
      .filter((name) => !names.has(name));
    expect(idle).toEqual([]);
  });

  it("keeps the seeds of C01 and C08 to them, and trains them since both are registered", () => {
    const { claims } = readRegistrations(join(STUDY_FOLDER, "registration.json"));
    expect(claims.map(({ id }) => id)).toEqual(expect.arrayContaining(["C01", "C08"]));
    for (const { cell, first, most, waits } of written.cells) {
      if (first === 100) expect(first + most).toBeLessThanOrEqual(200);
      else expect([first, most, waits]).toEqual([200, 16, undefined]);
      if (cell.criterion !== undefined) expect(first).toBe(200);
    }
  });

  it("takes numbers of updates from conditions that it has, of the same seeds", () => {
    for (const { updatesOf, first, most } of written.cells) {
      if (updatesOf === undefined) continue;
      const source = unitOf({ name: cellName(updatesOf), first, wanted: 0 }, written.cells);
      expect(source?.most).toBeGreaterThanOrEqual(most);
    }
  });

  it("is refused where it states another budget than its rule has", () => {
    const [unit, ...rest] = written.cells;
    const cells = [{ ...unit, budget: { updates: 1, restarts: 0 } }, ...rest];
    expect(() => withBudgets({ ...written, cells })).toThrow(/its budget is/);
  });
});
