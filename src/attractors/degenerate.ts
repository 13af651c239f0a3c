import { roundingOf } from "./certificate.ts";
import { evaluate, evaluationOf, type Field, negatedDerivative } from "./field.ts";
import { factorLu } from "./lu.ts";
import { valleyPlace } from "./reduced.ts";
import { nullDirections, type SoftDirection, softDirections } from "./soft.ts";

/**
 * What is known of a root at which F' is singular to rounding: float64 cannot tell there whether
 * it is one fixed point, several that are close, or none.
 */
export interface Degeneracy {
  /** How many directions F' vanishes along. */
  readonly directions: number;
  /** Which way the dynamics go beside it along the one direction; `unknown` with several. */
  readonly along: "attracts" | "repels" | "attracts from one side" | "unknown";
  /** Its part of the degree: of both sides if they agree, 0 at a fold, null if unknown. */
  readonly index: -1 | 0 | 1 | null;
}

const UNKNOWN = { along: "unknown", index: null } as const;

/** How far to either side of the root the rest of F is looked at. */
const ASIDE = 1e-2;

/** |F| at a state is nothing but rounding, in every unit: `slack` times what that can come to. */
export function isRounding(field: Field, state: Float64Array, slack = 2): boolean {
  const at = evaluationOf(field.units);
  evaluate(field, state, at);
  const rounding = roundingOf(field, state, at);
  return at.value.every((value, i) => Math.abs(value) <= slack * rounding[i]);
}

/**
 * What can be told of a degenerate root from the valley through it: the sign of F's last part on
 * both sides of it, and the sign of det(−F') there.
 */
export function degeneracyOf(field: Field, state: Float64Array): Degeneracy {
  if (!field.bounded) return { directions: 1, ...UNKNOWN };
  const soft = nullDirections(softDirections(field, state));
  if (soft.length > 1) return { directions: soft.length, ...UNKNOWN };
  const [direction] = soft;
  const sides = [ASIDE, -ASIDE].map((step) => sideOf(field, state, direction, step));
  const [ahead, behind] = sides;
  if (ahead === null || behind === null) return { directions: 1, ...UNKNOWN };
  let across = 0;
  for (let i = 0; i < field.units; i++) across += direction.left[i] * direction.right[i];
  const index = ahead.sign === behind.sign ? ahead.sign : 0;
  const [up, down] = [Math.sign(across * ahead.force), Math.sign(across * behind.force)];
  const along =
    Math.abs(across) < 1e-6 || up === 0 || down === 0
      ? "unknown"
      : up === down
        ? "attracts from one side"
        : up < 0
          ? "attracts"
          : "repels";
  return { directions: 1, along, index };
}

function sideOf(
  field: Field,
  state: Float64Array,
  direction: SoftDirection,
  step: number,
): { readonly force: number; readonly sign: -1 | 0 | 1 } | null {
  const guess = state.map((x, i) => x + step * direction.right[i]);
  const place = valleyPlace(field, guess, [direction]);
  if (place === null) return null;
  const at = evaluationOf(field.units);
  evaluate(field, place.state, at);
  const matrix = new Float64Array(field.units * field.units);
  negatedDerivative(field, at.slope, matrix);
  const force = isRounding(field, place.state) ? 0 : place.forces[0];
  return { force, sign: factorLu(matrix, new Int32Array(field.units)) };
}
