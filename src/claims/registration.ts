import { createHash } from "node:crypto";
import { canonicalJson, type Json } from "../setting/storable.ts";
import type { Cell } from "../training/cell.ts";
import type { Claim } from "./claim.ts";
import { type Instrument, instrumentOf } from "./instrument.ts";
import { instruments as ours } from "./measures/index.ts";
import type { Group, Place, Test } from "./test.ts";

/** What is registered of a claim: what its verdict hangs on, and nothing that only explains it. */
export type ClaimRegistration = {
  readonly id: string;
  /** The hash of `tests` and `instruments`: it changes with each of them, and with nothing else. */
  readonly hash: string;
  readonly tests: readonly Json[];
  readonly instruments: readonly Json[];
};

/**
 * What a claim rests on, with its hash: of every test what it selects, what it measures, how it
 * judges, its role, margin, level, numbers of networks and permutations; of every instrument its
 * version and what it shows networks. Names, sentences and reasons are not in it.
 */
export function registrationFor(claim: Claim, subject?: string): ClaimRegistration {
  const tests = claim.tests(subject);
  const known = [...ours, ...claim.instruments];
  const used = new Set(tests.map(({ measure }) => instrumentOf(measure, known)));
  const form = {
    tests: tests.map(formOfTest),
    instruments: [...used].map(formOfInstrument),
  };
  const hash = createHash("sha256").update(canonicalJson(form)).digest("hex").slice(0, 16);
  return { id: claim.id, hash, ...form };
}

function formOfTest(test: Test): Json {
  const { role, on, measure, level, contradicting, margin, networks, fewest, permutations } = test;
  return {
    ...{ role, measure, level, contradicting, margin, networks, fewest, permutations },
    on: on.map(formOfPlace),
    ...(test.also === undefined ? {} : { also: test.also.on.map(formOfPlace) }),
    ...wayOf(test),
  };
}

/** How a test judges; groups by their places in the selection, since their names explain alone. */
function wayOf(test: Test): { readonly [name: string]: Json } {
  const { by, on } = test;
  const placed = (names: readonly string[]): Json =>
    on.map(({ groups }) => names.map((name) => groups.findIndex((each) => each.name === name)));
  if (by === "apart" || by === "excess" || by === "spread")
    return { by, groups: placed(test.groups) };
  if (by === "slope") return { by, groups: placed(test.groups), direction: test.direction };
  if (by === "alike") {
    const { control, groups } = test;
    const form = control.kind === "groups" ? placed(control.names) : formOfPlace(control.place);
    return { by, groups: placed(groups), control: { kind: control.kind, of: form } };
  }
  if (by === "shareAtLeast" || by === "shareAtMost")
    return { by, ...(test.within === undefined ? {} : { budget: "ours" }) };
  if (by === "relation") return { by, to: test.to };
  if (by === "ranks") return { by, without: test.without?.value ?? null };
  if (by === "custom") return { by, judge: test.judge, version: test.version };
  return { by };
}

const formOfPlace = ({ at, groups }: Place): Json => ({ at, groups: groups.map(formOfGroup) });

const formOfGroup = ({ of, only }: Group): Json => ({
  of: of.map(formOfCell),
  only: only === undefined ? null : { value: only.value, is: only.is },
});

const formOfCell = ({ rule, task, noise, reading, variant, criterion }: Cell): Json => ({
  ...{ rule, task, noise, reading, variant },
  ...(criterion === undefined ? {} : { criterion }),
});

const formOfInstrument = ({ id, version, probes }: Instrument): Json => ({
  ...{ id, version, probes: probes ?? null },
});

/** A draft of a registration as JSON, and a row a claim: its hash, its tests of each role. */
export function writeRegistration(claims: readonly Claim[]): {
  readonly json: string;
  readonly rows: readonly (readonly string[])[];
} {
  const registered = claims.map((claim) => registrationFor(claim));
  const rows = claims.map((claim, at) => {
    const tests = claim.tests();
    const confirmatory = tests.filter(({ role }) => role === "confirmatory").length;
    return [
      claim.id,
      registered[at].hash,
      String(confirmatory),
      String(tests.length - confirmatory),
    ];
  });
  return { json: `${JSON.stringify({ draft: true, claims: registered }, null, 2)}\n`, rows };
}
