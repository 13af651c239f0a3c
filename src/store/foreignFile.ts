import { ADVICE, foreignFormat } from "./foreignFormat.ts";
import { decodeRawTensors, FormatError, type RawTensor } from "./safetensors.ts";

/** A safetensors file that somebody else wrote. */
export type ForeignFile = ReturnType<typeof decodeRawTensors>;

/**
 * Reads a safetensors file of any kinds of numbers.
 * @throws FormatError that names what is wrong; where the bytes are those of a pickle or of an
 * archive of pickles, it says what to write instead. Those are never opened.
 */
export function decodeForeign(bytes: Uint8Array): ForeignFile {
  try {
    return decodeRawTensors(bytes);
  } catch (error) {
    const format = foreignFormat(bytes);
    if (!(error instanceof FormatError) || format === null) throw error;
    throw new FormatError(`expected safetensors, got ${format}; ${ADVICE}`, { cause: error });
  }
}

/**
 * The tensor of a name.
 * @throws FormatError where there is none; it says which there are.
 */
export function rawTensorOf({ tensors }: ForeignFile, name: string): RawTensor {
  const tensor = tensors.get(name);
  if (tensor === undefined)
    throw new FormatError(
      `tensor "${name}": expected, and missing; there are ${[...tensors.keys()].join(", ")}`,
    );
  return tensor;
}
