import { parentPort, workerData } from "node:worker_threads";
import * as v from "valibot";
import { parseAs } from "../numerics/parse.ts";
import { ruleOf } from "../rules/registry.ts";
import { tryRuleLaws } from "../testing/ruleLaws.ts";
import type { LawsAsked, LawsSaid } from "./guardedLaws.ts";

// A thread of its own: what somebody's file does here, the command outlives.

const asked: v.GenericSchema<unknown, LawsAsked> = v.object({
  module: v.string(),
  laws: v.boolean(),
});

const say = (message: LawsSaid): void => parentPort?.postMessage(message);

const { module, laws } = parseAs("laws", asked, workerData);
try {
  say({ kind: "begins", what: "the import of the file" });
  const rule = await ruleOf(module);
  if (laws)
    await tryRuleLaws(
      rule,
      (tried) => say({ kind: "tried", tried }),
      ({ id }) => say({ kind: "begins", what: `the law ${id}` }),
    );
  say({ kind: "done" });
} catch (error) {
  say({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
}
