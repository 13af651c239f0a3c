import fc from "fast-check";
import { type CellField, cellField } from "../../src/attractors/cells/cellField.ts";
import { randomCellStarts, trajectoryCellStarts } from "../../src/attractors/cells/cellStarts.ts";
import { certifyCell } from "../../src/attractors/cells/certifyCell.ts";
import { type CellPointSet, findCellPoints } from "../../src/attractors/cells/findCellPoints.ts";
import { findFixedPoints } from "../../src/attractors/findFixedPoints.ts";
import { randomStarts } from "../../src/attractors/starts.ts";
import type { Cell } from "../../src/model/cells/cell.ts";
import { equationOneCell } from "../../src/model/cells/equationOne.ts";
import { type PaperForm, paperForm } from "../../src/model/cells/paperForm.ts";
import { rateCell } from "../../src/model/cells/rateForm.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import {
  type CellCase,
  type CellSituation,
  cellCases,
  drawCell,
  makeCell,
  ourMakers,
  plainStep,
} from "../model/cellMade.ts";
import { largestGap } from "./made.ts";

const KEY = deriveKey(null, "cells", "laws");

const startsOf = (cell: Cell, input: ArrayLike<number>, count: number): readonly Float64Array[] => [
  ...randomCellStarts({ cell, count, key: KEY }),
  ...trajectoryCellStarts({ cell, count, key: KEY }, input),
];

/** Any way to find the fixed points of a cell from starts. */
export type CellFinder = (question: {
  readonly cell: Cell;
  readonly input: ArrayLike<number>;
  readonly starts: readonly Float64Array[];
}) => Pick<CellPointSet, "points">;

/** Strong weights, so that some cells have several fixed points. */
const strong = (given: CellCase): CellCase => ({ ...given, gain: 2 * given.gain });

/** What a certificate says of a state near a root. */
export type CertifyCell = typeof certifyCell;

const changed =
  (change: (field: CellField) => CellField["cell"]["map"]["enclose"]): CertifyCell =>
  (field, state) =>
    certifyCell(
      {
        ...field,
        cell: { ...field.cell, map: { ...field.cell.map, enclose: change(field) } },
      },
      state,
    );

/** Certificates speak true of roots that are known. */
export const cellCertificates: Law<
  CertifyCell,
  CellCase & { readonly away: number },
  "cells/certificate"
> = {
  id: "cells/certificate",
  says: "a root is certified; a certificate's near ball holds a known root, its wide ball no two",
  cite: "Krawczyk 1969",
  needs: [],
  runs: 60,
  cases: () =>
    fc
      .tuple(cellCases.map(strong), fc.constantFrom(0, 1e-9, 1e-5, 1e-3, 0.05))
      .map(([given, away]) => ({ ...given, away })),
  holds(certify, { away, ...given }) {
    const situation = drawCell(given);
    const cell = makeCell(ourMakers, given, situation);
    const field = cellField(cell, situation.input);
    const { points } = findCellPoints({
      cell,
      input: field.input,
      starts: startsOf(cell, field.input, 8),
    });
    const rng = createRng(deriveKey(KEY, "away", given.seed));
    for (const { state } of points) {
      const beside = state.map((s) => s + away * (2 * rng.uniform() - 1));
      const found = certify(field, beside);
      if (found.verdict !== "certified") {
        if (away === 0) throw new Error(`a root is not certified: ${found.reason}`);
        continue;
      }
      const gaps = points.map((point) => largestGap(point.state, beside));
      if (!(Math.min(...gaps) <= found.existence * (1 + 1e-9) + 1e-13))
        throw new Error(`no root within ${found.existence}: ${Math.min(...gaps)}`);
      const inside = gaps.filter((gap) => gap < found.uniqueness * (1 - 1e-9)).length;
      if (inside > 1) throw new Error(`${inside} roots within ${found.uniqueness}`);
    }
  },
  mutants: [
    {
      name: "half the near radius",
      subject: (field, state) => {
        const found = certifyCell(field, state);
        return found.verdict === "certified" ? { ...found, existence: found.existence / 2 } : found;
      },
    },
    {
      name: "F is taken for 0",
      subject: changed(({ cell }) => (box, input) => ({
        ...cell.map.enclose(box, input),
        value: { middle: box.middle, radius: box.radius.map(() => 0) },
      })),
    },
    {
      name: "F′ at the state for F′ in the ball",
      subject: changed(
        ({ cell }) =>
          (box, input) =>
            cell.map.enclose({ middle: box.middle, radius: box.radius.map(() => 0) }, input),
      ),
    },
    {
      name: "nothing is certified",
      subject: () => ({ verdict: "not certified", reason: "it never is" }),
    },
  ],
};

/** The point is one by the equations written out, each is there once, and kinds are dynamics. */
export const cellPoints: Law<CellFinder, CellCase, "cells/points"> = {
  id: "cells/points",
  says: "each point rests, no two are one, and a perturbation fades at a stable one alone",
  cite: "§2.4",
  needs: [],
  runs: 50,
  cases: () => cellCases.map(strong),
  holds(find, given) {
    const situation = drawCell(given);
    const { input } = situation;
    const cell = makeCell(ourMakers, given, situation);
    const { points } = find({ cell, input, starts: startsOf(cell, input, 8) });
    for (const [k, { state, spectralRadius, stable, unstableDirections }] of points.entries()) {
      const next = plainStep({ ...given, alpha: 1 }, withState(situation, state));
      mustBeClose(`point ${k} rests`, [1, ...next], [1, ...state], 1e-10);
      if (points.some((other, l) => l < k && largestGap(other.state, state) < 1e-7))
        throw new Error(`point ${k} is there twice`);
      if (stable !== (unstableDirections === 0))
        throw new Error(`stable: ${stable} with ${unstableDirections} unstable directions`);
      const grown = growth(given, situation, state);
      if (Math.abs(spectralRadius - 1) > 0.01 && grown > 1 === stable)
        throw new Error(`it grew ${grown}-fold, and is said to be ${stable ? "" : "un"}stable`);
    }
  },
  mutants: [
    {
      name: "a point beside each",
      subject(question) {
        const { points } = findCellPoints(question);
        return { points: points.map((p) => ({ ...p, state: p.state.map((s) => 0.9 * s + 0.01) })) };
      },
    },
    {
      name: "a point for every start",
      subject(question) {
        const { points, starts } = findCellPoints(question);
        return { points: starts.flatMap((k) => (k === null ? [] : [points[k]])) };
      },
    },
    {
      name: "stable for unstable",
      subject(question) {
        const { points } = findCellPoints(question);
        return {
          points: points.map((p) => ({
            ...p,
            stable: !p.stable,
            unstableDirections: p.stable ? 1 : 0,
          })),
        };
      },
    },
    {
      name: "stability of the step with α = 1",
      subject: (question) =>
        findCellPoints({
          ...question,
          cell: { ...question.cell, jacobian: question.cell.map.derivative },
        }),
    },
    {
      name: "the input is another",
      subject: (question) =>
        findCellPoints({
          ...question,
          input: Array.from(question.input, (u) => u + 0.1),
        }),
    },
  ],
};

const withState = (situation: CellSituation, state: Float64Array): CellSituation => ({
  ...situation,
  state,
});

/** How much a small perturbation of a state has grown after 1,000 steps, or once it is large. */
function growth(given: CellCase, situation: CellSituation, point: Float64Array): number {
  const rng = createRng(deriveKey(KEY, "growth", given.seed));
  let state = point.map((s) => s + 1e-6 * (2 * rng.uniform() - 1));
  for (let t = 0; t < 1000; t++) {
    state = Float64Array.from(plainStep(given, withState(situation, state)));
    const grown = largestGap(state, point) / 1e-6;
    if (!(grown < 1e3)) return grown;
  }
  return largestGap(state, point) / 1e-6;
}

/** F of one unit along a line: an LSTM's c follows from its h. */
function lineOf(given: CellCase, situation: CellSituation): (x: number) => number {
  const still = { ...given, alpha: 1 };
  const at = (state: readonly number[]) =>
    plainStep(still, withState(situation, Float64Array.from(state)));
  if (given.kind !== "lstm") return (x) => at([x])[0] - x;
  return (h) => {
    // c = fc + ig is straight in c.
    const origin = at([h, 0])[1];
    const c = origin / (1 - (at([h, 1])[1] - origin));
    return at([h, c])[0] - h;
  };
}

const REACH = 20;
const PLACES = 4001;

/** The roots of one unit on a grid; null where one is so nearly double that grids are blind. */
function rootsOnGrid(f: (x: number) => number, reach: number): readonly number[] | null {
  const xs = Array.from({ length: PLACES }, (_, k) => reach * ((2 * k) / (PLACES - 1) - 1) + 1e-5);
  const values = xs.map(f);
  const roots: number[] = [];
  for (let k = 1; k < PLACES; k++) {
    if (Math.sign(values[k]) !== Math.sign(values[k - 1])) {
      const share = values[k - 1] / (values[k - 1] - values[k]);
      roots.push(xs[k - 1] + share * (xs[k] - xs[k - 1]));
    }
    const isDip =
      k + 1 < PLACES &&
      Math.abs(values[k]) <= Math.abs(values[k - 1]) &&
      Math.abs(values[k]) <= Math.abs(values[k + 1]);
    if (isDip && values[k - 1] * values[k + 1] > 0 && Math.abs(values[k]) < 1e-3) return null;
  }
  return Math.abs(values[0]) < 1e-3 || Math.abs(values[PLACES - 1]) < 1e-3 ? null : roots;
}

/** Cells of one unit, whose points a grid shows. */
export const cellsOneUnit: Law<CellFinder, CellCase, "cells/one-unit"> = {
  id: "cells/one-unit",
  says: "a cell of one unit has the fixed points that F changes sign at on a grid",
  needs: [],
  runs: 80,
  cases: () => cellCases.map((given) => ({ ...given, units: 1, gain: 4 * given.gain })),
  holds(find, given) {
    const situation = drawCell(given);
    const cell = makeCell(ourMakers, given, situation);
    const isInside = cell.parts[0].bounded;
    const reach = isInside ? cell.parts[0].range * (1 + 1e-3) : REACH;
    const expected = rootsOnGrid(lineOf(given, situation), reach);
    if (expected === null) return;
    const { input } = situation;
    const { points } = find({ cell, input, starts: startsOf(cell, input, 20) });
    const found = points.map(({ state }) => state[0]).filter((x) => Math.abs(x) < reach);
    const text = (xs: readonly number[]) => xs.map((x) => x.toFixed(4)).join(", ");
    const lacks = (xs: readonly number[], others: readonly number[]) =>
      xs.some((x) => !others.some((other) => Math.abs(x - other) < 2e-2));
    if (found.length !== expected.length || lacks(found, expected) || lacks(expected, found))
      throw new Error(`found ${text(found)}; on the grid ${text(expected)}`);
  },
  mutants: [
    {
      name: "stable points alone",
      subject: (question) => ({
        points: findCellPoints(question).points.filter(({ stable }) => stable),
      }),
    },
    {
      name: "one point alone",
      subject: (question) => ({ points: findCellPoints(question).points.slice(0, 1) }),
    },
    {
      name: "a point between two as well",
      subject(question) {
        const { points } = findCellPoints(question);
        const between = points.slice(1).map((point, k) => ({
          ...point,
          state: point.state.map((s, i) => (s + points[k].state[i]) / 2),
        }));
        return { points: [...points, ...between] };
      },
    },
  ],
};

/** A cell's points through the form of Eq. 1. */
export type ToPaperForm = typeof paperForm;

const inForm =
  (change: (form: PaperForm, asked: Parameters<ToPaperForm>) => PaperForm): ToPaperForm =>
  (...asked) => {
    const form = paperForm(...asked);
    return form === null ? null : change(form, asked);
  };

/** tr Jᵏ for k = 1 … size: the same for two matrices where all eigenvalues are. */
function traces(matrix: Float64Array, size: number): number[] {
  let power = matrix;
  return Array.from({ length: size }, () => {
    let trace = 0;
    for (let i = 0; i < size; i++) trace += power[i * size + i];
    power = power.map((_, k) => {
      const [i, j] = [Math.floor(k / size), k % size];
      let sum = 0;
      for (let l = 0; l < size; l++) sum += power[i * size + l] * matrix[l * size + j];
      return sum;
    });
    return trace;
  });
}

/** The fixed points of the rate form are r = f(x) of those of Eq. 1, with the same eigenvalues. */
export const paperForms: Law<ToPaperForm, CellCase, "cells/paper-form"> = {
  id: "cells/paper-form",
  says: "a cell's points are those of its network of Eq. 1, mapped back, with the same eigenvalues",
  cite: "Eq. 1; r = f(W r + b), x = W f(x) + b",
  needs: [],
  runs: 60,
  cases: () =>
    fc
      .tuple(
        cellCases.map(strong),
        fc.constantFrom("equationOne" as const, "rates" as const),
        fc.constantFrom("tanh" as const, "shifted-tanh" as const, "sigmoid" as const),
      )
      .map(([given, kind, activation]) => ({ ...given, kind, activation })),
  holds(toForm, given) {
    const { leaky, input } = drawCell(given);
    const isRates = given.kind === "rates";
    const cell = isRates ? rateCell(leaky) : equationOneCell(leaky);
    const form = toForm(isRates ? "rates" : "state", leaky);
    if (form === null) throw new Error(`no form for ${given.activation}`);
    const { points } = findFixedPoints({
      network: form.network,
      input: form.inputOf(input),
      starts: randomStarts(form.network, 12, KEY),
    });
    const own = findCellPoints({ cell, input, starts: points.map((p) => form.stateOf(p.state)) });
    const size = cell.stateSize;
    for (const { state, eigenvalues, certificate } of points) {
      if (certificate.verdict !== "certified") continue;
      const mapped = form.stateOf(state);
      const back = largestGap(form.startOf(mapped, input), state);
      if (!(back <= 1e-9 * (1 + Math.max(...state.map(Math.abs)))))
        throw new Error(`the cell's point is a start ${back} from the network's`);
      const gaps = own.points.map((point) => largestGap(point.state, mapped));
      const most = form.stretch * certificate.existence + 1e-12;
      if (!(Math.min(...gaps) <= most))
        throw new Error(`no point of the cell within ${most}: ${Math.min(...gaps)}`);
      const jacobian = new Float64Array(size * size);
      cell.jacobian(mapped, input, jacobian);
      const sums = Array.from({ length: size }, (_, k) =>
        eigenvalues.reduce((sum, { re, im }) => {
          let [x, y] = [re, im];
          for (let l = 0; l < k; l++) [x, y] = [x * re - y * im, x * im + y * re];
          return sum + x;
        }, 0),
      );
      mustBeClose("tr Jᵏ", [1, ...traces(jacobian, size)], [1, ...sums], 1e-9);
    }
    if (own.points.length > points.length) throw new Error("the cell has more points");
  },
  mutants: [
    {
      name: "x for r",
      subject: inForm((form, [kind]) => (kind === "rates" ? { ...form, stateOf: (x) => x } : form)),
    },
    {
      name: "the bias's channel is at 0",
      subject: inForm((form) => ({
        ...form,
        inputOf: (u) => Float64Array.of(...Array.from(u), 0),
      })),
    },
    {
      name: "the sigmoid's state is not doubled",
      subject: inForm((form, [kind, weights]) =>
        weights.activation.name === "sigmoid" && kind === "state"
          ? { ...form, stateOf: (x) => x }
          : form,
      ),
    },
    {
      name: "the sigmoid's W/2 for W/4",
      subject: inForm((form, [, weights]) =>
        weights.activation.name === "sigmoid"
          ? {
              ...form,
              network: {
                ...form.network,
                weights: {
                  ...form.network.weights,
                  recurrent: form.network.weights.recurrent.map((w) => 2 * w),
                },
              },
            }
          : form,
      ),
    },
    {
      name: "a start is the cell's state itself",
      subject: inForm((form) => ({ ...form, startOf: (s) => Float64Array.from(s) })),
    },
    {
      name: "α = 1",
      subject: inForm((form) => ({
        ...form,
        network: { ...form.network, model: { ...form.network.model, alpha: 1 } },
      })),
    },
  ],
};
