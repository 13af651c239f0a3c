/**
 * What takes steps of Levenberg–Marquardt towards fixed points, several starts at a time, on a
 * memory that the host lays out: `docs/descent.md` defines every bit of it. The argument of a call
 * is the address of a plan.
 */
export type DescentKernel = {
  readonly name: "defined" | "wasm" | "native";
  /** Starts that are the lanes of one vector. */
  readonly width: number;
  /** The rows of the matrix are filled up to a multiple of this. */
  readonly tileRows: number;
  /** The memory as it is now: growing it may put another buffer in its place. */
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Makes sure that the memory reaches `end`. What it holds may be lost. */
  reach(end: number): void;
  /** Evaluates F at the states of a block. */
  begin(plan: number): void;
  /** Takes one step from each state of a block. */
  step(plan: number): void;
};
