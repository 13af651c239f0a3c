import { describe, expect, it } from "vitest";
import * as attest from "../src/index.ts";
import { DOORS, ELSEWHERE, wrongs } from "./publicDoor.ts";
import { childrenOf, field, source, textField } from "./source.ts";

/*
 * What comes in at the public door is what it should be, or is refused in words. Every function of
 * activities, distances and statistics is tried with arguments that are wrong in one place.
 */

const ROOMS = /^\.\/(attractors|distances|model|representations|statistics|task)\//;

/** The functions that the public entry has from these rooms. */
const names = source("src/index.ts")
  .top.filter((node) => ROOMS.test(textField(field(node, "source"), "value")))
  .flatMap((node) => childrenOf(node).map((child) => textField(field(child, "exported"), "name")))
  .filter((name) => typeof Reflect.get(attest, name) === "function");

/** How an error names the argument, and goes on. */
const NAMED = /^[a-zA-Z]\w*(\[\d+\]|\.\w+)*(, \w+)*: [a-z]/;
const NO_WORDS = /undefined|\bnever\b|\[object|Cannot|is not (a function|iterable)/;

/** The numbers in an answer that are none. */
function notFinite(answer: unknown, path = "answer"): readonly string[] {
  if (typeof answer === "number") return Number.isFinite(answer) ? [] : [`${path} is ${answer}`];
  if (typeof answer !== "object" || answer === null) return [];
  return Object.entries(answer).flatMap(([name, value]) => notFinite(value, `${path}.${name}`));
}

/** What is wrong with how a function takes wrong arguments; null where nothing is. */
async function complaint(
  call: (...given: readonly unknown[]) => unknown,
  { given, refused }: { readonly given: readonly unknown[]; readonly refused: boolean },
): Promise<string | null> {
  let answer: unknown;
  try {
    answer = await call(...given);
  } catch (error) {
    if (!(error instanceof Error)) return `threw ${String(error)}`;
    const isInWords = NAMED.test(error.message) && !NO_WORDS.test(error.message);
    return isInWords ? null : `${error.name}: ${error.message}`;
  }
  if (refused) return `took it, and answered ${JSON.stringify(answer)?.slice(0, 200)}`;
  return notFinite(answer).join(", ") || null;
}

describe("the public door", () => {
  it("has every function of these rooms on its list", () => {
    expect([...Object.keys(DOORS), ...Object.keys(ELSEWHERE)].sort()).toEqual([...names].sort());
    expect(names.length).toBeGreaterThan(40);
  });

  it.each(Object.entries(DOORS))("%s takes what is right", async (_name, { call, right }) => {
    expect(notFinite(await call(...right))).toEqual([]);
  });

  it.each(Object.entries(DOORS))("%s refuses what is wrong, in words", async (_name, door) => {
    const found: string[] = [];
    for (const wrong of wrongs(door)) {
      const words = await complaint(door.call, wrong);
      if (words !== null) found.push(`${wrong.what}: ${words}`);
    }
    expect(found.join("\n")).toBe("");
  });
});

describe("typed arrays and labels of any kind", () => {
  const rows = [
    [0, 1, 5, 6],
    [1, 0, 6, 5],
    [5, 6, 0, 1],
    [6, 5, 1, 0],
  ];
  const precomputed = { metric: "precomputed" } as const;

  it.each([
    [rows.map((row) => Float64Array.from(row)), [0, 0, 1, 1]],
    [rows.map((row) => Float32Array.from(row)), Int32Array.of(0, 0, 1, 1)],
    [rows.map((row) => Int8Array.from(row)), ["low", "low", "high", "high"]],
    [rows, [0.1, 0.1, 0.5, 0.5]],
    [rows, [true, true, false, false]],
    [rows, Float32Array.of(0.1, 0.1, 0.5, 0.5)],
  ])("%o with labels %o", (distances, labels) => {
    expect(attest.silhouette(distances, labels, precomputed).score).toBeCloseTo(9 / 11, 12);
    const given = { distances: attest.distanceMatrix(distances), labels, permutations: 99 };
    const stream = () => attest.createRng(attest.deriveKey(null, "labels"));
    expect(attest.permanova(given, stream())).toMatchObject({ labellings: "every", p: 1 / 3 });
    expect(attest.permdisp(given, stream()).p).toBe(1);
  });

  it("labels that only look alike are apart", () => {
    const labels = [1, 1, "1", "1"];
    expect(attest.silhouette(rows, labels, precomputed).score).toBeCloseTo(9 / 11, 12);
  });

  it("activities of any lists of numbers", () => {
    const x = [Float32Array.of(1, 2), Float32Array.of(2, 1), Float32Array.of(3, 5)];
    const y = { samples: 3, units: 1, values: [1, 4, 2] };
    expect(attest.cka(x, y)).toBe(
      attest.cka(
        [
          [1, 2],
          [2, 1],
          [3, 5],
        ],
        [[1], [4], [2]],
      ),
    );
  });

  it("fewer samples than units are compared, and it is said", () => {
    const [few, other] = [
      [
        [1, 2, 3],
        [3, 1, 2],
      ],
      [[1], [2]],
    ];
    expect(attest.comparisonNote(few, other)).toBe("fewer samples than units");
    expect(attest.svcca(few, other)).toMatchObject({ note: "fewer samples than units", max: 1 });
    expect(attest.pwcca(other, few).note).toBe("fewer samples than units");
    expect(attest.comparisonNote(rows, rows)).toBeNull();
    expect(attest.svcca(rows, rows).note).toBeNull();
  });
});
