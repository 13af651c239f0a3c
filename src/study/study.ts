import type { Engine } from "../engine/engine.ts";
import type { Reading } from "../setting/reading.ts";
import { working } from "../setting/readings.ts";
import { type Analysis, type AnalysisOptions, analyse, type Population } from "./analysis.ts";
import { cellName } from "./cell.ts";
import { type LeftOut, type NetworksFrom, type ReadNetworks, readNetworks } from "./networks.ts";
import type { ShippedSet } from "./rootsFile.ts";
import { openRules, type StudyRules } from "./rules.ts";
import { type RootsChecked, verifiedRoots } from "./shippedRoots.ts";

/**
 * Networks with all that they mean: a study owns its rules, their settings and keys, its reading,
 * its engine and its caches, so that nothing is passed beside it.
 */
export interface Study extends Analysis {
  readonly knows: StudyRules;
  /** The fixed points that came with the networks; each is verified when it is asked for. */
  readonly roots: readonly ShippedSet[];
  /** What became of those that were asked for. */
  readonly checked: RootsChecked;
  /** Networks that were found and are in no population. */
  readonly left: readonly LeftOut[];
  /** The same networks under another reading; what was computed under this one is not taken. */
  under(reading: Reading): Study;
}

/** What a study is opened with. */
export type StudyOptions = Pick<AnalysisOptions, "starts"> & {
  readonly networks: readonly NetworksFrom[];
  /** Rules that are known beside ours: files of them, or rules that were opened. */
  readonly rules?: readonly string[] | StudyRules;
  readonly reading?: Reading;
  /** What runs networks for analysis: float64 where it is left out. */
  readonly engine?: Engine;
  /** Told of what was left out or is not there. */
  readonly warn?: (message: string) => void;
};

/**
 * Opens a study: reads its networks, and verifies that they are what they are said to be.
 * @throws Error or RangeError that names the rule, folder or file that is not what it should be.
 */
export async function openStudy({
  networks,
  rules = [],
  reading = working,
  warn = () => {},
  ...how
}: StudyOptions): Promise<Study> {
  const knows = "all" in rules ? rules : await openRules(rules);
  const read: ReadNetworks[] = [];
  for (const from of networks) read.push(await readNetworks(from, { rules: knows, warn }));
  const all = {
    populations: read.flatMap(({ populations }) => populations),
    roots: read.flatMap(({ roots }) => roots),
    left: read.flatMap(({ left }) => left),
  };
  requireOnce(all.populations);
  return studyOf(all, { knows, reading, ...how });
}

/** @throws RangeError where networks of one condition come from two places. */
function requireOnce(populations: readonly Population[]): void {
  const names = populations
    .filter(({ networks }) => networks.length > 0)
    .map(({ cell }) => cellName(cell));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new RangeError(`networks: ${twice} is read from two places`);
}

function studyOf(
  read: ReadNetworks,
  how: Pick<AnalysisOptions, "starts" | "engine"> & {
    readonly knows: StudyRules;
    readonly reading: Reading;
  },
): Study {
  const { knows, reading, ...options } = how;
  const checked: RootsChecked = { verified: 0, refused: [] };
  const known = verifiedRoots(read.populations, read.roots, checked);
  return {
    ...analyse(read.populations, reading, { ...options, known, rules: knows.all }),
    knows,
    roots: read.roots,
    left: read.left,
    checked,
    under: (other) => studyOf(read, { ...how, reading: other }),
  };
}
