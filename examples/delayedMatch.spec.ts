import { testTask } from "attest-rnn/vitest";
import delayedMatch from "./delayedMatch.ts";

testTask(delayedMatch);
