import type { Finding, Part, Verdict } from "../../src/claims/finding.ts";
import { createRng, deriveKey, type Rng } from "../../src/numerics/rng.ts";
import type {
  ReportData,
  ShownDistances,
  ShownEvidence,
  ShownExample,
  ShownFigures,
  ShownNetwork,
  ShownPoint,
} from "../../src/report/data.ts";

/** What made-up report data are made from. */
export type MadeFrom = {
  readonly seed: number;
  readonly rules: readonly string[];
  readonly noises: readonly number[];
  readonly task: string;
  readonly contexts: number;
  readonly networksPerCell: number;
  readonly inputs: readonly number[];
  readonly updates: number;
  /** Contexts of the hardest task of Fig. 2 and 5; the easiest has two. */
  readonly mostContexts: number;
};

/** Two cells of eight networks, as in a first study of one rule. */
export const ONE_RULE: MadeFrom = {
  seed: 1,
  rules: ["bptt"],
  noises: [0.1, 1],
  task: "rdm",
  contexts: 1,
  networksPerCell: 8,
  inputs: [-0.5, -0.2, 0, 0.2, 0.5],
  updates: 900,
  mostContexts: 3,
};

/**
 * Report data that look like those of trained networks, the same for the same `made`; not from any
 * network. They are for laws of the report only.
 */
export function madeData(made: MadeFrom): ReportData {
  const rng = createRng(deriveKey(null, "made report", made.seed));
  const cells = made.rules.flatMap((rule) =>
    made.noises.map((noise) => ({ rule, noise, cell: `${rule} ${made.task} ${noise} working` })),
  );
  const networks = cells.flatMap(({ cell, noise }) =>
    Array.from({ length: made.networksPerCell }, (_, at) =>
      madeNetwork({ made, cell, noise, seed: 1000 + at }, rng),
    ),
  );
  return {
    reading: "working",
    tier: "float32",
    findings: madeFindings(made),
    evidence: [madeEvidence(cells.map(({ cell }) => cell))],
    networks,
    populations: cells.map(({ cell }) => {
      const own = networks.filter((network) => network.cell === cell);
      const met = own.filter(({ reason }) => reason === "criterion");
      return {
        cell,
        file: `${cell}.safetensors`,
        tried: own.length,
        met: met.length,
        medianUpdates: own[0].updates,
        freshAccuracy: met.at(0)?.freshAccuracy ?? null,
        idealAccuracy: met.at(0)?.idealAccuracy ?? null,
        train: `npx attest train ${cell}`,
      };
    }),
    figures: madeFigures(made, rng),
    command: "npm run reproduce",
  };
}

/** What the first claim was judged on: one cell more than is at hand. */
function madeEvidence(cells: readonly string[]): ShownEvidence {
  return {
    registered: {
      measure: "share of a cell's first seeds that met the criterion",
      level: 0.05,
      margin: 0.6,
      networks: 16,
      fewest: 12,
      family: "§3.1",
      reasons: ["Most networks should pass.", "Few cannot tell 0.60 from 0.80."],
      amendments: ["The share was of all seeds."],
    },
    cells: [
      ...cells.map((cell) => ({ cell, tried: 8, entered: 7 })),
      { cell: "osmosis rdm 1 working", tried: 0, entered: 0 },
    ],
    rows: cells.map((cell) => ({ where: cell, what: "met", values: [1, 0.25, "yes", null] })),
    numbers: '{"id":"C01"}\n',
  };
}

function madeNetwork(
  from: {
    readonly made: MadeFrom;
    readonly cell: string;
    readonly noise: number;
    readonly seed: number;
  },
  rng: Rng,
): ShownNetwork {
  const { made, cell, noise, seed } = from;
  const share = rng.uniform();
  const reason = share < 0.75 ? "criterion" : share < 0.92 ? "budget" : "diverged";
  const updates = Math.max(1, Math.round(made.updates * noise * (0.3 + 0.7 * rng.uniform())));
  const accuracy = reason === "criterion" ? 0.9 + 0.02 * rng.uniform() : 0.6 + 0.25 * rng.uniform();
  const key = keyOf(cell, seed);
  return { key, cell, seed, reason, updates, freshAccuracy: accuracy, idealAccuracy: 0.922 };
}

const keyOf = (cell: string, seed: number): string =>
  deriveKey(null, cell, seed)
    .map((word) => word.toString(16).padStart(8, "0"))
    .join("");

function madeFigures(made: MadeFrom, rng: Rng): ShownFigures {
  const rules = made.rules;
  const noises = made.noises.map((noise) => `noise ${noise}`);
  const tasks = ["rdm", made.task];
  const distances = (groups: readonly string[], series: string, places: readonly string[]) =>
    places.map((name, at) => madeDistances({ made, groups, series, name, at: at + 1 }, rng));
  const examples = (names: readonly string[]) =>
    names.map((name, at) => madeExample({ made, name, at }, rng));
  const contexts = Array.from({ length: made.mostContexts - 1 }, (_, k) => `N = ${k + 2}`);
  const missing = [`absent ${made.task} 1 working`];
  const pulses = ["transient", "stable"].map((way, at) => ({
    way,
    example: madeExample({ made, name: `${way} integration`, at }, rng),
    offAfter: 375,
    trace: Array.from({ length: 100 }, (_, k) => ({
      step: 15 * (k + 1),
      up: k < 25 ? k / 25 : 1 / (1 + (1 - at) * (k - 25)),
      down: k < 25 ? -k / 25 : -1 / (1 + (1 - at) * (k - 25)),
    })),
    slow: Array.from({ length: 30 }, (_, k) => [k - 15, 0.2 * rng.normal()] as const),
    speedBelow: 0.01,
  }));
  return {
    fig1: {
      representations: distances(rules, "rules", tasks),
      topologies: distances(rules, "rules", tasks),
      examples: examples(rules.flatMap((rule) => tasks.map((task) => `${rule}, ${task}`))),
      missing,
    },
    fig2: {
      representations: distances(rules, "pair", contexts),
      topologies: distances(rules, "pair", contexts),
      missing,
    },
    fig3: {
      examples: examples(noises),
      counts: rules.flatMap((rule) =>
        made.noises.map((noise) => ({
          cell: `${rule} ${made.task} ${noise} working`,
          rule,
          task: made.task,
          noise,
          counts: Array.from({ length: made.networksPerCell }, () =>
            rng.uniform() < noise ? 2 : 1,
          ),
        })),
      ),
      topologies: distances(rules, made.task, noises),
      missing,
    },
    fig4: { pulses, missing: [`a network of ${made.task}`] },
    fig5: {
      representations: distances(noises, "by noise", contexts),
      topologies: distances(noises, "by noise", contexts),
      missing,
    },
  };
}

/** Groups whose centres lie a little apart. */
function madeDistances(
  from: Pick<ShownDistances, "groups" | "series" | "name" | "at"> & { readonly made: MadeFrom },
  rng: Rng,
): ShownDistances {
  const { made, groups, series, name, at } = from;
  const networks = groups.flatMap((group, index) =>
    Array.from({ length: made.networksPerCell }, (_, k) => ({
      key: keyOf(`${index} ${group}`, k),
      seed: k,
      group: index,
    })),
  );
  const places = networks.map(
    ({ group }) => [group * 0.2 + 0.06 * rng.normal(), 0.06 * rng.normal()] as const,
  );
  const matrix = places.map((a) => places.map((b) => Math.hypot(a[0] - b[0], a[1] - b[1])));
  const estimate = rng.uniform() - 0.2;
  const excess = { estimate, low: estimate - 0.1, high: estimate + 0.1 };
  const lacking = at === 1 ? [`absent from ${series}`] : [];
  return { name, series, at, groups, networks, matrix, places, stress: 0.0123, excess, lacking };
}

/** One network's fixed points, as they might be. */
export function madeExample(
  { made, name, at }: { readonly made: MadeFrom; readonly name: string; readonly at: number },
  rng: Rng,
): ShownExample {
  const cell = `${made.rules[0]} ${made.task} 1 working`;
  return {
    name,
    key: keyOf(cell, at),
    cell,
    seed: at,
    points: madePoints(made, rng.uniform() < 0.6, rng),
    complete: rng.uniform() < 0.9,
    variance: [0.7 + 0.25 * rng.uniform(), 0.03],
  };
}

/** A fold along the first component: one point where inputs are large, three where small. */
function madePoints(made: MadeFrom, bistable: boolean, rng: Rng): readonly ShownPoint[] {
  const bend = rng.normal();
  return Array.from({ length: made.contexts }, (_, context) => context).flatMap((context) =>
    made.inputs.flatMap((input) => {
      const side = input === 0 ? 1 : Math.sign(input);
      const far = side * (4 + 6 * Math.abs(input));
      const place = (x: number): readonly [number, number] => [
        x,
        0.08 * bend * x * x + 1.6 * context + 0.15 * rng.normal(),
      ];
      const point = (x: number, stable: boolean, spectralRadius: number) => ({
        input,
        context,
        place: place(x),
        stable,
        marginal: Math.abs(spectralRadius - 1) < 2e-3,
        spectralRadius,
      });
      const three = bistable && Math.abs(input) < 0.3;
      if (!three) return [point(input === 0 ? 0.2 : far, true, 0.97 + 0.0295 * rng.uniform())];
      return [
        point(far, true, 0.93),
        point(-2 * input, false, 1.001 + 0.02 * rng.uniform()),
        point(-far + 4 * input, true, 0.985),
      ];
    }),
  );
}

function madeFindings(made: MadeFrom): readonly Finding[] {
  const n = made.networksPerCell;
  const part = (name: string, verdict: Verdict, effect: number, half: number): Part => ({
    name,
    verdict,
    effect,
    interval: [effect - half, effect + half],
    p: verdict === "supported" ? 0.0002 : null,
    n,
    why: `Of ${n} networks a share of ${effect} shows it; the bound asked for is 0.6.`,
  });
  const cells = made.rules.flatMap((rule) =>
    made.noises.map((noise) => `${rule} ${made.task} ${noise} working`),
  );
  const finding = (
    id: string,
    says: string,
    parts: readonly Part[],
    verdict: Verdict,
  ): Finding => ({
    ...(parts[0] ?? {
      name: "",
      effect: null,
      interval: null,
      p: null,
      why: "No network is here.",
    }),
    id,
    says,
    cite: "§3.3, Fig. 3a,d",
    verdict,
    n: parts.reduce((sum, each) => sum + each.n, 0),
    parts,
    registration: "0123456789abcdef",
  });
  return [
    finding(
      "C01",
      "Every rule reaches 90 % accuracy on the random-dots and context-dependent tasks.",
      cells.map((cell) => part(cell, "inconclusive", 0.75, 0.21)),
      "inconclusive",
    ),
    finding(
      "C04",
      "On the random-dots task a non-zero input gives one attractor, zero input several.",
      cells.map((cell) => part(cell, "contradicted", -0.32, 0.2)),
      "contradicted",
    ),
    finding(
      "C09",
      "With more input noise, networks have more attractors at small inputs.",
      cells.map((cell) => part(cell, "supported", 0.62, 0.12)),
      "supported",
    ),
    finding(
      "C16",
      "The activation changes topology on the random-dots task.",
      [],
      "not applicable",
    ),
  ];
}
