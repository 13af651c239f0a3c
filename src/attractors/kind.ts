import { requireFlag, requireHas, requireInteger, requireWord } from "../numerics/gate.ts";
import type { Degeneracy } from "./degenerate.ts";
import { requireEigenvalues, type Stability } from "./stability.ts";

/** What the kind of a fixed point is told by. */
export type KindEvidence = Pick<
  Stability,
  "eigenvalues" | "stable" | "marginal" | "unstableDirections"
> & {
  readonly degenerate: Degeneracy | null;
  /** What was found at a kink of relu; null where no unit lies at one. */
  readonly kink: "stable" | "unstable" | "undecided" | null;
  /** How many units follow Eq. 1: a clamped one has no direction. */
  readonly free: number;
};

/**
 * The kind of a fixed point in words: `stable`; `saddle (k)` with k unstable directions beside
 * stable ones; where all directions are unstable `unstable node (k)`, `unstable focus (k)` if some
 * turn, or `unstable flip (k)` if some change sides each step (λ < −1); `marginal` where an
 * eigenvalue lies on the circle, with what is known of the way along it.
 * @throws RangeError for evidence that lacks something, or is none.
 */
export function kindOf(point: KindEvidence): string {
  requireEvidence(point);
  const { degenerate, kink } = point;
  if (kink === "undecided") return "undecided at a kink";
  if (kink !== null) return `${kink}, at a kink`;
  if (degenerate !== null) {
    const pushed = directionsBeside(point);
    return pushed > 0 ? `saddle (${pushed}), marginal` : `marginal (${degenerate.along})`;
  }
  const word = point.stable ? "stable" : unstableWord(point);
  return point.marginal ? `${word}, marginal` : word;
}

const IN_EVIDENCE = [
  ...["eigenvalues", "stable", "marginal", "unstableDirections", "degenerate", "kink", "free"],
];
const WAYS = ["attracts", "repels", "attracts from one side", "unknown"];

function requireEvidence(point: KindEvidence): void {
  requireHas("point", point, IN_EVIDENCE);
  const { degenerate, kink } = point;
  requireEigenvalues(point.eigenvalues);
  requireFlag("point.stable", point.stable);
  requireFlag("point.marginal", point.marginal);
  requireInteger("point.unstableDirections", point.unstableDirections, 0);
  requireInteger("point.free", point.free, 0);
  if (kink !== null) requireWord("point.kink", kink, ["stable", "unstable", "undecided"]);
  if (degenerate === null) return;
  requireHas("point.degenerate", degenerate, ["along"]);
  requireWord("point.degenerate.along", degenerate.along, WAYS);
}

/** |λ| that exceeds 1 by more than this is unstable also where another direction is degenerate. */
const CLEAR = 1e-4;

function directionsBeside({ eigenvalues }: KindEvidence): number {
  return eigenvalues.filter(({ re, im }) => Math.hypot(re, im) > 1 + CLEAR).length;
}

function unstableWord({ eigenvalues, unstableDirections, free }: KindEvidence): string {
  if (unstableDirections < free) return `saddle (${unstableDirections})`;
  const some = (is: (re: number, im: number) => boolean): boolean =>
    eigenvalues.some(({ re, im }) => Math.hypot(re, im) > 1 && is(re, im));
  if (some((_, im) => im !== 0)) return `unstable focus (${unstableDirections})`;
  if (some((re) => re < -1)) return `unstable flip (${unstableDirections})`;
  return `unstable node (${unstableDirections})`;
}
