import { type Balls, exactBalls } from "../../numerics/ball.ts";
import {
  requireFlag,
  requireFunction,
  requireHas,
  requireInteger,
  requireList,
  requireNotNegative,
  requireNumbers,
  requireTyped,
  shown,
} from "../../numerics/gate.ts";
import { requireActivation } from "./activations.ts";
import { type Cell, type CellPart, requireAlpha } from "./cell.ts";

/**
 * @throws RangeError for what is no cell, has parts that do not make up its state, or functions
 * that do not write or answer what they should at the state and input 0.
 */
export function requireCell(cell: Cell): void {
  const described = ["name", "stateSize", "channels", "parts", "activation", "alpha"];
  requireHas("cell", cell, [...described, "map", "step", "jacobian"]);
  requireInteger("cell.stateSize", cell.stateSize, 1);
  requireInteger("cell.channels", cell.channels, 0);
  requireParts(cell.parts, cell.stateSize);
  if (cell.activation !== null) requireActivation("cell.activation", cell.activation);
  if (cell.alpha !== null) requireAlpha("cell.alpha", cell.alpha);
  requireMap(cell);
  requireWriter("cell.step", cell.step, cell);
  requireWriter("cell.jacobian", cell.jacobian, { ...cell, isMatrix: true });
}

function requireMap({ stateSize, channels, map }: Cell): void {
  const sizes = { stateSize, channels };
  const functions = ["value", "derivative", "enclose"];
  requireHas("cell.map", map, ["stateSize", "channels", "bounded", ...functions]);
  for (const name of ["stateSize", "channels"] as const)
    if (map[name] !== sizes[name])
      throw new RangeError(`cell.map.${name}: expected ${sizes[name]}, got ${shown(map[name])}`);
  requireFlag("cell.map.bounded", map.bounded);
  requireWriter("cell.map.value", map.value, sizes);
  requireWriter("cell.map.derivative", map.derivative, { ...sizes, isMatrix: true });
  requireFunction("cell.map.enclose", map.enclose, "of a box and an input");
  const states = exactBalls(new Float64Array(stateSize));
  const enclosed = map.enclose(states, new Float64Array(channels));
  requireHas("cell.map.enclose", enclosed, ["value", "derivative"]);
  requireBalls("cell.map.enclose.value", enclosed.value, stateSize);
  requireBalls("cell.map.enclose.derivative", enclosed.derivative, stateSize * stateSize);
}

function requireBalls(name: string, balls: Balls, size: number): void {
  requireHas(name, balls, ["middle", "radius"]);
  requireTyped(`${name}.middle`, balls.middle, size);
  requireTyped(`${name}.radius`, balls.radius, size);
}

/** @throws RangeError for parts that do not follow each other from 0 to the end of the state. */
function requireParts(parts: readonly CellPart[], stateSize: number): void {
  requireList("cell.parts", parts);
  let end = 0;
  for (let k = 0; k < parts.length; k++) {
    const name = `cell.parts[${k}]`;
    requireHas(name, parts[k], ["name", "from", "size", "range", "bounded"]);
    const { from, size, range, bounded } = parts[k];
    if (from !== end) throw new RangeError(`${name}.from: expected ${end}, got ${shown(from)}`);
    requireInteger(`${name}.size`, size, 1);
    requireNotNegative(`${name}.range`, range);
    requireFlag(`${name}.bounded`, bounded);
    end += size;
  }
  if (end !== stateSize)
    throw new RangeError(`cell.parts: expected ${stateSize} entries of the state, got ${end}`);
}

/** @throws RangeError for what does not write all numbers of a state, or of a matrix of it. */
function requireWriter(
  name: string,
  write: Cell["step"],
  of: { readonly stateSize: number; readonly channels: number; readonly isMatrix?: boolean },
): void {
  requireFunction(name, write, "of a state, an input and where to write");
  const { stateSize, channels, isMatrix = false } = of;
  // What is not written stays no number.
  const out = new Float64Array(isMatrix ? stateSize * stateSize : stateSize).fill(Number.NaN);
  write(new Float64Array(stateSize), new Float64Array(channels), out);
  requireNumbers(name, out);
}
