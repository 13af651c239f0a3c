/** A browser has no native kernel. */
export const nativeDescentAvailable = (): boolean => false;

/** Never called where there is none. @throws Error always. */
export function createNativeDescent(): never {
  throw new Error("descent.node: a browser has none");
}
