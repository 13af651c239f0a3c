/**
 * How many different labellings there are when labels are shuffled within strata: the product over
 * strata of n! / (n_1! n_2! …). ∞ where it is too large to be a number.
 */
export function labellingsWithin(
  labels: ArrayLike<unknown>,
  strata: readonly Int32Array[],
): number {
  let count = 1;
  for (const members of strata) {
    const seen = new Map<unknown, number>();
    for (const [place, i] of members.entries()) {
      const times = (seen.get(labels[i]) ?? 0) + 1;
      seen.set(labels[i], times);
      count = (count * (place + 1)) / times;
    }
  }
  return count;
}

/**
 * Writes each different labelling once to `labels`, in place, and tells of it; at the end they are
 * as they were.
 */
export function eachLabelling<Label>(
  labels: Label[],
  strata: readonly Int32Array[],
  tell: () => void,
): void {
  const given = [...labels];
  const places = strata.flatMap((members) => Array.from(members));
  const stocks = strata.map((members) => {
    const stock = new Map<Label, number>();
    for (const i of members) stock.set(labels[i], (stock.get(labels[i]) ?? 0) + 1);
    return stock;
  });
  const stockAt = strata.flatMap((members, s) => Array.from(members, () => stocks[s]));
  const place = (at: number): void => {
    if (at === places.length) {
      tell();
      return;
    }
    for (const [label, left] of stockAt[at]) {
      if (left === 0) continue;
      stockAt[at].set(label, left - 1);
      labels[places[at]] = label;
      place(at + 1);
      stockAt[at].set(label, left);
    }
  };
  place(0);
  for (const [i, label] of given.entries()) labels[i] = label;
}
