import type { Facts, FoundPart } from "./facts.ts";
import {
  chance,
  claimOf,
  counted,
  judged,
  letters,
  listed,
  number,
  onTheRest,
  partOf,
  said,
  share,
  taskOf,
} from "./words.ts";

/** What the paper says, in short. */
const SHORT: Readonly<Record<string, string>> = {
  C01: "every rule reaches 90 % on RDM and CDI",
  C02: "B, G and F alike; H apart and more dispersed",
  C03: "topologies cannot be told apart by rule",
  C04: "RDM: one attractor at non-zero input, several at zero",
  C05: "CDI: a set of attractors for each context",
  C06: "the harder, the further apart B's and G's representations",
  C07: "… but not their topologies",
  C08: "H and F do not reach the criterion beyond two contexts",
  C09: "more input noise, more attractors at small inputs",
  C10: "low noise: topologies differ by rule; more noise, less so",
  C11: "a pulse: one attractor forgets, several hold",
  C12: "a line of slow points in both ways",
  C13: "with more contexts, representations by noise overlap",
  C14: "topologies by noise differ on RDM, and not beyond N = 3",
  C18: "other studies' settings of CDI give other attractors",
};

/** Why each claim has its verdict. */
const WHY: Readonly<Record<string, (facts: Facts) => string>> = {
  C01: (facts) => byVerdict(counted(facts, "C01"), ruleOnTask),
  C02: (facts) => byVerdict(counted(facts, "C02"), pair),
  C03: (facts) => byVerdict(counted(facts, "C03"), pair),
  C04: wholeC04,
  C05: (facts) => byVerdict(counted(facts, "C05"), ruleOnTask),
  C06: (facts) => claimOf(facts, "C06").why,
  C07: (facts) => claimOf(facts, "C07").why,
  C08: (facts) => byVerdict(counted(facts, "C08"), ruleOnTask),
  C09: wholeC09,
  C10: (facts) => byVerdict(counted(facts, "C10"), (part) => `${rest(part)} (${effect(part)})`),
  C11: wholeC11,
  C12: wholeC12,
  C13: (facts) => byVerdict(counted(facts, "C13"), (part) => `${noises(part)} (${effect(part)})`),
  C14: (facts) => byVerdict(counted(facts, "C14"), (part) => `${noises(part)} (${effect(part)})`),
  C18: wholeC18,
};

/** The claims with their verdicts, a row each. */
export function claimsTable(facts: Facts): string {
  const rows = facts.claims.map(({ id, verdict }) =>
    [id, SHORT[id], verdict, onTheRest(facts, id), WHY[id](facts)].join(" | "),
  );
  const head = ["claim", "the paper says, in short", "verdict", "on what is at hand", "why"];
  return [
    `| ${head.join(" | ")} |`,
    `| ${head.map(() => "---").join(" | ")} |`,
    ...rows.map((row) => `| ${row} |`),
  ].join("\n");
}

/** What is found of the parts, verdict by verdict; those that lack networks are only named. */
function byVerdict(parts: readonly FoundPart[], show: (part: FoundPart) => string): string {
  const whole = judged(parts);
  const lacking = parts.filter((part) => !whole.includes(part));
  const told = ["contradicted", "supported", "inconclusive"].flatMap((verdict) => {
    const own = whole.filter((part) => part.verdict === verdict).map(show);
    const word = verdict === "inconclusive" ? "open" : verdict;
    return own.length === 0 ? [] : [`${word}: ${listed(own)}`];
  });
  const lacks = lacking.length === 0 ? [] : [`lacking: ${lacking.length} of ${parts.length} parts`];
  return [...told, ...lacks].join("; ");
}

const effect = ({ effect: value }: FoundPart): string => number(value);

/** "H on CDI (0 of 16)". */
const ruleOnTask = (part: FoundPart): string =>
  `${letters(part.name).split(" ")[0]} on ${taskOf(part.name)} (${share(part)})`;

/** "H v B on RDM (0.20)". */
const pair = (part: FoundPart): string =>
  `${letters(part.name.split(": ")[1])} on ${taskOf(part.name)} (${effect(part)})`;

/** "B v G v H v F on RDM at noise 0.1", or "the slope of …". */
function rest({ name }: FoundPart): string {
  const [where, what] = name.split(": ");
  const place = where.replace(taskOf(name).toLowerCase(), taskOf(name));
  return what.startsWith("slope")
    ? `the slope over noise on ${place}`
    : `${letters(what)} on ${place}`;
}

/** "0.1 v 0.5 at N = 4", or the slope over N. */
function noises({ name }: FoundPart): string {
  if (name.startsWith("slope")) return "the slope over N";
  const [task, what] = name.split(": ");
  const contexts = /^\d/.exec(task)?.[0];
  const at = contexts === undefined ? `on ${task.toUpperCase()}` : `at N = ${contexts}`;
  return `noise ${what.replaceAll("noise ", "")} ${at}`;
}

function wholeC04(facts: Facts): string {
  const parts = counted(facts, "C04");
  const sum = (input: string): string => {
    const own = parts.filter(({ name }) => name.endsWith(`, ${input} input`));
    const count = own.reduce((total, { effect: value, n }) => total + (value ?? 0) * n, 0);
    return `${Math.round(count)} of ${own.reduce((total, { n }) => total + n, 0)}`;
  };
  const { adjustedP } = claimOf(facts, "C04");
  const p = adjustedP === null ? "" : `; p by Holm ${chance(adjustedP)}`;
  return `${sum("non-zero")} have one at ±0.2 and ±0.5, ${sum("zero")} have several at zero${p}`;
}

function wholeC09(facts: Facts): string {
  const parts = counted(facts, "C09");
  const whole = judged(parts);
  const trend = whole.filter(({ verdict }) => verdict === "supported");
  const named = trend.map(({ name }) => `${letters(name).split(" ")[0]} on ${taskOf(name)}`);
  return `a trend in ${trend.length} of ${whole.length} series at hand: ${listed(named)}`;
}

function wholeC11(facts: Facts): string {
  const rdm = partOf(facts, "C11", "rdm");
  const [several, ofSeveral, one, ofOne] = said(
    rdm,
    /median: (\S+) of (\d+) networks with several points, (\S+) of (\d+) with one/,
  );
  return (
    `${rdm.verdict} on RDM: ${several} of the output held by ${ofSeveral} networks with several ` +
    `points, ${one} by ${ofOne} with one (medians)`
  );
}

function wholeC12(facts: Facts): string {
  const rdm = judged(counted(facts, "C12", "rdm"));
  const held = rdm.filter(({ verdict }) => verdict === "supported");
  return (
    `${held.length} of ${rdm.length} comparisons with untrained networks on RDM are supported, at ` +
    "ε = 0.01; at the printed ε = 1 the share on a line is the smaller one in trained networks " +
    `(${listed(turned(facts).map(effect))})`
  );
}

/** The comparisons at the printed ε, beside the claim, where trained networks have less. */
export const turned = (facts: Facts): readonly FoundPart[] =>
  claimOf(facts, "C12").parts.filter(
    ({ name, effect: value }) => name.endsWith("ε = 1") && (value ?? 0) < 0,
  );

function wholeC18(facts: Facts): string {
  const counts = partOf(facts, "C18", "stable points at zero input");
  const [mante, miconi] = said(counts, /average (\S+) \(Mante\) and (\S+) \(Miconi\)/);
  const topology = partOf(facts, "C18", "topology");
  return (
    `${mante} stable points at zero input in Mante's setting, ${miconi} in Miconi's (means); ` +
    `excess ${effect(topology)}`
  );
}
