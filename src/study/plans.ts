import { desk, type Plan, paper, pilots, smoke } from "./plan.ts";
import { study } from "./studyPlan.ts";

/** Every plan, by name. */
export const plans: Readonly<Record<string, Plan>> = { smoke, pilots, desk, paper, study };
