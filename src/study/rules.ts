import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Tier } from "../engine/engine.ts";
import { builtInRules, type RuleReference, ruleOf } from "../rules/registry.ts";
import type { AnyRule } from "../rules/rule.ts";
import { type Cell, type CellSettings, resolveCell } from "./cell.ts";
import { findReading, type Member, settingsOfMember } from "./population.ts";
import { networkKey } from "./trained.ts";

/** The rules of a study, and what a condition means by them: its settings, its networks' keys. */
export interface StudyRules {
  /** Ours, and after them those of files. */
  readonly all: readonly AnyRule[];
  /** Where the rules of files are, by name: for those who train. */
  readonly modules: ReadonlyMap<string, string>;
  /** @throws Error where there is no rule of that name. */
  named(name: string): AnyRule;
  /** Where a worker finds the rule of that name. */
  reference(name: string): RuleReference;
  /**
   * What a condition means; for a seed of the pilot, what it meant when the pilot was trained.
   * @throws RangeError for a task, a noise level or a reading that is none; Error for such a rule.
   */
  settings(cell: Cell, seed?: number): CellSettings;
  /**
   * The key of a network as it would be trained today by an engine of a tier. Every key that is
   * compared with a stored one is made here.
   * @throws RangeError where the variant has its updates given and none are, or the reverse.
   */
  key(member: Member, tier: Tier): string;
  /** Where networks of a rule are kept in a folder: those of a file's rule by `storeOfRule`. */
  store(folder: string, name: string): string;
}

/** Our rules, and some that were loaded from modules. */
function studyRules(own: ReadonlyMap<string, { rule: AnyRule; module: string }>): StudyRules {
  const all = [...builtInRules, ...[...own.values()].map(({ rule }) => rule)];
  const named = (name: string): AnyRule => {
    const found = all.find((each) => each.name === name);
    if (found !== undefined) return found;
    throw new Error(
      `rule: there is no "${name}"; there are ${all.map((each) => each.name).join(", ")}`,
    );
  };
  return {
    all,
    modules: new Map([...own].map(([name, { module }]) => [name, module])),
    named,
    reference: (name) => ({ name, module: own.get(name)?.module ?? null }),
    settings: (cell, seed) => resolveCell(cell, named(cell.rule), findReading(cell.reading, seed)),
    key: (member, tier) =>
      networkKey({ ...member, settings: settingsOfMember(member, named(member.cell.rule)) }, tier),
    store(folder, name) {
      const module = own.get(name)?.module;
      return module === undefined ? folder : storeOfRule(folder, name, fileURLToPath(module));
    },
  };
}

/** The rules that come with Attest, alone. */
export const ourRules: StudyRules = studyRules(new Map());

/**
 * The rules that come with Attest and those that files export by default.
 * @throws Error where a file is not there or exports no rule, or two rules have one name.
 */
export async function openRules(files: readonly string[]): Promise<StudyRules> {
  const own = new Map<string, { rule: AnyRule; module: string }>();
  for (const file of files) {
    const module = moduleOf(file);
    const rule = await ruleOf(module);
    if (own.has(rule.name))
      throw new Error(`rules: ${resolve(file)} is the second that calls itself "${rule.name}"`);
    own.set(rule.name, { rule, module });
  }
  return studyRules(own);
}

/**
 * Where the networks of a rule from a file are kept in a folder: a network's key knows settings and
 * no code, so that a file that was changed must not find what it trained before.
 */
export function storeOfRule(folder: string, name: string, file: string): string {
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 12);
  return join(folder, `${name}-${hash}`);
}

function moduleOf(file: string): string {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new Error(`rule: there is no file ${resolve(file)}`);
  return pathToFileURL(resolve(file)).href;
}
