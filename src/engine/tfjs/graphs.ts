import type { Network } from "../../model/model.ts";
import type { GraphLibrary, GraphModel } from "./library.ts";

/** What is asked: the loss's gradient and the outputs, or the outputs alone. */
export type GraphKind = "gradient" | "outputs";

/** Whole runs that are compiled into one call each. */
export interface Graphs {
  /** The compiled run of networks of this model; undefined where it cannot be had. */
  find(network: Network, kind: GraphKind): Promise<GraphModel | undefined>;
}

const INPUTS = {
  outputs: ["recurrent", "input", "output", "decay", "drive", "initial", "checkpoints"],
  gradient: ["targets", "scale"],
} as const;

/** Refuses a graph that asks for other things than ours do. */
function requireOurs(model: GraphModel, signature: string, kind: GraphKind): void {
  const names = [...INPUTS.outputs, ...(kind === "gradient" ? INPUTS.gradient : [])];
  const expected = names.map((name) => `${signature}_${name}`).sort();
  const found = model.inputs.map(({ name }) => name.replace(/:\d+$/, "")).sort();
  if (found.join() !== expected.join())
    throw new Error(`it takes ${found.join(", ")}; expected ${expected.join(", ")}`);
}

/**
 * The graphs of a SavedModel's folder, each loaded when it is first asked for.
 * @param warn told once, in words, where they cannot be used: then each operation is a call
 */
export function openGraphs(
  tf: GraphLibrary,
  folder: string,
  warn: (message: string) => void,
): Graphs {
  const loaded = new Map<string, Promise<GraphModel | undefined>>();
  let warned = false;
  const load = async (signature: string, kind: GraphKind): Promise<GraphModel | undefined> => {
    try {
      const model = await tf.node.loadSavedModel(folder, ["serve"], signature);
      requireOurs(model, signature, kind);
      return model;
    } catch (error) {
      const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
      if (!warned)
        warn(`engine tfjs: the graphs in ${folder} cannot be used (${reason}); slower without\n`);
      warned = true;
      return undefined;
    }
  };
  return {
    find({ model: { activation, readout } }, kind) {
      const signature = `${activation}_${readout}_${kind}`;
      const known = loaded.get(signature) ?? load(signature, kind);
      loaded.set(signature, known);
      return known;
    },
  };
}
