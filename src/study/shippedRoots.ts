import type { Kink } from "../attractors/kink.ts";
import { fieldNormAt, pointAt } from "../attractors/point.ts";
import { ROOT_RESIDUAL } from "../attractors/solve.ts";
import { growthRate, MARGINAL_WIDTH, stabilityOf } from "../attractors/stability.ts";
import { type VerifiedPoint, verifyPoint } from "../attractors/verify.ts";
import { activationFunctions } from "../model/activation.ts";
import type { Network } from "../model/model.ts";
import { makeTask } from "../task/settings.ts";
import type { KnownRoots, KnownSet, Population, Probe } from "./analysis.ts";
import type { ShippedSet } from "./rootsFile.ts";
import type { TrainedNetwork } from "./trained.ts";

/** A shipped place may be this far from its point: float32 of a state of size 100. */
const MOST_MOVED = 1e-4;

/** What checking shipped fixed points came to. */
export type RootsChecked = {
  /** Sets whose every point is one, with the index and certificate stated, and with degree 1. */
  verified: number;
  /** Why a set was not taken, one line a set; its fixed points are solved for again. */
  readonly refused: string[];
};

const nameOf = (key: string, { value, context }: Probe): string => `${key} ${context} ${value}`;

/**
 * Shipped fixed points as an analysis takes them. Each set is verified when it is asked for:
 * residuals, certificates, indices and the degree are computed again; a set that fails is refused,
 * and said to be in `checked`.
 */
export function verifiedRoots(
  populations: readonly Population[],
  sets: readonly ShippedSet[],
  checked: RootsChecked,
): KnownRoots {
  const owners = new Map(
    populations.flatMap(({ settings, networks }) =>
      networks.map((trained) => [trained.key, { trained, settings }] as const),
    ),
  );
  const shipped = new Map(sets.map((set) => [nameOf(set.key, set.probe), set]));
  return (key, probe) => {
    const set = shipped.get(nameOf(key, probe));
    const owner = owners.get(key);
    if (set === undefined || owner === undefined) return undefined;
    const input = makeTask(owner.settings.trainTask).probe(probe.value, probe.context);
    const found = verifySet(owner.trained, input, set);
    if (typeof found === "string") {
      checked.refused.push(`${nameOf(key, probe)}: ${found}`);
      return undefined;
    }
    checked.verified += 1;
    return found;
  };
}

/** A perturbation that fades no faster than this is looked at by eigenvalues. */
const CLEARLY_FADES = 0.999;

/**
 * The stated max |λ|, where it agrees with what is cheap to see; else that of the eigenvalues. A
 * point of index −1 has an eigenvalue above 1; at a stable one a perturbation fades.
 */
function checkedRadius(
  network: Network,
  { state, index }: Pick<VerifiedPoint, "state" | "index">,
  stated: number,
): number {
  const agrees =
    stated < 1
      ? index === 1 && growthRate(network, state) < CLEARLY_FADES
      : index === -1 && stated > 1 + MARGINAL_WIDTH;
  return agrees ? stated : stabilityOf(network, state).spectralRadius;
}

/** Near places and continua are float32: |F| there may be this large, relative to 1 + |x|. */
const MOST_FIELD = 1e-4;

/** What is wrong with the near places and continua of a set; null where nothing is. */
function emptyPlace(
  at: { readonly network: Network; readonly input: Float64Array },
  beside: ShippedSet["beside"],
): string | null {
  const states = [
    ...(beside?.near ?? []).map(({ state }) => state),
    ...(beside?.continua ?? []).flatMap(({ sample }) => sample),
  ];
  for (const stated of states) {
    const state = Float64Array.from(stated);
    const size = fieldNormAt({ ...at, state });
    if (!(size <= MOST_FIELD * (1 + Math.hypot(...state)))) return `|F| of a place is ${size}`;
  }
  return null;
}

/** As `verifyPoint`; where nothing is certified, all that is known of a kink or degeneracy too. */
function verified(given: Parameters<typeof verifyPoint>[0]): VerifiedPoint & {
  readonly kink: Kink["verdict"] | null;
  /** Null where its eigenvalues say it. */
  readonly stable: boolean | null;
} {
  const found = verifyPoint(given);
  if (found.certificate.verdict === "certified") return { ...found, kink: null, stable: null };
  const { network, input } = given;
  const { kink, index, stable, degenerate } = pointAt({ network, input, state: found.state });
  const isOpen = kink !== null || degenerate !== null;
  return { ...found, index, kink: kink?.verdict ?? null, stable: isOpen ? stable : null };
}

/** The set, or what is wrong with it. */
function verifySet(
  { network }: TrainedNetwork,
  input: Float64Array,
  { points, beside }: ShippedSet,
): KnownSet | string {
  const isBounded = activationFunctions[network.model.activation].bounded;
  let degree = 0;
  let isCertain = true;
  const known = [];
  const place = emptyPlace({ network, input }, beside);
  if (place !== null) return place;
  for (const { state: stated, index, certified, spectralRadius, kink } of points) {
    const found = verified({ network, input, stated: Float64Array.from(stated) });
    if (!(found.residual < ROOT_RESIDUAL)) return `a residual is ${found.residual}`;
    if (!(found.moved < MOST_MOVED))
      return `a point is ${found.moved} from where it was said to be`;
    if (found.kink !== kink) return `a point's kink is ${found.kink}, not ${kink}`;
    if (found.index !== index) return `an index is ${found.index}, not ${index}`;
    const radius = checkedRadius(network, found, spectralRadius);
    if (Math.sign(radius - 1) !== Math.sign(spectralRadius - 1))
      return `a largest |λ| is ${radius}, not ${spectralRadius}`;
    if (certified && found.certificate.verdict !== "certified")
      return `a certificate is missing: ${found.certificate.reason}`;
    degree += found.index;
    isCertain &&= found.certificate.verdict === "certified";
    known.push({
      state: found.state,
      spectralRadius,
      stable: found.stable ?? spectralRadius < 1,
      marginal: Math.abs(spectralRadius - 1) < MARGINAL_WIDTH,
    });
  }
  const apart = apartOf(points, beside);
  const set = { points: known, apart };
  if (!isBounded) return { ...set, completeness: "no degree law" };
  if ((beside?.continua.length ?? 0) > 0) return { ...set, completeness: "degree does not apply" };
  if (points.some(({ index }) => index === 0)) return { ...set, completeness: "degree undecided" };
  if (degree === 1) return { ...set, completeness: "degree consistent" };
  // Points come and go in pairs: with one alone left out, or made up, the degree is not 1.
  if (isCertain) return `its degree is ${degree}, not 1: a point is missing, or one too many`;
  return { ...set, completeness: "a point is missing" };
}

/** What the file says that is neither a point nor several. */
const apartOf = (points: ShippedSet["points"], beside: ShippedSet["beside"]): KnownSet["apart"] =>
  beside && {
    continua: beside.continua.filter(({ unstableDirections }) => unstableDirections === 0).length,
    undecided: points.filter(({ kink }) => kink === "undecided").length,
    near: beside.near.length,
  };
