import { cellKind } from "../attractors/cells/cellStability.ts";
import { randomCellStarts, trajectoryCellStarts } from "../attractors/cells/cellStarts.ts";
import { type CellPointSet, findCellPoints } from "../attractors/cells/findCellPoints.ts";
import { findFixedPoints } from "../attractors/findFixedPoints.ts";
import { randomStarts, trajectoryStarts } from "../attractors/starts.ts";
import type { PaperForm } from "../model/cells/paperForm.ts";
import { deriveKey } from "../numerics/rng.ts";
import { textTable } from "../report/textTable.ts";
import type { CellFile, ReadCell } from "../store/cellFile.ts";
import { FormatError } from "../store/safetensors.ts";
import type { Host } from "./host.ts";

/** What is asked of cells of any form. */
export type CellOptions = {
  readonly file: string;
  /** One value for each input channel. */
  readonly input: readonly number[];
  /** Random starts, and as many from trajectories. */
  readonly starts: number;
  readonly json: boolean;
};

/** A cell of a file with its fixed points, or why it has none here. */
type Solved = { readonly read: ReadCell; readonly set: CellPointSet };
type Unsolved = { readonly name: string; readonly problem: string };

const KEY = deriveKey(null, "attest", "attractors", "cells");

/**
 * Solves for the fixed points of every recurrent cell of a file under one static input, and prints
 * them. Answers whether every one was solved.
 * @throws FormatError that says why, where none was.
 */
export function cellAttractors(
  { cells, others }: CellFile,
  options: CellOptions,
  host: Host,
): boolean {
  const { file, json } = options;
  const answers = cells.map((entry) => ("problem" in entry ? entry : solve(entry, options)));
  const solved = answers.filter((answer) => "set" in answer);
  const problems = answers.filter((answer) => "problem" in answer);
  const wordsOf = ({ name, problem }: Unsolved) => `${file}: network ${name}: ${problem}`;
  if (solved.length === 0) throw new FormatError(problems.map(wordsOf).join("\n"));
  for (const problem of problems) host.note(`${wordsOf(problem)}; the others were solved\n`);
  for (const { read } of solved)
    for (const note of read.notes) host.note(`${file}: network ${read.name}: ${note}\n`);
  if (others.length > 0) host.note(`${file}: not part of any network: ${others.join(", ")}\n`);
  host.out(json ? `${JSON.stringify(answers.map(jsonOf), null, 2)}\n` : tableOf(solved, host));
  return problems.length === 0;
}

function solve(read: ReadCell, { input, starts: count }: CellOptions): Solved | Unsolved {
  const { name, cell, form } = read;
  if (input.length !== cell.channels)
    return {
      name,
      problem: `--input: expected ${cell.channels} values, one a channel, got ${input.length}`,
    };
  const starts = [
    ...(form === null ? [] : pointsOf(form, input, count)),
    ...randomCellStarts({ cell, count, key: KEY }),
    ...trajectoryCellStarts({ cell, count, key: KEY }, input),
  ];
  return { read, set: findCellPoints({ cell, input, starts, key: KEY }) };
}

/** The fixed points of a cell that a network of Eq. 1 stands for: that is searched further. */
function pointsOf(
  { network, inputOf, stateOf }: PaperForm,
  u: readonly number[],
  count: number,
): readonly Float64Array[] {
  const input = inputOf(u);
  const drawn = [
    ...randomStarts(network, count, deriveKey(KEY, "random")),
    ...trajectoryStarts({ network, input, count, key: deriveKey(KEY, "trajectory") }),
  ];
  // An unbounded f can drive a state beyond all numbers.
  const starts = drawn.filter((start) => start.every(Number.isFinite));
  return findFixedPoints({ network, input, starts, key: KEY }).points.map(({ state }) =>
    stateOf(state),
  );
}

function jsonOf(answer: Solved | Unsolved): unknown {
  if ("problem" in answer) return { name: answer.name, error: answer.problem };
  const { read, set } = answer;
  const { name, cell } = read;
  const plain = <T extends { readonly state: Float64Array }>(point: T) => ({
    ...point,
    state: [...point.state],
  });
  return {
    name,
    cell: cell.name,
    parts: cell.parts.map(({ name, from, size }) => ({ name, from, size })),
    activation: cell.activation?.name ?? null,
    alpha: cell.alpha,
    degree: set.degree,
    completeness: set.completeness,
    points: set.points.map((point) => ({ kind: cellKind(point), ...plain(point) })),
    near: set.near.map(plain),
  };
}

const TITLES = ["network", "point", "kind", "max |λ|", "|F|", "certificate"];

function tableOf(solved: readonly Solved[], host: Host): string {
  const rows = solved.flatMap(({ read, set }) =>
    set.points.map((point, k) =>
      [
        read.name,
        `${k}`,
        cellKind(point),
        point.spectralRadius.toFixed(6),
        point.fieldNorm.toExponential(1),
        `within ${point.certificate.existence.toExponential(0)}`,
      ].map((text) => ({ text })),
    ),
  );
  const columns = TITLES.map((title) => ({ title, align: "left" as const }));
  const table = rows.length === 0 ? "" : `${textTable(columns, rows, host.width)}\n`;
  return table + solved.map(sentenceOf).join("");
}

function sentenceOf({ read, set }: Solved): string {
  const { points, near, degree, completeness } = set;
  const counted = (count: number, name: string) => `${count} ${name}${count === 1 ? "" : "s"}`;
  const found = points.length === 0 ? "no fixed point" : counted(points.length, "fixed point");
  const stable = points.filter((point) => point.stable).length;
  const slow = near.map(({ fieldNorm }) => fieldNorm.toExponential(0)).join(", ");
  const words = [
    `${found} found${points.length === 0 ? "" : `, ${stable} stable`}`,
    ...(near.length === 0
      ? []
      : [`${counted(near.length, "near point")}, uncertified, |F| ${slow}`]),
    completeness === "no degree law"
      ? completeness
      : `degree ${degree}, ${completeness.replace("degree ", "")}`,
  ];
  const sizes = read.cell.parts.map(({ name, size }) => `${name} ${size}`).join(", ");
  return `network ${read.name} (${read.cell.name}, ${sizes}): ${words.join("; ")}\n`;
}
