import * as v from "valibot";
import { readCellFile } from "../../src/store/cellFile.ts";
import { bindOracle } from "./oracle.ts";
import { list, worst } from "./shapes.ts";

const schema = v.object({
  framework: v.string(),
  file: v.string(),
  input: list,
  state: list,
  next: list,
});
type Frameworks = v.InferOutput<typeof schema>;

/** One step of the cell that a file holds, from the framework's own. */
function error({ file, input, state, next }: Frameworks): number {
  const [read] = readCellFile(Buffer.from(file, "base64")).cells;
  if ("problem" in read) throw new Error(read.problem);
  const found = new Float64Array(next.length);
  read.cell.step(Float64Array.from(state), input, found);
  return worst([found, next]);
}

/** Files as `docs/networks.md` says to write them, against a step in float32. */
export const frameworks = bindOracle<Frameworks>({
  kind: "frameworks",
  fields: ["framework", "file", "next"],
  schema,
  checks: [{ suffix: "", tolerance: 1e-6, error }],
});
