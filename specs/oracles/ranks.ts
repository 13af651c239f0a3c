import * as v from "valibot";
import { mannWhitney } from "../../src/statistics/mannWhitney.ts";
import { bindOracle } from "./oracle.ts";
import { list, number, worst } from "./shapes.ts";

const schema = v.object({ first: list, second: list, greaterP: number, lessP: number });

/** The exact rank sum test, with ties and without: coin. */
export const ranks = bindOracle<v.InferOutput<typeof schema>>({
  kind: "ranks",
  fields: ["first", "second", "greaterP"],
  schema,
  checks: [
    {
      suffix: "",
      tolerance: 1e-9,
      error: ({ first: a, second: b, greaterP, lessP }) => {
        const p = (alternative: "greater" | "less") =>
          mannWhitney({ a, b }, { alternative, method: "exact" }).p;
        return worst([[p("greater")], [greaterP]], [[p("less")], [lessP]]);
      },
    },
  ],
});
