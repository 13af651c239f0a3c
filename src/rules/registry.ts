import { fileURLToPath } from "node:url";
import { bptt } from "./bptt.ts";
import { isRule, whyNoRule } from "./declaration.ts";
import { fullForce } from "./fullForce.ts";
import { genetic } from "./genetic.ts";
import { hebbian } from "./hebbian.ts";
import type { AnyRule } from "./rule.ts";

/** The rules that come with Attest. */
export const builtInRules: readonly AnyRule[] = [bptt, genetic, hebbian, fullForce];

const UNKNOWN_EXTENSION = "ERR_UNKNOWN_FILE_EXTENSION";

/** What Node says of a module in a package whose "type" is "commonjs", as `npm init -y` has it. */
const COMMON_JS = /import statement outside a module|Unexpected token 'export'/;

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
  const place = placeOf(module);
  if (!isRule(rule))
    throw new Error(
      `rule: ${place} does not export a rule by default: ${whyNoRule(rule)}; see defineRule`,
    );
  if (builtInRules.some((each) => each !== rule && each.name === rule.name))
    throw new Error(`rule: ${place} calls itself "${rule.name}", which is one of ours`);
  if (rule.name !== name)
    throw new Error(`rule: ${place} exports the rule "${rule.name}", expected "${name}"`);
  return rule;
}

/** A module as a person would write it. */
const placeOf = (module: string): string =>
  module.startsWith("file:") ? fileURLToPath(module) : module;

/** A module; where it cannot be loaded the error names it, and says what helps. */
async function loadModule(module: string): Promise<unknown> {
  try {
    return await import(module);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`rule: cannot load ${placeOf(module)}: ${why}${adviceOn(error, module)}`, {
      cause: error,
    });
  }
}

function adviceOn(error: unknown, module: string): string {
  if (!(error instanceof Error)) return "";
  if (Reflect.get(error, "code") === UNKNOWN_EXTENSION && /\.[cm]?ts$/.test(module))
    return (
      `. Node ${process.version} does not load it: Node 22.18 and later load TypeScript, ` +
      "older ones with NODE_OPTIONS=--experimental-strip-types"
    );
  if (error instanceof SyntaxError && COMMON_JS.test(error.message))
    return (
      '. It was taken for CommonJS: set "type": "module" in the nearest package.json ' +
      "(npm pkg set type=module), or call the file .mts or .mjs"
    );
  return "";
}
