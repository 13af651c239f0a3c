import type { Part, Verdict } from "../finding.ts";

/** What one of several measures came to. */
export type MeasuredPart = {
  readonly measure: string;
  readonly part: Part;
  /** Only the sign of its effect must be that of the first measure's. */
  readonly sign?: true;
};

/**
 * What measures come to together: the verdict on which all agree, else inconclusive. The numbers
 * are those of the first; where it is supported those with the largest p, since all must hold.
 */
export function agreedPart([first, ...others]: readonly MeasuredPart[]): Part {
  const all = [first, ...others];
  const verdicts = all.map((each) => verdictBeside(each, first));
  const isAgreed = verdicts.every((verdict) => verdict === first.part.verdict);
  const counted = all.filter(({ sign }) => sign !== true);
  const weakest = counted.reduce((a, b) => ((b.part.p ?? -1) > (a.part.p ?? -1) ? b : a));
  const deciding = isAgreed && first.part.verdict === "supported" ? weakest : first;
  const lacks = all.some(({ part }) => part.lacking === true);
  return {
    ...deciding.part,
    ...{ name: first.part.name, n: first.part.n },
    verdict: isAgreed && !lacks ? first.part.verdict : "inconclusive",
    ...(lacks ? { lacking: true } : {}),
    why: all.map(({ measure, part }) => `By ${measure}: ${decapitalised(part.why)}`).join(" "),
  };
}

function verdictBeside({ part, sign }: MeasuredPart, first: MeasuredPart): Verdict | null {
  if (sign !== true) return part.verdict;
  const isSame = Math.sign(part.effect ?? 0) === Math.sign(first.part.effect ?? 0);
  return isSame ? first.part.verdict : "inconclusive";
}

const decapitalised = (sentence: string): string =>
  `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;
