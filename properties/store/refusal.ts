import { FormatError } from "../../src/store/safetensors.ts";

/** What a reader made of an input: a value, or a refusal in words. */
export type Answer<T> = { readonly value: T } | { readonly refusal: string };

/** How our messages say what is wrong; `Invalid array length`, the language's own, is not one. */
const IN_WORDS = /expected|: Invalid [\w ]+: Received/i;

/**
 * Gives a reader an input from outside.
 * @throws Error where the reader crashes, that is, throws what it does not promise.
 */
export function answerOf<T>(read: () => T): Answer<T> {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof FormatError) return { refusal: error.message };
    // The language throws these two as well; ours say what was expected.
    const isOurs = error instanceof RangeError || error instanceof TypeError;
    if (isOurs && IN_WORDS.test(error.message)) return { refusal: error.message };
    throw new Error(`crashed: ${String(error)}`, { cause: error });
  }
}
