import type { RefusedCell } from "./cellFile.ts";
import { floatsOf } from "./floats.ts";
import { FormatError, type RawTensor } from "./safetensors.ts";

/** The tensors of one name of several networks. */
export interface Stack {
  readonly count: number;
  /** Of one network's. */
  readonly shape: readonly number[];
  /** As `[network][…shape]`. */
  readonly data: Float64Array;
}

/**
 * A tensor with `axes` axes a network; one more axis comes first where there are several networks.
 * @throws FormatError for other axes, an empty one, or numbers that are no floats.
 */
export function stackOf(name: string, raw: RawTensor, axes: number): Stack {
  const { shape } = raw;
  if (shape.includes(0))
    throw new FormatError(`tensor "${name}": expected no empty axis, got [${shape}]`);
  if (shape.length !== axes && shape.length !== axes + 1)
    throw new FormatError(
      `tensor "${name}": expected ${axes} axes, or ${axes + 1} for several networks, ` +
        `got [${shape}]`,
    );
  const isStack = shape.length > axes;
  return {
    count: isStack ? shape[0] : 1,
    shape: isStack ? shape.slice(1) : shape,
    data: floatsOf(name, raw),
  };
}

/** @throws FormatError where a stack is of other networks or another shape than it should be. */
export function requireShape(
  name: string,
  stack: Stack,
  expected: Pick<Stack, "count" | "shape">,
): void {
  const isShaped =
    stack.shape.length === expected.shape.length &&
    stack.shape.every((size, axis) => size === expected.shape[axis]);
  if (stack.count !== expected.count)
    throw new FormatError(
      `tensor "${name}": holds ${stack.count} networks, others of the file ${expected.count}`,
    );
  if (!isShaped)
    throw new FormatError(
      `tensor "${name}": expected [${expected.shape}] a network, got [${stack.shape}]`,
    );
}

/**
 * The numbers of one network.
 * @throws FormatError for an entry that is not finite.
 */
export function partOf(name: string, { count, data }: Stack, network: number): Float64Array {
  const size = data.length / count;
  const part = data.slice(network * size, (network + 1) * size);
  const bad = part.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new FormatError(
      `tensor "${name}", entry ${bad}: expected a finite number, got ${part[bad]}`,
    );
  return part;
}

/** What `read` answers, or why it refused; other errors are thrown on. */
export function attempted<T>(name: string, read: () => T): T | RefusedCell {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError || error instanceof RangeError)
      return { name, problem: error.message };
    throw error;
  }
}
