import { noiseGroup } from "../../claims/places.ts";
import { PAPER_NOISES, PAPER_RULES } from "../../study/plan.ts";
import type { ShownDistances } from "../data.ts";
import { categoryColour } from "../theme.ts";
import { type LegendItem, signLegend } from "./legend.ts";
import { cellSymbol } from "./symbols.ts";

const NOISES: readonly string[] = PAPER_NOISES.map(noiseGroup);

/** Names whose colour and sign are the same in every figure. */
const KNOWN: readonly string[] = [...PAPER_RULES, ...NOISES];

/** A colour and a sign for each name, as a legend has them. */
export type Signs = ReadonlyMap<string, LegendItem>;

/** The signs of some names; unknown ones come after the known. */
export function signsOf(names: readonly string[]): Signs {
  const others = [...new Set(names)].filter((name) => !KNOWN.includes(name));
  return new Map(
    [...new Set(names)].map((name) => {
      const known = KNOWN.indexOf(name);
      const index = known < 0 ? KNOWN.length + others.indexOf(name) : known;
      // Noises and rules never share a figure, so that both may have the plainest shapes.
      const shape = NOISES.includes(name) ? NOISES.indexOf(name) : index;
      const sign = { symbol: cellSymbol(shape), colour: categoryColour(index), filled: true };
      return [name, { label: name, ...sign }] as const;
    }),
  );
}

/** The signs of all groups of some comparisons. */
export function signsOfGroups(shown: readonly ShownDistances[]): Signs {
  return signsOf(shown.flatMap(({ groups }) => groups));
}

/** A legend of signs. */
export function groupLegend(title: string, signs: Signs) {
  return signLegend(title, [...signs.values()], 350);
}
