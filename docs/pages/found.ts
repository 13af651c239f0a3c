import { pilotForms } from "../../src/papers/mcmahan2021/pilot/forms.ts";
import type { Facts } from "./facts.ts";
import { contradictions, weaknesses } from "./foundReasons.ts";
import { claimsTable } from "./foundTable.ts";

/** The page of what we found, from the pilot's findings and networks. */
export function foundPage(facts: Facts): string {
  return [
    "<!-- Made by `npm run docs` from fixtures/pilot: change docs/pages, not this file. -->",
    "# What we found",
    OPENING,
    DEFINITIONS,
    claimsTable(facts),
    "B is BPTT, G genetic, H Hebbian, F full-FORCE. Unless a noise level is said, it is 1.0. " +
      "Effects, intervals and every part are in the report and in `report/findings.json`.",
    "## How to read the contradictions",
    bullets(contradictions(facts)),
    "## What weakens the others",
    bullets(weaknesses(facts)),
    "## What flips where one row of the analysis is changed",
    FLIPS,
    "## What was changed after a first judging",
    AMENDED,
    bullets(amendments()),
    "Other changes moved no hash, which covers the words of a form and not the code:",
    bullets(UNREGISTERED),
    CLOSING,
  ]
    .join("\n\n")
    .concat("\n");
}

const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}`).join("\n");

const OPENING =
  "The claims, judged on the populations in `fixtures/pilot` under the reading `working`. " +
  "`npm run reproduce` makes this again. Some populations are not trained yet: the genetic " +
  "rule's beyond RDM and CDI at noise 0.1, BPTT's on 5-CDI at noise 1.0 and on 6-CDI above 0.1, " +
  "and the Hebbian rule's on CDI at noise 0.5. Claims that need them are open, and an open claim " +
  "is not a pass. _On what is at hand_ says what they come to without the cells that are lacking.";

const DEFINITIONS =
  "_Excess silhouette_: how well labels describe distances (1: apart), less what shuffled labels " +
  "give (so 0: no better than chance). _Margin_: the smallest effect that matters, fixed before " +
  `judging: ${pilotForms.C02.margin} for representations, ${pilotForms.C03.margin} for ` +
  "topologies. _Alike_ needs the upper bound below the margin, and a control that the same " +
  "measure does tell apart. Verdicts use one-sided 95 % bounds, since each question has one " +
  "direction; the report's tables show the two-sided 95 % interval, which is wider. _PERMDISP_ " +
  "asks whether groups differ in spread, _PERMANOVA_ whether their centres do.";

const FLIPS =
  "`npx attest discrepancies` judges the claims again with one row of [the analysis](readings.md) " +
  "at a time as in the release, and prints which verdicts flip (`enters`: all networks that did " +
  "not diverge, also those that missed the criterion). Rows that need all fixed points solved " +
  "for anew (`fixedPoints`, `attractorTest`), and all rows at once, were not run on these " +
  "populations. No row can change C01 and C08.";

const AMENDED =
  "A registered form is fixed before its populations are judged. These amendments were made " +
  "later; each is in the claim's registered form, and so in the hash of its findings:";

/** The amendments of the registered forms, in their own words. */
const amendments = (): readonly string[] =>
  Object.entries(pilotForms).flatMap(([id, { amendments: own = [] }]) =>
    own.length === 0 ? [] : [`**${id}.** ${own.join(" ")}`],
  );

const UNREGISTERED: readonly string[] = [
  "**C10's slope.** Its margin was the one of silhouettes for each unit of noise, where the " +
    "registered reason says from the lowest noise to the highest. The code now does what the " +
    "reason says, and the hash is what it was. The margins of the slopes of C07 and C13 stand in " +
    "the code in the same way: their reasons are in the form, their numbers are not.",
  "**C05**, before it was judged. The measure had been a distance over the extent of x (a ratio). On three " +
    "pilots it fell with training while the plain distance rose. The plain distance was taken " +
    "instead, as the plainer reading of the sentence, after the claim's first registration; " +
    "the reasons in its form say so. The ratio stands beside.",
  "**C09.** The claim's interval takes the sizes of cells as fixed.",
  "**All.** p-values are corrected by Holm over the claims of a figure, as was planned and had " +
    "been forgotten; a supported claim of several parts has the largest of their p-values. Claims " +
    "that are judged by bounds (C01, C03, C04, C08) enter with the p of their bound. A claim that " +
    "is not supported counts as p = 1: before, its p could make another claim's easier.",
];

const CLOSING =
  "A claim of several parts is supported only if all are, and contradicted if any is; so one of " +
  "k parts can be contradicted by chance up to k times as often as a claim of one.\n\n" +
  "Populations grow, and the claims are judged again on what is there. The tests are made for " +
  "one look. The anytime-valid forms in `src/statistics` are not used by any claim.";
