import fc from "fast-check";
import { cellField } from "../../src/attractors/cells/cellField.ts";
import {
  type CellExploration,
  exploreCellPoints,
} from "../../src/attractors/cells/exploreCellPoints.ts";
import { findCellPoints } from "../../src/attractors/cells/findCellPoints.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import type { Law } from "../law.ts";
import { type CellCase, cellCases, drawCell, makeCell, ourMakers } from "../model/cellMade.ts";
import { largestGap } from "./made.ts";

const KEY = deriveKey(null, "cells", "explored");

/** A way to explore a cell. */
export type ExploreCell = typeof exploreCellPoints;

type Case = CellCase & { readonly most: number; readonly over: number };

const SLOW_BELOW = 0.3;

const changed =
  (change: (found: CellExploration) => Partial<CellExploration>): ExploreCell =>
  (question) => {
    const found = exploreCellPoints(question);
    return { ...found, ...change(found) };
  };

/** What an exploration says of itself is so. */
export const cellsExplored: Law<ExploreCell, Case, "cells/explored"> = {
  id: "cells/explored",
  says:
    "an exploration draws no more than it may, ends when the time is over, counts what each " +
    "point drew, finds its own starts' points, and calls slow what moves by less than was asked",
  cite: "Good 1953",
  needs: [],
  runs: 40,
  cases: () =>
    fc
      .tuple(
        cellCases.map((given) => ({ ...given, gain: 2 * given.gain })),
        fc.constantFrom(0, 7, 120, 2000),
        fc.constantFrom(0, 1, 30, Number.POSITIVE_INFINITY),
      )
      .map(([given, most, over]) => ({ ...given, most, over })),
  holds(explore, { most, over, ...given }) {
    const situation = drawCell(given);
    const { input } = situation;
    const cell = makeCell(ourMakers, given, situation);
    const own = findCellPoints({ cell, input, starts: [new Float64Array(cell.stateSize)] });
    const starts = own.points.slice(0, 1).map(({ state }) => state);
    let asked = 0;
    const found = explore({
      ...{ cell, input, key: KEY, starts, mostDraws: most, slowBelow: SLOW_BELOW },
      isOver: () => asked++ >= over,
    });
    const { points, coverage, drawingEnded, slow } = found;
    const { draws } = coverage;
    if (draws > most || found.starts.length !== draws) throw new Error(`${draws} draws of ${most}`);
    if (draws > over) throw new Error(`${draws} draws, though the time was over at ${over}`);
    const met = points.map((_, k) => found.starts.filter((start) => start === k).length);
    const once = met.filter((count) => count === 1).length;
    if (once !== coverage.metOnce) throw new Error(`${once} met once, not ${coverage.metOnce}`);
    if (drawingEnded === "draws" && draws < most) throw new Error(`ended at ${draws} of ${most}`);
    if (drawingEnded === "bound" && !(coverage.unseenBound <= 0.015))
      throw new Error(`ended at ${coverage.unseenBound}`);
    for (const start of over > 0 ? starts : [])
      if (!points.some(({ state }) => largestGap(state, start) < 1e-6))
        throw new Error("the point that it was started from is not found");
    const field = cellField(cell, input);
    for (const { state, residual } of slow) {
      const size = field.evaluate(state, new Float64Array(cell.stateSize));
      if (!((cell.alpha ?? 1) * size === residual && residual < SLOW_BELOW))
        throw new Error(`a slow place moves by ${residual}`);
    }
  },
  mutants: [
    {
      name: "the time is never over",
      subject: (question) => exploreCellPoints({ ...question, isOver: () => false }),
    },
    {
      name: "one draw too many",
      subject: (question) =>
        exploreCellPoints({ ...question, mostDraws: (question.mostDraws ?? 0) + 1 }),
    },
    {
      name: "own starts are left out",
      subject: (question) => exploreCellPoints({ ...question, starts: [], mostDraws: 0 }),
    },
    {
      name: "endings met twice count as met once",
      subject: changed(({ coverage }) => ({
        coverage: { ...coverage, metOnce: coverage.metOnce + 1 },
      })),
    },
    {
      name: "what is slow is twice as fast",
      subject: (question) =>
        exploreCellPoints({ ...question, slowBelow: 50 * (question.slowBelow ?? 0) }),
    },
  ],
};
