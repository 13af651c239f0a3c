import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { VERDICTS } from "../../src/claims/finding.ts";
import { cellName } from "../../src/study/cell.ts";
import { PILOT_FOLDER } from "../../src/study/shippedFolder.ts";
import { openStudy } from "../../src/study/study.ts";

/** Where the pilot's findings are kept, as `attest reproduce` writes them, a claim a line. */
export const FINDINGS_FILE = fileURLToPath(
  new URL("../../fixtures/pilot/findings.json", import.meta.url),
);

/** Where is kept what no claim measures. */
export const BESIDE_FILE = fileURLToPath(
  new URL("../../fixtures/pilot/beside.json", import.meta.url),
);

const numbers = {
  verdict: v.nullable(v.picklist(VERDICTS)),
  role: v.nullish(v.literal("exploratory")),
  effect: v.nullable(v.number()),
  interval: v.nullable(v.tuple([v.number(), v.number()])),
  p: v.nullable(v.number()),
  n: v.number(),
  why: v.string(),
};

const partSchema = v.object({
  name: v.string(),
  ...numbers,
  lacking: v.optional(v.literal(true)),
  rest: v.optional(v.nullable(v.picklist(VERDICTS))),
});

const claimSchema = v.object({
  id: v.string(),
  ...numbers,
  verdict: v.picklist(VERDICTS),
  adjustedP: v.nullable(v.number()),
  parts: v.array(partSchema),
});

const besideSchema = v.object({
  /** Excess silhouettes on RDM at noise 1.0, by other measures than the claims'. */
  comparisons: v.array(
    v.object({
      measure: v.picklist(["svcca", "cka", "procrustes"]),
      groups: v.tuple([v.string(), v.string()]),
      excess: v.number(),
      p: v.number(),
    }),
  ),
  /** Components that hold 95 % of the variance, the fewest and the most of a group's networks. */
  components: v.record(v.string(), v.tuple([v.number(), v.number()])),
  /** Mean SVCCA distances of BPTT's networks to each other, and to untrained ones. */
  distances: v.object({ own: v.number(), untrained: v.number() }),
});

/** A part of a claim as `findings.json` has it. */
export type FoundPart = v.InferOutput<typeof partSchema>;

/** What is measured beside the claims. */
export type Beside = v.InferOutput<typeof besideSchema>;

/** What training a condition came to. */
export type CellFacts = {
  readonly networks: number;
  readonly included: number;
  /** Of those that are included. */
  readonly medianUpdates: number;
  readonly fewestUpdates: number;
  /** Accuracy on fresh trials: the mean of those that met the criterion, and all networks' range. */
  readonly meanOfMet: number;
  readonly lowest: number;
  readonly highest: number;
};

/** What the page of what we found is made from. */
export type Facts = {
  readonly claims: readonly v.InferOutput<typeof claimSchema>[];
  readonly beside: Beside;
  readonly cells: ReadonlyMap<string, CellFacts>;
};

/** Reads what was found of the pilot, and its networks. */
export async function readFacts(): Promise<Facts> {
  const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
  const study = await openStudy({ networks: [{ kind: "shipped", folder: PILOT_FOLDER }] });
  const cells = study.populations.map(({ cell, networks }): [string, CellFacts] => {
    const included = study.included(cell).map(({ updates }) => updates);
    const met = networks.filter(({ reason }) => reason === "criterion");
    const all = networks.map(({ freshAccuracy }) => freshAccuracy);
    const facts = {
      networks: networks.length,
      included: included.length,
      medianUpdates: median(included),
      fewestUpdates: Math.min(...included),
      meanOfMet: met.reduce((sum, { freshAccuracy }) => sum + freshAccuracy, 0) / met.length,
      lowest: Math.min(...all),
      highest: Math.max(...all),
    };
    return [cellName(cell), facts];
  });
  const { claims } = v.parse(v.object({ claims: v.array(claimSchema) }), json(FINDINGS_FILE));
  return { claims, beside: v.parse(besideSchema, json(BESIDE_FILE)), cells: new Map(cells) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}
