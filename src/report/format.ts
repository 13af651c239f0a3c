/** What stands where there is no number. */
export const NO_NUMBER = "–";

/** A number to three significant digits, without trailing zeros; a dash where there is none. */
export function formatNumber(value: number | null): string {
  if (value === null || Number.isNaN(value)) return NO_NUMBER;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(2);
  if (size >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

/** An interval as `low to high`. */
export function formatInterval(interval: readonly [number, number] | null): string {
  if (interval === null) return NO_NUMBER;
  return `${formatNumber(interval[0])} to ${formatNumber(interval[1])}`;
}

/** A p-value; below 0.001 only that it is. */
export function formatP(p: number | null): string {
  if (p === null || Number.isNaN(p)) return NO_NUMBER;
  return p < 0.001 ? "< 0.001" : formatNumber(p);
}

/** A share of 0 … 1 as a percentage with one decimal. */
export function formatShare(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : NO_NUMBER;
}

/** Text of at most `most` characters, its middle left out where it is longer. */
export function shorten(text: string, most: number): string {
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  const end = Math.floor((most - 1) / 2);
  const start = characters.slice(0, most - 1 - end).join("");
  return `${start}…${characters.slice(characters.length - end).join("")}`;
}

/** `1 network`, `2 networks`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** As much of a network's key as a command needs: sixteen digits name one of very many. */
export function shortKey(key: string): string {
  return key.slice(0, 16);
}
