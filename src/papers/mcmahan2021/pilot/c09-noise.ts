import { defineClaim } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { BOTH_TASKS, one, rulesOr } from "../../../claims/places.ts";
import type { Cell } from "../../../study/cell.ts";
import { cellOf, PAPER_NOISES } from "../../../study/plan.ts";
import { pilotForms } from "./forms.ts";

/** Counts as digits that networks take in turn: below noise 1, and at 1; the second ones on CDI. */
const counts = (rdm: readonly [string, string], cdi = rdm, n = 16) => ({
  values({ task, noise, variant }: Cell) {
    const [low, high] = task === "cdi" ? cdi : rdm;
    const own = noise < 1 && variant === "as-is" ? low : high;
    const length = own === "" ? 0 : n;
    return Array.from({ length }, (_, k) => ({ count: Number(own[k % own.length]) }));
  },
});

const on = { subject: "made-up" };
const rising = counts(["1112", "2232"]);

/** With as many updates as the same seeds took at 1.0, noise and length of training come apart. */
const matchedOf = (task: "rdm" | "cdi"): Cell =>
  cellOf("bptt", task, { noise: 0.1, variant: "matched-updates" });

/**
 * C09: the more input noise in training, the more attractors at small inputs. The trend of the
 * number of stable points at zero input over noise levels, by Jonckheere's test, for each rule and
 * task.
 * @source §3.3, Fig. 3a,d
 */
export const c09 = defineClaim({
  id: "C09",
  says: "As input noise increased, there were more attractors for small input values.",
  cite: "§3.3, Fig. 3a,d",
  registered: pilotForms.C09,
  cells: (subject) =>
    rulesOr(subject).flatMap((rule) =>
      BOTH_TASKS.flatMap((task) => [
        ...PAPER_NOISES.map((noise) => cellOf(rule, task, { noise })),
        ...(rule === "bptt" && subject === undefined ? [matchedOf(task)] : []),
      ]),
    ),
  tests(subject) {
    const test = { measure: "zeroInput.count", by: "trend" } as const;
    const own = rulesOr(subject).flatMap((rule) =>
      BOTH_TASKS.map((task) => {
        const on = PAPER_NOISES.map((noise) => one(cellOf(rule, task, { noise })));
        return { ...test, name: `${rule} ${task}`, on };
      }),
    );
    const matched = BOTH_TASKS.map((task) => {
      const on = [one(matchedOf(task)), one(cellOf("bptt", task))];
      return { ...test, name: `bptt ${task}, matched updates`, on, role: "exploratory" } as const;
    });
    return [...own, ...(subject === undefined ? matched : [])];
  },
  controls: [
    control("one, then two or three", "supported", rising, on),
    control("one, then two; matched updates show no trend", "supported", counts(["1", "2"])),
    control("no trend", "inconclusive", counts(["12", "12"], ["12", "12"], 12), on),
    control("falling on one task", "contradicted", counts(["1", "2"], ["23", "12"]), on),
    control("8 are too few", "inconclusive", counts(["1112", "2232"], ["1", "2"], 8), on),
    control("a noise level is not at hand", "inconclusive", counts(["1", "2"], ["1", ""]), on),
  ],
});
