import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { ROOT } from "./source.ts";

/** What is known of a file from the last time that it ran. */
type Known = { readonly duration: number; readonly failed: boolean };

/** Seconds of a core that the files of a quarter of a minute and more take. */
export const LONG: Readonly<Record<string, number>> = {
  "specs/claims/ledger.spec.ts": 170,
  "specs/claims/controls.spec.ts": 57,
  "specs/anyWorkers.spec.ts": 55,
  "specs/commands.spec.ts": 48,
  "specs/playground.browser.spec.ts": 35,
  "specs/studyQueue.spec.ts": 29,
  "specs/package.spec.ts": 24,
  "specs/rules.spec.ts": 23,
  "properties/training/population.spec.ts": 22,
  "properties/training/together.spec.ts": 20,
  "properties/training/training.spec.ts": 20,
  "properties/engine/engine.spec.ts": 18,
  "properties/report/report.spec.ts": 18,
  "specs/faults/workers.spec.ts": 17,
};

/**
 * How long a file takes, in seconds: as long as when it last ran and passed, which Vitest keeps.
 * Nothing is known on a clean clone; then it is what the list of long files says, or 0.
 */
export function secondsOf(path: string, known?: Known): number {
  return known === undefined || known.failed ? (LONG[path] ?? 0) : known.duration / 1000;
}

/**
 * Starts the long files first: one that begins last would run on one core alone. Vitest by itself
 * goes by the size of a file that it does not know.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const seconds = (file: TestSpecification): number =>
      secondsOf(relative(ROOT, file.moduleId), this.ctx.cache.getTestSpecificationResult(file));
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => seconds(b) - seconds(a));
  }
}
