import * as v from "valibot";
import { binomialBounds } from "../statistics/binomialBounds.ts";

/** What a confirmatory test came to in simulated studies at its registered numbers. */
export type SimulatedTest = {
  readonly name: string;
  readonly networks: number;
  /** Studies in which it was supported, where the networks are as they were taken to be. */
  readonly supported: number;
  readonly contradicted: number;
  /** Studies in which it was supported though there is nothing to be found; null where unknown. */
  readonly falsely: number | null;
  /** How there was made to be nothing, or why it was not. */
  readonly nothing: string;
};

/** Networks that stood for those of a condition. */
export type StoodFor = {
  readonly condition: string;
  readonly networks: number;
  /** The condition whose networks they are, where it is another: the assumption. */
  readonly as: string | null;
};

/** Size and power of a claim's tests, and of all of them together, by simulation. */
export type Simulated = {
  /** Studies that were simulated so far, and how many are wanted. */
  readonly draws: number;
  readonly wanted: number;
  readonly tests: readonly SimulatedTest[];
  /** Studies in which the claim as a whole was supported, and contradicted. */
  readonly whole: { readonly supported: number; readonly contradicted: number };
  readonly from: readonly StoodFor[];
};

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Simulations as a registration's file holds them. */
export const simulatedSchema: v.GenericSchema<unknown, Simulated> = v.strictObject({
  draws: whole,
  wanted: whole,
  tests: v.array(
    v.strictObject({
      name: v.string(),
      networks: whole,
      supported: whole,
      contradicted: whole,
      falsely: v.nullable(whole),
      nothing: v.string(),
    }),
  ),
  whole: v.strictObject({ supported: whole, contradicted: whole }),
  from: v.array(
    v.strictObject({ condition: v.string(), networks: whole, as: v.nullable(v.string()) }),
  ),
});

/**
 * The power that a confirmatory claim must have as a whole.
 * @source claims "Confirmatory only with power"
 */
export const LEAST_POWER = 0.8;

/** Whether all of a simulation is there. */
export const isDone = (simulated: Simulated | undefined): boolean =>
  simulated !== undefined && simulated.draws >= simulated.wanted;

/** A share of simulated studies with its exact 95 % interval: `0.84 (0.78–0.89)`. */
export function shareWords(count: number, draws: number): string {
  if (draws === 0) return "–";
  const { low, high } = binomialBounds({ successes: count, trials: draws });
  return `${(count / draws).toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

/** What is to be said of a claim's power: that it is too little, or not known; else nothing. */
export function powerWords(simulated: Simulated | undefined): string {
  if (simulated === undefined || !isDone(simulated)) return "size and power are not computed yet";
  const { draws, whole: all } = simulated;
  if (all.supported / draws >= LEAST_POWER) return "";
  const share = shareWords(all.supported, draws);
  const power = `underpowered: ${share} as a whole, below ${LEAST_POWER}`;
  return all.contradicted === 0
    ? power
    : `${power}; contradicted in ${shareWords(all.contradicted, draws)}`;
}
