import type {
  ReportData,
  ShownDistances,
  ShownEvidence,
  ShownExample,
} from "../../src/report/data.ts";
import { cleanText, escapeHtml } from "../../src/report/escape.ts";
import { formatNumber, shortKey } from "../../src/report/format.ts";
import { typeset } from "../../src/report/htmlParts.ts";
import type { Law } from "../law.ts";
import { anyReportData } from "./hostile.ts";
import { mustBalance, readTags, savedFiles } from "./markup.ts";

/** Draws a report as a page. */
export type DrawReport = (data: ReportData) => string;

const RUNS = 12;

/** What may never be in a page that runs nothing and asks for nothing. */
const FORBIDDEN_TAGS: ReadonlySet<string> = new Set(
  "script iframe object embed base form img image audio video source use foreignobject a:x".split(
    " ",
  ),
);

/** No text from outside becomes markup, in the page or in the pictures that it lets save. */
export function escapes(draw: DrawReport): Law<DrawReport, ReportData> {
  return {
    id: "report-escapes",
    says: "no name, sentence or key becomes markup, whatever it holds",
    needs: [],
    runs: RUNS,
    cases: () => anyReportData,
    holds(subject, data) {
      const tags = readTags(subject(data));
      mustBalance(tags);
      for (const { name, attributes } of tags) {
        if (FORBIDDEN_TAGS.has(name.toLowerCase())) throw new Error(`the page holds <${name}>`);
        const handler = attributes.find(([key]) => key.toLowerCase().startsWith("on"));
        if (handler !== undefined) throw new Error(`<${name}> has ${handler.join("=")}`);
      }
      for (const picture of savedFiles(tags, "image/svg+xml")) mustBalance(readTags(picture));
    },
    mutants: [
      { name: "tags are let through", subject: (data) => draw(data).replaceAll("&lt;", "<") },
      { name: "quotes are let through", subject: (data) => draw(data).replaceAll("&quot;", '"') },
      {
        name: "saved pictures are not escaped",
        subject: (data) => draw(data).replaceAll("%26lt%3B", "%3C").replaceAll("%26lt;", "%3C"),
      },
      { name: "a script is run", subject: (data) => `${draw(data)}<script></script>` },
    ],
  };
}

/** Nothing in the page makes a browser fetch anything. */
export function fetchesNothing(draw: DrawReport): Law<DrawReport, ReportData> {
  const withHead =
    (more: string): DrawReport =>
    (data) =>
      draw(data).replace("</head>", `${more}</head>`);
  return {
    id: "report-fetches-nothing",
    says: "every link of the page is an anchor within it or holds its file",
    needs: [],
    runs: RUNS,
    cases: () => anyReportData,
    holds(subject, data) {
      const page = subject(data);
      for (const { name, attributes } of readTags(page))
        for (const [key, value] of attributes) {
          if (/^(src|srcset|action|data|poster|background|ping)$/i.test(key))
            throw new Error(`<${name}> has ${key}="${value}"`);
          if (/href$/i.test(key) && !/^(#|data:)/.test(value))
            throw new Error(`<${name}> links to ${value}`);
          if (key === "style" && /url\(|import/i.test(value))
            throw new Error(`<${name}> has style="${value}"`);
        }
      for (const [, sheet] of page.matchAll(/<style>([^<]*)<\/style>/g))
        if (/url\(|@import|@font-face/i.test(sheet)) throw new Error("a style sheet fetches");
      if (!page.includes(`http-equiv="Content-Security-Policy" content="default-src 'none';`))
        throw new Error("the page does not forbid requests");
    },
    mutants: [
      {
        name: "a font from elsewhere",
        subject: withHead("<style>@import url(https://example.org/f.css);</style>"),
      },
      {
        name: "a style sheet from elsewhere",
        subject: withHead('<link rel="stylesheet" href="https://example.org/f.css">'),
      },
      { name: "no policy", subject: (data) => draw(data).replace("default-src 'none'", "") },
    ],
  };
}

/** Every example network of a report, each as often as it is shown. */
const examplesOf = ({ figures: { fig1, fig3, fig4 } }: ReportData): readonly ShownExample[] => [
  ...fig1.examples,
  ...fig3.examples,
  ...fig4.pulses.map(({ example }) => example),
];

/** The data with other examples. */
function withExamples(
  data: ReportData,
  change: (example: ShownExample) => ShownExample,
): ReportData {
  const { fig1, fig3, fig4 } = data.figures;
  const pulses = fig4.pulses.map((pulse) => ({ ...pulse, example: change(pulse.example) }));
  return {
    ...data,
    figures: {
      ...data.figures,
      fig1: { ...fig1, examples: fig1.examples.map(change) },
      fig3: { ...fig3, examples: fig3.examples.map(change) },
      fig4: { ...fig4, pulses },
    },
  };
}

/** What stands in all groups of one class of a page. */
const insideOf = (page: string, name: string): readonly string[] =>
  [...page.matchAll(new RegExp(`<g [^>]*class="${name}"[^>]*>(.*?)</g>`, "gs"))].map(
    ([, inside]) => inside,
  );

/** Each fixed point is drawn once, as what it is. */
export function drawsEveryPoint(draw: DrawReport): Law<DrawReport, ReportData> {
  const withPoints =
    (change: (points: ShownExample["points"]) => typeof points): DrawReport =>
    (data) =>
      draw(withExamples(data, (each) => ({ ...each, points: change(each.points) })));
  return {
    id: "report-draws-points",
    says: "as many rings as stable points, as many crosses as saddles, as many dashed as marginal",
    needs: [],
    runs: RUNS,
    cases: () => anyReportData,
    holds(subject, data) {
      const page = subject(data);
      const points = examplesOf(data).flatMap((example) => example.points);
      const expected = {
        stable: points.filter((point) => point.stable && !point.marginal).length,
        saddle: points.filter((point) => !point.stable).length,
        "stable marginal": points.filter((point) => point.stable && point.marginal).length,
      };
      const count = (name: string): number =>
        insideOf(page, name).reduce((sum, inside) => sum + inside.split("<title>").length - 1, 0);
      const drawn = {
        stable: count("stable"),
        saddle: count("saddle"),
        "stable marginal": count("stable marginal"),
      };
      if (JSON.stringify(drawn) !== JSON.stringify(expected))
        throw new Error(`drawn ${JSON.stringify(drawn)}, expected ${JSON.stringify(expected)}`);
    },
    mutants: [
      {
        name: "saddles are drawn as attractors",
        subject: withPoints((points) => points.map((point) => ({ ...point, stable: true }))),
      },
      { name: "a point is left out", subject: withPoints((points) => points.slice(1)) },
      {
        name: "marginal points look sure",
        subject: withPoints((points) => points.map((point) => ({ ...point, marginal: false }))),
      },
    ],
  };
}

/** All comparisons that have a map; those with a matrix come first. */
const comparedIn = ({ figures: { fig1, fig2, fig3, fig5 } }: ReportData) => ({
  matrices: [...fig1.representations, ...fig2.representations],
  maps: [
    ...[...fig1.representations, ...fig1.topologies],
    ...[...fig2.representations, ...fig2.topologies, ...fig3.topologies],
    ...[...fig5.representations, ...fig5.topologies],
  ],
  trends: [
    ...[...fig2.representations, ...fig2.topologies, ...fig3.topologies],
    ...[...fig5.representations, ...fig5.topologies],
  ],
});

/** Each network is on each of its maps, each distance in its matrix, each excess in its trend. */
export function drawsEveryNetwork(draw: DrawReport): Law<DrawReport, ReportData> {
  const withFirst =
    (change: (shown: ShownDistances) => ShownDistances): DrawReport =>
    (data) => {
      const { figures } = data;
      const fig2 = { ...figures.fig2, representations: figures.fig2.representations.map(change) };
      return draw({ ...data, figures: { ...figures, fig2 } });
    };
  return {
    id: "report-draws-networks",
    says: "a sign for each network of each map, a box for each distance, a line for each interval",
    needs: [],
    runs: RUNS,
    cases: () => anyReportData,
    holds(subject, data) {
      const page = subject(data).split('<h2 id="figures"').at(1) ?? "";
      const { matrices, maps, trends } = comparedIn(data);
      const total = (sizes: readonly number[]): number => sizes.reduce((sum, n) => sum + n, 0);
      const expected = [
        total(maps.map(({ networks }) => networks.length)),
        total(matrices.map(({ networks }) => networks.length * networks.length)),
        trends.filter(({ excess }) => excess !== null).length,
      ];
      const count = (name: string, of: string): number =>
        total(insideOf(page, name).map((inside) => inside.split(of).length - 1));
      const drawn = [
        count("network", "<title>"),
        total(insideOf(page, "distance").map((inside) => (inside.match(/M[^z]*z/g) ?? []).length)),
        count("interval", "<title>"),
      ];
      if (JSON.stringify(drawn) !== JSON.stringify(expected))
        throw new Error(`drawn ${JSON.stringify(drawn)}, expected ${JSON.stringify(expected)}`);
    },
    mutants: [
      {
        name: "a network is left off its map",
        subject: withFirst((shown) => ({
          ...shown,
          places: [[Number.NaN, 0], ...shown.places.slice(1)],
        })),
      },
      {
        name: "distances of 0 are left out",
        subject: withFirst((shown) => ({
          ...shown,
          matrix: shown.matrix.map((row) => row.map((distance) => distance || Number.NaN)),
        })),
      },
      {
        name: "an excess is left out",
        subject: withFirst((shown) => ({ ...shown, excess: null })),
      },
    ],
  };
}

/** What is missing is said, and a population is a row. */
export function namesWhatIsMissing(draw: DrawReport): Law<DrawReport, ReportData> {
  return {
    id: "report-names-missing",
    says: "each figure names the cells it lacks; each population and each network has a row",
    needs: [],
    runs: RUNS,
    cases: () => anyReportData,
    holds(subject, data) {
      const page = subject(data);
      const { fig1, fig2, fig3, fig4, fig5 } = data.figures;
      for (const [at, { missing }] of [fig1, fig2, fig3, fig4, fig5].entries()) {
        const section = page
          .split(`<h3 id="figure-${at + 1}">`)
          .at(1)
          ?.split("</section>")[0];
        if (missing.length > 0 && !(section ?? "").includes(typeset(`${missing.join("; ")}.`)))
          throw new Error(`figure ${at + 1} does not say that it lacks ${missing.join("; ")}`);
      }
      const table = page.split('<h2 id="populations">').at(1)?.split("</table>")[0] ?? "";
      const label = 'data-label="Met / tried" class="number"';
      const rows = table.split("<tr>").length - 2;
      if (rows !== data.populations.length)
        throw new Error(`${rows} rows of ${data.populations.length} populations`);
      for (const { cell, met, tried } of data.populations)
        if (!table.includes(`>${typeset(cell)}</th><td ${label}>${met} / ${tried}</td>`))
          throw new Error(`the table lacks ${cell}: ${met} of ${tried}`);
      mustListNetworks(page, data);
    },
    mutants: [
      {
        name: "the last network is not listed",
        subject: (data) => draw({ ...data, networks: data.networks.slice(0, -1) }),
      },
      {
        name: "what is missing is not said",
        subject: (data) => draw(data).replaceAll('class="missing"', "").replaceAll("; ", ""),
      },
      {
        name: "the last population is left out",
        subject: (data) => draw({ ...data, populations: data.populations.slice(0, -1) }),
      },
      {
        name: "all that were tried passed",
        subject: (data) => {
          const populations = data.populations.map((each) => ({ ...each, met: each.tried + 1 }));
          return draw({ ...data, populations });
        },
      },
    ],
  };
}

/** @throws Error where a population's list has not a row, with a key, for each of its networks. */
function mustListNetworks(page: string, { populations, networks }: ReportData): void {
  const lists = page.split('<details class="networks"').slice(1);
  if (lists.length !== populations.length)
    throw new Error(`${lists.length} lists of ${populations.length} populations`);
  for (const [at, { cell, train }] of populations.entries()) {
    const [list] = lists[at].split("</details>");
    const own = networks.filter((network) => network.cell === cell);
    const rows = list.split("<tr>").length - 2;
    if (rows !== own.length) throw new Error(`${rows} networks listed of ${own.length}`);
    for (const text of [train, ...own.map(({ key }) => shortKey(key))])
      if (!list.includes(`<code>${escapeHtml(text)}</code>`))
        throw new Error(`the list of ${cell} lacks ${text}`);
  }
}

/** Every claim is there, in order, with what was found. */
export function showsEveryClaim(draw: DrawReport): Law<DrawReport, ReportData> {
  return {
    id: "report-shows-claims",
    says: "every claim is shown once, in order, with its sentence, verdict in words, n and why",
    needs: [],
    runs: RUNS,
    cases: () => anyReportData,
    holds(subject, data) {
      const claims = subject(data).split('<details class="claim"').slice(1);
      if (claims.length !== data.findings.length)
        throw new Error(`${claims.length} claims shown of ${data.findings.length}`);
      for (const [at, { id, verdict, n, why, parts }] of data.findings.entries()) {
        const shown = claims[at].split("</details>")[0];
        const words = [`>${escapeHtml(id)}</span>`, `</span>${verdict}</span>`, `n <b>${n}</b>`];
        words.push(...parts.map((part) => escapeHtml(part.name).replaceAll("-", "")));
        const plain = shown.replaceAll("−", "").replaceAll("-", "");
        for (const word of [...words, escapeHtml(why)])
          if (!plain.includes(word.replaceAll("−", "").replaceAll("-", "")))
            throw new Error(`claim ${at} does not show ${word}`);
      }
    },
    mutants: [
      {
        name: "the last claim is left out",
        subject: (data) => draw({ ...data, findings: data.findings.slice(0, -1) }),
      },
      {
        name: "inconclusive passes for supported",
        subject: (data) => draw(data).replaceAll("</span>inconclusive<", "</span>supported<"),
      },
      {
        name: "claims in another order",
        subject: (data) => draw({ ...data, findings: data.findings.toReversed() }),
      },
    ],
  };
}

/** What was measured of each network is there, row by row. */
export function showsEveryValue(draw: DrawReport): Law<DrawReport, ReportData> {
  const withRows =
    (change: (rows: ShownEvidence["rows"]) => ShownEvidence["rows"]): DrawReport =>
    (data) =>
      draw({
        ...data,
        evidence: data.evidence.map((each) => each && { ...each, rows: change(each.rows) }),
      });
  return {
    id: "report-shows-values",
    says: "each claim lists every row of its evidence, with as many values as networks",
    needs: [],
    runs: RUNS,
    cases: () => anyReportData,
    holds(subject, data) {
      const claims = subject(data).split('<details class="claim"').slice(1);
      for (const [at, { id }] of data.findings.entries()) {
        const rows = data.evidence[at]?.rows ?? [];
        const [, table = ""] = (claims[at] ?? "").split(`aria-label="Values of ${escapeHtml(id)}"`);
        const lines = table.split("</table>")[0].split("<tr>").slice(2);
        if (lines.length !== rows.length)
          throw new Error(`claim ${at} has ${lines.length} rows of ${rows.length}`);
        for (const [line, { where, what, values }] of rows.entries()) {
          const numbers = values.filter((value) => typeof value === "number").map(formatNumber);
          const texts = [`>${typeset(where)}</th>`, `>${typeset(what)}</td>`];
          for (const text of [...texts, `>${values.length}</td>`, ...numbers.map(typeset)])
            if (!lines[line].includes(text))
              throw new Error(`row ${line} of claim ${at}, ${where}: ${what}, lacks ${text}`);
        }
      }
    },
    mutants: [
      { name: "the last row is left out", subject: withRows((rows) => rows.slice(0, -1)) },
      {
        name: "a network is left out",
        subject: withRows((rows) => rows.map((row) => ({ ...row, values: row.values.slice(1) }))),
      },
      {
        name: "values are rounded",
        subject: withRows((rows) =>
          rows.map((row) => ({
            ...row,
            values: row.values.map((each) => (typeof each === "number" ? Math.round(each) : each)),
          })),
        ),
      },
      { name: "rows in another order", subject: withRows((rows) => rows.toReversed()) },
    ],
  };
}

/** The same data give the same bytes, whatever was drawn before; and only clean text. */
export function isDeterministic(draw: DrawReport): Law<DrawReport, ReportData> {
  let drawn = 0;
  return {
    id: "report-deterministic",
    says: "equal data give equal bytes, without characters that deceive",
    needs: [],
    runs: 6,
    cases: () => anyReportData,
    holds(subject, data) {
      const first = subject(data);
      subject({ ...data, networks: [], populations: [], findings: [] });
      const second = subject(structuredClone(data));
      if (first !== second) throw new Error("two reports of the same data differ");
      if (first !== cleanText(first)) throw new Error("the page holds characters that deceive");
    },
    mutants: [
      { name: "numbered by call", subject: (data) => `${draw(data)}${drawn++}` },
      { name: "names are not cleaned", subject: (data) => `${draw(data)}${data.command}\u202e` },
    ],
  };
}
