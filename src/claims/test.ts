import type { Cell } from "../study/cell.ts";

/** Networks of some conditions, as a group of its own. */
export type Group = {
  readonly name: string;
  readonly of: readonly Cell[];
  /** Those networks alone of which a value is this one. */
  readonly only?: { readonly value: string; readonly is: string };
};

/**
 * Where groups are compared: a task, a noise level, a stratum. Distances are measured between all
 * groups of a place at once, whether a test compares them or not.
 */
export type Place = {
  readonly name: string;
  /** Where it lies in a trend: a number of contexts, or a noise level. */
  readonly at: number;
  readonly groups: readonly Group[];
};

/** What must be told apart by the same measure, where groups are said to be alike. */
export type PositiveControl =
  /** Two groups of the same place. */
  | { readonly kind: "groups"; readonly names: readonly [string, string] }
  /** Networks with one stable point at zero input against those with several, of a place. */
  | { readonly kind: "counts"; readonly place: Place };

/** A positive control at each of several places. */
export type PlaceControl =
  | { readonly kind: "groups"; readonly names: readonly [string, string] }
  | { readonly kind: "counts" };

/** What of a condition may be a factor of a crossed design. */
export type CellFactor = "rule" | "noise";

/** How a test judges what it selects, with what it needs beside the numbers. */
export type Way =
  /** A share of networks against the margin, by exact one-sided bounds. */
  | {
      readonly by: "shareAtLeast" | "shareAtMost";
      /** A budget of training that no source states, in words: what it ends decides nothing. */
      readonly within?: string;
    }
  /** Whether a larger share of a place's first group has something than of its second one. */
  | {
      readonly by: "proportions";
      /** What is said where it is not found larger, as the rest of a sentence. */
      readonly otherwise?: string;
    }
  /** Whether groups differ; `excess` and `spread` say by how much, and are exploratory alone. */
  | { readonly by: "apart" | "excess" | "spread"; readonly groups: readonly string[] }
  /** Whether two groups cannot be told apart by a measure that can tell a control. */
  | {
      readonly by: "alike";
      readonly groups: readonly [string, string];
      readonly control: PositiveControl;
    }
  /** The slope of the excess of groups over places. */
  | {
      readonly by: "slope";
      readonly groups: readonly string[];
      readonly direction: "rises" | "falls" | "flat";
    }
  /** Whether groups are apart by the margin at least, in place and not in spread alone. */
  | { readonly by: "distant"; readonly groups: readonly string[] }
  /** Whether every two of some groups are alike at every place, by the largest of their bounds. */
  | {
      readonly by: "allAlike";
      readonly groups: readonly string[];
      /** Told apart at each place; of `counts` all networks of the place. */
      readonly control: PlaceControl;
    }
  /** The slope of the excess over places: by the margin at least, or `flat` within it. */
  | {
      readonly by: "incline";
      readonly groups: readonly string[];
      readonly direction: "rises" | "falls" | "flat";
    }
  /** Whether the groups' centres differ: PERMANOVA, and ω² of the margin at least. */
  | { readonly by: "centres"; readonly groups: readonly string[] }
  /** ω² at the first place less ω² at the second. */
  | { readonly by: "fades"; readonly groups: readonly string[] }
  /** ω² of the first factor less ω² of the second: every group is a cell of both. */
  | { readonly by: "outweighs"; readonly factors: readonly [CellFactor, CellFactor] }
  /** Whether the first group is more dispersed than the second: ln of the ratio. */
  | { readonly by: "wider"; readonly groups: readonly [string, string] }
  /** A trend of a value over places, by Jonckheere's test with a jackknife: the pilot's. */
  | { readonly by: "trend" }
  /** The same with an exact p, and bounds of the effect 2J/J_max − 1. */
  | { readonly by: "rising" }
  /** Whether the first group of each place lies above the second, by van Elteren's test. */
  | {
      readonly by: "strata";
      /** What was found, with `{a}` and `{b}` for the groups' medians and counts. */
      readonly words: string;
    }
  /** The mean of a value; exploratory alone. */
  | { readonly by: "mean" }
  /** The rank correlation of a value with another one; exploratory alone. */
  | { readonly by: "relation"; readonly to: string }
  /** Whether the first group of each place lies above the second, by ranks within places. */
  | {
      readonly by: "ranks";
      /** What was found, with `{a}` and `{b}` for the groups' medians and counts. */
      readonly words: string;
      /** A place is left out where this is true of all networks of its second group. */
      readonly without?: { readonly value: string; readonly words: string };
    }
  /** Whether two groups of a place differ in a value, either way. */
  | { readonly by: "differ" }
  /** What fits none of these: a judge of its own, by name. */
  | { readonly by: "custom"; readonly judge: string; readonly version: number };

/** A second selection of a test: where the verdicts on both disagree, it is inconclusive. */
export type Also = {
  readonly on: readonly Place[];
  /** What the verdict then hangs on. */
  readonly otherwise: string;
  /** What both selections are called, the test's own first. */
  readonly names: readonly [string, string];
};

/** The numbers of a test, fixed before it is made. */
export type Numbers = {
  /** Level of the test (α); bounds that support are one-sided at 1 − level. */
  readonly level: number;
  /** Level at which it may contradict; bounds that do are one-sided at 1 − contradicting. */
  readonly contradicting: number;
  /** The smallest effect of interest, in the measure's units. */
  readonly margin: number;
  /** Networks for each condition that it was planned with. */
  readonly networks: number;
  /** With fewer networks than this it is inconclusive. */
  readonly fewest: number;
  readonly permutations: number;
};

/**
 * A test as data: what is selected, what is measured of it, how it is judged, by which numbers, and
 * whether it counts. So it can be hashed, resampled, powered, drawn and explained by one piece of
 * code each.
 */
export type Test = Numbers &
  Way & {
    /** What it is about, such as `bptt rdm 1 working`. */
    readonly name: string;
    /** An exploratory test is shown beside the claim, and does not count. */
    readonly role: "confirmatory" | "exploratory";
    readonly on: readonly Place[];
    /** An instrument's name, and after a point which of its values; of distances the name alone. */
    readonly measure: string;
    readonly also?: Also;
    /** Other measures of distance that must come to the same verdict, else it is inconclusive. */
    readonly agreeing?: readonly Agreeing[];
  };

/** A measure that must agree, by its own margin, and at places of its own where they are others. */
export type Agreeing = Pick<Test, "measure" | "margin"> & {
  readonly on?: readonly Place[];
  /** Only the sign of its effect must be that of the test's own measure. */
  readonly sign?: true;
};

/** Every measure of a test, with the places that it reads. */
export const measuredBy = (
  test: Test,
): readonly { readonly measure: string; readonly places: readonly Place[] }[] => [
  { measure: test.measure, places: placesOf(test) },
  ...(test.agreeing ?? []).map(({ measure, on = test.on }) => ({
    measure,
    places: placesOf({ ...test, on }),
  })),
];

/** Distributes over the ways, so that each keeps its own fields. */
type Loose<T> = T extends Test
  ? Omit<T, keyof Numbers | "role"> & Partial<Numbers & Pick<T, "role">>
  : never;

/** A test as a claim gives it: numbers that are left out are the claim's. */
export type GivenTest = Loose<Test>;

/** Conditions that a test needs: those of its groups, and those of its control. */
export const conditionsOf = (test: Pick<Test, "on" | "also"> & Way): readonly Cell[] =>
  placesOf(test).flatMap(({ groups }) => groups.flatMap(({ of }) => of));

/** Every place that a test reads, its control's and its second selection's among them. */
export const placesOf = (test: Pick<Test, "on" | "also"> & Way): readonly Place[] => [
  ...test.on,
  ...(test.also?.on ?? []),
  ...(test.by === "alike" && test.control.kind === "counts" ? [test.control.place] : []),
];

/** Whether every condition of a test is kept, so that `restricted` would change nothing. */
export const isKeptWhole = (test: Test, isKept: (cell: Cell) => boolean): boolean =>
  conditionsOf(test).every(isKept);

/**
 * A test on some conditions alone: groups without any are left out of their place, and so are
 * places without groups; undefined where nothing is left to test, or to compare.
 */
export function restricted(given: Test, isKept: (cell: Cell) => boolean): Test | undefined {
  const within = (place: Place): Place => ({
    ...place,
    groups: place.groups
      .map((group) => ({ ...group, of: group.of.filter(isKept) }))
      .filter(({ of }) => of.length > 0),
  });
  const kept = (places: readonly Place[]): readonly Place[] =>
    places.map(within).filter(({ groups }) => groups.length > 0);
  const on = kept(given.on);
  if (on.length === 0) return undefined;
  const test = withAgreeing(given, kept);
  if (test.also !== undefined) {
    const also = { ...test.also, on: kept(test.also.on) };
    return also.on.length === 0 ? undefined : { ...test, on, also };
  }
  const left = (names: readonly string[]): readonly string[] =>
    names.filter((name) => on.some(({ groups }) => groups.some((each) => each.name === name)));
  const isPair = test.by === "alike" || test.by === "wider";
  if (isPair && left(test.groups).length < 2) return undefined;
  if (test.by !== "alike" && test.by !== "wider" && "groups" in test) {
    const groups = left(test.groups);
    return groups.length < 2 ? undefined : { ...test, on, groups };
  }
  if (test.by !== "alike" || test.control.kind !== "counts") return { ...test, on };
  return { ...test, on, control: { ...test.control, place: within(test.control.place) } };
}

/** A test whose agreeing measures have places of their own within some conditions. */
function withAgreeing(test: Test, within: (places: readonly Place[]) => readonly Place[]): Test {
  const { agreeing } = test;
  if (agreeing === undefined) return test;
  return {
    ...test,
    agreeing: agreeing.map((each) =>
      each.on === undefined ? each : { ...each, on: within(each.on) },
    ),
  };
}
