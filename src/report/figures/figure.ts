/** One chart: SVG of a stated size, with what stands above it. */
export type Panel = {
  /** In words, what the panel is of; also what a screen reader says of the picture. */
  readonly title: string;
  /** A second, smaller line; may be empty. */
  readonly note: string;
  /** An `<svg>` element whose colours may be variables of the theme. */
  readonly svg: string;
  readonly widthPixels: number;
  readonly heightPixels: number;
};

/** A figure of the report: panels, their legend, a caption, and the numbers that were drawn. */
export type Figure = {
  /** Letters, digits and hyphens: the figure's anchor and the name of its files. */
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly legends: readonly Panel[];
  readonly panels: readonly Panel[];
  /** The most panels in a row, where rows mean something; as many as there is room for else. */
  readonly columns?: number;
  /** The numbers drawn, as comma-separated values. */
  readonly numbers: string;
};
