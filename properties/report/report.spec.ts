import { describe, expect, it } from "vitest";
import type { Row } from "../../src/claims/evidence.ts";
import { csv } from "../../src/report/csv.ts";
import { evidenceRows } from "../../src/report/evidenceRows.ts";
import { paperFigures } from "../../src/report/figuresSection.ts";
import { findingsJson } from "../../src/report/findingsJson.ts";
import { formatInterval, formatNumber, formatP, formatShare } from "../../src/report/format.ts";
import { reportHtml } from "../../src/report/html.ts";
import { findingsTable, networksTable } from "../../src/report/table.ts";
import { specLaws } from "../specLaws.ts";
import { madeData, ONE_RULE } from "./madeData.ts";
import { reportLaws } from "./report.ts";

specLaws("report", reportLaws);

const data = madeData(ONE_RULE);
const { figures } = data;
const { fig1, fig2 } = figures;
const none = { representations: [], topologies: [], missing: [] };
const empty = {
  ...data,
  findings: [],
  evidence: [],
  networks: [],
  populations: [],
  figures: {
    fig1: { ...none, examples: [] },
    fig2: none,
    fig3: { ...none, examples: [], counts: [] },
    fig4: { pulses: [], missing: [] },
    fig5: none,
  },
};

describe("report of data that are empty, broken or odd", () => {
  it("draws a page of nothing", () => {
    const page = reportHtml(empty);
    expect(page).toContain("No claim was judged.");
    expect(page.split("Nothing of this figure is at hand.").length - 1).toBe(5);
    expect(findingsTable([], { width: 80, colours: true })).toBe("No claim was judged.\n");
    expect(networksTable([], { width: 80, colours: true })).toBe("No network is at hand.\n");
    expect(JSON.parse(findingsJson(empty))).toEqual({ claims: [] });
  });

  it("names the part that does not fit", () => {
    const { networks } = data;
    const [first, ...rest] = fig2.topologies;
    const broken = (change: object) => ({
      figures: { ...figures, fig2: { ...fig2, topologies: [{ ...first, ...change }, ...rest] } },
    });
    const strange = { ...first.networks[1], group: 7 };
    const faults = [
      [broken({ places: first.places.slice(1) }), /fig2\.topologies: expected 8 places, .* got 7/],
      [broken({ matrix: first.matrix.slice(1) }), /fig2\.topologies: expected 8 rows/],
      [broken({ matrix: [...first.matrix.slice(1), [1]] }), /expected 8 numbers in row 7, got 1/],
      [broken({ networks: first.networks.with(0, strange) }), /fig2\.topologies: key \w+ occurs/],
      [broken({ networks: first.networks.with(1, strange) }), /\w+ is of group 7, there is none/],
      [{ networks: [...networks, networks[0]] }, /networks: key \w+ occurs twice/],
    ] as const;
    for (const [fault, message] of faults)
      expect(() => reportHtml({ ...data, ...fault })).toThrow(message);
    expect(() => findingsTable(data.findings, { width: 19, colours: false })).toThrow(
      /width: expected an integer of 20 or more, got 19/,
    );
  });

  it("says which points it cannot draw, and leaves out distances that are not numbers", () => {
    const [first, ...rest] = fig1.examples;
    const point = { ...first.points[0], place: [Number.NaN, 1] as const };
    const examples = [{ ...first, points: [point] }, ...rest];
    const [shown] = fig1.representations;
    const matrix = shown.matrix.map((row) => [...row]);
    matrix[0][1] = Number.NaN;
    const page = reportHtml({
      ...data,
      figures: {
        ...figures,
        fig1: { ...fig1, examples, representations: [{ ...shown, matrix }] },
      },
    });
    expect(page).toContain("1 not drawn");
    expect(page).not.toMatch(/(?:d|x|y|cx|cy|width|height|transform)="[^"]*NaN/);
    const heatMap = /<g [^>]*class="distance"[^>]*>(.*?)<\/g>/s.exec(page);
    expect(heatMap?.[1].match(/M/g)?.length).toBe(8 * 8 - 1);
  });

  it("keeps the numbers of each figure", () => {
    const lines = paperFigures(data).flatMap((paper) =>
      paper.figures.map(({ id, numbers }) => [id, numbers.split("\r\n").length - 2]),
    );
    expect(Object.fromEntries(lines)).toEqual({
      "1a": 2 * 28,
      "1b": 2 * 8,
      "1d": fig1.examples.reduce((sum, { points }) => sum + points.length, 0),
      "1e": 2 * 8,
      "2a": 2 * 28,
      "2b": 2 * 8,
      "2d": 2 * 8,
      "2c-e": 4,
      "3a-d": figures.fig3.examples.reduce((sum, { points }) => sum + points.length, 0),
      "3-counts": 2 * 8,
      "3b-e": 2 * 8,
      "3c-f": 2,
      "4a-d": 2 * 100,
      "4b-e": figures.fig4.pulses.reduce((sum, { example }) => sum + example.points.length, 0),
      "5a": 2 * 16,
      "5c": 2 * 16,
      "5b-d": 4,
    });
  });

  it("stays below 5 MB with 960 networks in 60 populations", () => {
    const large = madeData({
      ...ONE_RULE,
      rules: Array.from({ length: 4 }, (_, k) => `rule ${k}`),
      noises: Array.from({ length: 15 }, (_, k) => k / 10),
      networksPerCell: 16,
    });
    const few = madeData({
      ...ONE_RULE,
      rules: ["bptt", "genetic", "hebbian", "full-force"],
      noises: [0.1, 0.5, 1],
      networksPerCell: 16,
      mostContexts: 6,
    });
    expect(large.networks.length).toBe(960);
    const page = reportHtml({ ...large, figures: few.figures });
    expect(new TextEncoder().encode(page).length).toBeLessThan(5e6);
  });

  it("writes a spreadsheet no formula and breaks no row", () => {
    expect(
      csv(
        ["a", "b"],
        [
          ["=1+1", 'say "x", then\ny'],
          [Number.NaN, -1.5],
          [null, true],
        ],
      ),
    ).toBe(`a,b\r\n'=1+1,"say ""x"", then\ny"\r\n,-1.5\r\n,true\r\n`);
  });

  it("writes an effect that is not finite as null", () => {
    const findings = [
      { ...data.findings[0], effect: Number.NaN, interval: [0, Infinity] as const },
    ];
    const read = JSON.parse(findingsJson({ ...data, findings }));
    expect(read.claims[0]).toMatchObject({ effect: null, interval: [0, null] });
  });

  it("formats numbers", () => {
    expect(
      [0, -0, 0.12345, -2.71528, 123.4, 1e-7, 2.5e7, Number.NaN, null].map(formatNumber),
    ).toEqual(["0", "0", "0.123", "-2.72", "123", "1.00e-7", "2.50e+7", "–", "–"]);
    expect(formatNumber(-Infinity)).toBe("-∞");
    expect(formatInterval([0.1, 0.25])).toBe("0.1 to 0.25");
    expect([formatP(0.0004), formatP(0.04), formatP(null)]).toEqual(["< 0.001", "0.04", "–"]);
    expect(formatShare(0.9055)).toMatch(/^90\.[56] %$/);
  });
});

describe("evidence, network by network", () => {
  const row = (condition: string, seed: number, values: Row["values"]): Row => ({
    ...{ measure: "any", condition, key: `${condition} ${seed}`, seed },
    ...{ status: "measured", why: "is made up", values },
  });

  it("makes a row of each value of each condition, of the networks that were measured", () => {
    const rows: readonly Row[] = [
      row("a", 0, { met: 1, freshAccuracy: 0.5 }),
      { ...row("a", 1, { met: 0 }), status: "excluded" },
      row("a", 2, { met: 0, freshAccuracy: 0.75 }),
      row("b 0.1", 0, { way: "stable", held: null }),
      row("b 0.1", 1, { way: "stable" }),
      { ...row("none", -1, {}), status: "lacking" },
    ];
    expect(evidenceRows({ rows, blocks: [] })).toEqual([
      { where: "a", what: "met", values: [1, 0] },
      { where: "a", what: "fresh accuracy", values: [0.5, 0.75] },
      { where: "b 0.1", what: "way", values: ["stable", "stable"] },
      { where: "b 0.1", what: "held", values: [null, null] },
    ]);
  });

  it("makes mean distances of distances between networks", () => {
    const distances = [
      [0, 2, 4, 6],
      [2, 0, 8, 10],
      [4, 8, 0, 1],
      [6, 10, 1, 0],
    ];
    const of = [0, 0, 1, 1];
    const evidence = { groups: ["x", "y", "z"], of, distances, bistable: [] };
    const members = { keys: ["1", "2", "3", "4"], conditions: ["x", "x", "y", "y"] };
    const blocks = [{ measure: "svcca", place: "rdm", ...evidence, ...members }];
    expect(evidenceRows({ rows: [], blocks })).toEqual([
      { where: "rdm: x", what: "mean distance to its own group", values: [2, 2] },
      { where: "rdm: x", what: "to the nearest other", values: [5, 9] },
      { where: "rdm: y", what: "mean distance to its own group", values: [1, 1] },
      { where: "rdm: y", what: "to the nearest other", values: [6, 8] },
    ]);
  });
});

describe("tables in a terminal", () => {
  const finding = { ...data.findings[0], why: "Too few networks met the criterion here." };

  it("puts the reason beside, beneath, or in a block, by width", () => {
    const at = (width: number) => findingsTable([finding], { width, colours: false });
    expect(at(120)).toMatch(/^C01 .*16 {2}Too few networks met the criterion here\.$/m);
    expect(at(70)).toMatch(/^C01 .*16\n {2}Too few networks/m);
    expect(at(40)).toMatch(/^claim {10}C01$/m);
    expect(at(24)).toMatch(/^claim: C01$/m);
  });

  it("colours only if asked", () => {
    const coloured = findingsTable([finding], { width: 120, colours: true });
    expect(coloured).toContain("\u001b[33minconclusive\u001b[0m");
    expect(findingsTable([finding], { width: 120, colours: false })).not.toContain("\u001b");
  });
});
