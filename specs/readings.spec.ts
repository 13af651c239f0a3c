import { describe, expect, it } from "vitest";
import { hebbian } from "../src/rules/hebbian.ts";
import type { AnalyseRows, Reading, TrainRows } from "../src/setting/reading.ts";
import { code, pilotReadings, readings, text, working } from "../src/setting/readings.ts";
import { cellOf } from "../src/study/plan.ts";
import { findReading, settingsOfMember } from "../src/study/population.ts";
import { textOf } from "./source.ts";

/** Rows that need networks of their own, by the names of docs/readings.md. */
const TRAIN_ROWS = {
  "input noise level": "noiseLevel",
  "N(0, s) of W_in, W_out, x_0": "initialSpread",
  "W_rec at the start": "recurrentSpread",
  samples: "samples",
  "largest mean": "largestMean",
  y_0: "firstOutput",
  "weights that BPTT trains": "gradientTrains",
  readout: "readout",
  loss: "loss",
  stopping: "stopping",
  "validation set": "validation",
  "CDI, N-CDI means": "contextMeans",
  "GA generation": "generation",
  "GA mutation": "mutationDeviation",
  α: "alpha",
  FF: "fullForce",
  H: "hebbian",
  activation: "activation",
} as const satisfies Readonly<Record<string, keyof TrainRows>>;

/** Rows that are judged again on the same networks. */
const ANALYSE_ROWS = {
  "inputs for SVCCA": "probes",
  "activity for SVCCA": "activity",
  "SVCCA score": "score",
  "silhouette, MDS": "silhouetteMetric",
  "attractor features": "attractorFeatures",
  "fixed points": "fixedPoints",
  "attractor test": "attractorTest",
  "who enters SVCCA and topology": "enters",
} as const satisfies Readonly<Record<string, keyof AnalyseRows>>;

const all: readonly [string, Reading][] = [
  ["text", text],
  ["code", code],
  ["working", working],
];

/** Rows of `section` in which two readings differ, by name. */
const differing = <Row extends string, Field extends string>(
  rows: Readonly<Record<Row, Field>>,
  a: Readonly<Record<Field, unknown>>,
  b: Readonly<Record<Field, unknown>>,
): readonly string[] =>
  Object.entries<Field>(rows)
    .filter(([, field]) => JSON.stringify(a[field]) !== JSON.stringify(b[field]))
    .map(([row]) => row);

describe.each(all)("the reading %s", (name, reading) => {
  it("goes by its name", () => {
    expect(reading.name).toBe(name);
    expect(readings[name]).toBe(reading);
  });

  it("has a value for every row, and no row that is not in the table", () => {
    expect(Object.keys(reading.train).sort()).toEqual(Object.values(TRAIN_ROWS).sort());
    expect(Object.keys(reading.analyse).sort()).toEqual(Object.values(ANALYSE_ROWS).sort());
    for (const field of Object.values(TRAIN_ROWS)) expect(reading.train[field]).not.toBeNull();
    for (const field of Object.values(ANALYSE_ROWS)) expect(reading.analyse[field]).not.toBeNull();
  });

  it("has only values that can be stored as they are", () => {
    expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
  });
});

describe("working", () => {
  it("lists each row in which it trains otherwise than the text, and no other", () => {
    const departs = differing(TRAIN_ROWS, text.train, working.train);
    expect(working.departures.map(({ row }) => row).sort()).toEqual([...departs].sort());
  });

  it("gives a reason for each", () => {
    for (const { row, reason } of working.departures)
      expect(reason.length, row).toBeGreaterThan(30);
  });

  it("analyses as the text does", () => {
    expect(differing(ANALYSE_ROWS, text.analyse, working.analyse)).toEqual([]);
  });
});

describe("the pilot's reading", () => {
  it("is working, but for the form of the Hebbian rule", () => {
    expect(Object.keys(pilotReadings)).toEqual(["working"]);
    const { train, ...rest } = pilotReadings.working;
    const { train: now, ...others } = working;
    expect(rest).toEqual(others);
    expect({ ...train, hebbian: now.hebbian }).toEqual(now);
    expect([train.hebbian.form, now.hebbian.form]).toEqual(["node-perturbation", "repeats"]);
  });

  it("is that of seeds below 100, and of no others", () => {
    for (const seed of [0, 63, 99])
      expect(findReading("working", seed)).toBe(pilotReadings.working);
    for (const seed of [100, 215, 1000]) expect(findReading("working", seed)).toBe(working);
    expect(findReading("working")).toBe(working);
    for (const name of ["text", "code"]) expect(findReading(name, 0)).toBe(readings[name]);
  });

  it("gives the pilot the constants it was trained with, and the rest today's", () => {
    const cdi = cellOf("hebbian", "cdi");
    const hyperOf = (seed: number, cell = cdi) => settingsOfMember({ cell, seed }, hebbian).hyper;
    expect(hyperOf(0)).toMatchObject({ curriculum: { trials: 20_000 }, baselineBy: "all" });
    expect(hyperOf(100)).toMatchObject({ repeats: 4 });
    const rdm = cellOf("hebbian", "rdm");
    expect(hyperOf(100, rdm)).toEqual(hyperOf(0, rdm));
  });
});

describe("text and code", () => {
  it("depart from nothing", () => {
    expect(text.departures).toEqual([]);
    expect(code.departures).toEqual([]);
  });

  it("agree in few rows", () => {
    const rows = Object.keys(TRAIN_ROWS);
    const differ = differing(TRAIN_ROWS, text.train, code.train);
    expect(rows.filter((row) => !differ.includes(row))).toEqual(["y_0", "α", "activation"]);
    const analyse = differing(ANALYSE_ROWS, text.analyse, code.analyse);
    expect(Object.keys(ANALYSE_ROWS).filter((row) => !analyse.includes(row))).toEqual([
      "inputs for SVCCA",
      "who enters SVCCA and topology",
    ]);
  });

  it("read N(0, s) as variance and as deviation", () => {
    for (const field of ["noiseLevel", "initialSpread", "recurrentSpread"] as const) {
      expect(text.train[field]).toBe("variance");
      expect(code.train[field]).toBe("deviation");
    }
  });
});

describe("docs/readings.md", () => {
  // The formatter pads the cells of a table.
  const page = textOf("docs/readings.md").replace(/ +\|/g, " |");

  it.each([...Object.entries(TRAIN_ROWS), ...Object.entries(ANALYSE_ROWS)])(
    "has the row %s with its field %s",
    (row, field) => {
      expect(page).toContain(`| ${row} | \`${field}\` |`);
    },
  );

  it("has no other row", () => {
    const rows = [...page.matchAll(/^\| ([^|]+) \| `(\w+)` \|/gm)].map(([, row]) => row);
    const known = [...Object.keys(TRAIN_ROWS), ...Object.keys(ANALYSE_ROWS)];
    expect(rows.sort()).toEqual(known.sort());
  });

  it("names each departure", () => {
    const departures = page.slice(page.indexOf("## Departures"));
    for (const { row } of working.departures) expect(departures).toContain(`- **${row}.**`);
  });
});
