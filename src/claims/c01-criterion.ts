import { cellOf, PAPER_RULES } from "../training/plan.ts";
import type { Claim } from "./claim.ts";
import {
  type CriterionCell,
  measureCriterion,
  resampleCriterion,
  shareThatMet,
} from "./criterion.ts";
import { judgeShare } from "./shares.ts";

/** How many networks of each cell met the criterion, and how well they do on fresh trials. */
export type CriterionEvidence = readonly CriterionCell[];

/**
 * C01: every rule reaches 90 % on RDM and CDI. The share of networks that met the criterion within
 * a stated budget, judged by its exact one-sided 95 % bounds, for each cell.
 * @source §3.1
 */
export const c01: Claim<CriterionEvidence> = {
  id: "C01",
  says: "All RNNs performed the tasks with greater than 90 % accuracy after training.",
  cite: "§3.1",
  registered: {
    measure:
      "share of a cell's first 16 seeds that met the criterion within the rule's budget; noise 1.0",
    level: 0.05,
    margin: 0.6,
    networks: 16,
    fewest: 12,
    family: "§3.1",
    reasons: [
      "0.60: a lab that trains a rule expects most of its networks to pass; 14 of 16 are needed.",
      "Fewer than 12 networks cannot tell 0.60 from 0.80.",
      "The budget is the rule's own, restarts included; it is part of each network's settings.",
      "The first 16 seeds alone: more are trained only where some failed, which biases a share.",
    ],
  },
  cells: (subject) =>
    (subject === undefined ? PAPER_RULES : [subject]).flatMap((rule) => [
      cellOf(rule, "rdm"),
      cellOf(rule, "cdi"),
    ]),
  measure: async (analysis, cells) => cells.map((cell) => measureCriterion(analysis, cell)),
  resample: (evidence, n, rng) => evidence.map((cell) => resampleCriterion(cell, n, rng)),
  judge: (evidence, registered) =>
    evidence.map((cell) => judgeShare(shareThatMet(cell), "at least", registered)),
  controls: [
    {
      name: "all of 16, and 14 of 16",
      evidence: [made(16, 16), made(14, 16)],
      verdict: "supported",
    },
    { name: "2 of 16 in one cell", evidence: [made(16, 16), made(2, 16)], verdict: "contradicted" },
    { name: "11 of 16", evidence: [made(11, 16)], verdict: "inconclusive" },
    { name: "8 of 8 are too few", evidence: [made(8, 8)], verdict: "inconclusive" },
    {
      name: "a cell that is not at hand",
      evidence: [made(16, 16), made(0, 0)],
      verdict: "inconclusive",
    },
  ],
};

function made(successes: number, trials: number): CriterionCell {
  return {
    name: "made up",
    met: Array.from({ length: trials }, (_, i) => (i < successes ? 1 : 0)),
    freshAccuracy: Array.from({ length: trials }, (_, i) => (i < successes ? 0.91 : 0.85)),
    idealAccuracy: Array.from({ length: trials }, () => 0.92),
  };
}
