/** The fields of a kernel's plan, in its order: each is a 32-bit word. */
const DESCENT_FIELDS = [
  "units",
  "rows",
  "activation",
  "width",
  "weights",
  "transposed",
  "gram",
  "drive",
  "state",
  "value",
  "slope",
  "rate",
  "trial",
  "trialValue",
  "trialSlope",
  "trialRate",
  "gradient",
  "move",
  "matrix",
  "square",
  "factor",
  "flatShare",
  "ended",
] as const;

/** A plan as the host knows it: numbers, and addresses in bytes. */
export type DescentPlan = Readonly<Record<(typeof DESCENT_FIELDS)[number], number>>;

/** Bytes of a plan, rounded up to whole vectors. */
const PLAN_BYTES = 128;
/** The first plan's address; what lies below is the kernel's. */
const FIRST_PLAN = 4096;
const VECTOR_BYTES = 64;

/** What a kernel asks of a layout. */
export type DescentShape = {
  readonly units: number;
  /** Starts that are the lanes of one vector. */
  readonly width: number;
  /** The rows of the matrix are filled up to a multiple of this. */
  readonly tileRows: number;
  /** Blocks of that many starts. */
  readonly blocks: number;
};

/** Plans with their addresses, and the first address after everything. */
export type DescentLayout = {
  readonly plans: readonly { readonly address: number; readonly plan: DescentPlan }[];
  readonly end: number;
};

/** Lays out memory for blocks of starts of one network: weights and scratch are shared. */
export function layOutDescent({ units, width, tileRows, blocks }: DescentShape): DescentLayout {
  let end = FIRST_PLAN + blocks * PLAN_BYTES;
  const numbers = (count: number): number => {
    const address = Math.ceil(end / VECTOR_BYTES) * VECTOR_BYTES;
    end = address + 8 * count;
    return address;
  };
  const rows = Math.ceil(units / tileRows) * tileRows;
  const shared = {
    weights: numbers(units * units),
    transposed: numbers(units * units),
    gram: numbers(units * units),
    drive: numbers(units),
    trial: numbers(units * width),
    trialValue: numbers(units * width),
    trialSlope: numbers(units * width),
    trialRate: numbers(units * width),
    gradient: numbers(units * width),
    move: numbers(units * width),
    matrix: numbers(((rows * (rows + 1)) / 2) * width),
  };
  const plans = Array.from({ length: blocks }, (_, block) => ({
    address: FIRST_PLAN + block * PLAN_BYTES,
    plan: {
      ...{ units, rows, activation: 0, width, ...shared },
      state: numbers(units * width),
      value: numbers(units * width),
      slope: numbers(units * width),
      rate: numbers(units * width),
      square: numbers(width),
      factor: numbers(width),
      flatShare: numbers(width),
      ended: numbers(width),
    },
  }));
  return { plans, end };
}

/** Writes a plan where its kernel looks for it. */
export function writePlan(buffer: ArrayBuffer, address: number, plan: DescentPlan): void {
  const words = new Uint32Array(buffer, address, DESCENT_FIELDS.length);
  for (const [k, field] of DESCENT_FIELDS.entries()) words[k] = plan[field];
}

/** Reads the plan at an address, as kernels do. */
export function readPlan(buffer: ArrayBuffer, address: number): DescentPlan {
  const words = new Uint32Array(buffer, address, DESCENT_FIELDS.length);
  const at = (field: (typeof DESCENT_FIELDS)[number]): number =>
    words[DESCENT_FIELDS.indexOf(field)];
  return {
    ...{ units: at("units"), rows: at("rows"), activation: at("activation"), width: at("width") },
    ...{ weights: at("weights"), transposed: at("transposed"), gram: at("gram") },
    ...{ drive: at("drive"), state: at("state"), value: at("value"), slope: at("slope") },
    ...{ rate: at("rate"), trial: at("trial"), trialValue: at("trialValue") },
    ...{ trialSlope: at("trialSlope"), trialRate: at("trialRate"), gradient: at("gradient") },
    ...{ move: at("move"), matrix: at("matrix"), square: at("square"), factor: at("factor") },
    ...{ flatShare: at("flatShare"), ended: at("ended") },
  };
}
