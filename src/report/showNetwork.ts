import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { stabilityOf } from "../attractors/stability.ts";
import { verifyPoint } from "../attractors/verify.ts";
import { SHOWN_INPUTS } from "../claims/shippedProbes.ts";
import { type Network, WEIGHT_NAMES } from "../model/model.ts";
import type { Analysis, Probe } from "../study/analysis.ts";
import { type CellSettings, cellName, TASK_CONTEXTS } from "../study/cell.ts";
import type { TrainedNetwork } from "../study/trained.ts";
import { wayOf } from "../study/zeroInput.ts";
import { FRESH_TRIALS } from "../training/score.ts";
import type { NetworkData, ShownDynamics, ShownRoot, ShownWeights } from "./networkData.ts";
import { planeOf, showExample } from "./showExample.ts";
import { rowOf } from "./showPopulations.ts";
import { pulseIn } from "./showPulses.ts";

/** All that one network's page is drawn from; fixed points that are not at hand are solved for. */
export async function assembleNetwork(
  analysis: Analysis,
  trained: TrainedNetwork,
  {
    settings,
    file,
    commands,
  }: { readonly settings: CellSettings } & Pick<NetworkData, "file" | "commands">,
): Promise<NetworkData> {
  const { reason, detail, losses } = trained;
  return {
    network: rowOf(trained),
    file,
    facts: factsOf(trained, settings),
    detail,
    losses: [...losses],
    validateEvery: settings.validateEvery,
    weights: weightsOf(trained.network),
    dynamics: reason === "diverged" ? null : await dynamicsOf(analysis, trained),
    commands,
  };
}

function factsOf(trained: TrainedNetwork, settings: CellSettings): NetworkData["facts"] {
  const { cell, network, tier, attempts, trials, validations } = trained;
  const { model } = network;
  const held = model.clamped.map(({ unit, value }) => `${unit} at ${value}`);
  return [
    ["Rule", cell.rule],
    ["Task", cell.task],
    ["Input noise", String(cell.noise)],
    ["Reading", cell.reading],
    ["Variant", cell.variant],
    ["Seed", String(trained.seed)],
    ["Arithmetic", tier],
    ["Attempts", `${attempts} of at most ${settings.budget.restarts + 1}`],
    ["Trials in training", String(trials)],
    ["Validations", String(validations)],
    ["Fresh trials", String(FRESH_TRIALS)],
    ["Units, inputs, outputs", `${network.units}, ${network.channels}, ${network.outputs}`],
    ["Activation f", model.activation],
    ["Readout", model.readout],
    ["α = Δt/τ", String(model.alpha)],
    ["Trains", model.trains.join(", ")],
    ["Clamped units", held.length === 0 ? "none" : held.join(", ")],
  ];
}

function weightsOf({ weights, units, channels, outputs, model }: Network): readonly ShownWeights[] {
  const shapes = {
    recurrent: [units, units],
    input: [units, channels],
    output: [outputs, units],
  } as const;
  return WEIGHT_NAMES.map((name) => ({
    name,
    shape: shapes[name],
    trained: model.trains.includes(name),
    values: [...weights[name]],
  }));
}

async function dynamicsOf(analysis: Analysis, trained: TrainedNetwork): Promise<ShownDynamics> {
  const { cell, network, seed } = trained;
  const plane = await planeOf(analysis, trained);
  const name = `${cellName(cell)}, seed ${seed}`;
  const example = await showExample(analysis, trained, name, plane);
  const task = analysis.task(trained);
  const contexts = Array.from({ length: TASK_CONTEXTS[cell.task] }, (_, context) => context);
  const roots: ShownRoot[] = [];
  const pulses = [];
  for (const context of contexts) {
    for (const value of SHOWN_INPUTS)
      roots.push(...(await rootsUnder(analysis, trained, { value, context })));
    const stable = roots.filter((root) => root.context === context && root.input === 0);
    const way = wayOf([stable.filter((root) => root.stable).length]);
    const name = contexts.length > 1 ? `context ${context}: ${way}` : way;
    const given = { way: name, example, context };
    pulses.push(pulseIn({ task, trained, plane }, given));
  }
  const { units, weights } = network;
  const recurrent = Matrix.from1DArray(units, units, [...weights.recurrent]);
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(recurrent);
  const sizes = realEigenvalues.map((re, k) => Math.hypot(re, imaginaryEigenvalues[k]));
  const hasDegreeLaw = network.model.activation !== "relu";
  return { example, roots, pulses, hasDegreeLaw, spectralRadius: Math.max(...sizes) };
}

/** The fixed points under a probe, each with all that is known of it computed again. */
async function rootsUnder(
  analysis: Analysis,
  trained: TrainedNetwork,
  probe: Probe,
): Promise<readonly ShownRoot[]> {
  const { network } = trained;
  const input = analysis.task(trained).probe(probe.value, probe.context);
  const { points } = await analysis.fixedPoints(trained, probe);
  return points.map(({ state: stated }) => {
    const { state, residual, index, certificate } = verifyPoint({ network, input, stated });
    const { eigenvalues, stable, marginal } = stabilityOf(network, state);
    const { value, context } = probe;
    return { input: value, context, stable, marginal, residual, index, certificate, eigenvalues };
  });
}
