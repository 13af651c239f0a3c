import { testRule } from "attest-rnn/vitest";
import { evolution } from "./evolution.ts";
import momentum from "./momentum.ts";

testRule(momentum);
testRule(evolution);
