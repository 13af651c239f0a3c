#!/usr/bin/env node
import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { Command, CommanderError } from "commander";
import { type Host, widthOf } from "./commands/host.ts";
import {
  addAudit,
  addDiscrepancies,
  addJudge,
  addPower,
  addRegister,
  addReproduce,
} from "./commands/judgeCommands.ts";
import {
  addAttractors,
  addBuildNative,
  addDoctor,
  addNetwork,
  addRoots,
} from "./commands/networkCommands.ts";
import { GOES_ON, StoppedError, stoppableBy } from "./commands/signals.ts";
import { indented, terminalText } from "./commands/terminalText.ts";
import { addCheck, addPlan, addStudy, addTrain } from "./commands/trainCommands.ts";
import { packageVersion } from "./commands/version.ts";
import { UnfinishedError } from "./training/limits.ts";

/** The exit status of what could not be done. */
const REFUSED = 1;

const stop = new AbortController();
let isRead = true;
const colours = process.stdout.isTTY === true && (process.env.NO_COLOR ?? "") === "";
const out = (text: string): void => {
  if (isRead) process.stdout.write(terminalText(text, { colours }));
};
const note = (text: string): void =>
  void process.stderr.write(terminalText(text, { colours: false }));
const nowMs = (): number => performance.now();
const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, "Z");
/** What this process has had of the processor so far. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const host: Host = {
  out,
  note,
  interactive: process.stderr.isTTY === true,
  colours,
  width: widthOf(process.stdout.columns),
  nowMs,
  now,
  cpuMs,
  cores: availableParallelism(),
  salt: () => randomBytes(8).toString("hex"),
  signal: stop.signal,
  stoppable: stoppableBy(process, stop, { note, nowMs }),
};

// Where nobody reads on, as in `| head`, the work goes on: its files and its exit status count.
process.stdout.on("error", (error) => {
  isRead = false;
  if ("code" in error && error.code === "EPIPE") return;
  note(`attest: cannot write the answer: ${error.message}\n`);
  process.exit(REFUSED);
});

// An error that nothing caught: a rule's own, say.
process.once("uncaughtException", (error) => {
  note(`attest: ${indented(error.stack ?? error.message)}\n`);
  process.exit(REFUSED);
});

const program = new Command("attest")
  .description(
    "A paper you can run in CI: executable claims about learning rules in recurrent networks.",
  )
  .version(packageVersion())
  .showHelpAfterError("(add --help for what can be said)")
  .addHelpText(
    "after",
    "\nExit status: 0 done, and as expected; 1 done, and not as expected, or not done: wrong" +
      "\nusage, wrong input or an error; 75 training was stopped by SIGTERM, SIGUSR1, a" +
      "\nlimit or the time: run it again to go on; 130 interrupted: training goes on as well.",
  )
  .exitOverride();

// In the order of the help.
for (const add of [
  addReproduce,
  addAudit,
  addNetwork,
  addDiscrepancies,
  addTrain,
  addStudy,
  addPlan,
  addPower,
  addRegister,
  addRoots,
  addCheck,
  addJudge,
  addAttractors,
  addBuildNative,
  addDoctor,
])
  add(program, host);

// A rule from elsewhere may end the process, or wait for what never comes: neither is success.
let isDone = false;
process.once("exit", (status) => {
  // 13: what is awaited at the top of a file never settled.
  if (isDone || (status !== 0 && status !== 13)) return;
  note("attest: ended before it was done; a file that it loaded ended it, or never settles\n");
  process.exitCode = REFUSED;
});

try {
  await program.parseAsync();
} catch (error) {
  isDone = true;
  if (error instanceof StoppedError) process.exit(error.status);
  if (error instanceof CommanderError) {
    // What is wrong, or the help, was printed.
    process.exitCode = error.exitCode === 0 ? 0 : REFUSED;
  } else {
    note(`attest: ${indented(error instanceof Error ? error.message : String(error))}\n`);
    process.exitCode = error instanceof UnfinishedError && error.byLimits ? GOES_ON : REFUSED;
  }
}
isDone = true;
