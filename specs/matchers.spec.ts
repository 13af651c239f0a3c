import { laws } from "attest-rnn/properties";
import { matchers, type Obeyed } from "attest-rnn/vitest";
import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { findingOf } from "../src/claims/claim.ts";
import { type Finding, type Part, VERDICTS, type Verdict } from "../src/claims/finding.ts";
import { selectTrials } from "../src/task/trials.ts";

const part = (name: string, verdict: Verdict, numbers: Partial<Part> = {}): Part => ({
  name,
  verdict,
  effect: 0.75,
  interval: [0.349_123, 1],
  p: 0.003_312_9,
  n: 16,
  why: `Because of ${name}.`,
  ...numbers,
});

const claim = {
  id: "C99",
  says: "networks are made up",
  cite: "§0",
  registered: {
    measure: "made up",
    level: 0.05,
    margin: 0.1,
    networks: 16,
    fewest: 12,
    family: "none",
    reasons: [],
  },
};

const finding = (...parts: readonly Part[]): Finding => findingOf(claim, parts);

const MATCHERS = [
  ["toBeSupported", "supported"],
  ["toBeContradicted", "contradicted"],
  ["toBeInconclusive", "inconclusive"],
] as const;

/** What an assertion says when it fails; null where it passes. */
async function wordsOf(assert: () => unknown): Promise<string | null> {
  try {
    await assert();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe.each(MATCHERS)("%s", (name, expected) => {
  it.each(VERDICTS)(`passes for ${expected} alone: %s`, async (verdict) => {
    const own = part("bptt rdm", verdict);
    for (const found of [own, { ...finding(own), verdict }]) {
      const isRight = verdict === expected;
      expect((await wordsOf(() => expect(found)[name]())) === null).toBe(isRight);
      expect((await wordsOf(() => expect(found).not[name]())) === null).toBe(!isRight);
    }
  });

  it.each([undefined, null, "supported", {}, { verdict: "yes" }, Promise.resolve(finding())])(
    "refuses what is no finding, also where it is denied: %s",
    async (found) => {
      expect(await wordsOf(() => expect(found)[name]())).toContain("finding: expected");
      expect(await wordsOf(() => expect(found).not[name]())).toContain("is an await missing?");
    },
  );
});

describe("a verdict that was not expected", () => {
  it("says the claim, the numbers, why, and which parts", async () => {
    const found = finding(
      part("bptt rdm", "supported"),
      part("bptt cdi", "inconclusive", { effect: 0.2, interval: null, p: null, n: 8 }),
    );
    expect(await wordsOf(() => expect(found).toBeSupported())).toBe(
      "expected C99 (networks are made up) to be supported\n" +
        "inconclusive: effect 0.2, n 8. Because of bptt cdi.\n" +
        "- bptt cdi: inconclusive: effect 0.2, n 8. Because of bptt cdi.",
    );
  });

  it("gives interval and p to four digits", async () => {
    expect(await wordsOf(() => expect(part("bptt rdm", "supported")).toBeContradicted())).toBe(
      "expected bptt rdm to be contradicted\n" +
        "supported: effect 0.75, 95 % interval 0.3491 to 1, p 0.003313, n 16. Because of bptt rdm.",
    );
  });

  it("says so where it was denied", async () => {
    const words = await wordsOf(() => expect(part("a", "supported")).not.toBeSupported());
    expect(words).toContain("expected a not to be supported, but it is\nsupported: effect 0.75");
  });
});

describe("toHaveVerdict", () => {
  it.each([undefined, null, "suported", "Supported", 1])("refuses no verdict: %s", async (word) => {
    const verdict = JSON.parse(JSON.stringify({ word: word ?? null })).word;
    expect(await wordsOf(() => expect(finding()).toHaveVerdict(verdict))).toContain("verdict: ");
    expect(await wordsOf(() => expect(finding()).not.toHaveVerdict(verdict))).toContain(
      "expected supported",
    );
  });

  it("compares with the verdict it is given", async () => {
    const found = finding();
    expect(found).toHaveVerdict("not applicable");
    expect(found).not.toHaveVerdict("inconclusive");
    expect(await wordsOf(() => expect(found).toHaveVerdict("supported"))).toContain(
      "No population of this claim is at hand.",
    );
    expectTypeOf(expect(found).toHaveVerdict).parameter(0).toEqualTypeOf<Verdict>();
  });
});

/** A law of numbers for the matcher's own sake. */
const small = {
  id: "made-up/small",
  says: "A limit is above every case.",
  needs: [],
  cases: () => fc.integer({ min: 0, max: 10 }),
  holds(limit: number, given: number): void {
    if (given >= limit) throw new Error(`${given} is not below ${limit}`);
  },
};

describe("toObeyLaw", () => {
  it("tries an implementation on one of ours", async () => {
    await expect(selectTrials).toObeyLaw(laws["task/select"]);
    const [{ name, subject }] = laws["task/select"].mutants;
    const words = await wordsOf(() => expect(subject, name).toObeyLaw(laws["task/select"]));
    expect(words).toContain("expected to obey the law task/select");
  });

  it("gives the smallest case, and what the law says of it", async () => {
    await expect(11).toObeyLaw(small);
    const words = await wordsOf(() => expect(10).toObeyLaw(small));
    expect(words).toContain("made-up/small: A limit is above every case.");
    expect(words).toContain("Counterexample: [10]");
    expect(words).toContain("10 is not below 10");
  });

  it("can be denied, and then a law that holds is the failure", async () => {
    await expect(3).not.toObeyLaw(small);
    expect(await wordsOf(() => expect(11).not.toObeyLaw(small))).toBe(
      "expected the law made-up/small to be broken, but it holds: A limit is above every case.",
    );
  });

  it("a subject that fails for a reason of its own breaks no law, also after .not", async () => {
    const law: Obeyed<(limit: number) => number, number> = {
      ...small,
      cases: () => fc.integer({ min: 0, max: 10 }),
      holds(subject, given) {
        if (subject(given) !== given) throw new Error(`${subject(given)} is not ${given}`);
      },
    };
    await expect((x: number) => x + 1).not.toObeyLaw(law);
    const slips = (x: number): number => Reflect.get(Object(undefined), "missing").length + x;
    const refuses = (): number => {
      throw new RangeError("not today");
    };
    const rejects = async (): Promise<number> => refuses();
    for (const [subject, words] of [
      [slips, "TypeError: Cannot read"],
      [refuses, "RangeError: not today"],
      [rejects, "RangeError: not today"],
      [{ of: refuses }, "RangeError: not today"],
      [undefined, "subject: expected an implementation"],
      [null, "subject: expected an implementation"],
    ] as const) {
      const called: Obeyed<unknown, number> = {
        ...law,
        async holds(own, given) {
          const call: unknown = typeof own === "object" ? Reflect.get(Object(own), "of") : own;
          if (typeof call === "function" && (await call(given)) !== given) throw new Error("no");
        },
      };
      expect(await wordsOf(() => expect(subject).not.toObeyLaw(called))).toContain(words);
      expect(await wordsOf(() => expect(subject).toObeyLaw(called))).toContain(words);
    }
  });

  it.each([undefined, null, "silhouette/definition", {}, { id: "a/b" }])(
    "refuses what is no law, also where it is denied: %s",
    async (law) => {
      const none = JSON.parse(JSON.stringify({ law: law ?? null })).law;
      expect(await wordsOf(() => expect(11).not.toObeyLaw(none))).toContain("law: expected a law");
      expect(await wordsOf(() => expect(11).toObeyLaw(none))).toContain("is its id right?");
    },
  );

  it("must be awaited, by its type too, and wants a law of its subject", () => {
    expectTypeOf(expect(11).toObeyLaw(small)).toEqualTypeOf<Promise<void>>();
    type LawOn<T> = Parameters<ReturnType<typeof expect<T>>["toObeyLaw"]>[0];
    expectTypeOf<typeof small>().toExtend<LawOn<number>>();
    expectTypeOf<typeof small>().not.toExtend<LawOn<string>>();
  });
});

describe("the matchers", () => {
  it("are values too, for an expect of one's own", () => {
    expect(Object.keys(matchers).sort()).toEqual(
      [...MATCHERS.map(([name]) => name), "toHaveVerdict", "toObeyLaw"].sort(),
    );
    expect(matchers.toBeSupported(part("a", "supported")).pass).toBe(true);
  });
});
