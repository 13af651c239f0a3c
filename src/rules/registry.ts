import { bptt } from "./bptt.ts";
import { faultOfRule, isRule } from "./declaration.ts";
import { fullForce } from "./fullForce.ts";
import { genetic } from "./genetic.ts";
import { hebbian } from "./hebbian.ts";
import type { AnyRule } from "./rule.ts";

/** The rules that come with Attest. */
export const builtInRules: readonly AnyRule[] = [bptt, genetic, hebbian, fullForce];

const UNKNOWN_EXTENSION = "ERR_UNKNOWN_FILE_EXTENSION";

/** Where to find a rule: one of ours by name, or the default export of a module. */
export type RuleReference = { readonly name: string; readonly module: string | null };

/**
 * The rule that a reference names.
 * @throws Error where there is none of that name, or the module exports no rule by default, one of
 * another name, or one that calls itself as one of ours: networks are told apart by these names.
 */
export async function loadRule({ name, module }: RuleReference): Promise<AnyRule> {
  if (module === null) {
    const rule = builtInRules.find((each) => each.name === name);
    if (rule === undefined)
      throw new Error(
        `rule: there is no "${name}"; there are ${builtInRules.map((r) => r.name).join(", ")}`,
      );
    return rule;
  }
  return requireRule(await defaultOf(module), { name, module });
}

/**
 * The rule that a module exports by default, whatever it calls itself.
 * @throws Error where it exports none, or one that calls itself as one of ours.
 */
export async function ruleOf(module: string): Promise<AnyRule> {
  const rule = await defaultOf(module);
  return requireRule(rule, { name: isRule(rule) ? rule.name : "", module });
}

async function defaultOf(module: string): Promise<unknown> {
  const loaded = await loadModule(module);
  const exported = typeof loaded === "object" && loaded !== null ? Object.entries(loaded) : [];
  return exported.find(([key]) => key === "default")?.[1];
}

/**
 * A rule that a module exports by default.
 * @throws Error where it is none, or has a name that it may not have.
 */
export function requireRule(
  rule: unknown,
  { name, module }: { readonly name: string; readonly module: string },
): AnyRule {
  if (!isRule(rule))
    throw new Error(
      `rule: ${module} does not export a rule by default (${faultOfRule(rule)}); see defineRule`,
    );
  if (builtInRules.some((each) => each !== rule && each.name === rule.name))
    throw new Error(`rule: ${module} calls itself "${rule.name}", which is one of ours`);
  if (rule.name !== name)
    throw new Error(`rule: ${module} exports the rule "${rule.name}", expected "${name}"`);
  return rule;
}

/** A module; a Node too old for TypeScript files says so, and what helps. */
async function loadModule(module: string): Promise<unknown> {
  try {
    return await import(module);
  } catch (error) {
    const isUnknown = error instanceof Error && Reflect.get(error, "code") === UNKNOWN_EXTENSION;
    if (!isUnknown || !/\.[cm]?ts$/.test(module)) throw error;
    throw new Error(
      `rule: Node ${process.version} does not load ${module}; Node 22.18 and later load ` +
        "TypeScript, older ones with NODE_OPTIONS=--experimental-strip-types",
      { cause: error },
    );
  }
}
