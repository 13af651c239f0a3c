import { LANE_BYTES, Plan } from "./plans";

/** The kept row of step t. */
@inline
export function rowOf(plan: Plan, t: i32): usize {
  const stride = <usize>(plan.units + plan.channels) * LANE_BYTES;
  return plan.rows + <usize>(plan.keeps ? t : t & 1) * stride;
}
