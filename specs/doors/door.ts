/** A public function with arguments that it takes, and what of them may be left out. */
export type Door = {
  readonly call: (...given: readonly unknown[]) => unknown;
  readonly right: readonly unknown[];
  /** Paths of arguments and fields that may be missing, such as `1` or `0.strata`. */
  readonly optional?: readonly string[];
  /** Paths of objects that are data: they may have more fields than are read. */
  readonly data?: readonly string[];
  /** Paths of lists of labels, which may be any values. */
  readonly labels?: readonly string[];
  /** Paths of lists that hold samples, of which one alone says nothing. */
  readonly samples?: readonly string[];
  /** Paths of fields that are not read. */
  readonly unread?: readonly string[];
  /** Paths of lists whose numbers need not be finite. */
  readonly infinite?: readonly string[];
  /** Paths of functions that may answer anything. */
  readonly anything?: readonly string[];
  /** Paths of lists whose entries may be lists of other lengths. */
  readonly uneven?: readonly string[];
};

/** The function as one that is called with anything, as from JavaScript. */
export const apply =
  (of: unknown): Door["call"] =>
  (...given) =>
    typeof of === "function" ? Reflect.apply(of, undefined, given) : undefined;
