import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { BOTH_TASKS, one, rulesOr } from "../../../claims/places.ts";
import type { Also, GivenTest, Place } from "../../../claims/test.ts";
import type { Cell } from "../../../study/cell.ts";
import { cellOf, PAPER_NOISES } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { markOf } from "./names.ts";

/** Counts that networks take in turn: below noise 1, at 1, and below with matched updates. */
const counts = (low: string, high: string, matched = low, n = 32) => ({
  values({ noise, variant }: Cell) {
    const own = noise === 1 ? high : variant === "as-is" ? low : matched;
    const length = own === "" ? 0 : n;
    return Array.from({ length }, (_, k) => ({ count: Number(own[k % own.length]) }));
  },
});

/**
 * C09: the more input noise in training, the more attractors at small inputs. The trend of the
 * number of stable points at zero input over noise levels, for each rule and task; of BPTT also
 * with as many updates at each noise as the same seeds took at 1.0.
 * @source §3.3, Fig. 3a,d
 */
export const c09 = defineRegistered({
  id: "C09",
  says: "As input noise increased, there were more attractors for small input values.",
  cite: "§3.3, Fig. 3a,d",
  registered: {
    ...figureOf("C09"),
    measure:
      "2J/J_max − 1 of the number of stable points at zero input (mean over contexts) over the " +
      "noise levels 0.1, 0.5, 1.0; RDM and CDI",
    margin: 0.2,
    networks: 32,
    reasons: [
      "0.2: one pair in five more rises than falls; less would not show in a figure.",
      "Zero input: the state of the network without evidence, as the paper argues.",
      "More noise takes more updates: with BPTT the trend must hold with equal updates too.",
      "The Hebbian rule's curriculum on CDI passes through other noises: it is exploratory.",
    ],
  },
  tests: (subject) =>
    rulesOr(subject).flatMap((rule) => BOTH_TASKS.map((task) => trendOf(rule, task, subject))),
  controls: [
    control("one, then two or three", "supported", counts("1112", "2232")),
    control("length of training decides", "inconclusive", counts("1", "2", "2")),
    control("no trend", "inconclusive", counts("12", "12")),
    control("falling", "contradicted", counts("23", "12")),
    control("a small trend", "inconclusive", counts("1222", "2", "1222", 16)),
    control("8 are too few", "inconclusive", counts("1112", "2232", "1", 8)),
    control("a noise level is not at hand", "inconclusive", counts("1", "")),
  ],
});

function trendOf(rule: string, task: "rdm" | "cdi", subject: string | undefined): GivenTest {
  const on = PAPER_NOISES.map((noise) => one(cellOf(rule, task, { noise })));
  const name = `${rule} ${task}${markOf([cellOf(rule, task)])}`;
  const test = { name, on, measure: "stableAtZero.count", by: "rising" } as const;
  if (rule === "hebbian" && task === "cdi") return { ...test, role: "exploratory" };
  return rule === "bptt" && subject === undefined ? { ...test, also: matchedAt(task) } : test;
}

const matchedAt = (task: "rdm" | "cdi"): Also => ({
  on: PAPER_NOISES.map((noise): Place => {
    return one(cellOf("bptt", task, noise === 1 ? {} : { noise, variant: "matched-updates" }));
  }),
  names: ["as trained", "matched updates"],
  otherwise: "noise or length of training",
});
