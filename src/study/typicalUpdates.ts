import { type Cell, cellName } from "./cell.ts";

/**
 * The median number of updates of the pilot's networks (of two middle ones the larger), by
 * condition. It weighs which networks an audit draws; it is written out, so that no file has a say
 * in it, and a spec compares it with the pilot.
 */
const TYPICAL_UPDATES: Readonly<Record<string, number>> = {
  "bptt 3-cdi 0.1 working": 271,
  "bptt 3-cdi 0.5 working": 364,
  "bptt 3-cdi 1 working": 655,
  "bptt 4-cdi 0.1 working": 307,
  "bptt 4-cdi 0.5 working": 736,
  "bptt 4-cdi 1 working": 845,
  "bptt 5-cdi 0.1 working": 331,
  "bptt 5-cdi 0.5 working": 721,
  "bptt 6-cdi 0.1 working": 460,
  "bptt cdi 0.1 working": 164,
  "bptt cdi 0.1 working matched-updates": 444,
  "bptt cdi 0.5 working": 317,
  "bptt cdi 0.5 working miconi": 60,
  "bptt cdi 1 working": 444,
  "bptt rdm 0.1 working": 40,
  "bptt rdm 0.1 working matched-updates": 264,
  "bptt rdm 0.5 working": 165,
  "bptt rdm 1 code": 173,
  "bptt rdm 1 working": 264,
  "bptt rdm 1 working one-unit": 76,
  "bptt rdm 1 working tanh": 15,
  "full-force 3-cdi 1 working": 3960,
  "full-force cdi 0.1 working": 310,
  "full-force cdi 0.5 working": 430,
  "full-force cdi 1 working": 740,
  "full-force rdm 0.1 working": 30,
  "full-force rdm 0.5 working": 60,
  "full-force rdm 1 code": 123,
  "full-force rdm 1 working": 350,
  "genetic cdi 0.1 working": 63,
  "genetic rdm 0.1 working": 14,
  "genetic rdm 0.5 working": 51,
  "genetic rdm 1 working": 144,
  "hebbian 3-cdi 1 working": 50_000,
  "hebbian cdi 0.1 working": 32_000,
  "hebbian cdi 1 working": 50_000,
  "hebbian rdm 0.1 working": 800,
  "hebbian rdm 0.5 working": 1800,
  "hebbian rdm 1 code": 50_000,
  "hebbian rdm 1 working": 4600,
};

/** How many updates a network of a condition typically takes; its budget where none is known. */
export const typicalUpdates = (cell: Cell, budget: number): number =>
  TYPICAL_UPDATES[cellName(cell)] ?? Math.max(1, budget);
