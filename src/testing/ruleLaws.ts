import { ruleKitLaws } from "../../properties/rules/kit.laws.ts";
import type { AnyRule } from "../rules/rule.ts";

/** What came of a law that was tried on a rule. */
export type LawTried = {
  readonly id: string;
  readonly says: string;
  /** Why the rule breaks it, with the smallest case that was found; null where it holds. */
  readonly broken: string | null;
};

/** Tries every law that any learning rule must obey on `rule`, one after another. */
export async function tryRuleLaws(
  rule: AnyRule,
  tell: (tried: LawTried) => void,
  begin: (law: Pick<LawTried, "id" | "says">) => void = () => {},
): Promise<readonly LawTried[]> {
  const all: LawTried[] = [];
  for (const { id, says, check } of ruleKitLaws(rule)) {
    begin({ id, says });
    const tried = { id, says, broken: await brokenBy(check) };
    tell(tried);
    all.push(tried);
  }
  return all;
}

async function brokenBy(check: () => Promise<void>): Promise<string | null> {
  try {
    await check();
    return null;
  } catch (error) {
    if (!(error instanceof Error)) return String(error);
    return [error.message, ...placesOf(error.cause)].join("\n");
  }
}

/** Where in somebody's own files an error came from: the first two places of its stack. */
function placesOf(cause: unknown): readonly string[] {
  if (!(cause instanceof Error) || cause.stack === undefined) return [];
  const places = cause.stack.split("\n").filter((line) => /^\s+at /.test(line));
  return places.filter((line) => !OTHERS.test(line)).slice(0, 2);
}

/** Node's own code, that of packages, and the laws themselves. */
const OTHERS = /node:|[\\/]node_modules[\\/]|[\\/]properties[\\/]|<anonymous>\)?$/;
