/**
 * The claims of each figure, fixed before any of them is judged: m claims of one figure have a
 * level of .05/m each.
 */
const FIGURES: Readonly<Record<string, readonly string[]>> = {
  "§3.1": ["C01"],
  "Fig. 1": ["C02", "C03", "C04", "C05", "C19"],
  "Fig. 2": ["C06", "C07"],
  "§3.2": ["C08"],
  "Fig. 3": ["C09", "C10", "C20", "C21"],
  "Fig. 4": ["C11", "C12"],
  "Fig. 5": ["C13", "C14"],
  "§3.3": ["C18"],
  "App. Fig. 11": ["C15"],
  "§4": ["C16", "C17"],
};

/** With contexts Eq. 3 and 4 need another form: verdicts are repeated without that rule. */
const WITHOUT = ["hebbian"] as const;

/**
 * The figure of a claim, how many claims it has, and the rules without which they are repeated.
 * @throws RangeError for a claim of no figure.
 */
export function figureOf(id: string): {
  readonly family: string;
  readonly claims: number;
  readonly without: readonly string[];
} {
  const found = Object.entries(FIGURES).find(([, ids]) => ids.includes(id));
  if (found === undefined) throw new RangeError(`id: expected a claim of a figure, got "${id}"`);
  const [family, ids] = found;
  return { family, claims: ids.length, without: WITHOUT };
}
