import { type Command, InvalidArgumentError, Option } from "commander";
import { ISO_TIME } from "../claims/journal.ts";
import { PILOT_FOLDER, STUDY_FOLDER } from "../study/shippedFolder.ts";

/** `--populations`, by default what is shipped: in the help without its long path. */
export const populations = (says: string): Option =>
  new Option("--populations <folder>", says).default(PILOT_FOLDER, "those that are shipped");

/** `--population`: whose networks, of those that come with Attest. */
export const population = (says: string): Option =>
  new Option("--population <name>", says)
    .choices(["pilot", "study"] as const)
    .conflicts("populations");

/** `--study`: where the study's plan, files, registrations and journal are. */
export const studyFolder = (): Option =>
  new Option("--study <folder>", "the folder of the study").default(
    STUDY_FOLDER,
    "that is shipped",
  );

/**
 * A date and time as ISO 8601 in UTC, to the second.
 * @throws InvalidArgumentError for other words.
 */
export function isoTime(text: string): string {
  if (ISO_TIME.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError("expected a time such as 2026-12-01T12:00:00Z");
}

/** `--rules`, for rules of one's own. */
export const rules = (): Option =>
  new Option("--rules <files>", "files of rules of your own, such as ./rule.ts; see defineRule")
    .argParser(words)
    .default([], "ours alone");

/**
 * How many, from 1 to 1024.
 * @throws InvalidArgumentError for other words.
 */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 1 && value <= 1024))
    throw new InvalidArgumentError("expected a whole number from 1 to 1024");
  return value;
}

/**
 * A whole number from 0.
 * @throws InvalidArgumentError for other words.
 */
export function index(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(Number.isInteger(value) && value >= 0))
    throw new InvalidArgumentError("expected a whole number from 0");
  return value;
}

/**
 * How far a process gives way: 0 to 19.
 * @throws InvalidArgumentError for other words.
 */
export function niceness(text: string): number {
  const value = index(text);
  if (value > 19) throw new InvalidArgumentError("expected a whole number from 0 to 19");
  return value;
}

/** Whether an option was given, and is not what it is without. */
export const isGiven = (command: Command, option: string): boolean =>
  command.getOptionValueSource(option) === "cli";

/**
 * How many draws, from 1 to 100,000.
 * @throws InvalidArgumentError for other words.
 */
export function drawCount(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 1 && value <= 100_000))
    throw new InvalidArgumentError("expected a whole number from 1 to 100000");
  return value;
}

/**
 * A finite number.
 * @throws InvalidArgumentError for other words.
 */
export function finite(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new InvalidArgumentError("expected a number");
  return value;
}

/**
 * A number above 0, at most a million.
 * @throws InvalidArgumentError for other words.
 */
export function positive(text: string): number {
  const value = finite(text);
  if (!(value > 0 && value <= 1e6))
    throw new InvalidArgumentError("expected a number above 0, at most 1000000");
  return value;
}

/** 2³¹ − 1 ms: a timer that is asked for more ends at once. */
const MOST_MINUTES = 35_791;

/**
 * A time in minutes, above 0.
 * @throws InvalidArgumentError for other words, or for more than a timer holds: some 25 days.
 */
export function limitMinutes(text: string): number {
  const value = finite(text);
  if (!(value > 0 && value <= MOST_MINUTES))
    throw new InvalidArgumentError(`expected minutes above 0, at most ${MOST_MINUTES}`);
  return value;
}

/** `8,16,32`: networks a cell. */
export const networkCounts = (text: string): readonly number[] => text.split(",").map(wholeNumber);

/**
 * A share from 0 to below 1.
 * @throws InvalidArgumentError for other words.
 */
export function share(text: string): number {
  const value = finite(text);
  if (!(value >= 0 && value < 1)) throw new InvalidArgumentError("expected a share from 0 to 1");
  return value;
}

/** `C01,C04`: words without the spaces around them. */
export const words = (text: string): readonly string[] =>
  text.split(",").map((word) => word.trim());

/**
 * `3`, `0-7` or `1000,1003-1005`; a seed given twice would be trained twice at once.
 * @throws InvalidArgumentError for other words.
 */
export function seedList(text: string): readonly number[] {
  const seeds = text.split(",").flatMap((part) => {
    const range = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part.trim());
    if (range === null) throw new InvalidArgumentError("expected seeds such as 0-7 or 3,5");
    const first = Number(range[1]);
    const last = range[2] === undefined ? first : Number(range[2]);
    if (last < first || last - first >= 100_000)
      throw new InvalidArgumentError("expected a rising range of at most 100,000 seeds");
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  const sorted = Float64Array.from(seeds).sort();
  const again = sorted.find((seed, i) => seed === sorted[i - 1]);
  if (again !== undefined) throw new InvalidArgumentError(`seed ${again} is given twice`);
  return seeds;
}
