import { type Analysis, analyse } from "../claims/analysis.ts";
import type { AnyClaim } from "../claims/claim.ts";
import { type Power, simulatePower } from "../claims/power.ts";
import { verifiedRoots } from "../claims/shippedRoots.ts";
import { powerTable } from "../report/powerTable.ts";
import { working } from "../setting/readings.ts";
import { cellName } from "../training/cell.ts";
import { claimNamed } from "./claimNamed.ts";
import type { Host } from "./host.ts";
import { duration } from "./progress.ts";
import { shippedPopulations } from "./shippedPopulations.ts";
import { storedPopulations } from "./storedPopulations.ts";

/** What `attest power` is asked for. */
export type PowerOptions = {
  readonly claim: string;
  /** A folder of trained networks; the populations' files are read where it is left out. */
  readonly store: string | undefined;
  readonly populations: string;
  readonly draws: number;
  readonly ladder: readonly number[];
  readonly json: boolean;
};

/**
 * Says by simulation, from the populations in a store, how many networks a claim needs. Cells that
 * have none are left out, and named: no number of the others would make up for them.
 * @throws RangeError for a claim that does not exist; Error where no cell has a network.
 */
export async function power(options: PowerOptions, host: Host): Promise<void> {
  const claim = claimNamed(options.claim);
  const populations = await populationsOf(claim, options, host);
  const found = await powerOf(claim, populations, options, host);
  const atHand = populations.populations.filter(({ networks }) => networks.length > 0);
  const counts = atHand.map(({ cell, networks }) => `${cellName(cell)}: ${networks.length}`);
  const lacking = claim.cells().filter((cell) => populations.networks(cell).length === 0);
  const without =
    lacking.length === 0
      ? ""
      : `Left out, as no network is at hand: ${lacking.map(cellName).join("; ")}.\n`;
  const beside = `Networks at hand: ${counts.join("; ")}.\n${without}`;
  host.out(
    options.json
      ? `${JSON.stringify(found, null, 2)}\n`
      : `${powerTable(found, { width: host.width, colours: host.colours })}${beside}`,
  );
}

/** The claim's populations, from a store or from their files. */
async function populationsOf(
  claim: AnyClaim,
  { store, populations }: PowerOptions,
  host: Host,
): Promise<Analysis> {
  const cells = claim.cells();
  const warn = (message: string): void => host.note(`${message}\n`);
  if (store !== undefined)
    return analyse(await storedPopulations(cells, { folder: store, warn }), working);
  const shipped = await shippedPopulations(populations);
  const names = new Set(cells.map(cellName));
  const own = shipped.populations.filter(({ cell }) => names.has(cellName(cell)));
  const checked = { verified: 0, refused: [] };
  return analyse(own, working, { known: verifiedRoots(own, shipped.roots, checked) });
}

/** The power of a claim on populations at hand, wherever they come from. */
async function powerOf(
  claim: AnyClaim,
  analysis: Analysis,
  { ladder, draws }: PowerOptions,
  host: Host,
): Promise<Power> {
  const cells = claim.cells();
  const atHand = cells.filter((cell) => analysis.networks(cell).length > 0);
  if (atHand.length === 0)
    throw new Error(
      `${claim.id}: no network is at hand of ${cells.map(cellName).join(", ")}; ` +
        "train some first (attest train, attest reproduce)",
    );
  host.note("Reading the evidence off the networks …\n");
  const evidence = await claim.measure(analysis, atHand);
  return simulatePower(claim, evidence, { ladder, draws, tell: drawProgress(draws, host) });
}

/** One line that is redrawn on a terminal, else one line for each n. */
function drawProgress(
  draws: number,
  host: Host,
): (networks: number, draw: number) => Promise<void> {
  let started = host.nowMs();
  return async (networks, draw) => {
    if (draw === 0) started = host.nowMs();
    if (!host.interactive) {
      if (draw === 0) host.note(`${networks} networks a cell: ${draws} draws\n`);
      return;
    }
    const seconds = (host.nowMs() - started) / 1000;
    const left =
      draw === 0 ? "" : `, about ${duration((seconds / draw) * (draws - draw))} left for this n`;
    const line = `${networks} networks a cell: draw ${draw + 1} of ${draws}${left}`;
    host.note(`\r\x1b[K${draw + 1 === draws ? "" : line.slice(0, host.width - 1)}`);
  };
}
