import { type Cell, cellName } from "../study/cell.ts";
import type { Control } from "./claim.ts";
import { type Block, type Evidence, lackingRow, type Row } from "./evidence.ts";
import { measureParts, type Values } from "./instrument.ts";
import { type MadeGroup, madeDistances } from "./madeDistances.ts";
import { conditionsOf, measuredBy, type Place, type Test } from "./test.ts";

/** What is made up: values for the networks of a condition, and where groups lie. */
export type Made = {
  /** The values of each network of a condition; none where it is to lack networks. */
  readonly values?: (cell: Cell, at: number) => readonly Values[];
  readonly points?: (group: string, place: Place) => Omit<MadeGroup, "name">;
  /** Networks of each group of distances. */
  readonly networks?: number;
  /** Axes of the space that they lie in; 8 where it is left out. */
  readonly axes?: number;
};

/** How controls are made. */
export type ControlOptions = Pick<Control, "subject" | "tasks">;

/** A control: evidence that is made up for a claim's tests. */
export const control = (
  name: string,
  verdict: Control["verdict"],
  made: Made,
  on: ControlOptions = {},
): Control => ({ name, verdict, ...on, evidence: (tests) => madeEvidence(tests, made) });

/** Made-up evidence for tests. */
export function madeEvidence(
  tests: readonly Test[],
  { values = () => [], points, networks = 16, axes }: Made,
): Evidence {
  const rows: Row[] = [];
  const blocks: Block[] = [];
  const cells = [
    ...new Map(tests.flatMap(conditionsOf).map((cell) => [cellName(cell), cell])).values(),
  ];
  const isDistance = ({ measure }: Test): boolean => measureParts(measure).value === "";
  for (const [at, cell] of cells.entries())
    for (const id of idsOf(tests.filter((test) => !isDistance(test)))) {
      const common = { measure: id, condition: cellName(cell) };
      const made = values(cell, at);
      if (made.length === 0) rows.push(lackingRow(common));
      for (const [seed, each] of made.entries()) rows.push(madeRow(common, seed, each));
    }
  for (const { measure: id, places } of tests.filter(isDistance).flatMap(measuredBy))
    for (const place of places) {
      const isOf = (each: Block): boolean => each.measure === id && each.place === place.name;
      if (points === undefined || blocks.some(isOf)) continue;
      const groups = place.groups.map(({ name }) => ({ name, ...points(name, place) }));
      const conditions = place.groups.flatMap(({ of: [cell] }) =>
        new Array<string>(networks).fill(cellName(cell)),
      );
      const keys = conditions.map((name, at) => `${name} ${at % networks}`);
      const made = madeDistances(groups, networks, axes);
      blocks.push({ ...made, ...{ measure: id, place: place.name, keys, conditions } });
      for (const condition of new Set(conditions))
        for (let seed = 0; seed < networks; seed++)
          rows.push(madeRow({ measure: id, condition }, seed, {}));
    }
  return { rows, blocks };
}

const madeRow = (of: Pick<Row, "measure" | "condition">, seed: number, values: Values): Row => ({
  ...{ ...of, key: `${of.condition} ${seed}`, seed, values },
  ...{ status: "measured", why: "is made up" },
});

const idsOf = (tests: readonly Test[]): ReadonlySet<string> =>
  new Set(tests.map(({ measure }) => measureParts(measure).id));

/** `count` of `n` networks of which something is so. */
export const flags = (value: string, count: number, n = 16): readonly Values[] =>
  Array.from({ length: n }, (_, k) => ({ [value]: k < count ? 1 : 0 }));

/** `n` values around a centre, all alike but for a little. */
export const around = (centre: number, n: number): readonly number[] =>
  Array.from({ length: n }, (_, k) => centre + (k - (n - 1) / 2) / 1000);
