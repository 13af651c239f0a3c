import { combine, counts, type Part } from "./finding.ts";
import type { Numbers } from "./test.ts";

/** More parts than this are counted where they would be named. */
const MOST_NAMED = 3;

/** A part without numbers. */
export function bare(name: string, verdict: Part["verdict"], why: string, n = 0): Part {
  return { name, verdict, effect: null, interval: null, p: null, n, why };
}

/** What stands for a part whose cells are not at hand. */
export function missingPart(name: string, cells: readonly string[]): Part {
  const why = `There is no population of ${cells.join(", ")} at hand.`;
  return { ...bare(name, "inconclusive", why), lacking: true };
}

/** A part that has its numbers, but too few networks for a verdict. */
export function tooFewPart(
  part: Part,
  networks: number,
  { fewest }: Pick<Numbers, "fewest">,
): Part {
  const why = part.why.replace(/\.$/, "");
  return {
    ...part,
    verdict: "inconclusive",
    lacking: true,
    why: `${why}; ${networks} networks are too few, ${fewest} are the fewest.`,
  };
}

/** A part that pools cells of which some are not at hand: no verdict, but one on the rest. */
export function partOfSome(onRest: Part, absent: readonly string[]): Part {
  if (absent.length === 0) return onRest;
  const said = onRest.lacking === true ? "inconclusive" : onRest.verdict;
  return {
    ...onRest,
    verdict: "inconclusive",
    lacking: true,
    ...(onRest.lacking === true ? {} : { rest: onRest.verdict }),
    why: `${onRest.why} There is no population of ${absent.join(", ")}; without: ${said}.`,
  };
}

/**
 * What stands beside a claim of which parts lack networks: its verdict without them, or with what
 * they come to on the cells at hand. Undefined where no part lacks any, or nothing is left.
 */
export function withoutLacking(parts: readonly Part[]): Part | undefined {
  const lacks = (part: Part): boolean => part.lacking === true && counts(part);
  const lacking = parts.filter(lacks);
  const left = parts.flatMap((part) => {
    if (!lacks(part)) return [part];
    return part.rest === undefined ? [] : [{ ...part, verdict: part.rest }];
  });
  const verdict = combine(left);
  if (lacking.length === 0 || verdict === "not applicable") return undefined;
  const names = lacking.map(({ name, rest }) => (rest === undefined ? name : `cells of ${name}`));
  const without = names.length <= MOST_NAMED ? names.join("; ") : `what ${names.length} parts lack`;
  const why = `Without ${without} the claim is ${verdict}.`;
  return { ...bare("without what lacks networks", verdict, why), role: "exploratory" };
}
