import { isNumberArray, type Storable } from "../setting/storable.ts";

/** A measure of each network of one cell or group, in the order in which they entered. */
export type EvidenceRow = {
  /** The cell, or the group within a comparison. */
  readonly where: string;
  readonly what: string;
  readonly values: readonly Scalar[];
};

type Scalar = number | string | boolean | null;
type Plain = { readonly [key: string]: Storable };

/**
 * The evidence of any claim, a row for each list of values that it holds. A list of objects is a
 * row for each of their fields. Distances between networks become two rows a group: the mean
 * distance of each network to its own group, and to the nearest of the others.
 */
export function evidenceRows(evidence: Storable): readonly EvidenceRow[] {
  return rowsOf(evidence, "", "");
}

function rowsOf(value: Storable, where: string, what: string): readonly EvidenceRow[] {
  if (value === null || typeof value !== "object") return [];
  if (isNumberArray(value)) return [{ where, what, values: [...value] }];
  if (isList(value)) return rowsOfList(value, where, what);
  const distances = distancesOf(value);
  if (distances !== null) return distanceRows(distances, where);
  const name = typeof value.cell === "string" ? value.cell : value.name;
  const inside = typeof name === "string" && name !== where ? joined(where, name) : where;
  return Object.entries(value).flatMap(([key, each]) => rowsOf(each, inside, words(key)));
}

function rowsOfList(list: readonly Storable[], where: string, what: string) {
  if (list.length === 0) return [];
  if (list.every(isScalar)) return [{ where, what, values: list }];
  if (list.every(isRecord) && !list.some(isNamed)) return rowsOfRecords(list, where, what);
  return list.flatMap((each, at) =>
    rowsOf(each, where, isNamed(each) ? what : `${what} ${at + 1}`.trim()),
  );
}

/** A row for each field; of a field that holds lists, one for their first values, and so on. */
function rowsOfRecords(list: readonly Plain[], where: string, what: string) {
  return Object.keys(list[0]).flatMap((key) => {
    const column = list.map((each) => each[key] ?? null);
    const name = `${what}: ${words(key)}`;
    if (column.every(isScalar)) return [{ where, what: name, values: column }];
    const lists = column.filter(isList);
    const longest = Math.max(0, ...lists.map((each) => each.length));
    return Array.from({ length: longest }, (_, at) => ({
      where,
      what: `${name} ${at + 1}`,
      values: lists.map((each) => each[at] ?? null).filter(isScalar),
    }));
  });
}

type Distances = {
  readonly groups: readonly string[];
  readonly of: readonly number[];
  readonly rows: readonly (readonly number[])[];
};

/** The distances between networks that an object holds, if it does. */
function distancesOf({ groups, of, distances }: Plain): Distances | null {
  if (!isListOf(groups, isText) || !isListOf(of, isNumber)) return null;
  if (!isListOf(distances, (row) => isListOf(row, isNumber))) return null;
  return { groups, of, rows: distances };
}

function distanceRows({ groups, of, rows }: Distances, where: string): readonly EvidenceRow[] {
  const meanTo = (network: number, group: number): number => {
    const others = [...of.keys()].filter((other) => of[other] === group && other !== network);
    if (others.length === 0) return Number.NaN;
    return others.reduce((sum, other) => sum + rows[network][other], 0) / others.length;
  };
  return groups.flatMap((name, group) => {
    const members = [...of.keys()].filter((network) => of[network] === group);
    if (members.length === 0) return [];
    const others = [...groups.keys()].filter((each) => each !== group && of.includes(each));
    const nearest = (network: number): number =>
      Math.min(...others.map((other) => meanTo(network, other)));
    const own = members.map((network) => meanTo(network, group));
    const place = joined(where, name);
    const rows = [{ where: place, what: "mean distance to its own group", values: own }];
    if (others.length > 0)
      rows.push({ where: place, what: "to the nearest other", values: members.map(nearest) });
    return rows;
  });
}

const isText = (value: Storable | undefined): value is string => typeof value === "string";
const isNumber = (value: Storable | undefined): value is number => typeof value === "number";
const isScalar = (value: Storable): value is Scalar =>
  value === null || ["number", "string", "boolean"].includes(typeof value);
const isList = (value: Storable): value is readonly Storable[] => Array.isArray(value);

function isListOf<T extends Storable>(
  value: Storable | undefined,
  isOne: (each: Storable) => each is T,
): value is readonly T[] {
  return value !== undefined && isList(value) && value.every(isOne);
}

function isRecord(value: Storable): value is Plain {
  return value !== null && typeof value === "object" && !isList(value) && !isNumberArray(value);
}

const isNamed = (value: Storable): boolean =>
  isRecord(value) && (isText(value.name) || isText(value.cell) || distancesOf(value) !== null);

const joined = (where: string, name: string): string => (where === "" ? name : `${where}: ${name}`);

/** A field's name as words: `freshAccuracy` is "fresh accuracy". */
const words = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
