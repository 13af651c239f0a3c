import type { Part } from "./finding.ts";
import type { Also, Test } from "./test.ts";

/**
 * A test that is made twice, on two selections: where both come to the same verdict it is that one;
 * where they disagree it is inconclusive, and it is said what it hangs on. Each form stands beside.
 */
export function agreedParts(
  test: Test,
  also: Also,
  judge: (form: Test) => readonly Part[],
): readonly Part[] {
  const [first] = judge({ ...test, on: test.on });
  const [second] = judge({ ...test, on: also.on });
  const forms = [first, second].map((part, at): Part => {
    return { ...part, name: `${test.name}, ${also.names[at]}`, role: "exploratory" };
  });
  return [{ ...agreed(first, second, also), name: test.name }, ...forms];
}

function agreed(first: Part, second: Part, { names, otherwise }: Also): Part {
  const said = [first, second].map(({ why }, at) => `${capital(names[at])}: ${why}`).join(" ");
  const isLacking = first.lacking === true || second.lacking === true;
  const numbers = weaker(first, second);
  if (isLacking) {
    const { rest: _, ...own } = numbers;
    return { ...own, verdict: "inconclusive", lacking: true, why: said };
  }
  if (first.verdict === second.verdict) return { ...numbers, why: said };
  const verdicts = `${first.verdict} by ${names[0]}, ${second.verdict} by ${names[1]}`;
  return {
    ...numbers,
    verdict: "inconclusive",
    why: `${capital(otherwise)}: ${verdicts}. ${said}`,
  };
}

/** The form with the larger p, since both must hold. */
const weaker = (first: Part, second: Part): Part =>
  (second.p ?? -1) > (first.p ?? -1) ? second : first;

const capital = (words: string): string => `${words[0].toUpperCase()}${words.slice(1)}`;
