import fc from "fast-check";
import { makeTask } from "../../src/task/settings.ts";
import { type Trials, writeInitialStates, writeInputs } from "../../src/task/trials.ts";
import type { Law } from "../law.ts";
import {
  contextsOf,
  type Drawn,
  type EvidenceSettings,
  keyOf,
  type MakeTask,
  meansOf,
  redrawing,
} from "./made.ts";
import { evenness, KOLMOGOROV, kolmogorov, relation } from "./statistics.ts";

const TRIALS = 4000;

/** Whether settings ask for independent means. */
const independent = (settings: EvidenceSettings): boolean =>
  settings.kind === "contextual" && settings.means === "independent";

const settingsOf = (noiseDeviation: fc.Arbitrary<number>, steps: number) => {
  const common = {
    steps: fc.constant(steps),
    noiseDeviation,
    initialDeviation: fc.constantFrom(0.3, 0.7),
    coherence: fc.oneof(
      fc.record({
        kind: fc.constantFrom("uniform" as const, "sign" as const),
        largest: fc.constantFrom(0.1857, 1),
      }),
      fc.record({
        kind: fc.constant("grid" as const),
        largest: fc.constantFrom(0.1875, 1),
        points: fc.constantFrom(2, 5, 20),
      }),
    ),
  };
  return fc.oneof(
    fc.record({ kind: fc.constant("rdm" as const), ...common }),
    fc.record({
      kind: fc.constant("contextual" as const),
      contexts: fc.constantFrom(2, 3, 6),
      means: fc.constantFrom("independent" as const, "one-size" as const),
      ...common,
    }),
  );
};

/** The means of one noisy channel, `[trial]`. */
function channelMeans(trials: Trials, channel: number): Float64Array {
  const mean = meansOf(trials);
  return Float64Array.from(
    { length: trials.count },
    (_, trial) => mean[trial * trials.channels + channel],
  );
}

function requireSpread(sample: Float64Array, { coherence }: EvidenceSettings, what: string): void {
  const { largest } = coherence;
  const most = Math.fround(largest);
  const out = sample.find((mean) => !(Math.abs(mean) <= most));
  if (out !== undefined) throw new Error(`${what}: mean ${out} beyond ±${largest}`);
  const positive = sample.filter((mean) => mean > 0).length;
  const nonzero = sample.filter((mean) => mean !== 0).length;
  if (!(Math.abs(positive - nonzero / 2) < 2.5 * Math.sqrt(nonzero)))
    throw new Error(`${what}: ${positive} of ${nonzero} means are positive`);
  if (coherence.kind === "uniform") {
    const distance = kolmogorov(sample, (x) => (x / largest + 1) / 2);
    if (!(distance < KOLMOGOROV / Math.sqrt(sample.length)))
      throw new Error(`${what}: Kolmogorov distance ${distance}`);
    return;
  }
  if (coherence.kind === "sign") {
    const other = sample.find((mean) => Math.abs(mean) !== most);
    if (other !== undefined) throw new Error(`${what}: mean ${other} is not ±${largest}`);
    return;
  }
  const counts = new Float64Array(coherence.points);
  for (const mean of sample) {
    const step = Math.round((Math.abs(mean) / largest) * (coherence.points - 1));
    const size = Math.fround((step / (coherence.points - 1)) * largest);
    if (Math.abs(mean) !== size) throw new Error(`${what}: mean ${mean} is not on the grid`);
    counts[step] += 1;
  }
  if (!(evenness(counts) < 4.5)) throw new Error(`${what}: sizes drawn ${counts.join()} times`);
}

/** A mutant that changes the means. */
const changingMeans = (change: (value: number, at: number, trials: Trials) => number): MakeTask =>
  redrawing(makeTask, (trials) => {
    const { inputs } = trials;
    if (inputs.kind !== "gaussian") return trials;
    const mean = inputs.mean.map((value, at) =>
      inputs.deviation[at % trials.channels] > 0 ? Math.fround(change(value, at, trials)) : value,
    );
    return { ...trials, inputs: { ...inputs, mean } };
  });

/** How means and contexts are drawn. */
export const meansAreSpread: Law<MakeTask, Drawn, "task/means"> = {
  id: "task/means",
  says: "means are uniform or on the grid; contexts are equally likely and know no mean",
  cite: "§2.2",
  needs: [],
  runs: 30,
  cases: () =>
    fc.record({ settings: settingsOf(fc.constantFrom(0.3, 1), 2), seed: fc.nat(1_000_000) }),
  holds(make, given) {
    const { settings } = given;
    const trials = make(settings).draw(keyOf(given), TRIALS);
    const contexts = contextsOf(settings);
    const counts = new Float64Array(contexts);
    for (const context of trials.contexts) counts[context] += 1;
    if (!(evenness(counts) < 4.5)) throw new Error(`contexts drawn ${counts.join()} times`);
    const far = 4.5 / Math.sqrt(TRIALS);
    for (let channel = 0; channel < contexts; channel++) {
      const sample = channelMeans(trials, channel);
      requireSpread(sample, settings, `channel ${channel}`);
      const first = channelMeans(trials, 0);
      const signs = relation(sample.map(Math.sign), first.map(Math.sign));
      if (channel > 0 && !(Math.abs(signs) < far))
        throw new Error(`the signs of channels 0 and ${channel} are related: ${signs}`);
      const isContext = Float64Array.from(trials.contexts, (c) => (c === channel ? 1 : 0));
      const share = isContext.reduce((sum, one) => sum + one, 0) / TRIALS;
      const known = relation(
        sample,
        isContext.map((one) => one - share),
      );
      if (contexts > 1 && !(Math.abs(known) < far))
        throw new Error(`the mean of channel ${channel} tells the context: ${known}`);
      if (channel > 0) requireSizes(sample, first, settings);
    }
  },
  mutants: [
    { name: "means of half the size", subject: changingMeans((mean) => mean / 2) },
    { name: "only positive means", subject: changingMeans((mean) => Math.abs(mean)) },
    {
      name: "means beyond the largest",
      subject: changingMeans((mean, at) => (at % 50 === 0 ? 1.01 : 1) * mean),
    },
    {
      name: "means crowd at zero",
      subject: changingMeans((mean, _, { strengths }) => {
        const largest = strengths.reduce((a, b) => Math.max(a, b));
        return (mean * Math.abs(mean)) / largest;
      }),
    },
    {
      name: "one mean for all contexts",
      subject: changingMeans((_, at, trials) => {
        const row = at - (at % trials.channels);
        return meansOf(trials)[row];
      }),
    },
    {
      name: "the first context is likelier",
      subject: redrawing(makeTask, (trials) => ({
        ...trials,
        contexts: trials.contexts.map((context, i) => (i % 8 === 0 ? 0 : context)),
      })),
    },
    {
      name: "independent means where one size is asked for",
      subject: (settings) =>
        makeTask(settings.kind === "rdm" ? settings : { ...settings, means: "independent" }),
    },
    {
      name: "one size where independent means are asked for",
      subject: (settings) =>
        makeTask(settings.kind === "rdm" ? settings : { ...settings, means: "one-size" }),
    },
    {
      name: "a grid that leaves out zero",
      subject: (settings) =>
        makeTask({
          ...settings,
          coherence: { kind: "uniform", largest: settings.coherence.largest },
        }),
    },
  ],
};

/** Sizes of two channels: equal, or unrelated. */
function requireSizes(a: Float64Array, b: Float64Array, settings: EvidenceSettings): void {
  if (!independent(settings)) {
    const at = a.findIndex((mean, i) => Math.abs(mean) !== Math.abs(b[i]));
    if (at >= 0) throw new Error(`trial ${at}: means ${a[at]} and ${b[at]} are of two sizes`);
    return;
  }
  const centred = (means: Float64Array): Float64Array => {
    const sizes = means.map(Math.abs);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    return sizes.map((size) => size - mean);
  };
  const known = relation(centred(a), centred(b));
  if (!(Math.abs(known) < 4.5 / Math.sqrt(a.length)))
    throw new Error(`the sizes of two channels are related: ${known}`);
}

/** A maker of tasks, and what writes their inputs out. */
export interface Sampler {
  readonly make: MakeTask;
  write(trials: Trials): Float64Array;
}

/** Ours. */
export const ourSampler: Sampler = { make: makeTask, write: writeInputs };

const UNITS = 20;

/** Noise, as the inputs are written out. */
export const noiseHasMoments: Law<Sampler, Drawn, "task/noise"> = {
  id: "task/noise",
  says: "inputs and initial states have independent normal noise of the stated deviation",
  cite: "§2.1, §2.2",
  needs: [],
  runs: 20,
  cases: () =>
    fc.record({
      settings: settingsOf(fc.constantFrom(0.1, 0.3162, 2), 40),
      seed: fc.nat(1_000_000),
    }),
  holds({ make, write }, given) {
    const { settings } = given;
    const trials = make(settings).draw(keyOf(given), 300);
    const { count, channels } = trials;
    const values = write(trials);
    const mean = meansOf(trials);
    const contexts = contextsOf(settings);
    const noises = Array.from({ length: channels }, (_, channel) =>
      Float64Array.from({ length: values.length / channels }, (_unused, row) => {
        const noise = values[row * channels + channel] - mean[(row % count) * channels + channel];
        return channel < contexts ? noise / settings.noiseDeviation : noise;
      }),
    );
    for (const [channel, noise] of noises.entries()) {
      if (channel >= contexts) {
        if (noise.some((value) => value !== 0)) throw new Error(`channel ${channel} is noisy`);
        continue;
      }
      requireStandard(`channel ${channel}`, noise);
      const limit = 5 / Math.sqrt(noise.length);
      const next = relation(noise.subarray(0, -count), noise.subarray(count));
      if (!(Math.abs(next) < limit)) throw new Error(`channel ${channel}: lag one ${next}`);
      const other = channel === 0 ? 0 : relation(noises[0], noise);
      if (!(Math.abs(other) < limit)) throw new Error(`channels 0 and ${channel}: ${other}`);
    }
    const states = writeInitialStates(trials, UNITS);
    requireStandard(
      "initial states",
      states.map((state) => state / settings.initialDeviation),
    );
    // In the order in which a trial's stream gives its deviates.
    const drawn = states.map((_, at) => {
      const i = at % UNITS;
      return noises[i % contexts][Math.floor(i / contexts) * count + Math.floor(at / UNITS)];
    });
    const starts = relation(states, drawn);
    if (!(Math.abs(starts) < 5 / Math.sqrt(states.length)))
      throw new Error(`initial states are related to the noise: ${starts}`);
  },
  mutants: [
    {
      name: "the noise level is taken for a variance",
      subject: changingSettings((given) => ({
        ...given,
        noiseDeviation: Math.sqrt(given.noiseDeviation),
      })),
    },
    {
      name: "the noise level is squared",
      subject: changingSettings((given) => ({
        ...given,
        noiseDeviation: given.noiseDeviation * given.noiseDeviation,
      })),
    },
    {
      name: "initial states have the wrong deviation",
      subject: changingSettings((given) => ({
        ...given,
        initialDeviation: Math.sqrt(given.initialDeviation),
      })),
    },
    {
      name: "initial states share the noise's stream",
      subject: {
        ...ourSampler,
        make: redrawing(makeTask, (trials, { initialDeviation }) =>
          trials.inputs.kind === "gaussian"
            ? {
                ...trials,
                initial: { kind: "gaussian", deviation: initialDeviation, key: trials.inputs.key },
              }
            : trials,
        ),
      },
    },
    {
      name: "noise is drawn once a trial",
      subject: {
        ...ourSampler,
        write(trials) {
          const values = writeInputs(trials);
          return values.map((_, at) => values[at % (trials.count * trials.channels)]);
        },
      },
    },
    {
      name: "all inputs have the same noise",
      subject: {
        ...ourSampler,
        write(trials) {
          const values = writeInputs(trials);
          const { channels, count, inputs } = trials;
          const mean = meansOf(trials);
          return values.map((value, at) => {
            const channel = at % channels;
            const row = at - channel;
            const trial = Math.floor(at / channels) % count;
            const noisy = inputs.kind === "gaussian" && inputs.deviation[channel] > 0;
            const shared = values[row] - mean[trial * channels];
            return noisy ? mean[trial * channels + channel] + shared : value;
          });
        },
      },
    },
    {
      name: "noise of two values only",
      subject: {
        ...ourSampler,
        write(trials) {
          const values = writeInputs(trials);
          const mean = meansOf(trials);
          return values.map((value, at) => {
            const row = at % (trials.count * trials.channels);
            return mean[row] + Math.sign(value - mean[row]) * 0.5;
          });
        },
      },
    },
  ],
};

function changingSettings(change: (given: EvidenceSettings) => EvidenceSettings): Sampler {
  return { ...ourSampler, make: (settings) => makeTask(change(settings)) };
}

/** Mean 0, variance 1 and fourth moment 3, each within five standard errors. */
function requireStandard(what: string, z: Float64Array): void {
  const moment = (power: (x: number) => number): number =>
    z.reduce((sum, x) => sum + power(x), 0) / z.length;
  const error = 5 / Math.sqrt(z.length);
  const checks: readonly (readonly [string, number, number])[] = [
    ["mean", moment((x) => x), error],
    ["variance − 1", moment((x) => x * x) - 1, error * Math.sqrt(2)],
    ["fourth moment − 3", moment((x) => x * x * x * x) - 3, error * Math.sqrt(96)],
  ];
  for (const [name, actual, limit] of checks)
    if (!(Math.abs(actual) < limit)) throw new Error(`${what}: ${name} ${actual}`);
}
