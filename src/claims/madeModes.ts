import type { Cell } from "../study/cell.ts";
import { around, type Made } from "./made.ts";
import { onLineAt, SPEEDS } from "./measures/slowModes.ts";

/** The ways in which a network can integrate. */
export const WAYS = ["transient", "stable"] as const;

/** What made-up slow modes are. */
export type MadeModes = {
  readonly gap: number;
  readonly share: number;
  readonly leading?: number;
  /** Networks of each way in each condition. */
  readonly n?: number;
  readonly ways?: readonly string[];
};

/** Networks of each way in each condition, and 30 untrained ones that show little. */
export const slow = ({ ways = WAYS, n = 6, ...modes }: MadeModes) => ({
  values: ({ variant }: Cell) =>
    variant === "untrained"
      ? modesOf("transient", { gap: 0.02, share: 0.3, leading: 0.7 }, 30)
      : ways.flatMap((way) => modesOf(way, modes, n)),
});

/** The same without untrained networks. */
export const withoutUntrained = ({ values }: ReturnType<typeof slow>): Made => ({
  values: (cell) => (cell.variant === "untrained" ? [] : values(cell)),
});

function modesOf(way: string, { gap, share, leading = 0.99 }: MadeModes, n: number) {
  return around(0, n).map((off) => ({
    ...{ way, gap: gap + off, leading: leading + off / 10 },
    nearOne: -Math.abs(leading + off / 10 - 1),
    ...Object.fromEntries(SPEEDS.map((speed) => [onLineAt(speed), share + off])),
  }));
}
