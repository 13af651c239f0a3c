import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import walk from "../../properties/training/tinyRule.ts";
import { defineRule } from "../../src/rules/rule.ts";

/** The update at which it dies: after its first checkpoint. */
const LAST_UPDATE = 130;

type Memory = { readonly walked: ReturnType<typeof walk.begin>; readonly update: number };

/**
 * A rule whose worker dies: in the folder that `ATTEST_DEATHS` names, a file named `exit` or
 * `throw` and a number says how; with `late` it dies once it has answered; with `fail` the rule
 * itself throws, and its worker lives. Each is used once: a file beside it says so.
 */
export default defineRule<null, Memory>({
  ...walk,
  name: "mortal",
  settings: (task, reading) => ({
    ...walk.settings(task, reading),
    validateEvery: 100,
    budget: { updates: 300, restarts: 0 },
  }),
  begin: (draw, hyper, key) => ({ walked: walk.begin(draw, hyper, key), update: 0 }),
  async learn({ walked, update }, on, world, hyper, key) {
    if (update === LAST_UPDATE) await dieIfTold();
    return { walked: await walk.learn(walked, on, world, hyper, key), update: update + 1 };
  },
  network: ({ walked }) => walk.network(walked),
  difficulty: () => 1,
  ready: () => true,
  lastLoss: ({ walked }) => walk.lastLoss(walked),
});

async function dieIfTold(): Promise<void> {
  const folder = process.env.ATTEST_DEATHS;
  if (folder === undefined) return;
  const files = readdirSync(folder).sort();
  const next = files.find((name) => !name.endsWith(".died") && !files.includes(`${name}.died`));
  if (next === undefined) return;
  writeFileSync(join(folder, `${next}.died`), "");
  if (next.startsWith("exit")) process.exit(3);
  // The loop turns when training is done.
  if (next.startsWith("late")) return void setImmediate(() => process.exit(3));
  if (next.startsWith("fail")) throw new Error("the rule's own fault");
  setImmediate(() => {
    throw new Error("thrown where nobody listens");
  });
  // Its turn comes after the one that throws: a worker that outlives it goes on.
  await new Promise<void>((resolve) => setImmediate(resolve));
}
