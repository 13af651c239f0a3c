import { type Finding, type Verdict, verdictWords } from "../claims/finding.ts";
import { findingsTable } from "../report/table.ts";
import { textTable } from "../report/textTable.ts";
import type { Host } from "./host.ts";

/** A claim judged of a rule, with what was expected and what others came to. */
export type Judged = {
  readonly finding: Finding;
  readonly expected: Verdict | null;
  /** The same form of the claim of each other rule, or the paper's own form as `paper`. */
  readonly beside: Readonly<Record<string, Verdict>>;
};

/** Whether a finding is what was expected; true where nothing was. */
export const asExpected = ({ finding, expected }: Judged): boolean =>
  expected === null || finding.verdict === expected;

/** The findings as tables for a terminal: their numbers, their parts, and what others came to. */
export function verdictsTable(judged: readonly Judged[], subject: string, host: Host): string {
  const options = { width: host.width, colours: host.colours };
  const parts = judged.flatMap(({ finding }) =>
    finding.parts.map((part) => [
      { text: finding.id },
      { text: part.name },
      { text: verdictWords(part) },
      { text: part.why },
    ]),
  );
  const columns = [...new Set(judged.flatMap(({ beside }) => Object.keys(beside)))];
  const left = (title: string) => ({ title, align: "left" as const });
  const besides = judged.map((each) => [
    { text: each.finding.id },
    { text: each.finding.verdict },
    { text: each.expected ?? "–" },
    ...columns.map((name) => ({ text: each.beside[name] ?? "–" })),
  ]);
  return [
    findingsTable(
      judged.map(({ finding }) => finding),
      options,
    ),
    textTable(
      [left("claim"), left("part"), left("verdict"), { ...left("why"), wraps: true }],
      parts,
      host.width,
    ),
    textTable(
      [left("claim"), left(subject), left("expected"), ...columns.map(left)],
      besides,
      host.width,
    ),
  ].join("\n");
}

/** A judged claim as JSON says it. */
export function judgedJson(each: Judged): object {
  const { finding, expected, beside } = each;
  return { ...finding, expected, asExpected: asExpected(each), beside };
}
