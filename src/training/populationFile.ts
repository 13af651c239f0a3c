import { createHash } from "node:crypto";
import * as v from "valibot";
import { arithmeticVersion } from "../engine/arithmetic.ts";
import type { Network } from "../model/model.ts";
import { parseAs } from "../numerics/parse.ts";
import { canonicalJson } from "../setting/storable.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  FormatError,
  kindOf,
  type Tensor,
  type TensorFile,
} from "../store/safetensors.ts";
import { cellName, cellSchema } from "./cell.ts";
import type { PlannedCell } from "./plan.ts";
import { asTrained, type TrainedNetwork } from "./trained.ts";

/*
 * A population as one safetensors file that Python reads as it is. Tensors, first axis the network:
 * `recurrent` [network][unit][unit], `input` [network][unit][channel], `output`
 * [network][output][unit], `seed`, `updates`, `trials`, `validations`, `attempts` (I32),
 * `fresh_accuracy`, `ideal_accuracy` (F64), `loss_counts` (I32) and `losses` (F32), one network
 * after the other. Metadata: `activation`, `readout` and `alpha` as in any network file, `about`
 * (JSON: cell, plan, model, keys, stop reasons), `sha256`.
 */

const aboutSchema = v.object({
  cell: cellSchema,
  first: v.number(),
  wanted: v.number(),
  most: v.number(),
  plan: v.string(),
  arithmetic: v.string(),
  tier: v.picklist(["float64", "float32", "tolerance"]),
  units: v.number(),
  channels: v.number(),
  outputs: v.number(),
  model: v.unknown(),
  keys: v.array(v.string()),
  reasons: v.array(v.string()),
  details: v.array(v.string()),
});

/** What a population file says about its networks. */
export type PopulationAbout = v.InferOutput<typeof aboutSchema>;

/** The hash of a unit of work: what was to be trained. */
export function planHash(planned: PlannedCell): string {
  return createHash("sha256").update(canonicalJson(planned)).digest("hex").slice(0, 16);
}

/** How a unit's file is called, without its ending; units of one cell differ in first seed. */
export function populationSlug({ cell, first }: Pick<PlannedCell, "cell" | "first">): string {
  return `${cellName(cell).replaceAll(" ", "_")}${first === 0 ? "" : `_from-${first}`}`;
}

/**
 * The bytes of a population's file. Losses are rounded to float32; all else is kept as it is.
 * @throws RangeError where the networks are not of one shape and model.
 */
export function encodePopulation(
  planned: PlannedCell,
  networks: readonly TrainedNetwork[],
): Uint8Array {
  if (networks.length === 0) throw new RangeError("networks: expected at least one");
  const [{ network, tier }] = networks;
  const same = (each: Network): boolean =>
    each.units === network.units &&
    each.channels === network.channels &&
    each.outputs === network.outputs &&
    canonicalJson(each.model) === canonicalJson(network.model);
  if (!networks.every((each) => same(each.network) && each.tier === tier))
    throw new RangeError("networks: expected one shape, one model, one tier");
  const about: PopulationAbout = {
    cell: planned.cell,
    first: planned.first,
    wanted: planned.wanted,
    most: planned.most,
    plan: planHash(planned),
    arithmetic: String(arithmeticVersion),
    tier,
    units: network.units,
    channels: network.channels,
    outputs: network.outputs,
    model: network.model,
    keys: networks.map(({ key }) => key),
    reasons: networks.map(({ reason }) => reason),
    details: networks.map(({ detail }) => detail),
  };
  const tensors = tensorsOf(networks);
  const metadata = new Map([
    ["activation", network.model.activation],
    ["readout", network.model.readout],
    ["alpha", String(network.model.alpha)],
    ["about", JSON.stringify(about)],
  ]);
  return encodeSafetensors({
    tensors,
    metadata: new Map([...metadata, ["sha256", digest({ tensors, metadata })]]),
  });
}

function tensorsOf(networks: readonly TrainedNetwork[]): Map<string, Tensor> {
  const count = networks.length;
  const [{ network }] = networks;
  const weights = (name: "recurrent" | "input" | "output", shape: readonly number[]): Tensor => {
    const all = networks.flatMap((each) => [...each.network.weights[name]]);
    const isFloat32 = all.every((w) => Object.is(Math.fround(w), w));
    return {
      shape: [count, ...shape],
      data: isFloat32 ? Float32Array.from(all) : Float64Array.from(all),
    };
  };
  const whole = (of: (each: TrainedNetwork) => number): Tensor => ({
    shape: [count],
    data: Int32Array.from(networks, of),
  });
  const real = (of: (each: TrainedNetwork) => number): Tensor => ({
    shape: [count],
    data: Float64Array.from(networks, of),
  });
  const losses = Float32Array.from(networks.flatMap((each) => [...each.losses]));
  return new Map([
    ["recurrent", weights("recurrent", [network.units, network.units])],
    ["input", weights("input", [network.units, network.channels])],
    ["output", weights("output", [network.outputs, network.units])],
    ["seed", whole(({ seed }) => seed)],
    ["updates", whole(({ updates }) => updates)],
    ["trials", whole(({ trials }) => trials)],
    ["validations", whole(({ validations }) => validations)],
    ["attempts", whole(({ attempts }) => attempts)],
    ["fresh_accuracy", real(({ freshAccuracy }) => freshAccuracy)],
    ["ideal_accuracy", real(({ idealAccuracy }) => idealAccuracy)],
    ["loss_counts", whole(({ losses: own }) => own.length)],
    ["losses", { shape: [losses.length], data: losses }],
  ]);
}

function digest({ tensors, metadata }: TensorFile): string {
  const hash = createHash("sha256");
  for (const [name, text] of [...metadata].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(canonicalJson([name, text]));
  for (const [name, { shape, data }] of [...tensors].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(canonicalJson([name, [...shape], kindOf(data)]));
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex");
}

/** A population as its file holds it. */
export type ReadPopulation = {
  readonly about: PopulationAbout;
  readonly networks: readonly TrainedNetwork[];
};

/**
 * The networks of a population's file.
 * @throws FormatError or TypeError where it is not whole, was changed, or does not hold together.
 */
export function decodePopulation(bytes: Uint8Array): ReadPopulation {
  const file = decodeSafetensors(bytes);
  const metadata = new Map(file.metadata);
  const stated = metadata.get("sha256");
  metadata.delete("sha256");
  if (stated !== digest({ tensors: file.tensors, metadata }))
    throw new FormatError("population: its hash is not the one it states");
  const about = parseAs("population", aboutSchema, aboutOf(metadata));
  const column = (name: string): Tensor["data"] => {
    const tensor = file.tensors.get(name);
    if (tensor === undefined) throw new FormatError(`population: no tensor "${name}"`);
    return tensor.data;
  };
  const count = about.keys.length;
  const part = (name: string, index: number): Float64Array => {
    const data = column(name);
    return Float64Array.from(
      data.subarray((index * data.length) / count).subarray(0, data.length / count),
    );
  };
  const lossCounts = Int32Array.from(column("loss_counts"));
  let lossesFrom = 0;
  const { units, channels, outputs, model } = about;
  const networks = about.keys.map((key, index) => {
    const losses = Float64Array.from(
      column("losses").subarray(lossesFrom, lossesFrom + lossCounts[index]),
    );
    lossesFrom += lossCounts[index];
    const weights = {
      recurrent: part("recurrent", index),
      input: part("input", index),
      output: part("output", index),
    };
    return asTrained({
      key,
      cell: about.cell,
      seed: column("seed")[index],
      tier: about.tier,
      network: { model, units, channels, outputs, weights },
      reason: about.reasons[index],
      detail: about.details[index],
      attempts: column("attempts")[index],
      updates: column("updates")[index],
      trials: column("trials")[index],
      validations: column("validations")[index],
      freshAccuracy: column("fresh_accuracy")[index],
      idealAccuracy: column("ideal_accuracy")[index],
      losses,
    });
  });
  return { about, networks };
}

function aboutOf(metadata: ReadonlyMap<string, string>): unknown {
  try {
    return JSON.parse(metadata.get("about") ?? "null");
  } catch {
    throw new FormatError('population: its metadata "about" is not JSON');
  }
}
