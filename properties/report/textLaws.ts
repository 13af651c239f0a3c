import fc from "fast-check";
import type { Finding } from "../../src/claims/finding.ts";
import type { ReportData } from "../../src/report/data.ts";
import { cleanText } from "../../src/report/escape.ts";
import type { TerminalOptions } from "../../src/report/table.ts";
import type { Law } from "../law.ts";
import { anyReportData } from "./hostile.ts";

/** Draws the findings and the networks for a terminal. */
export type DrawTables = (data: ReportData, options: TerminalOptions) => string;

type TableCase = { readonly data: ReportData; readonly options: TerminalOptions };

const ESCAPE = "\u001b";
const COLOUR = new RegExp(`${ESCAPE}\\[(?:0|1|2|31|32|33)m`, "g");

/** Tables keep to the terminal's width, say all there is, and send it no command. */
export function tablesFit(draw: DrawTables): Law<DrawTables, TableCase> {
  return {
    id: "report-tables-fit",
    says: "no line is wider than the terminal, claims and reasons are whole, colours only if asked",
    needs: [],
    runs: 60,
    cases: () =>
      fc.record({
        data: anyReportData,
        options: fc.record({ width: fc.integer({ min: 20, max: 200 }), colours: fc.boolean() }),
      }),
    holds(subject, { data, options }) {
      const text = subject(data, options);
      const bare = options.colours ? text.replace(COLOUR, "") : text;
      if (bare !== cleanText(bare)) throw new Error("the table holds a terminal's commands");
      for (const line of bare.split("\n"))
        if (Array.from(line).length > options.width)
          throw new Error(`wider than ${options.width}: ${line}`);
      const letters = bare.replace(/\s/g, "");
      for (const { why, verdict } of data.findings)
        for (const word of [...cleanText(why).split(/\s+/), ...verdict.split(" ")])
          if (options.width >= 60 && word.length < 20 && !letters.includes(word))
            throw new Error(`the table does not show ${word}`);
    },
    mutants: [
      { name: "ignores the width", subject: (data) => draw(data, { width: 200, colours: false }) },
      {
        name: "always in colour",
        subject: (data, { width }) => draw(data, { width, colours: true }),
      },
      {
        name: "cuts sentences",
        subject: (data, options) =>
          draw(
            { ...data, findings: data.findings.map((each) => ({ ...each, why: "…" })) },
            options,
          ),
      },
    ],
  };
}

/** Writes `findings.json`. */
export type WriteFindings = (data: ReportData) => string;

/** The file for machines says what the findings say. */
export function findingsRoundTrip(write: WriteFindings): Law<WriteFindings, ReportData> {
  const pick = ({
    id,
    verdict,
    effect,
    interval,
    p,
    n,
    why,
    says,
    cite,
    registration,
    parts,
    adjustedP = null,
  }: Omit<Finding, "adjustedP"> & { readonly adjustedP?: number | null }) => ({
    id,
    verdict,
    effect,
    interval,
    p,
    n,
    why,
    says,
    cite,
    registration,
    parts,
    adjustedP,
  });
  return {
    id: "report-findings-json",
    says: "findings.json holds each finding, its parts, the reading and the tier, whole",
    needs: [],
    runs: 60,
    cases: () => anyReportData,
    holds(subject, data) {
      const read: { claims: (Finding & { reading: string; tier: string })[] } = JSON.parse(
        subject(data),
      );
      const expected = data.findings.map((each) => ({
        ...pick(each),
        reading: data.reading,
        tier: data.tier,
      }));
      const actual = read.claims.map((each) => ({
        ...pick(each),
        reading: each.reading,
        tier: each.tier,
      }));
      if (JSON.stringify(actual) !== JSON.stringify(expected))
        throw new Error(`read ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
    },
    mutants: [
      {
        name: "loses a claim",
        subject: (data) => write({ ...data, findings: data.findings.slice(1) }),
      },
      {
        name: "rounds effects",
        subject: (data) =>
          write({
            ...data,
            findings: data.findings.map((each) => ({
              ...each,
              effect: each.effect === null ? null : Math.round(each.effect),
            })),
          }),
      },
      { name: "forgets the tier", subject: (data) => write({ ...data, tier: "" }) },
      {
        name: "corrects no p",
        subject: (data) =>
          write({ ...data, findings: data.findings.map((each) => ({ ...each, adjustedP: 1 })) }),
      },
    ],
  };
}
