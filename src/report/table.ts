import { type Finding, type Verdict, verdictWords } from "../claims/finding.ts";
import type { ShownNetwork } from "./data.ts";
import { formatInterval, formatNumber, formatP, formatShare } from "./format.ts";
import { type TextColumn, textTable } from "./textTable.ts";

/** How wide a terminal is, in characters (20 or more), and whether it shows colours. */
export type TerminalOptions = { readonly width: number; readonly colours: boolean };

const FINDING_COLUMNS: readonly TextColumn[] = [
  { title: "claim", align: "left" },
  { title: "verdict", align: "left" },
  { title: "effect", align: "right" },
  { title: "95 % interval", align: "left" },
  { title: "p", align: "right" },
  { title: "n", align: "right" },
  { title: "why", align: "left", wraps: true },
];

/**
 * The findings as a table for a terminal: claim, verdict, effect, 95 % interval, p, n, why.
 * @throws RangeError for a width that is no integer of 20 or more.
 */
export function findingsTable(findings: readonly Finding[], options: TerminalOptions): string {
  if (findings.length === 0) return "No claim was judged.\n";
  const rows = findings.map((finding) => [
    { text: finding.id, paint: painter("bold", options) },
    { text: verdictWords(finding), paint: painter(VERDICT_STYLES[finding.verdict], options) },
    { text: formatNumber(finding.effect) },
    { text: formatInterval(finding.interval) },
    { text: formatP(finding.p) },
    { text: String(finding.n) },
    { text: finding.why },
  ]);
  return textTable(FINDING_COLUMNS, rows, options.width);
}

const NETWORK_COLUMNS: readonly TextColumn[] = [
  { title: "cell", align: "left" },
  { title: "seed", align: "right" },
  { title: "reason", align: "left" },
  { title: "updates", align: "right" },
  { title: "fresh accuracy", align: "right" },
  { title: "ideal", align: "right" },
];

/**
 * The networks as a table for a terminal: cell, seed, why training stopped, updates, accuracy on
 * fresh trials, and the ideal observer's.
 * @throws RangeError for a width that is no integer of 20 or more.
 */
export function networksTable(networks: readonly ShownNetwork[], options: TerminalOptions): string {
  if (networks.length === 0) return "No network is at hand.\n";
  const rows = networks.map((network) => [
    { text: network.cell },
    { text: String(network.seed) },
    { text: network.reason, paint: painter(reasonStyle(network.reason), options) },
    { text: String(network.updates) },
    { text: formatShare(network.freshAccuracy) },
    { text: formatShare(network.idealAccuracy) },
  ]);
  return textTable(NETWORK_COLUMNS, rows, options.width);
}

type Style = "bold" | "green" | "red" | "yellow" | "dim";

const CODES: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };

const VERDICT_STYLES: Readonly<Record<Verdict, Style>> = {
  supported: "green",
  contradicted: "red",
  inconclusive: "yellow",
  "not applicable": "dim",
  awaiting: "dim",
};

function reasonStyle(reason: string): Style {
  if (reason === "criterion") return "green";
  return reason === "diverged" ? "red" : "yellow";
}

function painter(style: Style, { colours }: TerminalOptions): (text: string) => string {
  return (text) => (colours && text !== "" ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text);
}
