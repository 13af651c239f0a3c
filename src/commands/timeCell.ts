import type { Engine } from "../engine/engine.ts";
import { deriveKey } from "../numerics/rng.ts";
import { worldOn } from "../rules/world.ts";
import { type Cell, networkStream } from "../study/cell.ts";
import type { StudyRules } from "../study/rules.ts";
import { makeTask } from "../task/settings.ts";
import { initialMemory } from "../training/initialMemory.ts";
import { trialsFor } from "../training/trialsFor.ts";

/** What training takes here, of one core. */
export type CellTimes = {
  /** Seconds of one update, with the drawing of its trials. */
  readonly updateSeconds: number;
  /** Seconds of drawing one trial, and of running one trained network on it. */
  readonly drawSeconds: number;
  readonly runSeconds: number;
};

/** Trials that are drawn and run at once, as a training batch has. */
const TRIALS = 500;

/** Turns go on for so long, or for so many: first to warm up, uncounted, then to be timed. */
const WARM = { ms: 300, turns: 500 };
const TIMED = { ms: 400, turns: 1000 };

/**
 * Times a cell's updates and its validations at real size, from a network's first updates on. The
 * time is the processor's, in milliseconds, so that other work on the machine does not count.
 */
export async function timeCell(
  cell: Cell,
  {
    rules,
    engine,
    cpuMs,
  }: { readonly rules: StudyRules; readonly engine: Engine; readonly cpuMs: () => number },
): Promise<CellTimes> {
  const [rule, settings] = [rules.named(cell.rule), rules.settings(cell)];
  const stream = networkStream(cell, 0);
  const key = (name: string, turn: number) => deriveKey(stream, "timing", name, turn);
  const task = makeTask(settings.trainTask);
  const world = worldOn(engine);
  let memory = initialMemory(rule, { settings, stream, attempt: 0 });
  const updateSeconds = await secondsATurn(async (turn) => {
    const trials = trialsFor(rule, memory, { task, settings, key: key("trials", turn) });
    memory = await rule.learn(memory, trials, world, settings.hyper, key("learn", turn));
  }, cpuMs);
  const network = rule.network(memory);
  const drawing = await secondsATurn(async (turn) => {
    task.draw(key("drawn", turn), TRIALS);
  }, cpuMs);
  const trials = task.draw(key("run", 0), TRIALS);
  const running = await secondsATurn(async () => {
    await engine.evaluate([network], trials);
  }, cpuMs);
  return { updateSeconds, drawSeconds: drawing / TRIALS, runSeconds: running / TRIALS };
}

/** Seconds of a turn of work on average, once it is warm; a long first turn is not repeated. */
export async function secondsATurn(
  work: (turn: number) => Promise<void>,
  cpuMs: () => number,
): Promise<number> {
  let turn = 0;
  const average = async ({ ms, turns }: typeof WARM): Promise<number> => {
    const [started, from] = [cpuMs(), turn];
    for (;;) {
      await work(turn++);
      const passed = cpuMs() - started;
      if (passed >= ms || turn - from === turns) return passed / (turn - from) / 1000;
    }
  };
  const cold = await average(WARM);
  return cold * 1000 >= TIMED.ms ? cold : average(TIMED);
}
