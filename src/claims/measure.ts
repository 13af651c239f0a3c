import type { Analysis } from "../study/analysis.ts";
import { type Cell, cellName } from "../study/cell.ts";
import { type Block, type Evidence, lackingRow, type Row } from "./evidence.ts";
import { type Instrument, instrumentOf, type NetworkInstrument } from "./instrument.ts";
import { measuredBy, type Test } from "./test.ts";

/** Reads the evidence for tests off the networks of some conditions, in their order. */
export async function measure(
  tests: readonly Test[],
  cells: readonly Cell[],
  {
    analysis,
    instruments,
  }: { readonly analysis: Analysis; readonly instruments: readonly Instrument[] },
): Promise<Evidence> {
  const rows: Row[] = [];
  const blocks: Block[] = [];
  for (const cell of cells)
    for (const instrument of instrumentsFor(tests, cell, instruments))
      rows.push(...(await rowsOf(cell, instrument, analysis)));
  for (const { measure: named, places } of tests.flatMap(measuredBy)) {
    const instrument = instrumentOf(named, instruments);
    if (instrument.kind === "network") continue;
    for (const place of places) {
      const { id } = instrument;
      if (blocks.some((block) => block.measure === id && block.place === place.name)) continue;
      const members = place.groups.flatMap(({ of }) =>
        of.flatMap((cell) => analysis.included(cell)),
      );
      const groups = place.groups.map(({ name, of }) => ({
        name,
        networks: of.flatMap((cell) => analysis.included(cell)),
      }));
      blocks.push({
        ...(await instrument.between(analysis, groups)),
        ...{ measure: id, place: place.name },
        keys: members.map(({ key }) => key),
        conditions: members.map(({ cell }) => cellName(cell)),
      });
    }
  }
  return { rows, blocks };
}

/** The instruments that tests use on a condition, each once. */
function instrumentsFor(
  tests: readonly Test[],
  cell: Cell,
  instruments: readonly Instrument[],
): readonly Instrument[] {
  const name = cellName(cell);
  const uses = tests
    .flatMap(measuredBy)
    .filter(({ places }) =>
      places.some(({ groups }) => groups.some(({ of }) => of.some((c) => cellName(c) === name))),
    );
  return [...new Set(uses.map((use) => instrumentOf(use.measure, instruments)))];
}

async function rowsOf(
  cell: Cell,
  instrument: Instrument,
  analysis: Analysis,
): Promise<readonly Row[]> {
  const common = { measure: instrument.id, condition: cellName(cell) };
  const members = analysis.members(cell);
  if (members.length === 0) return [lackingRow(common)];
  if (instrument.kind === "network" && instrument.first !== undefined)
    return firstRows(cell, instrument, instrument.first, analysis);
  const rows: Row[] = [];
  for (const { trained, included, why } of members) {
    const own = { ...common, key: trained.key, seed: trained.seed };
    if (!included) rows.push({ ...own, status: "excluded", why, values: {} });
    else if (instrument.kind === "distance")
      rows.push({ ...own, status: "measured", why, values: {} });
    else {
      const { values, excluded } = await instrument.of(analysis, trained);
      const isOut = excluded !== undefined;
      rows.push({
        ...{ ...own, values, status: isOut ? "excluded" : "measured", why: excluded ?? why },
      });
    }
  }
  return rows;
}

/** The first seeds alone: later ones are trained only where earlier ones failed. */
async function firstRows(
  cell: Cell,
  instrument: NetworkInstrument,
  first: number,
  analysis: Analysis,
): Promise<readonly Row[]> {
  const { from = 0 } = instrument;
  const common = { measure: instrument.id, condition: cellName(cell) };
  const rows: Row[] = [];
  const sorted = analysis
    .networks(cell)
    .filter(({ seed }) => seed >= from)
    .sort((a, b) => a.seed - b.seed);
  if (sorted.length === 0) return [lackingRow(common)];
  const which = `first ${first}${from === 0 ? "" : ` from ${from}`}`;
  for (const [at, trained] of sorted.entries()) {
    const { key, seed } = trained;
    const own = { ...common, key, seed };
    if (at >= first) {
      const why = `is a later seed than the ${which}`;
      rows.push({ ...own, status: "excluded", why, values: {} });
      continue;
    }
    const { values } = await instrument.of(analysis, trained);
    rows.push({ ...own, status: "measured", why: `is of the ${which} seeds`, values });
  }
  return rows;
}
