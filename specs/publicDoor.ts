import type { Door } from "./doors/door.ts";
import { OF_ACTIVITIES } from "./doors/ofActivities.ts";
import { OF_CELLS } from "./doors/ofCells.ts";
import { OF_ESTIMATES } from "./doors/ofEstimates.ts";
import { OF_NETWORKS } from "./doors/ofNetworks.ts";

/** Every public function of these rooms that is tried. */
export const DOORS: Readonly<Record<string, Door>> = {
  ...OF_ACTIVITIES,
  ...OF_CELLS,
  ...OF_ESTIMATES,
  ...OF_NETWORKS,
};

/** Functions of the same rooms that are not tried here, with what keeps them. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  correctTrials: "training calls it on the trials that it drew itself, in every validation",
  withWeights: "a learning rule calls it in every update, also with weights that have diverged",
};

/** Arguments that are wrong in one place. */
export type Wrong = {
  readonly what: string;
  readonly given: readonly unknown[];
  /** Whether it must be refused; else an answer must be one of finite numbers. */
  readonly refused: boolean;
};

/** Every way to be wrong in one place that is tried on a function. */
export function wrongs(door: Door): readonly Wrong[] {
  const { right } = door;
  const found = right.flatMap((value, i) => {
    const path = String(i);
    const put = (changed: unknown): readonly unknown[] =>
      right.map((own, j) => (i === j ? changed : own));
    const isOptional = (door.optional ?? []).includes(path);
    const nothings = [undefined, null, 7, "no such word", {}, []];
    const whole = nothings
      .filter((nothing) => !(isOptional && nothing === undefined))
      .map((nothing) => ({
        what: `${path} is ${JSON.stringify(nothing) ?? "missing"}`,
        given: put(nothing),
        refused: nothing === null || (nothing === undefined && !isOptional),
      }));
    return [...whole, ...wrongsIn(door, path, value, put)];
  });
  return found;
}

function wrongsIn(
  door: Door,
  path: string,
  value: unknown,
  put: (changed: unknown) => readonly unknown[],
): readonly Wrong[] {
  if ((door.unread ?? []).includes(path)) return [];
  if (typeof value === "number")
    return [Number.NaN, Number.POSITIVE_INFINITY, null, "1"].map((bad) => ({
      what: `${path} is ${String(bad)}`,
      given: put(bad),
      refused: true,
    }));
  if (typeof value === "boolean")
    return [null, 1, "true"].map((bad) => ({
      what: `${path} is ${String(bad)}`,
      given: put(bad),
      refused: true,
    }));
  if (typeof value === "function") {
    const isFree = (door.anything ?? []).includes(path);
    const answers = [undefined, null, Number.NaN, "no such word"].map((answer) => ({
      what: `${path} answers ${String(answer)}`,
      given: put(() => answer),
      refused: !isFree,
    }));
    return [{ what: `${path} is no function`, given: put(7), refused: true }, ...answers];
  }
  if (typeof value === "string" && !path.endsWith("name"))
    return [{ what: `${path} is no such word`, given: put("no such word"), refused: true }];
  if (value instanceof Float64Array || Array.isArray(value))
    return wrongLists(door, path, Array.from(value), put);
  if (typeof value !== "object" || value === null || "uniform" in value) return [];
  const fields = Object.entries(value);
  const isData = (door.data ?? []).includes(path);
  const lacking = fields.map(([name]) => ({
    what: `${path}.${name} lacks`,
    given: put(Object.fromEntries(fields.filter(([own]) => own !== name))),
    refused: ![...(door.optional ?? []), ...(door.unread ?? [])].includes(`${path}.${name}`),
  }));
  const extra = {
    what: `${path} has an unknown field`,
    given: put({ ...value, sead: 1 }),
    refused: !isData,
  };
  const within = fields.flatMap(([name, own]) =>
    wrongsIn(door, `${path}.${name}`, own, (changed) => put({ ...value, [name]: changed })),
  );
  return [...lacking, extra, ...within];
}

function wrongLists(
  door: Door,
  path: string,
  list: readonly unknown[],
  put: (changed: unknown) => readonly unknown[],
): readonly Wrong[] {
  const at = (changed: unknown): readonly unknown[] =>
    put(list.map((own, i) => (i === 1 ? changed : own)));
  const isLabels = (door.labels ?? []).includes(path);
  const areFinite = !(door.infinite ?? []).includes(path);
  const bad = [
    ...(areFinite ? [Number.NaN] : []),
    ...[null, undefined],
    ...(isLabels ? [] : ["1"]),
    ...(isLabels || !areFinite ? [] : [Number.POSITIVE_INFINITY]),
  ];
  const entries = bad.map((entry) => ({
    what: `${path}[1] is ${String(entry)}`,
    given: at(entry),
    refused: true,
  }));
  const samples = (door.samples ?? []).includes(path);
  const lengths = [
    { what: `${path} is empty`, given: put([]), refused: false },
    { what: `${path} has one entry`, given: put(list.slice(0, 1)), refused: samples },
    { what: `${path} is too short`, given: put(list.slice(0, -1)), refused: false },
    { what: `${path} is constant`, given: put(list.map(() => list[0])), refused: false },
  ];
  if (isLabels || !list.some((each) => typeof each === "object")) return [...entries, ...lengths];
  const [, second] = list;
  const ragged =
    Array.isArray(second) && !(door.uneven ?? []).includes(path)
      ? [{ what: `${path} is ragged`, given: at(second.slice(1)), refused: true }]
      : [];
  return [...entries, ...lengths, ...ragged, ...wrongsIn(door, `${path}.1`, second, at)];
}
