import * as v from "valibot";
import { ACTIVATIONS } from "../model/activation.ts";
import { WEIGHT_NAMES } from "../model/model.ts";
import { READOUTS } from "../model/readout.ts";
import { parseAs } from "../numerics/parse.ts";
import { isPlainStorable, type Storable } from "../setting/storable.ts";
import { type AnyRule, NEEDS, RULE_NAME, type RuleSettings } from "./rule.ts";

const FUNCTIONS = ["settings", "begin", "learn", "network", "atRest", "lastLoss"] as const;

/** What a rule may leave out. */
const OPTIONAL_FUNCTIONS = ["difficulty", "ready"] as const;

/** Whether a value that a module exports has the fields of a rule, and a name that it may have. */
export function isRule(value: unknown): value is AnyRule {
  return whyNoRule(value) === null;
}

/** The first thing that keeps a value from being a rule, in words; null where it is one. */
export function whyNoRule(value: unknown): string | null {
  if (value === undefined) return "there is no default export";
  if (typeof value !== "object" || value === null)
    return `expected an object, got ${value === null ? "null" : typeof value}`;
  const fields = new Map<string, unknown>(Object.entries(value));
  const name = fields.get("name");
  if (typeof name !== "string" || !RULE_NAME.test(name))
    return `name: expected at most 64 letters, digits and dashes, got ${named(name)}`;
  if (typeof fields.get("cite") !== "string")
    return `cite: expected where the rule comes from, got ${named(fields.get("cite"))}`;
  const needs = fields.get("needs");
  if (!Array.isArray(needs) || !needs.every((need) => NEEDS.some((each) => each === need)))
    return `needs: expected a list of ${NEEDS.join(", ")}, got ${named(needs)}`;
  const missing = FUNCTIONS.find((each) => typeof fields.get(each) !== "function");
  if (missing !== undefined)
    return `${missing}: expected a function, got ${typeof fields.get(missing)}`;
  const odd = OPTIONAL_FUNCTIONS.find(
    (each) => fields.get(each) !== undefined && typeof fields.get(each) !== "function",
  );
  if (odd !== undefined)
    return `${odd}: expected a function or nothing, got ${named(fields.get(odd))}`;
  return null;
}

/** A value from anybody, in a message. */
function named(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  if (Array.isArray(value) && value.every((each) => typeof each === "string"))
    return `[${value.map(named).join(", ")}]`;
  return Array.isArray(value) ? "another list" : typeof value;
}

const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));

const settingsSchema: v.GenericSchema<unknown, RuleSettings<Storable>> = v.strictObject({
  hyper: v.custom<Storable>(isPlainStorable, "expected plain values, at most 64 levels deep"),
  model: v.strictObject({
    activation: v.picklist(ACTIVATIONS),
    readout: v.picklist(READOUTS),
    clamped: v.array(
      v.strictObject({ unit: whole(0, 1e6), value: v.pipe(v.number(), v.finite()) }),
    ),
    trains: v.array(v.picklist(WEIGHT_NAMES)),
    alpha: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
  }),
  trialsPerUpdate: whole(1, 1e6),
  runsPerTrial: v.exactOptional(whole(1, 1000)),
  validateEvery: whole(1, 1e9),
  budget: v.strictObject({ updates: whole(1, 1e9), restarts: whole(0, 1000) }),
  initialDeviation: v.exactOptional(v.pipe(v.number(), v.finite(), v.minValue(0))),
});

/**
 * What a rule says that it is run with, checked and as it is: a rule may be anybody's, a budget
 * that is not a number would never end, and a field too many could pass for one of the trainer's.
 * @throws TypeError that names the rule, the field, and what was expected.
 */
export function requireSettings(
  name: string,
  settings: RuleSettings<Storable>,
): RuleSettings<Storable> {
  parseAs(`settings of the rule ${name}`, settingsSchema, settings);
  return settings;
}
