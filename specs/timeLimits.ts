import { allNodes, childrenOf, field, type Node, type Source, textField } from "./source.ts";

/** Options of vitest, fast-check and Node that end work after a time. */
const LIMITS =
  /^(test|hook)?timeout$|^(interruptAfter|skipAllAfter|skipEqualValuesAfter)TimeLimit$/i;

const CLOCKS = [
  ["performance", "now"],
  ["Date", "now"],
  ["process", "hrtime"],
  ["process", "cpuUsage"],
] as const;

/** What gives up after a time, also where none is said. */
const IMPATIENT = [
  ["AbortSignal", "timeout"],
  ["vi", "waitFor"],
  ["vi", "waitUntil"],
  ["expect", "poll"],
] as const;

/** 0 is no limit. */
const isNone = (node: Node | null): boolean => node?.fields.get("value") === 0;

const isFunction = (node: Node | undefined): boolean =>
  node !== undefined && /Function/.test(node.type);

const isMember = (node: Node, [object, property]: readonly [string, string]): boolean =>
  node.type === "MemberExpression" &&
  textField(field(node, "object"), "name") === object &&
  textField(field(node, "property"), "name") === property;

/** The name that a chain of members and calls begins with: `it` of `it.each([1])("is one", …)`. */
function rootOf(node: Node | null): string {
  if (node === null) return "";
  const inner = field(node, "object") ?? field(node, "callee");
  return inner === null ? textField(node, "name") : rootOf(inner);
}

function argumentsOf(call: Node): readonly Node[] {
  const callee = field(call, "callee");
  return childrenOf(call).filter(({ start }) => callee !== null && start >= callee.end);
}

/** The names that a file imports from vitest, as it is or with fast-check. */
function namesOfVitest({ top }: Source): ReadonlySet<string> {
  const imports = top.filter(({ type }) => type === "ImportDeclaration");
  const isVitest = (node: Node): boolean =>
    /^(@fast-check\/)?vitest$/.test(textField(field(node, "source"), "value"));
  const names = imports
    .filter(isVitest)
    .flatMap((node) => childrenOf(node).map((child) => textField(field(child, "local"), "name")));
  return new Set(names);
}

/** The argument of a test or a hook that says how long it may take. */
function limitOf(call: Node, ofVitest: ReadonlySet<string>): Node | undefined {
  const root = rootOf(field(call, "callee"));
  const given = argumentsOf(call);
  if (!ofVitest.has(root)) return undefined;
  if (/^(before|after)(All|Each)$/.test(root)) return given[1];
  if (!/^(it|test|describe)$/.test(root)) return undefined;
  // Options may stand before the function, and are looked at by their names.
  return given[1]?.type === "ObjectExpression" || isFunction(given[2]) ? undefined : given[2];
}

function isLimit(node: Node, ofVitest: ReadonlySet<string>): boolean {
  if (node.type === "Property") {
    const key = field(node, "key");
    const name = textField(key, "name") || textField(key, "value");
    return LIMITS.test(name) && !isNone(field(node, "value"));
  }
  if (node.type !== "CallExpression") return IMPATIENT.some((each) => isMember(node, each));
  const limit = limitOf(node, ofVitest);
  if (limit !== undefined) return !isNone(limit);
  // A timer that acts comes when it is late, not when something is wrong; a pause does no harm.
  const isTimer = textField(field(node, "callee"), "name") === "setTimeout";
  return isTimer && isFunction(argumentsOf(node)[0]);
}

/** Where a file of tests ends something after a time that a busy machine may need. */
export function timeLimitsIn(file: Source): readonly Node[] {
  const ofVitest = namesOfVitest(file);
  return allNodes(file).filter((node) => isLimit(node, ofVitest));
}

/** Where a file reads a clock: how long something took says nothing on a busy machine. */
export const clocksIn = (file: Source): readonly Node[] =>
  allNodes(file).filter((node) => CLOCKS.some((each) => isMember(node, each)));
