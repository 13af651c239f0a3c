import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { mustAgree } from "../properties/engine/bytes.laws.ts";
import { definedEngine } from "../src/engine/defined.ts";
import { wasmEngine } from "../src/engine/wasm/engine.ts";
import { deriveKey } from "../src/numerics/rng.ts";
import { settingsOf } from "../src/study/population.ts";
import { decodePopulation } from "../src/study/populationFile.ts";
import { PILOT_FOLDER } from "../src/study/shippedFolder.ts";
import { makeTask } from "../src/task/settings.ts";

// A cell of each activation and readout that networks were trained with, and one of many contexts.
it.each([
  ["bptt_rdm_1_working", "shifted-tanh", "rates"],
  ["bptt_rdm_1_code", "shifted-tanh", "state"],
  ["bptt_6-cdi_0.1_working", "shifted-tanh", "rates"],
  ["full-force_rdm_1_working", "tanh", "rates"],
  ["full-force_rdm_1_code", "tanh", "tanh-rates"],
  ["hebbian_rdm_1_working", "tanh", "unit"],
])("trained weights of %s (%s, %s): wasm has the bytes of defined", async (slug, f, readout) => {
  const file = join(PILOT_FOLDER, `${slug}.safetensors`);
  const { networks } = decodePopulation(readFileSync(file));
  const { network, cell } = networks[0];
  expect(network.model).toMatchObject({ activation: f, readout });
  const { trainTask } = await settingsOf(cell, { name: cell.rule, module: null });
  const trials = makeTask(trainTask).draw(deriveKey(null, "trained bytes", slug), 20);
  expect(trials.steps).toBe(750);
  await mustAgree({ engine: wasmEngine, other: definedEngine }, { network, trials });
});
