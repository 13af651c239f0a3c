import * as v from "valibot";

/**
 * The value as the schema describes it.
 * @throws TypeError that says which field of `what` is wrong, and how.
 */
export function parseAs<T>(what: string, schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new TypeError(`${what}: ${v.getDotPath(issue) ?? "the whole"}: ${inWords(issue)}`);
}

/** What is wrong, in words: no "never" for a field too many, no "undefined" for one that lacks. */
function inWords({ expected, received, message }: v.BaseIssue<unknown>): string {
  if (expected === "never") return "expected no such field";
  if (expected === null || !/^Invalid /.test(message)) return message;
  const got = received === "undefined" ? "nothing" : received;
  // A field that lacks is named by its path already.
  const wanted = received === "undefined" && /^"/.test(expected) ? "a value" : expected;
  return `expected ${wanted}, got ${got}`;
}
