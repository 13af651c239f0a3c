import { describe, expect, it } from "vitest";
import { type BoundLaw, isCaught } from "./law.ts";

/** One test for each law on its subject, and one for each mutant that the law must catch. */
export function specLaws(room: string, laws: readonly BoundLaw[]): void {
  describe(room, () => {
    for (const law of laws) {
      it(`${law.id}: ${law.says}`, () => law.check());
      for (const mutant of law.mutants)
        it(`${law.id} catches: ${mutant.name}`, async () => {
          expect(await isCaught(mutant), "the mutant survived").toBe(true);
        });
    }
  });
}
