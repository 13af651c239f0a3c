import { findFixedPoints } from "../attractors/findFixedPoints.ts";
import { randomStarts, trajectoryStarts } from "../attractors/starts.ts";
import { deriveKey } from "../numerics/rng.ts";
import { textTable } from "../report/textTable.ts";
import { readCellFile } from "../store/cellFile.ts";
import { readNetworkFile } from "../store/networkFile.ts";
import { cellAttractors } from "./cellAttractors.ts";
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
  const cells = readNamed(options.file, readCellFile);
  if (!cells.asPaper) return cellAttractors(cells, options, host);
  networkAttractors(options, host);
  return true;
}

function networkAttractors({ file, input, starts, json }: AttractorsOptions, host: Host): void {
  const networks = readNamed(file, readNetworkFile);
  const key = deriveKey(null, "attest", "attractors");
  const sets = networks.map((network) =>
    findFixedPoints({
      network,
      input,
      starts: [
        ...randomStarts(network, starts, deriveKey(key, "random")),
        ...trajectoryStarts({ network, input, count: starts, key: deriveKey(key, "trajectory") }),
      ],
      key,
    }),
  );
  if (json) {
    const rows = sets.map(({ points, counts, degree, complete }) => ({
      degree,
      complete,
      counts,
      points: points.map(({ state, ...point }) => ({ state: [...state], ...point })),
    }));
    host.out(`${JSON.stringify(rows, null, 2)}\n`);
    return;
  }
  const rows = sets.flatMap(({ points, complete }, network) =>
    points.map(({ residual, stable, marginal, spectralRadius }, point) =>
      [
        `${network}`,
        `${point}`,
        `${stable ? "stable" : "saddle"}${marginal ? " (marginal)" : ""}`,
        spectralRadius.toFixed(6),
        residual.toExponential(1),
        String(complete),
      ].map((text) => ({ text })),
    ),
  );
  const titles = ["network", "point", "kind", "max |λ|", "residual", "complete"];
  host.out(
    textTable(
      titles.map((title) => ({ title, align: "left" as const })),
      rows,
      host.width,
    ),
  );
}
