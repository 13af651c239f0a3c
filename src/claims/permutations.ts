/** Permutations for a p-value. */
export const PERMUTATIONS = 1999;

/** Ranks of so many networks in all, or fewer, are tested exactly; of more by permutations. */
export const EXACT_UP_TO = 60;
