import { defineRule } from "../../src/rules/rule.ts";
import walk from "./tinyRule.ts";

/** Between two checkpoints, which come every 125 updates: what is learned after one is lost. */
const LAST_UPDATE = 200;

let updates = 0;

/** The walk, whose process is killed at the hardest after some updates: the same one each time. */
export default defineRule({
  ...walk,
  async learn(...given) {
    updates += 1;
    if (updates === LAST_UPDATE) process.kill(process.pid, "SIGKILL");
    return walk.learn(...given);
  },
});
