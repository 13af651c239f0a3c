/** A symmetric matrix, row-major, and the group number of each of its items. */
export type Labelled = {
  readonly size: number;
  readonly values: Float64Array;
  readonly of: ArrayLike<number>;
  readonly count: number;
};

/** The items of each group, ascending, one group after another, and where each group begins. */
export function membersOf({ size, of, count }: Omit<Labelled, "values">): {
  readonly members: Int32Array;
  readonly begins: Int32Array;
} {
  const begins = new Int32Array(count + 1);
  for (let i = 0; i < size; i++) begins[of[i] + 1] += 1;
  for (let group = 0; group < count; group++) begins[group + 1] += begins[group];
  const next = begins.slice();
  const members = new Int32Array(size);
  for (let i = 0; i < size; i++) members[next[of[i]]++] = i;
  return { members, begins };
}

/**
 * The sum of each row over the items of each group, as `[group][item]`: the product of the matrix
 * and the groups. Each sum has its terms in the items' order.
 */
export function labelSums(given: Labelled): Float64Array {
  const { size, values, count } = given;
  const { members, begins } = membersOf(given);
  const sums = new Float64Array(count * size);
  for (let group = 0; group < count; group++) {
    const out = sums.subarray(group * size, (group + 1) * size);
    let at = begins[group];
    const end = begins[group + 1];
    // Four rows go together: a sum is read and written once for them.
    for (; at + 4 <= end; at += 4) {
      const a = members[at] * size;
      const b = members[at + 1] * size;
      const c = members[at + 2] * size;
      const d = members[at + 3] * size;
      for (let i = 0; i < size; i++)
        out[i] = out[i] + values[a + i] + values[b + i] + values[c + i] + values[d + i];
    }
    for (; at < end; at++) {
      const a = members[at] * size;
      for (let i = 0; i < size; i++) out[i] += values[a + i];
    }
  }
  return sums;
}

/** Σ over pairs of the same group of the values between them, as `[group]`. */
export function pairSums(given: Labelled): Float64Array {
  const { size, values, count } = given;
  const { members, begins } = membersOf(given);
  const sums = new Float64Array(count);
  for (let group = 0; group < count; group++) {
    const [begin, end] = [begins[group], begins[group + 1]];
    let sum = 0;
    for (let i = begin; i < end; i++) {
      const row = members[i] * size;
      let own = 0;
      for (let j = begin; j < i; j++) own += values[row + members[j]];
      sum += own;
    }
    sums[group] = sum;
  }
  return sums;
}
