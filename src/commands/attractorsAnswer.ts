import { coverageSentence } from "../attractors/coverage.ts";
import type { Cell } from "../model/cells/cell.ts";
import { textTable } from "../report/textTable.ts";
import type { Answered, SolvedPoint, SolvedSet } from "./attractorsTask.ts";

/** The schema of `--json`, as docs/attractors.md has it. */
const SCHEMA = "attest.attractors.1";

/** Everything that was found, for programs; an infinite number is null. */
export function jsonOf(file: string, answers: readonly Answered[]): string {
  const sets = answers.map(({ name, cell, input, set }) => {
    if (set instanceof Error) return { network: name, input, error: set.message };
    const { points, ...rest } = set;
    return { network: name, ...formOf(cell), input, points, ...rest };
  });
  const plain = (_: string, value: unknown) =>
    value instanceof Float64Array ? Array.from(value) : value;
  return `${JSON.stringify({ schema: SCHEMA, file, sets }, plain, 2)}\n`;
}

/** What a cell is, of which form; nothing for a network of the paper's. */
const formOf = (cell: Cell | null) =>
  cell === null
    ? {}
    : {
        cell: cell.name,
        parts: cell.parts.map(({ name, from, size }) => ({ name, from, size })),
        activation: cell.activation?.name ?? null,
        alpha: cell.alpha,
      };

/** How a network is called: `0`, or `net (GRU, h 4)`. */
export function nameOf({ name, cell }: Pick<Answered, "name" | "cell">): string {
  if (cell === null) return `${name}`;
  const sizes = cell.parts.map((part) => `${part.name} ${part.size}`).join(", ");
  return `${name} (${cell.name}, ${sizes})`;
}

/** A table of the points, then a line of summary for each set, also where there are none. */
export function tableOf(answers: readonly Answered[], hasInputs: boolean, width: number): string {
  const titles = ["network", ...(hasInputs ? ["input"] : []), ...POINT_TITLES];
  const rows = answers.flatMap(({ name, input, set }) => {
    if (set instanceof Error) return [];
    const place = [`${name}`, ...(hasInputs ? [input.join(",")] : [])];
    return set.points.map((point, k) =>
      [...place, `${k}`, ...rowOf(point)].map((text) => ({ text })),
    );
  });
  const table = textTable(
    titles.map((title) => ({ title, align: "left" as const })),
    rows,
    width,
  );
  const lines = answers.map((answer) => {
    const { input, set } = answer;
    const network = `network ${nameOf(answer)}`;
    const name = hasInputs ? `${network}, input ${input.join(",")}` : network;
    return `${name}: ${set instanceof Error ? `not solved: ${set.message}` : sentenceOf(set)}\n`;
  });
  return `${table}\n${lines.join("")}`;
}

const POINT_TITLES = ["point", "kind", "max |λ|", "|F|", "certificate", "starts"];

function rowOf(point: SolvedPoint): readonly string[] {
  const { kind, spectralRadius, fieldNorm, share } = point;
  return [
    kind,
    spectralRadius.toFixed(6),
    fieldNorm.toExponential(1),
    proofOf(point),
    `${(100 * share).toFixed(1)} %`,
  ];
}

/** What is proven of a point, in a few words. */
export function proofOf({ certificate, kink, degenerate }: SolvedPoint): string {
  if (certificate.verdict === "certified")
    return `within ${certificate.existence.toExponential(0)}`;
  if (kink !== null) return "at a kink";
  return degenerate !== null ? "degenerate" : "none";
}

/** What was found under one input, in a sentence. */
export function sentenceOf(set: SolvedSet): string {
  const { points, continua, near, slow, completeness, degree, drawingEnded, coverage } = set;
  const found = points.length === 0 ? "no fixed point" : counted(points.length, "fixed point");
  const stable = points.filter((point) => point.stable).length;
  const smallest = (places: SolvedSet["near"]): string =>
    Math.min(...places.map(({ fieldNorm }) => fieldNorm)).toExponential(0);
  return [
    `${found} found${points.length === 0 ? "" : `, ${stable} stable`}`,
    ...continua.map(continuumText),
    ...(near.length === 0 ? [] : [`${counted(near.length, "near place")}, |F| ${smallest(near)}`]),
    ...(slow.length === 0 ? [] : [`${counted(slow.length, "slow point")}, |F| ${smallest(slow)}`]),
    /relu|no degree/.test(completeness) ? completeness : `degree ${degree}, ${completeness}`,
    coverageSentence(coverage),
    ...(drawingEnded === "time" ? ["the time was over before the bound was reached"] : []),
  ].join("; ");
}

const counted = (count: number, name: string): string =>
  `${count} ${name}${count === 1 ? "" : "s"}`;

function continuumText({
  dimension,
  shape,
  extent,
  fieldNorm,
  unstableDirections,
}: SolvedSet["continua"][number]): string {
  const size = Number.isFinite(extent) ? `, extent ${extent.toPrecision(3)}` : "";
  const across = unstableDirections === 0 ? "attracts" : `${unstableDirections} unstable across it`;
  return (
    `a continuum of dimension ${dimension}, ${shape}${size}, ${across}, ` +
    `|F| at most ${fieldNorm.toExponential(0)}`
  );
}
