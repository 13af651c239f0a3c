import type { Facts, FoundPart } from "./facts.ts";

/** A number as the pages write it, with a true minus sign. */
export const number = (value: number | null, digits = 2): string =>
  value === null ? "not measured" : value.toFixed(digits).replace("-", "−");

/** A p-value without its leading 0. */
export const chance = (p: number | null): string => {
  if (p === null) return "none";
  if (p >= 0.9995) return "1";
  return p < 0.0005 ? "< .0005" : p.toFixed(p < 0.001 ? 4 : 3).replace("0.", ".");
};

/** Words in a row: "a", "a and b", "a, b and c"; "none" of nothing. */
export function listed(words: readonly string[]): string {
  if (words.length === 0) return "none";
  const [last, ...before] = [...words].reverse();
  return before.length === 0 ? last : `${before.reverse().join(", ")} and ${last}`;
}

const SHORT = new Map([
  ["bptt", "B"],
  ["genetic", "G"],
  ["hebbian", "H"],
  ["full-force", "F"],
]);

/** The letters of the rules in a text: `hebbian v bptt` is "H v B". */
export const letters = (text: string): string =>
  text.replace(/bptt|genetic|hebbian|full-force/g, (rule) => SHORT.get(rule) ?? rule);

/** A task as the paper writes it. */
export const taskOf = (name: string): string =>
  /(?:\d-)?(?:rdm|cdi)/.exec(name)?.[0].toUpperCase() ?? "";

/** "13 of 16": a part whose effect is a share. */
export const share = ({ effect, n }: FoundPart): string =>
  `${Math.round((effect ?? 0) * n)} of ${n}`;

/** A claim by its id. @throws Error where it was not judged. */
export function claimOf({ claims }: Facts, id: string): Facts["claims"][number] {
  const found = claims.find((claim) => claim.id === id);
  if (found === undefined) throw new Error(`docs: ${id} was not judged`);
  return found;
}

/** A part of a claim by its name. @throws Error where there is none. */
export function partOf(facts: Facts, id: string, name: string): FoundPart {
  const found = claimOf(facts, id).parts.find((part) => part.name === name);
  if (found === undefined) throw new Error(`docs: ${id} has no part "${name}"`);
  return found;
}

/** Parts of a claim that count, of some task where one is named. */
export const counted = (facts: Facts, id: string, task = ""): readonly FoundPart[] =>
  claimOf(facts, id).parts.filter(
    ({ name, role }) => role !== "exploratory" && name.startsWith(task),
  );

/** The parts that were judged on what they need. */
export const judged = (parts: readonly FoundPart[]): readonly FoundPart[] =>
  parts.filter(({ lacking }) => lacking !== true);

/** What a part says of itself: the words that a pattern finds. @throws Error where it finds none. */
export function said({ name, why }: FoundPart, pattern: RegExp): readonly string[] {
  const found = pattern.exec(why);
  if (found === null) throw new Error(`docs: "${name}" does not say ${pattern}: ${why}`);
  return found.slice(1).map((text) => text.replace("-", "−"));
}

/** The verdict of a claim without the conditions that it lacks. */
export function onTheRest(facts: Facts, id: string): string {
  const { parts, verdict } = claimOf(facts, id);
  const rest = parts.find(({ name }) => name === "without what lacks networks");
  if (rest !== undefined) return said(rest, /the claim is ([\w ]+)\.$/)[0];
  return parts.some(({ lacking }) => lacking === true) ? "–" : verdict;
}

/** A condition's facts. @throws Error where there is no such population. */
export function cellIn({ cells }: Facts, name: string) {
  const found = cells.get(name);
  if (found === undefined) throw new Error(`docs: there is no population ${name}`);
  return found;
}

/**
 * A sentence that holds only under what is found.
 * @throws Error where it no longer does: it must be written anew.
 */
export function where(holds: boolean, sentence: string): string {
  if (!holds) throw new Error(`docs: this no longer follows from the numbers: ${sentence}`);
  return sentence;
}
