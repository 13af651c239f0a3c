import {
  claims,
  controlled,
  createRng,
  deriveKey,
  findingOf,
  judgeTests,
  silhouette,
} from "attest-rnn";
import { laws } from "attest-rnn/properties";
import "attest-rnn/vitest";
import { expect, it, vi } from "vitest";

// What a claim takes to be judged is not on trial here.
vi.setConfig({ testTimeout: 0 });

it.each(claims.map((claim) => [claim.id, claim] as const))("judges %s", (_id, claim) => {
  const [control] = claim.controls;
  const { tests, evidence } = controlled(claim, control);
  const parts = judgeTests(claim, tests, evidence, createRng(deriveKey(null, "controls")));
  expect(findingOf(claim, parts)).toHaveVerdict(control.verdict);
});

it("tries laws on an implementation", async () => {
  const mine = (distances: readonly number[][], labels: readonly number[]) =>
    silhouette(distances, labels, { metric: "precomputed" });
  await expect(mine).toObeyLaw(laws["silhouette/definition"]);
});
