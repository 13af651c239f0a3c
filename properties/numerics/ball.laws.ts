import fc from "fast-check";
import {
  addBalls,
  affineBalls,
  type Ball,
  exactBalls,
  multiplyBalls,
  subtractBalls,
} from "../../src/numerics/ball.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import type { Law } from "../law.ts";

/** Arithmetic of balls. */
export interface BallArithmetic {
  readonly add: typeof addBalls;
  readonly subtract: typeof subtractBalls;
  readonly multiply: typeof multiplyBalls;
  readonly affine: typeof affineBalls;
}

/** Ours. */
export const ourBalls: BallArithmetic = {
  add: addBalls,
  subtract: subtractBalls,
  multiply: multiplyBalls,
  affine: affineBalls,
};

/** A float64 as a whole number of 2^−1074: exact, so that sums are. */
function unitsOf(x: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(x).buffer)[0];
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0 ? fraction : (fraction | (1n << 52n)) << BigInt(exponent - 1);
  return bits >> 63n === 1n ? -size : size;
}

/** Products are counted in units of 2^−2148, and sums of them exactly. */
const times = (a: number, b: number): bigint => unitsOf(a) * unitsOf(b);
const whole = (a: number): bigint => times(a, 1);

const absolute = (x: bigint): bigint => (x < 0n ? -x : x);

/** @throws Error where a true number is not in a ball. */
function mustHold(what: string, { middle, radius }: Ball, truth: bigint): void {
  if (!Number.isFinite(middle) || absolute(truth - whole(middle)) > whole(radius))
    throw new Error(`${what}: the true number is not in ${middle} ± ${radius}`);
}

type BallCase = { readonly seed: number; readonly width: number; readonly size: number };

/** True results lie in the balls, to the last bit: they are counted in whole numbers. */
export const ballsHold: Law<BallArithmetic, BallCase, "numerics/balls"> = {
  id: "numerics/balls",
  says: "sums, differences, products and affine maps of numbers lie in those of balls around them",
  cite: "Higham 2002, §2.2, §3.1",
  needs: [],
  runs: 300,
  cases: () =>
    fc.record({
      seed: fc.nat(1_000_000),
      width: fc.constantFrom(0, 0, 1e-17, 1e-9, 0.3),
      size: fc.integer({ min: 1, max: 6 }),
    }),
  holds({ add, subtract, multiply, affine }, { seed, width, size }) {
    const rng = createRng(deriveKey(null, "balls", seed));
    const scale = [1e-8, 1, 1e8][rng.integer(3)];
    const draw = () => {
      const ball = { middle: rng.normal() * (rng.uniform() < 0.5 ? 1 : scale), radius: width };
      // Both ends and the middle are numbers of the ball; rounding must not step outside it.
      const share = rng.integer(3) - 1;
      const inside = ball.middle + share * width;
      return {
        ball,
        inside: absolute(whole(inside) - whole(ball.middle)) > whole(width) ? ball.middle : inside,
      };
    };
    const [a, b] = [draw(), draw()];
    mustHold("a + b", add(a.ball, b.ball), whole(a.inside) + whole(b.inside));
    mustHold("a − b", subtract(a.ball, b.ball), whole(a.inside) - whole(b.inside));
    mustHold("ab", multiply(a.ball, b.ball), times(a.inside, b.inside));
    const vector = Array.from({ length: size }, draw);
    const matrix = Float64Array.from({ length: size }, () => rng.normal());
    const offset = draw();
    const result = affine(
      matrix,
      {
        middle: Float64Array.from(vector, ({ ball }) => ball.middle),
        radius: Float64Array.from(vector, ({ ball }) => ball.radius),
      },
      { middle: Float64Array.of(offset.ball.middle), radius: Float64Array.of(width) },
    );
    const truth = vector.reduce(
      (sum, { inside }, j) => sum + times(matrix[j], inside),
      whole(offset.inside),
    );
    mustHold("Av + d", { middle: result.middle[0], radius: result.radius[0] }, truth);
  },
  mutants: [
    {
      name: "a sum's rounding is forgotten",
      subject: {
        ...ourBalls,
        add: (a, b) => ({ middle: a.middle + b.middle, radius: a.radius + b.radius }),
      },
    },
    {
      name: "a product's rounding is forgotten",
      subject: {
        ...ourBalls,
        multiply: (a, b) => ({
          middle: a.middle * b.middle,
          radius:
            Math.abs(a.middle) * b.radius + Math.abs(b.middle) * a.radius + a.radius * b.radius,
        }),
      },
    },
    {
      name: "a product without one of its widths",
      subject: {
        ...ourBalls,
        multiply: (a, b) => multiplyBalls(a, { ...b, radius: 0 }),
      },
    },
    {
      name: "radii are subtracted",
      subject: {
        ...ourBalls,
        subtract: (a, b) => ({
          ...subtractBalls(a, b),
          radius: Math.abs(a.radius - b.radius),
        }),
      },
    },
    {
      name: "an affine map's rounding is forgotten",
      subject: {
        ...ourBalls,
        affine(matrix, vector, offset) {
          const found = affineBalls(matrix, vector, offset);
          const none = affineBalls(matrix, exactBalls(vector.middle), {
            middle: offset.middle,
            radius: offset.radius.map(() => 0),
          });
          return { middle: found.middle, radius: found.radius.map((r, i) => r - none.radius[i]) };
        },
      },
    },
  ],
};
