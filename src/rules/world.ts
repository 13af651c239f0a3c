import type { Engine } from "../engine/engine.ts";
import { trialLosses } from "../engine/loss.ts";
import { type LossOf, lowestOf, raceToLowest } from "../engine/lowest.ts";
import type { AnyRule, Need, World } from "./rule.ts";

/** All of the world, on an engine. */
export function worldOn(engine: Engine): World {
  const lossOf: LossOf = async (of, on) => {
    const outputs = await engine.evaluate(of, on);
    return outputs.map((y) => trialLosses(y, on));
  };
  // An engine that runs all networks as one tensor does not gain by running fewer at a time.
  const lowest = engine.tier === "tolerance" ? lowestOf : raceToLowest;
  return {
    gradient: (of, on) => engine.gradient(of, on),
    loss: lossOf,
    lowest: (of, on, count) => engine.lowest?.(of, on, count) ?? lowest(of, on, { count, lossOf }),
    open: (of, on, from) => engine.open(of, on, from),
    kicked: (of, on, given) => engine.kicked(of, on, given),
  };
}

/**
 * The world of one rule, on an engine: what it declares as its needs. What a rule touches decides
 * what is asked of it, so nothing else may be touched.
 * @throws Error, when asked, that names what the rule did not declare.
 */
export function worldOf({ name, needs }: Pick<AnyRule, "name" | "needs">, engine: Engine): World {
  const all = worldOn(engine);
  const refuse = (need: Need) => (): never => {
    throw new Error(`needs: the rule "${name}" asks for ${need}, which it does not declare`);
  };
  return {
    gradient: needs.includes("gradient") ? all.gradient : refuse("gradient"),
    loss: needs.includes("loss") ? all.loss : refuse("loss"),
    lowest: needs.includes("loss") ? all.lowest : refuse("loss"),
    open: needs.includes("session") ? all.open : refuse("session"),
    kicked: needs.includes("session") ? all.kicked : refuse("session"),
  };
}
