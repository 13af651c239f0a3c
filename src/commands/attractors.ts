import { writeAtomically } from "../store/atomic.ts";
import { jsonOf, tableOf } from "./attractorsAnswer.ts";
import { openNetworks } from "./attractorsFile.ts";
import { attractorsPage } from "./attractorsPage.ts";
import { solveSets } from "./attractorsPool.ts";
import type { Answered, SetTask } from "./attractorsTask.ts";
import type { Host } from "./host.ts";
import { requireWritable } from "./outputFile.ts";
import { duration } from "./progress.ts";
import { readRows } from "./statesFile.ts";

/** What `attest attractors` is asked for. */
export type AttractorsOptions = {
  readonly file: string;
  /** Each a list of numbers, one for each input channel, or a file with one such row a line. */
  readonly input: readonly string[];
  /** The most starts that are drawn, or a file with a state a line, tried beside them. */
  readonly starts: string;
  /** The speed below which slow points are listed. */
  readonly slow: number | undefined;
  readonly tolerance: number;
  readonly minutes: number | undefined;
  readonly workers: number;
  readonly page: string | undefined;
  readonly json: boolean;
};

const MOST_DRAWS = 2000;
/** A longer list of inputs or starts is a mistake. */
const MOST_STARTS = 100_000;

/**
 * Solves for the fixed points of every network in a safetensors file under static inputs, prints
 * them, and writes a page where one is asked for. Answers whether every network was solved.
 * @throws Error or RangeError that names the file, the network or the option that is wrong.
 */
export async function attractors(options: AttractorsOptions, host: Host): Promise<boolean> {
  const { file, json, page, tolerance, workers, minutes } = options;
  if (page !== undefined) requireWritable("page", page);
  const named = openNetworks(file, host);
  const inputs = options.input.flatMap(inputsOf);
  const { states, mostDraws } = startsOf(options.starts);
  const asked = named.flatMap((each) => inputs.map((input) => ({ ...each, input })));
  const tasks = asked.flatMap(({ name, source, size, input }): SetTask[] => {
    if (source instanceof Error) return [];
    requireFits(file, name, { size, input, states });
    const slow = options.slow ?? null;
    return [{ source, input, starts: states, mostDraws, tolerance, slow }];
  });
  const tell = progressOn(tasks.length, host);
  const solved = [...(await solveSets(tasks, { workers, minutes, tell }, host))];
  const answers = asked.map(({ source, ...rest }): Answered => {
    const set = source instanceof Error ? source : solved.shift();
    return { ...rest, set: set ?? new Error("it was not solved") };
  });
  const bad = new Set<number | string>();
  for (const { set, name } of answers) {
    if (!(set instanceof Error) || bad.has(name)) continue;
    bad.add(name);
    host.note(`${file}: network ${name}: ${set.message}; the others were solved\n`);
  }
  host.out(json ? jsonOf(file, answers) : tableOf(answers, inputs.length > 1, host.width));
  if (page !== undefined) {
    writeAtomically(page, new TextEncoder().encode(attractorsPage(file, answers)));
    host.note(`Page: ${page}\n`);
  }
  return bad.size === 0;
}

/** `0.1,-2`, or the rows of a file of that name. */
function inputsOf(text: string): readonly (readonly number[])[] {
  const words = text.split(",");
  const values = words.map(Number);
  const areNumbers = words.every((word) => word.trim() !== "" && /^[\s\d.eE+-]+$/.test(word));
  if (!areNumbers && words.length === 1) return readRows(text);
  if (!values.every(Number.isFinite))
    throw new RangeError(`--input: expected numbers such as 0.2,-1, or a file; got "${text}"`);
  return [values];
}

function startsOf(text: string): { states: readonly Float64Array[]; mostDraws: number } {
  if (!/^[\s\d.+-]+$/.test(text)) {
    const states = readRows(text).map((row) => Float64Array.from(row));
    return { states, mostDraws: MOST_DRAWS };
  }
  const mostDraws = Number(text);
  if (!(Number.isInteger(mostDraws) && mostDraws >= 1 && mostDraws <= MOST_STARTS))
    throw new RangeError(
      `--starts: expected a whole number from 1 to ${MOST_STARTS}, or a file; got ${text}`,
    );
  return { states: [], mostDraws };
}

/** @throws RangeError that names the network and the option that does not fit it. */
function requireFits(
  file: string,
  name: number | string,
  {
    size: { channels, units },
    input,
    states,
  }: {
    readonly size: { readonly channels: number; readonly units: number };
    readonly input: readonly number[];
    readonly states: readonly Float64Array[];
  },
): void {
  if (input.length !== channels)
    throw new RangeError(
      `${file}: network ${name}: --input: expected ${channels} numbers, one for each input ` +
        `channel, got ${input.length}`,
    );
  const wrong = states.findIndex((state) => state.length !== units);
  if (wrong >= 0)
    throw new RangeError(
      `${file}: network ${name}: --starts: expected rows of ${units} numbers, one for each entry ` +
        `of its state; row ${wrong + 1} has ${states[wrong].length}`,
    );
}

/** Notes of how far it is: a line that is redrawn on a terminal, nothing elsewhere. */
function progressOn(total: number, host: Host): (done: number) => void {
  const started = host.nowMs();
  return (done) => {
    if (!host.interactive) return;
    const left = ((host.nowMs() - started) / done) * (total - done);
    const about = done === total ? "" : `, about ${duration(left / 1000)} left`;
    host.note(`\r\x1b[K${done} of ${total} sets solved${about}${done === total ? "\n" : ""}`);
  };
}
