import type * as v from "valibot";
import { parseAs } from "../numerics/parse.ts";
import { FormatError, kindOf, type Tensor, type TensorFile } from "./safetensors.ts";

/** A named text of a file's metadata, and what it must describe. */
type MetadataOf<T> = { readonly name: string; readonly schema: v.GenericSchema<unknown, T> };

/**
 * What a text of JSON in a file's metadata says.
 * @throws FormatError where it is missing, is not JSON, or does not fit the schema.
 */
export function metadataOf<T>(
  what: string,
  metadata: TensorFile["metadata"],
  { name, schema }: MetadataOf<T>,
): T {
  return inFormat(what, () => parseAs(what, schema, JSON.parse(metadata.get(name) ?? "null")));
}

/**
 * The answer of a check that says what it expected.
 * @throws FormatError in the place of its SyntaxError, TypeError or RangeError.
 */
export function inFormat<T>(what: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    const isRefusal =
      error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError;
    if (!isRefusal) throw error;
    throw new FormatError(`${what}: ${error.message}`, { cause: error });
  }
}

/**
 * The numbers of a tensor, whose shape and kind must be those given.
 * @throws FormatError where there is no such tensor, or it is another.
 */
export function columnOf(
  what: string,
  tensors: TensorFile["tensors"],
  {
    name,
    kinds,
    shape,
  }: {
    readonly name: string;
    readonly kinds: readonly ReturnType<typeof kindOf>[];
    readonly shape: readonly number[];
  },
): Tensor["data"] {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new FormatError(`${what}: no tensor "${name}"`);
  const kind = kindOf(tensor.data);
  const isShaped =
    tensor.shape.length === shape.length && shape.every((n, k) => n === tensor.shape[k]);
  if (!kinds.includes(kind) || !isShaped)
    throw new FormatError(
      `${what}: expected "${name}" as ${kinds.join(" or ")} [${shape}], ` +
        `got ${kind} [${tensor.shape}]`,
    );
  return tensor.data;
}
