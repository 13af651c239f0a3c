import { VARIANT_NAMES, VARIANTS, type VariantName } from "../study/variant.ts";

/** The variants of a cell that can be trained by itself: the others take numbers of another's. */
export const CELL_VARIANTS: readonly VariantName[] = VARIANT_NAMES.filter(
  (name) => VARIANTS[name].updates !== "given",
);
