import { FormatError, type RawTensor } from "./safetensors.ts";

const BITS = new Uint32Array(1);
const NUMBER = new Float32Array(BITS.buffer);

/** A float32 by its bits. */
function fromBits(bits: number): number {
  BITS[0] = bits;
  return NUMBER[0];
}

/**
 * A float16 by its bits, exactly: 1 sign, 5 exponent and 10 fraction bits, subnormals included.
 * @source IEEE 754-2019, binary16
 */
export function float16(bits: number): number {
  const sign = (bits & 0x8000) << 16;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  // A subnormal is a whole number of 2^−24; float32 has it as a normal number.
  if (exponent === 0) return (sign === 0 ? fraction : -fraction) / 2 ** 24;
  const wide = exponent === 0x1f ? 0xff : exponent + 112;
  return fromBits(sign | (wide << 23) | (fraction << 13));
}

/** A bfloat16 by its bits, exactly: the upper half of a float32. */
export function bfloat16(bits: number): number {
  return fromBits(bits << 16);
}

/**
 * The numbers of a tensor of float64, float32, float16 or bfloat16, in float64, which has them all.
 * @throws FormatError for numbers of another kind.
 */
export function floatsOf(name: string, { dtype, bytes }: RawTensor): Float64Array {
  switch (dtype) {
    case "F64":
      return new Float64Array(bytes.buffer);
    case "F32":
      return Float64Array.from(new Float32Array(bytes.buffer));
    case "F16":
      return Float64Array.from(new Uint16Array(bytes.buffer), float16);
    case "BF16":
      return Float64Array.from(new Uint16Array(bytes.buffer), bfloat16);
    default:
      throw new FormatError(
        `tensor "${name}": numbers of kind ${dtype}; weights are F64, F32, F16 or BF16: ` +
          "convert it with .float() where the file is made",
      );
  }
}
