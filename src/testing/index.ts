import "./augmentation.ts";

export type { Cite, Law, Mutant, Need } from "../../properties/law.ts";
export { type Improvement, type Improves, improvement } from "./improvement.ts";
export { type Matched, matchers, type Obeyed } from "./matchers.ts";
export { type Expects, testRule } from "./testRule.ts";
export { testTask } from "./testTask.ts";
