import { createHash } from "node:crypto";
import * as v from "valibot";
import { arithmeticVersion } from "../engine/arithmetic.ts";
import { type Network, requireNetwork } from "../model/model.ts";
import { canonicalJson } from "../setting/storable.ts";
import { columnOf, inFormat, metadataOf } from "../store/columns.ts";
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
import { VARIANTS } from "./variant.ts";

/*
 * A population as one safetensors file that Python reads as it is. Tensors, first axis the network:
 * `recurrent` [network][unit][unit], `input` [network][unit][channel], `output`
 * [network][output][unit], `seed`, `updates`, `trials`, `validations`, `attempts` (I32),
 * `fresh_accuracy`, `ideal_accuracy` (F64), `loss_counts` (I32) and `losses` (F32), one network
 * after the other. Metadata: `activation`, `readout` and `alpha` as in any network file, `about`
 * (JSON: cell, plan, model, keys, stop reasons), `sha256`.
 */

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const aboutSchema = v.object({
  cell: cellSchema,
  first: count,
  wanted: count,
  most: count,
  plan: v.string(),
  arithmetic: v.string(),
  tier: v.picklist(["float64", "float32", "tolerance"]),
  units: count,
  channels: count,
  outputs: count,
  model: v.unknown(),
  keys: v.array(v.string()),
  reasons: v.array(v.string()),
  details: v.array(v.string()),
});

/** What a population file says about its networks. */
export type PopulationAbout = v.InferOutput<typeof aboutSchema>;

/** The hash of a unit of work: what was to be trained. */
export function planHash({ cell, first, wanted, most, updatesOf }: PlannedCell): string {
  const work = { cell, first, wanted, most, ...(updatesOf === undefined ? {} : { updatesOf }) };
  return createHash("sha256").update(canonicalJson(work)).digest("hex").slice(0, 16);
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
 * @throws FormatError where it is not whole, was changed, or does not hold together.
 */
export function decodePopulation(bytes: Uint8Array): ReadPopulation {
  const file = decodeSafetensors(bytes);
  requirePopulation(file);
  const metadata = new Map(file.metadata);
  const stated = metadata.get("sha256");
  metadata.delete("sha256");
  if (stated !== digest({ tensors: file.tensors, metadata }))
    throw new FormatError("population: its hash is not the one it states");
  const about = metadataOf("population", metadata, { name: "about", schema: aboutSchema });
  const columns = columnsOf(file, about);
  let lossesTo = 0;
  const networks = [...about.keys.keys()].map((index) => {
    const lossesFrom = lossesTo;
    lossesTo += columns.loss_counts[index];
    return networkAt(index, { about, columns, losses: [lossesFrom, lossesTo] });
  });
  requireConsistent({ about, networks }, metadata);
  return { about, networks };
}

/** @throws FormatError for a whole file of something else: what is not told apart looks broken. */
function requirePopulation({ tensors, metadata }: TensorFile): void {
  if (tensors.has("state") && tensors.has("probe"))
    throw new FormatError(
      "population: expected networks, got a file of roots, their fixed points: " +
        "the networks are in the file of the same name without .roots",
    );
  if (tensors.has("recurrent") && !metadata.has("sha256"))
    throw new FormatError(
      "population: expected a file that attest trained, got networks from elsewhere: " +
        "for those there are attest judge and attest attractors",
    );
}

type Columns = Readonly<Record<string, Tensor["data"]>>;

/** Every tensor of a population's file, each of its kind and shape. */
function columnsOf({ tensors }: TensorFile, about: PopulationAbout): Columns {
  const { units, channels, outputs, keys } = about;
  const weights = { recurrent: [units, units], input: [units, channels], output: [outputs, units] };
  const whole = ["seed", "updates", "trials", "validations", "attempts", "loss_counts"];
  const columns: Record<string, Tensor["data"]> = {};
  for (const [name, shape] of Object.entries(weights)) {
    const expected = { name, kinds: ["F32", "F64"] as const, shape: [keys.length, ...shape] };
    columns[name] = columnOf("population", tensors, expected);
  }
  for (const [names, kind] of [
    [whole, "I32"],
    [["fresh_accuracy", "ideal_accuracy"], "F64"],
  ] as const)
    for (const name of names)
      columns[name] = columnOf("population", tensors, {
        ...{ name, kinds: [kind], shape: [keys.length] },
      });
  const losses = Float64Array.from(columns.loss_counts).reduce((sum, n) => sum + Math.max(0, n), 0);
  columns.losses = columnOf("population", tensors, {
    ...{ name: "losses", kinds: ["F32"], shape: [losses] },
  });
  if (tensors.size !== Object.keys(columns).length)
    throw new FormatError(`population: expected the tensors ${Object.keys(columns).join(", ")}`);
  return columns;
}

function networkAt(
  index: number,
  {
    about,
    columns,
    losses,
  }: {
    readonly about: PopulationAbout;
    readonly columns: Columns;
    readonly losses: readonly [number, number];
  },
): TrainedNetwork {
  const { units, channels, outputs, model, keys } = about;
  const part = (name: string): Float64Array => {
    const size = columns[name].length / keys.length;
    return Float64Array.from(columns[name].subarray(index * size, (index + 1) * size));
  };
  return inFormat("population", () => {
    if (columns.loss_counts[index] < 0) throw new RangeError("expected no negative loss_counts");
    const weights = { recurrent: part("recurrent"), input: part("input"), output: part("output") };
    const trained = asTrained({
      key: keys[index],
      cell: about.cell,
      seed: columns.seed[index],
      tier: about.tier,
      network: { model, units, channels, outputs, weights },
      reason: about.reasons[index],
      detail: about.details[index],
      attempts: columns.attempts[index],
      updates: columns.updates[index],
      trials: columns.trials[index],
      validations: columns.validations[index],
      freshAccuracy: columns.fresh_accuracy[index],
      idealAccuracy: columns.ideal_accuracy[index],
      losses: Float64Array.from(columns.losses.subarray(...losses)),
    });
    // A diverged network is kept as it ended, NaN and all.
    if (trained.reason !== "diverged") requireNetwork(trained.network);
    return trained;
  });
}

/** @throws FormatError where two places of a file say the same thing differently. */
function requireConsistent(
  { about, networks }: ReadPopulation,
  metadata: TensorFile["metadata"],
): void {
  const { cell, first, wanted, most, keys } = about;
  const refuse = (message: string): never => {
    throw new FormatError(`population: ${message}`);
  };
  if (keys.length === 0 || keys.length > most || new Set(keys).size < keys.length)
    refuse(`expected 1 … ${most} keys, each once, got ${keys.length}`);
  if (about.reasons.length !== keys.length || about.details.length !== keys.length)
    refuse(`expected ${keys.length} reasons and details`);
  for (const [at, { seed }] of networks.entries())
    if (seed !== first + at) refuse(`seed ${seed} is in the place of seed ${first + at}`);
  const [{ model }] = networks.map(({ network }) => network);
  for (const name of ["activation", "readout", "alpha"] as const)
    if (metadata.get(name) !== String(model[name]))
      refuse(`expected ${name} ${model[name]} in its metadata, got ${metadata.get(name)}`);
  // Where updates are given, the plan says by which cell, and the file does not.
  const isGiven = VARIANTS[cell.variant].updates === "given";
  if (!isGiven && about.plan !== planHash({ cell, first, wanted, most }))
    refuse(`its plan ${about.plan} is not what it says it was to train`);
}
