import { createHash } from "node:crypto";
import fc from "fast-check";
import type { Tier } from "../../src/engine/engine.ts";
import { bptt } from "../../src/rules/bptt.ts";
import { fullForce } from "../../src/rules/fullForce.ts";
import { genetic } from "../../src/rules/genetic.ts";
import { hebbian } from "../../src/rules/hebbian.ts";
import type { AnyRule } from "../../src/rules/rule.ts";
import { code, text, working } from "../../src/setting/readings.ts";
import { type Cell, type CellSettings, resolveCell, TASK_NAMES } from "../../src/study/cell.ts";
import { networkKey } from "../../src/study/trained.ts";
import type { Law } from "../law.ts";

/** What a network's key is made from. */
export type Named = { readonly cell: Cell; readonly settings: CellSettings; readonly seed: number };

/** Names a network. */
export type KeyOf = (named: Named, tier: Tier) => string;

const RULES: readonly AnyRule[] = [bptt, genetic, hebbian, fullForce];

const cases: fc.Arbitrary<{ readonly named: Named; readonly leaf: number }> = fc
  .record({
    rule: fc.constantFrom(...RULES),
    task: fc.constantFrom(...TASK_NAMES),
    noise: fc.constantFrom(0.1, 0.5, 1),
    reading: fc.constantFrom(text, code, working),
    seed: fc.nat(1000),
    leaf: fc.nat(1_000_000),
  })
  .map(({ rule, task, noise, reading, seed, leaf }) => {
    const cell: Cell = { rule: rule.name, task, noise, reading: reading.name, variant: "as-is" };
    return { named: { cell, settings: resolveCell(cell, rule, reading), seed }, leaf };
  });

/** Every plain value in `parent`, with the way to set it. */
function leavesOf(
  parent: object,
  path = "",
): { readonly path: string; readonly value: unknown; readonly set: (to: unknown) => void }[] {
  return Object.entries(parent).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "object" && value !== null
      ? leavesOf(value, `${path}.${name}`)
      : [{ path: `${path}.${name}`, value, set: (to) => void Reflect.set(parent, name, to) }],
  );
}

/** Another value of the same type. */
function other(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  return value === null ? 1 : `${String(value)}x`;
}

/** The same value, its objects' names the other way round, but for a rule's constants. */
function reversed<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  const copy = structuredClone(value);
  const reverse = (parent: object): void => {
    for (const [name, inner] of Object.entries(parent).reverse()) {
      if (!Array.isArray(parent)) {
        Reflect.deleteProperty(parent, name);
        Reflect.set(parent, name, inner);
      }
      if (name !== "hyper" && typeof inner === "object" && inner !== null) reverse(inner);
    }
  };
  reverse(copy);
  return copy;
}

/** A key that does not see part of what it names. */
const blind =
  (hide: (named: Named) => Named): KeyOf =>
  (named, tier) =>
    networkKey(hide(named), tier);

/** Equal keys mean equal bytes: whatever can change the bytes changes the key. */
export const keySeesAll: Law<
  KeyOf,
  { readonly named: Named; readonly leaf: number },
  "training/key"
> = {
  id: "training/key",
  says: "a key changes with the seed, the tier, every single setting, and no order of properties",
  needs: [],
  runs: 400,
  cases: () => cases,
  holds(keyOf, { named, leaf }) {
    const key = keyOf(named, "float32");
    if (!/^[0-9a-f]{16,64}$/.test(key)) throw new Error(`"${key}" is no key of the store`);
    const copy = structuredClone(named);
    if (keyOf(copy, "float32") !== key) throw new Error("a copy has another key");
    if (keyOf(reversed(named), "float32") !== key)
      throw new Error("with its properties in another order it has another key");
    if (keyOf(named, "tolerance") === key) throw new Error("another tier, the same key");
    if (keyOf({ ...named, seed: named.seed + 1 }, "float32") === key)
      throw new Error("another seed, the same key");
    const leaves = leavesOf(copy);
    const { path, value, set } = leaves[leaf % leaves.length];
    set(other(value));
    if (keyOf(copy, "float32") === key)
      throw new Error(`${path}: ${String(value)} and ${String(other(value))} have the same key`);
  },
  mutants: [
    {
      name: "the order of properties is seen",
      subject: (named, tier) =>
        createHash("sha256")
          .update(JSON.stringify([named, tier]))
          .digest("hex"),
    },
    { name: "the seed is left out", subject: blind((named) => ({ ...named, seed: 0 })) },
    { name: "the tier is left out", subject: (named) => networkKey(named, "float32") },
    {
      name: "the rule's constants are left out",
      subject: blind((named) => ({ ...named, settings: { ...named.settings, hyper: null } })),
    },
    {
      name: "the budget is left out",
      subject: blind((named) => ({
        ...named,
        settings: { ...named.settings, budget: { updates: 1, restarts: 0 } },
      })),
    },
    {
      name: "only the names of cell and seed are seen",
      subject: ({ cell, seed }, tier) => {
        const settings = resolveCell({ ...cell, noise: 1, task: "rdm" }, bptt, working);
        return networkKey({ cell, seed, settings }, tier);
      },
    },
  ],
};
