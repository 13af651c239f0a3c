import { createHash } from "node:crypto";
import { canonicalJson, type Json } from "../setting/storable.ts";
import type { Cell } from "../study/cell.ts";
import type { Claim } from "./claim.ts";
import { type Instrument, instrumentOf } from "./instrument.ts";
import { instruments as ours } from "./measures/index.ts";
import { type Agreeing, type Group, measuredBy, type Place, type Test } from "./test.ts";

/** What is registered of a claim: what its verdict hangs on, and nothing that only explains it. */
export type ClaimRegistration = {
  readonly id: string;
  /** The hash of all that follows: it changes with each of them, and with nothing else. */
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
  const measures = tests.flatMap(measuredBy).map(({ measure }) => measure);
  const used = new Set(measures.map((measure) => instrumentOf(measure, known)));
  const form = {
    tests: tests.map(formOfTest),
    instruments: [...used].map(formOfInstrument),
  };
  return { id: claim.id, hash: hashOfForm(form), ...form };
}

/** The hash of what is registered of a claim. */
export function hashOfForm({
  tests,
  instruments,
}: Pick<ClaimRegistration, "tests" | "instruments">): string {
  const text = canonicalJson({ tests, instruments });
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function formOfTest(test: Test): Json {
  const { role, on, measure, level, contradicting, margin, networks, fewest, permutations } = test;
  return {
    ...{ role, measure, level, contradicting, margin, networks, fewest, permutations },
    on: on.map(formOfPlace),
    ...(test.also === undefined ? {} : { also: test.also.on.map(formOfPlace) }),
    ...(test.agreeing === undefined ? {} : { agreeing: test.agreeing.map(formOfAgreeing) }),
    ...wayOf(test),
  };
}

const formOfAgreeing = ({ measure, margin, on, sign }: Agreeing): Json => ({
  ...{ measure, margin, sign: sign ?? false, on: on?.map(formOfPlace) ?? null },
});

/** How a test judges; groups by their places in the selection, since their names explain alone. */
function wayOf(test: Test): { readonly [name: string]: Json } {
  const { by, on } = test;
  const placed = (names: readonly string[]): Json =>
    on.map(({ groups }) => names.map((name) => groups.findIndex((each) => each.name === name)));
  if (by === "outweighs") return { by, factors: test.factors };
  if (by === "allAlike") {
    const { control, groups } = test;
    const of = control.kind === "groups" ? placed(control.names) : "all of the place";
    return { by, groups: placed(groups), control: { kind: control.kind, of } };
  }
  if (by === "slope" || by === "incline")
    return { by, groups: placed(test.groups), direction: test.direction };
  if (by === "alike") {
    const { control, groups } = test;
    const form = control.kind === "groups" ? placed(control.names) : formOfPlace(control.place);
    return { by, groups: placed(groups), control: { kind: control.kind, of: form } };
  }
  if (by === "shareAtLeast" || by === "shareAtMost")
    return { by, ...(test.within === undefined ? {} : { budget: "ours" }) };
  if (by === "relation") return { by, to: test.to };
  if ("groups" in test) return { by, groups: placed(test.groups) };
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

function formOfInstrument(instrument: Instrument): Json {
  const { id, version, probes = null, kind } = instrument;
  const { from = null, first = null } = kind === "network" ? instrument : {};
  return { id, version, probes, from, first };
}
