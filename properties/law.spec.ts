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

  it("a case is found again by the line that a message prints, and by it alone", async () => {
    const wrong: Double = (x) => (x >= 417 ? 2 * x + 1 : 2 * x);
    const broken = await checkLaw(doubling(200), wrong).catch((error: unknown) => error);
    if (!(broken instanceof LawBrokenError)) throw new Error("the law was not broken");
    const [, seed, path] = /seed: (\d+), path: "([\d:]+)"/.exec(broken.message) ?? [];
    expect({ seed: Number(seed), path }).toEqual(broken.replay);
    const tried: number[] = [];
    const listening: Double = (x) => {
      tried.push(x);
      return wrong(x);
    };
    const again = checkLaw(doubling(200), listening, { ...broken.replay, shrink: false });
    await expect(again).rejects.toThrow("Counterexample: [417]");
    expect(new Set(tried)).toEqual(new Set([417]));
    await expect(checkLaw(doubling(200), (x) => 2 * x, broken.replay)).resolves.toBeUndefined();
  });

  it("what is no law, no subject or no option is refused", async () => {
    const law = doubling(1);
    const none = JSON.parse("null");
    await expect(checkLaw(none, (x: number) => x)).rejects.toThrow("law: expected a law");
    await expect(checkLaw(law, none)).rejects.toThrow("subject: expected an implementation");
    const typo = JSON.parse('{ "sead": 1 }');
    await expect(checkLaw(law, (x) => 2 * x, typo)).rejects.toThrow("options.sead: expected no");
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
