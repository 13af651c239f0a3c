import { type Network, WEIGHT_NAMES } from "../../src/model/model.ts";
import { createRng } from "../../src/numerics/rng.ts";
import { mutate } from "../../src/rules/genetic.ts";
import { defineRule } from "../../src/rules/rule.ts";

type WalkMemory = { readonly network: Network; readonly loss: number };

/**
 * A rule that learns nothing, for trainings that take seconds: its weights walk at random. Eight
 * trials an update, a validation every 300, one restart.
 */
export default defineRule<null, WalkMemory>({
  name: "walk",
  cite: "made up",
  needs: [],
  settings: (_task, { train }) => ({
    hyper: null,
    model: {
      activation: "tanh",
      readout: "rates",
      clamped: [],
      trains: WEIGHT_NAMES,
      alpha: train.alpha,
    },
    trialsPerUpdate: 8,
    validateEvery: 300,
    budget: { updates: 600, restarts: 1 },
  }),
  begin: (draw) => ({ network: draw(), loss: Number.NaN }),
  learn: async ({ network }, on, _world, _hyper, key) => ({
    network: mutate(network, 0.001, createRng(key)),
    loss: on.strengths[0],
  }),
  network: ({ network }) => network,
  atRest: (hyper) => hyper,
  lastLoss: ({ loss }) => loss,
});
