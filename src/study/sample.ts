import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createRng, deriveKey, type Key } from "../numerics/rng.ts";
import type { Population } from "./analysis.ts";
import type { TrainedNetwork } from "./trained.ts";
import { typicalUpdates } from "./typicalUpdates.ts";

/**
 * What samples of a folder are drawn by: the hash of all its files of networks and fixed points,
 * with a salt. Whoever writes the files knows neither before all of them are written.
 */
export function sampleKey(folder: string, salt: string): Key {
  const hash = createHash("sha256");
  const names = readdirSync(folder).filter((name) => name.endsWith(".safetensors"));
  for (const name of names.sort()) {
    const bytes = readFileSync(join(folder, name));
    hash.update(`${name} ${createHash("sha256").update(bytes).digest("hex")}\n`);
  }
  return deriveKey(null, "attest", "sample", hash.digest("hex"), salt);
}

/** Some of a list, each as likely as any other, none twice. */
export function drawSome<T>(all: readonly T[], count: number, key: Key): readonly T[] {
  const rng = createRng(key);
  const left = [...all];
  const drawn: T[] = [];
  while (drawn.length < count && left.length > 0)
    drawn.push(...left.splice(rng.integer(left.length), 1));
  return drawn;
}

/** A network that was drawn, and how likely that was, 0 … 1. */
export type Drawn = { readonly trained: TrainedNetwork; readonly chance: number };

/** A rule's networks as they may be drawn, with how likely each is. */
export type Urn = { readonly rule: string; readonly networks: readonly Drawn[] };

/**
 * The trained networks of each rule, and how likely each is to be drawn as the one that is trained
 * again: as one in what its condition typically costs, whatever its file says of it. In a condition
 * all are alike.
 */
export function urnsOf(populations: readonly Population[]): readonly Urn[] {
  const weighed = populations.flatMap(({ cell, settings, networks }) => {
    const { budget, trialsPerUpdate, runsPerTrial = 1 } = settings;
    if (budget.updates === 0) return [];
    const cost = typicalUpdates(cell, budget.updates) * trialsPerUpdate * runsPerTrial;
    return networks.map((trained) => ({ trained, weight: 1 / (cost * networks.length) }));
  });
  const rules = [...new Set(weighed.map(({ trained }) => trained.cell.rule))].sort();
  return rules.map((rule) => {
    const own = weighed.filter(({ trained }) => trained.cell.rule === rule);
    const sum = own.reduce((total, { weight }) => total + weight, 0);
    return {
      rule,
      networks: own.map(({ trained, weight }) => ({ trained, chance: weight / sum })),
    };
  });
}

/** One network of each rule. */
export function drawOneOfEach(urns: readonly Urn[], key: Key): readonly Drawn[] {
  return urns.map(({ rule, networks }) => {
    let left = createRng(deriveKey(key, rule)).uniform();
    const found = networks.find(({ chance }) => {
      left -= chance;
      return left < 0;
    });
    return found ?? networks[networks.length - 1];
  });
}

/** How likely it is that at least one of `drawn` networks is among the `share` that are forged. */
export const noticedChance = (share: number, drawn: number): number =>
  1 - Math.exp(drawn * Math.log1p(-share));

/** Runs that notice with a chance of 99 in 100 what one notices with `chance`. */
export const runsToNotice = (chance: number): number =>
  chance >= 0.99 ? 1 : Math.ceil(Math.log(0.01) / Math.log1p(-chance));
