import { describe, expect, it } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { kickedBySteps } from "../../src/engine/kicked.ts";
import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import { fullForce } from "../../src/rules/fullForce.ts";
import { hebbian } from "../../src/rules/hebbian.ts";
import { requireRule } from "../../src/rules/registry.ts";
import { type AnyRule, NEEDS, type World } from "../../src/rules/rule.ts";
import { worldOf, worldOn } from "../../src/rules/world.ts";
import { text, working } from "../../src/setting/readings.ts";
import { opaque } from "../training/made.ts";
import { drawSmall, ruleKey, smallRdm } from "./made.ts";

const settings = hebbian.settings(smallRdm, working);
const network = drawSmall(smallRdm, settings.model, 1)();
const trials = smallRdm.draw(ruleKey(2), 1);

describe("the world of a rule", () => {
  const ask = async (world: World, need: (typeof NEEDS)[number]): Promise<void> => {
    if (need === "gradient") await world.gradient([network], trials);
    if (need === "loss") await world.loss([network], trials);
    if (need === "loss") await world.lowest([network], trials, 1);
    if (need === "session") world.open(network, trials).close();
    if (need === "session")
      world.kicked(network, trials, { runs: [], meanKeeps: 0, errorSteps: 1 });
  };

  it("is what it declares, and no more", async () => {
    for (const need of NEEDS)
      for (const other of NEEDS) {
        const asking = ask(worldOf({ name: "stranger", needs: [need] }, wasmEngine), other);
        if (need === other) await expect(asking).resolves.toBeUndefined();
        else
          await expect(asking).rejects.toThrow(
            `needs: the rule "stranger" asks for ${other}, which it does not declare`,
          );
      }
  });

  it("asks an engine that runs all networks at once but once", async () => {
    const many = smallRdm.draw(ruleKey(2), 130);
    const draw = drawSmall(smallRdm, settings.model, 1);
    const networks = Array.from({ length: 4 }, (_, index) => draw({ index }));
    const callsOf = async (tier: Engine["tier"]): Promise<readonly number[]> => {
      const calls: number[] = [];
      const { lowest, ...asking } = wasmEngine;
      const engine: Engine = {
        ...asking,
        tier,
        evaluate(of, on) {
          calls.push(of.length);
          return wasmEngine.evaluate(of, on);
        },
      };
      expect(await worldOn(engine).lowest(networks, many, 2)).toHaveLength(2);
      return calls;
    };
    expect(await callsOf("tolerance")).toEqual([4]);
    expect((await callsOf("float32"))[0]).toBe(2);
  });

  it("is declared: a rule without is refused, and it is said what is missing", () => {
    const { needs, ...without } = hebbian;
    const from = { name: "hebbian", module: "stranger.ts" };
    expect(() => requireRule(without, from)).toThrow(
      "stranger.ts does not export a rule by default: needs: expected a list of gradient, loss",
    );
    expect(() => requireRule({ ...hebbian, cite: undefined }, from)).toThrow("cite: expected");
    expect(() => requireRule({ ...hebbian, atRest: undefined }, from)).toThrow("atRest: expected");
  });
});

describe("a session", () => {
  type Failing = "step" | "addEligibility" | "leastSquares" | "second opening";

  /** A world in which one thing fails, and which counts what is open. */
  function failing(what: Failing): { readonly world: World; readonly open: () => number } {
    let [open, opened] = [0, 0];
    const fail = (): never => {
      throw new Error("it fails");
    };
    const openOne: World["open"] = (...given) => {
      opened += 1;
      if (what === "second opening" && opened === 2) fail();
      open += 1;
      return new Proxy(wasmEngine.open(...given), {
        get(session, name) {
          if (name === "close") open -= 1;
          if (name === what) return fail;
          const found: unknown = Reflect.get(session, name, session);
          return typeof found === "function" ? found.bind(session) : found;
        },
      });
    };
    const kicked = kickedBySteps(openOne);
    return { open: () => open, world: { ...worldOn(wasmEngine), open: openOne, kicked } };
  }

  const cases: readonly (readonly [AnyRule, Failing])[] = [
    [opaque(hebbian), "step"],
    [opaque(hebbian), "addEligibility"],
    // As printed, x̄ is the mean of a run of its own.
    [{ ...opaque(hebbian), settings: (task) => hebbian.settings(task, text) }, "second opening"],
    [{ ...opaque(hebbian), settings: (task) => hebbian.settings(task, text) }, "step"],
    [opaque(fullForce), "step"],
    [opaque(fullForce), "leastSquares"],
    [opaque(fullForce), "second opening"],
  ];

  it.each(cases)("of $name is closed where learning fails", async (rule, what) => {
    const { hyper, model } = rule.settings(smallRdm, working);
    const memory = rule.begin(drawSmall(smallRdm, model, 1), hyper, ruleKey(3));
    const { world, open } = failing(what);
    await expect(rule.learn(memory, trials, world, hyper, ruleKey(4))).rejects.toThrow("it fails");
    expect(open()).toBe(0);
  });
});
