import type { PopulationName } from "../claims/finding.ts";
import { measureClaim, neededCells } from "../claims/judge.ts";
import { simulatePower } from "../claims/power.ts";
import { powerTable } from "../report/powerTable.ts";
import { cellName } from "../study/cell.ts";
import type { NetworksFrom } from "../study/networks.ts";
import { openRules } from "../study/rules.ts";
import { openStudy } from "../study/study.ts";
import { claimsNamed } from "./claimNamed.ts";
import type { Host } from "./host.ts";
import { measuredNetworks, oursOn, recordIn } from "./population.ts";
import { duration } from "./progress.ts";

/** What `attest power` is asked for. */
export type PowerOptions = {
  readonly claim: string;
  /** The rule whose claim it is, in its role; the paper's own where it is left out. */
  readonly rule: string | undefined;
  /** Files of rules beside ours. */
  readonly rules: readonly string[];
  /** A folder of trained networks; the populations' files are read where it is left out. */
  readonly store: string | undefined;
  readonly populations: string;
  /** `study`: of the study's networks those that were measured, in the place of populations. */
  readonly population: PopulationName | undefined;
  readonly study: string;
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
  const warn = (message: string): void => host.note(`${message}\n`);
  const knows = await openRules(options.rules);
  const [claim] = await claimsNamed([options.claim], oursOn(options.population));
  const cells = neededCells([claim], { subject: options.rule });
  const { store, populations } = options;
  const from: NetworksFrom =
    options.population === "study"
      ? measuredNetworks(recordIn(options.study, knows, { warn }), claim)
      : store === undefined
        ? { kind: "shipped", folder: populations }
        : { kind: "stored", folder: store, cells };
  const study = await openStudy({ networks: [from], rules: knows, warn });
  const atHand = cells.filter((cell) => study.networks(cell).length > 0);
  if (atHand.length === 0)
    throw new Error(
      `${claim.id}: no network is at hand of ${cells.map(cellName).join(", ")}; ` +
        "train some first (attest train, attest reproduce)",
    );
  host.note("Reading the evidence off the networks …\n");
  const evidence = await measureClaim(claim, study, { subject: options.rule, cells: atHand });
  const { ladder, draws } = options;
  const tell = drawProgress(draws, host);
  const found = await simulatePower(claim, evidence, { ladder, draws, tell });
  const counts = atHand.map((cell) => `${cellName(cell)}: ${study.networks(cell).length}`);
  const lacking = cells.filter((cell) => !atHand.includes(cell));
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
