/** Permutations for a p-value. */
export const PERMUTATIONS = 1999;

/** Permutations in each round of a jackknife. */
export const JACKKNIFE_PERMUTATIONS = 200;
