import { combine, type Part } from "./finding.ts";
import { bare } from "./parts.ts";
import { isKeptWhole, restricted, type Test } from "./test.ts";

/** A test with the parts that it came to. */
export type JudgedTest = { readonly test: Test; readonly parts: readonly Part[] };

/**
 * What a claim comes to without some rules, beside it: its confirmatory tests without their
 * conditions, at the same levels. A test of them alone drops out, one that does not know them stays
 * as it is, and one that pools them with others is judged again. None where no test knows them, or
 * where nothing is left.
 */
export function withoutRules(
  judged: readonly JudgedTest[],
  rules: readonly string[],
  judge: (test: Test) => readonly Part[],
): readonly Part[] {
  const counted = judged.filter(({ test }) => test.role === "confirmatory");
  const isKept = ({ rule }: { readonly rule: string }): boolean => !rules.includes(rule);
  let isChanged = false;
  const left = counted.flatMap(({ test, parts }) => {
    if (isKeptWhole(test, isKept)) return parts;
    isChanged = true;
    const rest = restricted(test, isKept);
    return rest === undefined ? [] : judge(rest);
  });
  const verdict = combine(left);
  if (!isChanged || verdict === "not applicable") return [];
  const name = `without ${rules.join(", ")}`;
  const why = `Without ${rules.join(", ")} the claim is ${verdict}.`;
  return [{ ...bare(name, verdict, why), role: "exploratory" }];
}
