/*
 * npx tsx bench/roofline.ts [networks]
 * Prints, as a Markdown table, what the kernels of the engine webgpu should need on some devices:
 * computed from counts of instructions and from what makers state, not measured.
 */

/** A network and trials of the paper's size. */
const { units, channels, trials, steps } = { units: 50, channels: 1, trials: 500, steps: 750 };

/** Instructions of a lane: a product and its sum, tanh, and the rest of a step backwards. */
type Cost = { readonly product: number; readonly tanh: number; readonly step: number };

/** With guards a product, the exclusive or that guards it and a sum; a quotient is settled. */
const EXACT: Cost = { product: 3, tanh: 100, step: 15 };
const FAST: Cost = { product: 1, tanh: 40, step: 12 };

/** Lanes, their clock, and the memory's rate, as makers state them. */
const DEVICES = [
  { name: "H100 SXM", lanes: 132 * 128, gigahertz: 1.75, gigabytes: 3350 },
  { name: "RTX 4090", lanes: 128 * 128, gigahertz: 2.52, gigabytes: 1008 },
  { name: "Apple M3, 10 cores", lanes: 1280, gigahertz: 1.4, gigabytes: 100 },
  { name: "integrated: Iris Xe, 96 EU", lanes: 768, gigahertz: 1.3, gigabytes: 60 },
] as const;

/** The share of peak issue that a kernel of products and sums may well reach. */
const REACHED = 0.35;

const states = units * trials * steps;

/** Instructions of a network's gradient: forwards, deltas backwards, and the gradient's tiles. */
function gradientOf({ product, tanh, step }: Cost): number {
  const forward = states * ((units + channels) * product + tanh);
  return forward + states * (units * product + step + (units + channels) * product);
}

const networks = Number(process.argv[2] ?? 64);
if (!(Number.isInteger(networks) && networks > 0))
  throw new RangeError(`networks: expected a positive integer, got ${process.argv[2]}`);
/** Rates are written once and read once, as float32. */
const traffic = (2 * 4 * states * networks) / 1e9;

const titles = ["device", "exact, at peak", "exact, at 35 %", "without guards, at 35 %", "memory"];
console.log(`one gradient of ${networks} networks, computed, not measured\n`);
console.log(`| ${titles.join(" | ")} |\n|${titles.map(() => " --- |").join("")}`);
for (const { name, lanes, gigahertz, gigabytes } of DEVICES) {
  const milliseconds = (cost: Cost, share: number): string =>
    `${((networks * gradientOf(cost)) / (lanes * gigahertz * 1e6 * share)).toFixed(0)} ms`;
  const columns = [
    ...[name, milliseconds(EXACT, 1), milliseconds(EXACT, REACHED), milliseconds(FAST, REACHED)],
    `${((traffic / gigabytes) * 1000).toFixed(0)} ms`,
  ];
  console.log(`| ${columns.join(" | ")} |`);
}
