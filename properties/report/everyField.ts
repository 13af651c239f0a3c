import fc from "fast-check";
import { VERDICTS } from "../../src/claims/finding.ts";
import { escapeHtml } from "../../src/report/escape.ts";
import type { Law } from "../law.ts";
import { madeData, ONE_RULE } from "./madeData.ts";
import { mustBalance, readTags, savedFiles } from "./markup.ts";
import type { DrawReport } from "./reportLaws.ts";

const DATA = madeData({ ...ONE_RULE, networksPerCell: 2, updates: 20, mostContexts: 2 });

/** Where a text stands in report data: names of fields, `*` for any place in a list. */
type Field = string;

/** Every field of report data that holds text, found by looking: none can be forgotten. */
function textFields(value: unknown, at = ""): readonly Field[] {
  // A verdict is one of four words: the report refuses any other before it draws.
  if (typeof value === "string") return VERDICTS.some((each) => each === value) ? [] : [at];
  if (Array.isArray(value)) return value.flatMap((each) => textFields(each, `${at}.*`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => textFields(each, `${at}.${name}`));
}

/** The fields that a report's data have. */
export const TEXT_FIELDS: readonly Field[] = [...new Set(textFields(DATA))].sort();

/** What would run, were it not escaped, in an element, in an attribute, in a style or a link. */
const SCRIPTS: string = [
  "<script>alert(1)</script>",
  "</title></style></svg><script>alert(1)</script>",
  '"><svg onload="alert(1)">',
  "' onfocus='alert(1)' autofocus='",
  "--><img src=x onerror=alert(1)>",
  "]]><a xlink:href=javascript:alert(1)>",
].join(" ");

/** The script of one field: its number says where it came from. */
const scriptOf = (script: string, field: Field): string =>
  script.replaceAll("alert(1)", `alert(${1000 + TEXT_FIELDS.indexOf(field)})`);

/** The data with its own script put behind each text; keys stay apart from each other. */
function inject(value: unknown, script: string, at = ""): unknown {
  if (typeof value === "string")
    return TEXT_FIELDS.includes(at) ? `${value}${scriptOf(script, at)}` : value;
  if (Array.isArray(value)) return value.map((each) => inject(each, script, `${at}.*`));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, inject(each, script, `${at}.${name}`)]),
  );
}

/** Tags of a page that run or fetch. */
const RUNS = /^(script|img|iframe|object|embed|base|form|foreignobject|a:x)$/i;

/** Script in any field stays text. All fields hold one, each its own. */
export function everyFieldEscapes(draw: DrawReport): Law<DrawReport, string> {
  return {
    id: "report-every-field",
    says: "script in any text field of the data stays text, in the page and in its pictures",
    needs: [],
    runs: 1,
    cases: () => fc.constant(SCRIPTS),
    holds(subject, script) {
      const page = subject({ ...DATA, ...Object(inject(DATA, script)) });
      for (const field of SHOWN)
        if (!page.includes(escapeHtml(scriptOf(script, field))))
          throw new Error(`${field} is not shown, or not as it is`);
      const tags = readTags(page);
      mustBalance(tags);
      for (const { name, attributes } of tags) {
        if (RUNS.test(name)) throw new Error(`the page holds <${name}>`);
        for (const [key] of attributes)
          if (/^on|^autofocus$/i.test(key)) throw new Error(`<${name}> has ${key}`);
      }
      for (const picture of savedFiles(tags, "image/svg+xml")) mustBalance(readTags(picture));
    },
    mutants: SHOWN.map((field) => ({
      name: `${field} is let through`,
      subject: (data) => {
        const script = scriptOf(SCRIPTS, field);
        return draw(data).replaceAll(escapeHtml(script), script);
      },
    })),
  };
}

/** Fields whose mutants are tried: one of each part of the page. */
const SHOWN: readonly Field[] = [
  ...[".command", ".reading", ".tier", ".findings.*.why", ".findings.*.parts.*.name"],
  ...[".populations.*.cell", ".populations.*.file", ".populations.*.train"],
  ...[".evidence.*.registered.measure", ".evidence.*.registered.reasons.*"],
  ...[".evidence.*.registered.amendments.*", ".evidence.*.cells.*.cell"],
  ...[".evidence.*.rows.*.where", ".evidence.*.rows.*.what", ".evidence.*.rows.*.values.*"],
  ...[".figures.fig1.missing.*", ".figures.fig4.pulses.*.example.cell"],
  ...[".figures.fig4.pulses.*.way", ".figures.fig3.examples.*.name"],
];
