import { type FixedPointSet, findFixedPoints } from "../attractors/findFixedPoints.ts";
import { kindOf } from "../attractors/kind.ts";
import type { FixedPoint } from "../attractors/point.ts";
import { randomStarts, trajectoryStarts } from "../attractors/starts.ts";
import type { Network } from "../model/model.ts";
import { deriveKey } from "../numerics/rng.ts";
import { textTable } from "../report/textTable.ts";
import { readEachNetwork } from "../store/networkFile.ts";
import type { Host } from "./host.ts";
import { readNamed } from "./namedFile.ts";

/** What `attest attractors` is asked for. */
export type AttractorsOptions = {
  readonly file: string;
  /** One value for each input channel. */
  readonly input: readonly number[];
  readonly starts: number;
  readonly json: boolean;
};

/**
 * Solves for the fixed points of every network in a safetensors file under one static input, and
 * prints them. Answers whether every network was solved.
 */
export function attractors(options: AttractorsOptions, host: Host): boolean {
  const { file, json } = options;
  const networks = readNamed(file, readEachNetwork);
  const sets = networks.map((network) =>
    network instanceof RangeError ? network : solve(network, options),
  );
  for (const [number, set] of sets.entries())
    if (set instanceof RangeError)
      host.note(`${file}: network ${number}: ${set.message}; the others were solved\n`);
  host.out(json ? `${JSON.stringify(sets.map(jsonOf), null, 2)}\n` : tableOf(sets, networks, host));
  return sets.every((set) => !(set instanceof RangeError));
}

function solve(network: Network, { input, starts }: AttractorsOptions): FixedPointSet {
  const key = deriveKey(null, "attest", "attractors");
  return findFixedPoints({
    network,
    input,
    starts: [
      ...randomStarts(network, starts, deriveKey(key, "random")),
      ...trajectoryStarts({ network, input, count: starts, key: deriveKey(key, "trajectory") }),
    ],
    key,
  });
}

function jsonOf(set: FixedPointSet | RangeError): unknown {
  if (set instanceof RangeError) return { error: set.message };
  const { points, continua, near, counts, degree, completeness } = set;
  const plain = ({ state, ...rest }: { readonly state: Float64Array }) => ({
    state: [...state],
    ...rest,
  });
  return {
    degree,
    completeness,
    counts,
    points: points.map(plain),
    continua: continua.map(({ holds: _, sample, ends, ...rest }) => ({
      ...rest,
      ends: ends.map((state) => [...state]),
      sample: sample.map((state) => [...state]),
    })),
    near: near.map(plain),
  };
}

const TITLES = ["network", "point", "kind", "max |λ|", "|F|", "certificate", "starts"];

function tableOf(
  sets: readonly (FixedPointSet | RangeError)[],
  networks: readonly (Network | RangeError)[],
  host: Host,
): string {
  const rows = sets.flatMap((set, number) => {
    const network = networks[number];
    if (set instanceof RangeError || network instanceof RangeError) return [];
    const free = network.units - network.model.clamped.length;
    return set.points.map((point, k) =>
      rowOf(point, free, [`${number}`, `${k}`, shareOf(set, k)]).map((text) => ({ text })),
    );
  });
  const table = textTable(
    TITLES.map((title) => ({ title, align: "left" as const })),
    rows,
    host.width,
  );
  return `${table}\n${sets.map((set, number) => `network ${number}: ${sentenceOf(set)}\n`).join("")}`;
}

function rowOf(
  point: FixedPoint,
  free: number,
  [number, k, share]: readonly [string, string, string],
): readonly string[] {
  const { spectralRadius, fieldNorm, certificate, kink, degenerate } = point;
  const proof =
    certificate.verdict === "certified"
      ? `within ${certificate.existence.toExponential(0)}`
      : kink !== null
        ? "at a kink"
        : degenerate !== null
          ? "degenerate"
          : "none";
  const kind = kindOf({ ...point, kink: kink?.verdict ?? null, free });
  return [number, k, kind, spectralRadius.toFixed(6), fieldNorm.toExponential(1), proof, share];
}

function shareOf({ starts }: FixedPointSet, point: number): string {
  const drawn = starts.filter((start) => start.point === point).length;
  return `${((100 * drawn) / starts.length).toFixed(1)} %`;
}

function sentenceOf(set: FixedPointSet | RangeError): string {
  if (set instanceof RangeError) return `not solved: ${set.message}`;
  const { points, continua, near, completeness, degree } = set;
  const counted = (count: number, name: string) => `${count} ${name}${count === 1 ? "" : "s"}`;
  const found = points.length === 0 ? "no fixed point" : counted(points.length, "fixed point");
  const stable = points.filter((point) => point.stable).length;
  const slow = near.map(({ fieldNorm }) => fieldNorm.toExponential(0)).join(", ");
  return [
    `${found} found${points.length === 0 ? "" : `, ${stable} stable`}`,
    ...continua.map(
      ({ dimension, shape, extent }) =>
        `a continuum of dimension ${dimension}, ${shape}${Number.isFinite(extent) ? `, extent ${extent.toPrecision(3)}` : ""}`,
    ),
    ...(near.length === 0 ? [] : [`${counted(near.length, "near place")}, |F| ${slow}`]),
    completeness === "no degree law" ? completeness : `degree ${degree}, ${completeness}`,
  ].join("; ");
}
