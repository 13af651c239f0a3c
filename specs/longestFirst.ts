import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files of a minute and more, by their ends, the longest first. */
const LONG = ["claims/ledger.spec.ts", "everyRule.spec.ts", "claims/controls.spec.ts"];

const place = ({ moduleId }: TestSpecification): number => {
  const at = LONG.findIndex((end) => moduleId.endsWith(`/${end}`));
  return at < 0 ? LONG.length : at;
};

/**
 * Starts the long files first. On a clean clone Vitest knows no durations and goes by the size of a
 * file: a long one that is small would run last, on one core alone.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => place(a) - place(b));
  }
}
