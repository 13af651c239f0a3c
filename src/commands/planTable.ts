import { textTable } from "../report/textTable.ts";
import { cellName } from "../study/cell.ts";
import type { UnitOutlook } from "./planCost.ts";

/** Core-hours of all of a plan and of what is left, and hours at best with some workers. */
export type Hours = {
  readonly whole: number;
  readonly left: number;
  readonly wholeAtWorkers: number;
  readonly leftAtWorkers: number;
};

/** The hours of all units together; null where nothing was timed. A worker keeps one core busy. */
export function hoursOf(outlooks: readonly UnitOutlook[], workers: number): Hours | null {
  const hours = outlooks.flatMap((each) => each.hours ?? []);
  if (hours.length < outlooks.length) return null;
  const whole = hours.reduce((sum, each) => sum + each.whole, 0);
  const left = hours.reduce((sum, each) => sum + each.left, 0);
  return { whole, left, wholeAtWorkers: whole / workers, leftAtWorkers: left / workers };
}

/** What stands before a number of updates: nothing where the cell's own networks say it. */
const MARKS = { cell: "", nearest: "~", budget: "≤" } as const;

/** A row a cell, and below it the sum of the hours and what the marks mean. */
export function outlookTable(
  outlooks: readonly UnitOutlook[],
  {
    workers,
    engine,
    width,
  }: { readonly workers: number; readonly engine: string; readonly width: number },
): string {
  const hours = hoursOf(outlooks, workers);
  const names = new Set(outlooks.map(({ unit }) => cellName(unit.cell)));
  const columns = ["units", "networks", "seeds at most", "done", "updates"];
  const table = textTable(
    [
      { title: "cell", align: "left" },
      ...[...columns, ...(hours === null ? [] : ["hours", "left"])].map(
        (title) => ({ title, align: "right" }) as const,
      ),
    ],
    [...names].map((name) => {
      const some = outlooks.filter(({ unit }) => cellName(unit.cell) === name);
      return [name, ...rowOf(some)].map((text) => ({ text }));
    }),
    width,
  );
  return `${table}\n${legend(outlooks)}${hours === null ? "" : total(hours, { workers, engine })}`;
}

function rowOf(some: readonly UnitOutlook[]): readonly string[] {
  const sum = (of: (each: UnitOutlook) => number): number =>
    some.reduce((total, each) => total + of(each), 0);
  const [{ expected, hours }] = some;
  return [
    `${some.length}`,
    `${sum(({ unit }) => unit.wanted)}`,
    `${sum(({ unit }) => unit.most)}`,
    `${sum(({ done }) => done)}`,
    `${MARKS[expected.from]}${Math.round(expected.updates)}`,
    ...(hours === null
      ? []
      : [sum((each) => each.hours?.whole ?? 0), sum((each) => each.hours?.left ?? 0)].map(
          hoursText,
        )),
  ];
}

const hoursText = (hours: number): string =>
  hours === 0 ? "0" : hours.toFixed(hours < 0.1 ? 3 : hours < 10 ? 2 : 1);

function legend(outlooks: readonly UnitOutlook[]): string {
  const used = new Set(outlooks.map(({ expected }) => expected.from));
  const means = [
    "updates: of a network, the mean of the cell's own networks",
    ...(used.has("nearest") ? ["~ of the nearest cell's"] : []),
    ...(used.has("budget") ? ["≤ no network is known: the whole budget"] : []),
  ];
  return `${means.join("; ")}.\n`;
}

function total(
  { whole, left, wholeAtWorkers, leftAtWorkers }: Hours,
  { workers, engine }: { readonly workers: number; readonly engine: string },
): string {
  const many =
    workers === 1
      ? ""
      : ` With ${workers} workers at best ${hoursText(wholeAtWorkers)} h, ` +
        `${hoursText(leftAtWorkers)} h left.`;
  return (
    `Core-hours here, engine ${engine}: ${hoursText(whole)} in all, ` +
    `${hoursText(left)} left.${many}\n`
  );
}
