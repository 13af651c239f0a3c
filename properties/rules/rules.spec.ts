import { describe, expect, it } from "vitest";
import { bptt } from "../../src/rules/bptt.ts";
import { defineRule } from "../../src/rules/rule.ts";
import { specLaws } from "../specLaws.ts";
import { rulesLaws } from "./rules.ts";

specLaws("rules", rulesLaws);

describe("rules", () => {
  it.each(["", "two words", "1st", "../x"])("are not called %j", (name) => {
    expect(() => defineRule({ ...bptt, name })).toThrow(/^name: expected/);
  });
});
