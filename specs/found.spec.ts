import { expect, it } from "vitest";
import { readFacts } from "../docs/pages/facts.ts";
import { foundPage } from "../docs/pages/found.ts";
import { where } from "../docs/pages/words.ts";
import { textOf } from "./source.ts";

it("docs/found.md is what `npm run docs` makes of the pilot's findings", async () => {
  expect(textOf("docs/found.md")).toBe(foundPage(await readFacts()));
});

it("what moves in findings moves in the page; what no longer holds is refused", async () => {
  const facts = await readFacts();
  const moved = facts.claims.map((claim) =>
    claim.id === "C14"
      ? { ...claim, parts: claim.parts.map((part) => ({ ...part, effect: 0.123 })) }
      : claim,
  );
  expect(foundPage({ ...facts, claims: moved })).toContain("noise 0.1 v 1 at N = 4 (0.12)");
  expect(() => where(false, "It rose.")).toThrow("no longer follows from the numbers: It rose.");
});
