import { isCaught } from "./law.ts";
import { registry } from "./registry.ts";

/**
 * Prints `killed|survived  mutant  law` for every mutant; a survivor fails. One that fails for a
 * reason of its own is none that the law has caught: it is said why.
 */
let survivors = 0;
for (const law of registry)
  for (const mutant of law.mutants) {
    const killed = await isCaught(mutant).catch((error: unknown) => {
      process.stderr.write(`${law.id}: ${error instanceof Error ? error.message : error}\n`);
      return false;
    });
    if (!killed) survivors += 1;
    process.stdout.write(`${killed ? "killed" : "survived"}  ${mutant.name}  ${law.id}\n`);
  }
process.exitCode = survivors === 0 ? 0 : 1;
