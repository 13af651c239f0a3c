import { existsSync } from "node:fs";
import type { Claim } from "../claims/claim.ts";
import type { Finding, PopulationName } from "../claims/finding.ts";
import { firstLook } from "../claims/journal.ts";
import {
  firstSeedOf,
  openRecord,
  rangesOf,
  type StudyRecord,
  standingOf,
} from "../claims/standing.ts";
import { claims, pilotClaims } from "../papers/mcmahan2021/index.ts";
import { readStore } from "../store/store.ts";
import { conditionOf, populationsOf, rootsOf } from "../study/conditions.ts";
import type { NetworksFrom } from "../study/networks.ts";
import type { StudyRules } from "../study/rules.ts";
import { claimsNamed } from "./claimNamed.ts";

/** A claim, and the networks that come with Attest on which it is judged. */
export type OnPopulation = { readonly claim: Claim; readonly population: PopulationName };

/**
 * Our claims in the form that is judged on a population: on the study as they are registered, on
 * the pilot as they first were, and those that there were not then.
 */
export const oursOn = (population: PopulationName | undefined): readonly Claim[] =>
  population === "study"
    ? claims
    : [...pilotClaims, ...claims.filter(({ id }) => pilotClaims.every((each) => each.id !== id))];

/** A claim as it can be judged on the pilot, which has none of the seeds that some are kept for. */
export const formOnPilot = (claim: Claim): Claim =>
  firstSeedOf(claim) === undefined
    ? claim
    : (pilotClaims.find(({ id }) => id === claim.id) ?? claim);

/**
 * Claims by their words, on the population that is asked for. Where none is, a claim is judged on
 * the study if it is registered and complete there, else in its first form on the pilot.
 * @throws RangeError or Error for a claim that there is not.
 */
export async function claimsOn(
  words: readonly string[] | undefined,
  population: PopulationName | undefined,
  record: StudyRecord,
): Promise<readonly OnPopulation[]> {
  const ours = oursOn(population);
  const named = words === undefined ? ours : await claimsNamed(words, ours);
  if (population !== undefined) return named.map((claim) => ({ claim, population }));
  return named.map((claim): OnPopulation => {
    const second = claims.find(({ id }) => id === claim.id) ?? claim;
    const isReady = standingOf(second, record).kind === "ready";
    return isReady ? { claim: second, population: "study" } : { claim, population: "pilot" };
  });
}

/** The record of a study, with the counts of a store where one is there. */
export function recordIn(
  folder: string,
  rules: StudyRules,
  { store, warn }: { readonly store?: string | undefined; readonly warn: (text: string) => void },
): StudyRecord {
  const note = (why: string): void => warn(`${why}; it does not count`);
  if (store === undefined || !existsSync(store)) return openRecord(folder, { rules, note });
  const read = readStore(store, warn);
  return openRecord(folder, { rules, storeOf: () => read, note });
}

/**
 * The networks of the study that were measured for a claim before: no others may be looked at. Of
 * each condition those with a claim's own seeds, or the first seeds.
 * @throws RangeError where there is none.
 */
export function measuredNetworks(record: StudyRecord, claim?: Claim): NetworksFrom {
  const { conditions, journal } = record;
  const firstSeed = claim && firstSeedOf(claim);
  const looked = conditions.filter(
    (each) =>
      each.complete &&
      conditionOf(conditions, each.unit.cell, firstSeed) === each &&
      firstLook(journal, rangesOf([each])) !== undefined,
  );
  if (looked.length === 0)
    throw new RangeError(
      "population: no network of the study was measured for a claim yet, and none is before",
    );
  const populations = populationsOf(looked, record.rules);
  return { kind: "given", populations, roots: rootsOf(looked, record.folder) };
}

/** What was judged on the pilot, which decides nothing, and what on the study, in words. */
export function populationWords(findings: readonly Finding[]): string {
  const ids = (isSo: (finding: Finding) => boolean): string =>
    findings
      .filter(isSo)
      .map(({ id }) => id)
      .join(", ");
  const said = [
    ["On the pilot, which decides nothing", ids(({ population }) => population === "pilot")],
    [
      "On the study, confirmatory",
      ids(
        ({ population, role, verdict }) =>
          population === "study" && role === undefined && verdict !== "awaiting",
      ),
    ],
    [
      "On the study, exploratory",
      ids((each) => each.population === "study" && each.role !== undefined),
    ],
  ];
  return said.map(([what, which]) => (which === "" ? "" : `${what}: ${which}.\n`)).join("");
}
