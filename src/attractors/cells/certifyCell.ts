import type { Balls } from "../../numerics/ball.ts";
import { exactBalls } from "../../numerics/ball.ts";
import { requireTyped } from "../../numerics/gate.ts";
import { gamma, UNIT_ROUNDOFF, upper } from "../../numerics/rounding.ts";
import type { Certificate } from "../certificate.ts";
import { absolute, type Dense, invert, multiply, times } from "../dense.ts";
import { type CellField, requireCellField } from "./cellField.ts";

/** The largest radius about a state within which a root is shown to be alone. */
const WIDEST = 1;

const no = (reason: string): Certificate => ({ verdict: "not certified", reason });

/**
 * Proves, where it can, that a true fixed point of a cell lies near a state s̄, with the rounding
 * of every step bounded. With A near F′(s̄)⁻¹, T(s) = s − AF(s), Y ≥ |AF(s̄)| and
 * Z(ρ) ≥ ‖I − AF′(s)‖ for all s within ρ of s̄: where Y + Z(r)r < r and Z(r) < 1, T contracts the
 * ball of radius r into itself, and it holds exactly one fixed point; where Z(ρ) < 1 the ball of
 * radius ρ has at most one.
 * F′ over a ball is enclosed, kinks included, so that no bound of a second derivative is needed.
 * The norm is max_i |s_i|.
 * @source Krawczyk 1969; Rump 2010, "Verification methods", §13
 * @throws RangeError for what is no field or state of a cell.
 */
export function certifyCell(field: CellField, state: Float64Array): Certificate {
  requireCellField(field);
  requireTyped("state", state, field.cell.stateSize);
  return cellCertificate(field, state);
}

/** The certificate of `certifyCell`; arguments are taken as checked. */
export function cellCertificate(field: CellField, state: Float64Array): Certificate {
  const { map } = field.cell;
  if (!state.every(Number.isFinite)) return no("the state is not finite");
  const at = map.enclose(exactBalls(state), field.input);
  const slope = minusIdentity(at.derivative.middle, state.length);
  const inverse = slope.every(Number.isFinite) ? invert(slope, state.length) : null;
  if (inverse === null) return no("F' is singular in float64");
  const nearness = absolute(inverse);
  const defect = defectOf({ inverse, slope, nearness });
  const shrinkage = (radius: number): number => {
    const box = { middle: state, radius: new Float64Array(state.length).fill(radius) };
    const { derivative } = map.enclose(box, field.input);
    return contraction({ defect, nearness, derivative, around: at.derivative.middle });
  };
  return radii(residualBound(state, { value: at.value, nearness }), shrinkage);
}

/** A computed derivative of G, less the identity. */
function minusIdentity(derivative: Dense, size: number): Dense {
  const result = derivative.slice();
  for (let i = 0; i < size; i++) result[i * size + i] -= 1;
  return result;
}

/** Y ≥ |A F(s̄)|. */
function residualBound(
  state: Float64Array,
  { value, nearness }: { readonly value: Balls; readonly nearness: Dense },
): number {
  const size = state.length;
  const bound = state.map((s, i) => {
    const difference = Math.abs(value.middle[i] - s);
    return upper(difference + UNIT_ROUNDOFF * difference + value.radius[i], 4);
  });
  return upper(largest(times(nearness, bound)), 2 * size + 4);
}

/** |I − A F′| at the middle of the derivative's enclosure, as sums of rows. */
function defectOf({
  inverse,
  slope,
  nearness,
}: {
  readonly inverse: Dense;
  readonly slope: Dense;
  readonly nearness: Dense;
}): Float64Array {
  const size = Math.sqrt(slope.length);
  const product = multiply({ left: inverse, right: slope, size });
  const computed = new Float64Array(size);
  const sizes = new Float64Array(size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      const k = i * size + j;
      computed[i] += Math.abs((i === j ? 1 : 0) - product[k]);
      // The 1 for the rounding where the identity was taken away.
      sizes[i] += Math.abs(slope[k]) + (i === j ? 1 : 0);
    }
  const spread = times(nearness, sizes);
  return computed.map((sum, i) => upper(sum + gamma(size + 4) * (spread[i] + 2), 4 * size + 8));
}

/** Z: the defect at the middle, and all by which F′ may differ from that in the box. */
function contraction({
  defect,
  nearness,
  derivative,
  around,
}: {
  readonly defect: Float64Array;
  readonly nearness: Dense;
  readonly derivative: Balls;
  readonly around: Dense;
}): number {
  const size = defect.length;
  const sums = new Float64Array(size);
  for (let k = 0; k < size * size; k++) {
    const moved = Math.abs(derivative.middle[k] - around[k]);
    sums[Math.floor(k / size)] += moved + UNIT_ROUNDOFF * moved + derivative.radius[k];
  }
  const carried = times(nearness, sums);
  return upper(largest(defect.map((sum, i) => sum + carried[i])), 3 * size + 10);
}

/** The two radii, each tested in arithmetic rounded against us. */
function radii(y: number, shrinkage: (radius: number) => number): Certificate {
  const least = shrinkage(0);
  if (!(least < 1)) return no(`‖I − AF'‖ is ${least}, not below 1`);
  let existence = Math.max((y / (1 - least)) * 1.001, 1e-300);
  for (let tries = 0; ; tries++) {
    const share = shrinkage(existence);
    if (upper(y + share * existence, 4) < existence && share < 1) break;
    if (tries === 20 || !(share < 1))
      return no(`no radius r has Y + Z(r)r < r for Y = ${y}, Z(0) = ${least}`);
    existence *= 1.5;
  }
  let uniqueness = WIDEST;
  while (uniqueness > existence && !(shrinkage(uniqueness) < 1)) uniqueness /= 2;
  return { verdict: "certified", existence, uniqueness: Math.max(uniqueness, existence) };
}

/** The largest entry; NaN if there is any. */
function largest(values: Float64Array): number {
  return values.reduce((most, value) => (value <= most ? most : value), 0);
}
