import { escapeHtml } from "./escape.ts";
import { attractorsFigure } from "./figures/attractors.ts";
import { eigenvaluesFigure, probeName } from "./figures/eigenvalues.ts";
import { lossesFigure } from "./figures/losses.ts";
import { pulseFigure } from "./figures/pulse.ts";
import { MATRIX_NAMES, weightsFigure } from "./figures/weights.ts";
import { formatCount, formatNumber, formatShare } from "./format.ts";
import { commandHtml, figureHtml, tableHtml, typeset } from "./htmlParts.ts";
import type { NetworkData, ShownDynamics, ShownWeights } from "./networkData.ts";
import { pageHtml } from "./page.ts";

/**
 * One network as an HTML page that needs nothing else: how it was trained, its fixed points, their
 * eigenvalues, its answer to a pulse, its weights. Equal data give equal bytes.
 */
export function networkHtml(data: NetworkData): string {
  const { network, facts, dynamics, weights } = data;
  const name = `${network.cell}, seed ${network.seed}`;
  const terms = facts.map(
    ([term, value]) => `<div><dt>${term}</dt><dd>${typeset(value)}</dd></div>`,
  );
  return pageHtml({
    title: `Attest: ${name}`,
    header: `<p class="kicker">Attest: one network</p>
<h1>${typeset(name)}</h1>
<p class="facts">${typeset(stopSentence(data))}</p>
<ul class="tally"><li>fresh accuracy <strong>${formatShare(network.freshAccuracy)}</strong></li>
<li>ideal observer <strong>${formatShare(network.idealAccuracy)}</strong></li>
<li>updates <strong>${network.updates}</strong></li></ul>
<nav aria-label="Sections"><a href="#training">Training</a>
<a href="#dynamics">Dynamics</a> <a href="#weights">Weights</a> <a href="#again">Again</a></nav>`,
    main: [
      section("training", "Training", `<dl>${terms.join("")}</dl>\n${trainingHtml(data)}`),
      section("dynamics", "Dynamics", dynamics === null ? noDynamics : dynamicsHtml(dynamics)),
      section("weights", "Weights", weightsHtml(weights, dynamics)),
      section("again", "Do it again", againHtml(data)),
    ].join("\n"),
    footer: `<p>Network ${escapeHtml(network.key)}</p>`,
  });
}

const section = (id: string, title: string, html: string): string =>
  `<section aria-labelledby="${id}">\n<h2 id="${id}">${title}</h2>\n${html}\n</section>`;

const noDynamics = "<p>This network diverged: it has no finite dynamics to look at.</p>";

function stopSentence({ network: { reason, updates }, detail }: NetworkData): string {
  if (reason === "diverged") return `Training diverged after ${updates} updates: ${detail}.`;
  if (updates === 0) return "Not trained: these are initial weights.";
  return reason === "criterion"
    ? `Training stopped after ${updates} updates: the criterion was met.`
    : `Training stopped after ${updates} updates: the budget was used up.`;
}

function trainingHtml({ losses, validateEvery, network: { updates } }: NetworkData): string {
  if (losses.length > 0) return figureHtml(lossesFigure(losses, validateEvery), "h3");
  return updates === 0
    ? "<p>There is no training curve: this network was not trained.</p>"
    : '<p>This file has no losses of it. <a href="#again">Train it again</a> to have them.</p>';
}

function dynamicsHtml(dynamics: ShownDynamics): string {
  const { example, roots, pulses } = dynamics;
  const naming = {
    id: "attractors",
    title: "Fixed points by input",
    caption:
      "Fixed points under static inputs in each context. Small grey dots: states at zero input " +
      `that move by less than ${pulses[0].speedBelow} a step.`,
  };
  const slow = pulses.flatMap((each) => each.slow);
  const [context] = roots.map((root) => root.context);
  const largest = roots.reduce((most, { input }) => Math.max(most, input), 0);
  const atZero = roots.filter(({ input }) => input === 0);
  const far = roots.filter((root) => root.input === largest && root.context === context);
  const chosen = [...atZero, ...far];
  const pulse = {
    id: "pulse",
    title: "Output after a pulse",
    caption: "The input is on for half a trial, then zero; a context stays on.",
  };
  return [
    figureHtml(attractorsFigure(naming, [example], [slow], "large"), "h3"),
    "<h3>Every fixed point</h3>",
    roots.length === 0 ? "<p>No fixed point was found.</p>" : rootsTable(dynamics),
    chosen.length === 0 ? "" : figureHtml(eigenvaluesFigure(chosen), "h3"),
    figureHtml(pulseFigure(pulse, pulses), "h3"),
  ].join("\n");
}

const ROOT_COLUMNS = [
  { title: "Input", numeric: false },
  { title: "Kind", numeric: false },
  { title: "max |λ|", numeric: true },
  { title: "Residual", numeric: true },
  { title: "Index", numeric: true },
  { title: "Certificate", numeric: false },
];

/** Each fixed point with what is proven of it. */
function rootsTable(dynamics: ShownDynamics): string {
  const { roots } = dynamics;
  const hasContexts = roots.some(({ context }) => context > 0);
  const rows = roots.map(
    ({ context, input, stable, marginal, residual, index, certificate, eigenvalues: [first] }) => [
      probeName({ context, input }, hasContexts),
      `${stable ? "stable" : "saddle"}${marginal ? " (marginal)" : ""}`,
      Math.hypot(first.re, first.im).toFixed(6),
      residual.toExponential(1),
      String(index),
      certificate.verdict === "certified"
        ? `one true point within ${certificate.existence.toExponential(1)}`
        : { html: `<span class="sentence">none: ${typeset(certificate.reason)}</span>` },
    ],
  );
  return (
    `<p>${degreeSentence(dynamics)} Residual: how far one step moves the state. Certificate: ` +
    "what is proven about a true fixed point near the one found.</p>\n" +
    tableHtml("Every fixed point", ROOT_COLUMNS, rows)
  );
}

function degreeSentence({ hasDegreeLaw, example: { complete } }: ShownDynamics): string {
  if (!hasDegreeLaw) return "This f is unbounded: nothing shows whether a point is missing.";
  return complete
    ? "The indices of every input add up to 1, as they must: no single point is missing."
    : "The indices of some input do not add up to 1: a point is missing there.";
}

const WEIGHT_COLUMNS = [
  { title: "Matrix", numeric: false },
  { title: "To × from", numeric: true },
  { title: "Trained", numeric: false },
  { title: "Mean", numeric: true },
  { title: "SD", numeric: true },
  { title: "Least", numeric: true },
  { title: "Most", numeric: true },
];

function weightsHtml(weights: readonly ShownWeights[], dynamics: ShownDynamics | null): string {
  const rows = weights.map(({ name, shape, trained, values }) => [
    MATRIX_NAMES[name],
    shape.join(" × "),
    trained ? "yes" : "no",
    ...summaryOf(values).map(formatNumber),
  ]);
  const radius =
    dynamics === null
      ? ""
      : `<p>Largest |eigenvalue| of W_rec: ${formatNumber(dynamics.spectralRadius)}.</p>\n`;
  const table = tableHtml("Weights", WEIGHT_COLUMNS, rows);
  return `${table}\n${radius}${figureHtml(weightsFigure(weights), "h3")}`;
}

/** Mean, standard deviation, least and most. */
function summaryOf(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [
    mean,
    Math.sqrt(squares / values.length),
    values.reduce((a, b) => Math.min(a, b)),
    values.reduce((a, b) => Math.max(a, b)),
  ];
}

function againHtml({ commands, file, losses }: NetworkData): string {
  const source = file === "" ? "" : `<p>From the population file <code>${escapeHtml(file)}</code>.`;
  const curve = `${formatCount(losses.length, "loss", "losses")} of training are in it.</p>`;
  const items = commands.map(([does, command]) => commandHtml(does, command));
  return `${source === "" ? "" : `${source} ${curve}\n`}${items.join("\n")}`;
}
