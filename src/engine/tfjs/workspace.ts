import type { TensorHandle, TensorLibrary } from "./library.ts";

/**
 * The library's operations; every tensor they make is written down, so that none can be left
 * behind, whatever is thrown.
 */
export interface Workspace {
  tensor(values: Float32Array, shape: readonly number[]): TensorHandle;
  /** Integers side by side. */
  integers(values: readonly number[]): TensorHandle;
  /** Writes down a tensor that was made elsewhere. */
  adopt(tensor: TensorHandle): TensorHandle;
  /** A number to add to a tensor or to multiply it with; freed with all the rest. */
  constant(value: number): TensorHandle;
  matMul(a: TensorHandle, b: TensorHandle): TensorHandle;
  /** aᵀ b, for each network. */
  matMulTransposed(a: TensorHandle, b: TensorHandle): TensorHandle;
  add(a: TensorHandle, b: TensorHandle): TensorHandle;
  sub(a: TensorHandle, b: TensorHandle): TensorHandle;
  mul(a: TensorHandle, b: TensorHandle): TensorHandle;
  less(a: TensorHandle, b: TensorHandle): TensorHandle;
  greater(a: TensorHandle, b: TensorHandle): TensorHandle;
  where(condition: TensorHandle, a: TensorHandle, b: TensorHandle): TensorHandle;
  tanh(x: TensorHandle): TensorHandle;
  cast(x: TensorHandle): TensorHandle;
  slice(x: TensorHandle, begin: readonly number[], size: readonly number[]): TensorHandle;
  concat(tensors: readonly TensorHandle[], axis: number): TensorHandle;
  free(...tensors: readonly TensorHandle[]): void;
  freeAll(): void;
}

/** A workspace on the library's present backend. */
export function openWorkspace(tf: TensorLibrary): Workspace {
  const live = new Set<TensorHandle>();
  const constants = new Map<number, TensorHandle>();
  const own = (tensor: TensorHandle): TensorHandle => {
    live.add(tensor);
    return tensor;
  };
  return {
    tensor: (values, shape) => own(tf.tensor(values, [...shape], "float32")),
    integers: (values) => own(tf.tensor(Int32Array.from(values), [values.length], "int32")),
    adopt: own,
    constant(value) {
      const known = constants.get(value);
      if (known !== undefined) return known;
      const made = own(tf.tensor(Float32Array.of(value), [], "float32"));
      constants.set(value, made);
      return made;
    },
    matMul: (a, b) => own(tf.matMul(a, b)),
    matMulTransposed: (a, b) => own(tf.matMul(a, b, true)),
    add: (a, b) => own(tf.add(a, b)),
    sub: (a, b) => own(tf.sub(a, b)),
    mul: (a, b) => own(tf.mul(a, b)),
    less: (a, b) => own(tf.less(a, b)),
    greater: (a, b) => own(tf.greater(a, b)),
    where: (condition, a, b) => own(tf.where(condition, a, b)),
    tanh: (x) => own(tf.tanh(x)),
    cast: (x) => own(tf.cast(x, "float32")),
    slice: (x, begin, size) => own(tf.slice(x, [...begin], [...size])),
    concat: (tensors, axis) => own(tf.concat([...tensors], axis)),
    free(...tensors) {
      for (const tensor of tensors) if (live.delete(tensor)) tensor.dispose();
    },
    freeAll() {
      for (const tensor of live) tensor.dispose();
      live.clear();
      constants.clear();
    },
  };
}
