import type { Activation } from "../../../model/activation.ts";
import type { Readout } from "../../../model/readout.ts";
import { LANES, TANH_DENOMINATOR, TANH_LIMIT, TANH_NUMERATOR } from "../../arithmetic.ts";
import { type Shape, threadsOf, tilesOf, weightsLayout } from "../shape.ts";

/**
 * How a kernel keeps to the arithmetic of docs/arithmetic.md, since WGSL promises neither rounding
 * nor the absence of contraction. `products`: no compiler sees that a product is added to, since
 * its bits go through an exclusive or with a zero that is known at run time alone, and quotients
 * and roots are settled by their exact residual. `sums`: the same for sums too. `none`: neither.
 */
export type Guard = "none" | "products" | "sums";

/** How kernels are written. */
export type Style = {
  readonly guard: Guard;
  /** Hides the ends of loops, so that a program that does as a card compiles in seconds. */
  readonly rolled: boolean;
  /** Whether weights are kept in the workgroup's own memory. */
  readonly near: boolean;
};

/** A float32 as WGSL writes it, to the bit. */
export function float(value: number): string {
  const text = String(Math.fround(value));
  return `${/[.e]/.test(text) ? text : `${text}.0`}f`;
}

/** A polynomial of vectors in z, each operation rounded, from the highest power down. */
const horner = (coefficients: readonly number[]): string =>
  coefficients
    .slice(1)
    .reduce((sum, c) => `s4(g4(${sum} * z) + ${float(c)})`, `vec4f(${float(coefficients[0])})`);

const HIDDEN = "bitcast<vec4f>(bitcast<vec4u>(v) ^ vec4u(par.zero))";

const ACTIVATIONS: Readonly<
  Record<Activation, { readonly value: string; readonly slope: string }>
> = {
  "shifted-tanh": { value: "s4(1.0f + tanh32(x))", slope: "g4(h * s4(2.0f - h))" },
  tanh: { value: "tanh32(x)", slope: "s4(1.0f - g4(h * h))" },
  relu: {
    value: "select(x, vec4f(0.0f), x < vec4f(0.0f))",
    slope: "select(vec4f(0.0f), vec4f(1.0f), h > vec4f(0.0f))",
  },
};

const squashes = (readout: Readout): boolean => readout === "tanh-rates" || readout === "unit";

/** The sizes that a kernel is made for, as constants. */
function constants(shape: Shape): string {
  const { wide, rows, decay, clamped, values, output, size } = weightsLayout(shape);
  const { across, count } = tilesOf(shape);
  const named = {
    N: shape.units,
    M: shape.channels,
    Q: shape.outputs,
    COLUMNS: shape.units + shape.channels,
    LANES,
    THREADS: threadsOf(shape),
    WIDE: wide,
    ROWS: rows,
    DECAY: decay,
    CLAMPED: clamped,
    VALUES: values,
    OUTPUT: output,
    SIZE: size,
    ACROSS: across,
    TILES: count,
  };
  return Object.entries(named)
    .map(([name, value]) => `const ${name} = ${value}u;`)
    .join("\n");
}

/** What every kernel begins with: sizes, guards, f, its slope, and what the readout does. */
export function commonText(shape: Shape, { guard, rolled }: Style): string {
  const { activation, readout } = shape;
  const { value, slope } = ACTIVATIONS[activation];
  const isExact = guard !== "none";
  return `${constants(shape)}
const SETTLES = ${isExact};
const SQUASHES = ${squashes(readout)};
const READS_STATE = ${readout === "state"};
const READS_UNIT = ${readout === "unit"};
${PARAMETERS}
fn upTo(n: u32) -> u32 { return ${rolled ? "n + par.zero" : "n"}; }
fn g4(v: vec4f) -> vec4f { return ${isExact ? HIDDEN : "v"}; }
fn g1(s: f32) -> f32 { return g4(vec4f(s)).x; }
fn s4(v: vec4f) -> vec4f { return ${guard === "sums" ? HIDDEN : "v"}; }
fn s1(s: f32) -> f32 { return s4(vec4f(s)).x; }
${SETTLED}
fn tanh32(v: vec4f) -> vec4f {
  let low = select(v, vec4f(${float(TANH_LIMIT)}), v > vec4f(${float(TANH_LIMIT)}));
  let x = select(low, vec4f(${float(-TANH_LIMIT)}), low < vec4f(${float(-TANH_LIMIT)}));
  let z = g4(x * x);
  return quotient(g4(${horner(TANH_NUMERATOR)} * x), ${horner(TANH_DENOMINATOR)});
}
fn activate(x: vec4f) -> vec4f { return ${value}; }
fn slope(h: vec4f) -> vec4f { return ${slope}; }
`;
}

/** `zero` is 0, which no compiler knows. */
const PARAMETERS = `
struct Par {
  count: u32, steps: u32, groups: u32, zero: u32,
  scale: f32, stores: u32, checks: u32, first: u32,
}
@group(0) @binding(0) var<uniform> par: Par;`;

/*
 * Division and square root need not be rounded correctly. A quotient q that is an ulp or so off is
 * settled by its residual a − q b: with q and b cut in halves all four products have 24 bits, so
 * it is exact, however a compiler contracts it.
 */
const SETTLED = `
fn hi(v: vec4f) -> vec4f { return bitcast<vec4f>(bitcast<vec4u>(v) & vec4u(0xfffff000u)); }
fn residual(a: vec4f, q: vec4f, b: vec4f) -> vec4f {
  let qh = hi(q); let ql = q - qh; let bh = hi(b); let bl = b - bh;
  return (((a - qh * bh) - qh * bl) - ql * bh) - ql * bl;
}
// One step up or down in magnitude where the residual says that the rounding was wrong.
fn settle(q: vec4f, r: vec4f, b: vec4f) -> vec4f {
  let bits = bitcast<vec4u>(q);
  let e = bits & vec4u(0x7f800000u);
  let half = bitcast<vec4f>(max(e, vec4u(25u << 23u)) - vec4u(24u << 23u));
  let rr = bitcast<vec4f>(bitcast<vec4u>(r) ^ (bits & vec4u(0x80000000u)));
  let over = half * b;
  let under = select(over, 0.5f * over, (bits & vec4u(0x7fffffu)) == vec4u(0u));
  let up = select(bits, bits + vec4u(1u), rr > over);
  let moved = select(up, bits - vec4u(1u), rr <= -under);
  return bitcast<vec4f>(select(moved, bits, e < vec4u(40u << 23u)));
}
fn quotient(a: vec4f, b: vec4f) -> vec4f {
  let q0 = a / b;
  if (!SETTLES) { return q0; }
  let q = q0 + residual(a, q0, b) / b;
  return settle(q, residual(a, q, b), b);
}
fn root(a: vec4f) -> vec4f {
  if (!SETTLES) { return sqrt(a); }
  let safe = max(a, vec4f(1e-20f));
  let r0 = sqrt(safe);
  let r = r0 + residual(safe, r0, r0) / (r0 + r0);
  // (r + half an ulp)^2 > a  <=>  residual <= r ulp: settled with b = 2 r.
  return select(settle(r, residual(safe, r, r), r + r), vec4f(0.0f), a == vec4f(0.0f));
}`;
