import { fc, it } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { bindLaw, checkLaw, isCaught, type Law, LawBrokenError } from "./law.ts";

const SEED = 20211206;

type Double = (x: number) => number;

const doubling = (runs: number): Law<Double, number> => ({
  id: "made-up/double",
  says: "twice a number is the number added to itself",
  needs: [],
  runs,
  cases: () => fc.integer({ min: 0, max: 1000 }),
  holds(double, x) {
    if (double(x) !== x + x) throw new Error(`${double(x)} is not twice ${x}`);
  },
  mutants: [{ name: "always one too many", subject: (x) => 2 * x + 1 }],
});

describe("the frame of laws finds what it must find", () => {
  it.prop([fc.integer({ min: 0, max: 900 })], { seed: SEED })(
    "a subject that is wrong from some number on is caught, and the number is shown",
    async (from) => {
      const wrong: Double = (x) => (x >= from ? 2 * x + 1 : 2 * x);
      await expect(checkLaw(doubling(200), wrong)).rejects.toThrow(`Counterexample: [${from}]`);
    },
  );

  it.prop([fc.integer({ min: 1, max: 50 })], { seed: SEED })(
    "a right subject passes",
    async (runs) => {
      await expect(checkLaw(doubling(runs), (x) => 2 * x)).resolves.toBeUndefined();
    },
  );

  it("a bound law checks its subject, and its mutants are broken", async () => {
    const bound = bindLaw(doubling(10), (x) => 2 * x);
    await bound.check();
    for (const mutant of bound.mutants)
      await expect(mutant.check()).rejects.toThrow("is not twice");
  });

  it("a mutant is caught by what the law says, and by nothing else", async () => {
    const caught = (subject: Double, law = doubling(10)): Promise<boolean> => {
      const bound = bindLaw({ ...law, mutants: [{ name: "made up", subject }] }, (x) => 2 * x);
      return isCaught(bound.mutants[0]);
    };
    expect(await caught((x) => 2 * x + 1)).toBe(true);
    expect(await caught((x) => 2 * x)).toBe(false);
    const slip: Double = (x) => Reflect.get(Object(x), "missing").length;
    await expect(caught(slip)).rejects.toThrow('"made up" slips: TypeError: Cannot read');
    const refuses = (): never => {
      throw new TypeError("x: expected a number");
    };
    expect(await caught(refuses)).toBe(true);
    const broken = { ...doubling(10), cases: () => fc.nat().map(refuses) };
    await expect(caught((x) => 2 * x + 1, broken)).rejects.not.toThrow(LawBrokenError);
    await expect(caught((x) => 2 * x + 1, broken)).rejects.toThrow("x: expected a number");
    await expect(caught((x) => 2 * x, { ...doubling(10), cases: refuses })).rejects.toThrow(
      /^x: expected a number$/,
    );
  });

  it("a law that waits for a promise sees it reject", async () => {
    const late: Law<Double, number> = {
      ...doubling(5),
      holds: async (double, x) => {
        await Promise.resolve();
        if (double(x) !== x + x) throw new Error("late");
      },
    };
    await expect(checkLaw(late, (x) => x)).rejects.toThrow("late");
  });
});
