/** A tensor of the library. (An `interface` would not pass for what the library takes.) */
export type TensorHandle = {
  readonly shape: readonly number[];
  data(): Promise<Float32Array | Int32Array | Uint8Array | readonly string[]>;
  dispose(): void;
};

/**
 * What the engine uses of `@tensorflow/tfjs-core` or of a package that exports it whole. It is
 * written out here so that nothing in `src` needs tfjs, not even its types.
 */
export interface TensorLibrary {
  tensor(
    values: Float32Array | Int32Array,
    shape: number[],
    type: "float32" | "int32",
  ): TensorHandle;
  matMul(a: TensorHandle, b: TensorHandle, transposeA?: boolean): TensorHandle;
  add(a: TensorHandle, b: TensorHandle): TensorHandle;
  sub(a: TensorHandle, b: TensorHandle): TensorHandle;
  mul(a: TensorHandle, b: TensorHandle): TensorHandle;
  less(a: TensorHandle, b: TensorHandle): TensorHandle;
  greater(a: TensorHandle, b: TensorHandle): TensorHandle;
  where(condition: TensorHandle, a: TensorHandle, b: TensorHandle): TensorHandle;
  tanh(x: TensorHandle): TensorHandle;
  cast(x: TensorHandle, type: "float32"): TensorHandle;
  slice(x: TensorHandle, begin: number[], size: number[]): TensorHandle;
  concat(tensors: TensorHandle[], axis: number): TensorHandle;
  backend(): object;
}

/** The names of all that is used. */
const OPERATIONS = [
  ...["tensor", "matMul", "add", "sub", "mul", "less", "greater", "where"],
  ...["tanh", "cast", "slice", "concat", "backend"],
];

/** Whether a module that was loaded by name is the library. */
export function isTensorLibrary(value: unknown): value is TensorLibrary {
  if (typeof value !== "object" || value === null) return false;
  return OPERATIONS.every((name) => typeof Reflect.get(value, name) === "function");
}

/** A signature of a SavedModel. */
export type GraphModel = {
  readonly inputs: readonly { readonly name: string }[];
  predict(inputs: Readonly<Record<string, TensorHandle>>): unknown;
};

/** What a library on TensorFlow has more: it runs SavedModels. */
export interface GraphLibrary {
  readonly node: {
    loadSavedModel(folder: string, tags: string[], signature: string): Promise<GraphModel>;
  };
}

/** Whether a library runs SavedModels. */
export function isGraphLibrary(library: object): library is GraphLibrary {
  const node: unknown = Reflect.get(library, "node");
  return (
    typeof node === "object" &&
    node !== null &&
    typeof Reflect.get(node, "loadSavedModel") === "function"
  );
}

/** Whether what a graph answered is tensors by name. */
export function isNamedTensors(answer: unknown): answer is Readonly<Record<string, TensorHandle>> {
  return (
    typeof answer === "object" &&
    answer !== null &&
    Object.values(answer).every(
      (tensor: unknown) =>
        typeof tensor === "object" &&
        tensor !== null &&
        typeof Reflect.get(tensor, "data") === "function",
    )
  );
}
