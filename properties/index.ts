import * as every from "./every.ts";
import { type LawsById, lawsOf } from "./law.ts";

export type { BoundLaw, CheckOptions, Cite, Law, Mutant, Need, Replay } from "./law.ts";
export { bindLaw, checkLaw, LawBrokenError } from "./law.ts";

/** Every law, by its id: values that can be tried on any implementation with `checkLaw`. */
export const laws: LawsById<typeof every> = lawsOf(every);
