import { bptt } from "../../src/rules/bptt.ts";
import { working } from "../../src/setting/readings.ts";
import { decodeSafetensors, type TensorFile } from "../../src/store/safetensors.ts";
import { networkStream, resolveCell } from "../../src/study/cell.ts";
import { cellOf, type PlannedCell } from "../../src/study/plan.ts";
import {
  decodePopulation,
  encodePopulation,
  type ReadPopulation,
} from "../../src/study/populationFile.ts";
import type { TrainedNetwork } from "../../src/study/trained.ts";
import { drawInitial } from "../../src/training/initialMemory.ts";
import type { Law } from "../law.ts";
import { hostileTensors, sealPopulation } from "../store/hostileTensors.ts";
import { answerOf } from "../store/refusal.ts";

/** Reads a population's file. */
export type ReadPopulationFile = (bytes: Uint8Array) => ReadPopulation;

const cell = cellOf("bptt", "cdi");
const planned: PlannedCell = { cell, first: 3, wanted: 3, most: 5 };

/** Three networks of few units, of which one diverged and one did not learn. */
function made(): Uint8Array {
  const settings = resolveCell(cell, bptt, working);
  const small = { ...settings, initialisation: { ...settings.initialisation, units: 4 } };
  const networks = [3, 4, 5].map(
    (seed): TrainedNetwork => ({
      ...{ key: `0123456789abcde${seed}`, cell, seed, tier: "float32" },
      network: drawInitial(small, networkStream(cell, seed), 0)(),
      reason: (["diverged", "budget", "criterion"] as const)[seed - 3],
      ...{ detail: "", attempts: 1, updates: seed, trials: 500 * seed, validations: seed },
      ...{ freshAccuracy: 0.9, idealAccuracy: 0.92, losses: Float64Array.of(1, 0.5, seed) },
    }),
  );
  return encodePopulation(planned, networks);
}

/** The numbers of every tensor that can be seen in what was read, written again. */
function difference(held: TensorFile, { about, networks }: ReadPopulation): string | null {
  const { cell, first, wanted, most } = about;
  const again = decodeSafetensors(
    encodePopulation({ cell, first, wanted, most }, networks),
  ).tensors;
  for (const [name, { shape, data }] of held.tensors) {
    const tensor = again.get(name);
    if (tensor === undefined) return `tensor "${name}" is nowhere in what was read`;
    if (String(tensor.shape) !== String(shape)) return `"${name}" is [${shape}]`;
    const numbers = Float64Array.from(tensor.data);
    const at = Float64Array.from(data).findIndex((value, k) => !Object.is(value, numbers[k]));
    if (at >= 0) return `"${name}"[${at}] is ${data[at]}, and was read as ${numbers[at]}`;
  }
  return null;
}

/** What was accepted, though the file does not hold together. */
function lieIn(file: TensorFile, read: ReadPopulation): string | null {
  const { about, networks } = read;
  if (networks.length === 0 || networks.length > about.most) return `${networks.length} networks`;
  if (new Set(networks.map(({ key }) => key)).size < networks.length) return "a key twice";
  for (const [at, { seed, reason, network }] of networks.entries()) {
    if (seed !== about.first + at) return `seed ${seed} is number ${at} from ${about.first}`;
    const whole = Object.values(network.weights).every((w) => w.every(Number.isFinite));
    if (reason !== "diverged" && !whole) return `seed ${seed} is not finite, and "${reason}"`;
    for (const name of ["activation", "readout", "alpha"] as const)
      if (file.metadata.get(name) !== String(network.model[name])) return `${name} is told twice`;
  }
  return difference(file, read);
}

/** The law of a population's reader, tried on these files, changed. */
export function populationFuzzing(
  corpus: () => readonly Uint8Array[],
): Law<ReadPopulationFile, Uint8Array, "training/fuzz-population"> {
  return {
    id: "training/fuzz-population",
    says: "a changed population is refused by a FormatError, or all of it is read and agrees",
    needs: [],
    runs: 1000,
    cases: () => hostileTensors(corpus(), sealPopulation),
    holds(read, bytes) {
      const answer = answerOf(() => read(bytes));
      if (!("value" in answer)) return;
      const lie = lieIn(decodeSafetensors(bytes), answer.value);
      if (lie !== null) throw new Error(`accepted: ${lie}`);
    },
    mutants: [
      {
        name: "the metadata's text is not looked at before it is parsed",
        subject(bytes) {
          JSON.parse(decodeSafetensors(bytes).metadata.get("about") ?? "null");
          return decodePopulation(bytes);
        },
      },
      {
        name: "what is missing is made up",
        subject(bytes) {
          try {
            return decodePopulation(bytes);
          } catch {
            return decodePopulation(made());
          }
        },
      },
      {
        name: "the last network is left out",
        subject(bytes) {
          const { about, networks } = decodePopulation(bytes);
          return { about, networks: networks.slice(0, -1) };
        },
      },
      {
        name: "the metadata's activation may be another than the model's",
        subject(bytes) {
          const { metadata } = decodeSafetensors(bytes);
          return decodePopulation(metadata.get("activation") === "relu" ? made() : bytes);
        },
      },
    ],
  };
}

/** A population's file is a population, or nothing. */
export const fuzzedPopulations: Law<ReadPopulationFile, Uint8Array, "training/fuzz-population"> =
  populationFuzzing(() => [made()]);
