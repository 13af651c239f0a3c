/**
 * Mutation testing of one room of `src` by that room's laws and specs. The room is named by the
 * environment: `ROOM=statistics npm run stryker`. `SKIP` leaves out tests whose names it matches.
 */
const ROOMS = ["statistics", "distances", "rules", "attractors"];
const room = process.env.ROOM ?? "";
if (!ROOMS.includes(room))
  throw new RangeError(`ROOM: expected one of ${ROOMS.join(", ")}, got "${room}"`);

export default {
  mutate: [`src/${room}/*.ts`],
  testFiles: [`properties/${room}/*.spec.ts`],
  testRunner: "mocha",
  testRunnerNodeArgs: ["--import", "./mutation/vitestInMocha.mjs"],
  plugins: ["@stryker-mutator/mocha-runner"],
  coverageAnalysis: "perTest",
  // What runs while a module loads would need every test for each of its mutants.
  ignoreStatic: true,
  // A text is a message, whose wording no test should fix, or a literal that the types hold to.
  // A loop that counts the other way hardly ever ends: it is caught, but after the longest wait.
  mutator: { excludedMutations: ["StringLiteral", "UpdateOperator"] },
  // Node strips the types as it loads a file.
  disableTypeChecks: false,
  concurrency: Number(process.env.CONCURRENCY ?? 1),
  timeoutMS: 5_000,
  timeoutFactor: 1.5,
  dryRunTimeoutMinutes: 60,
  ignorePatterns: [
    "/.ci",
    "/bench",
    "/dist",
    "/docs",
    "/examples",
    "/fixtures/pilot",
    "/gpu",
    "/packaging",
    "/report",
    "/specs",
    "/store",
    "/toolchain",
    "/tsconfig*.json",
  ],
  tempDirName: ".stryker",
  incremental: true,
  incrementalFile: `reports/stryker-${room}.json`,
  reporters: ["progress-append-only", "clear-text", "html"],
  htmlReporter: { fileName: `reports/stryker-${room}.html` },
  clearTextReporter: { logTests: false, allowColor: false },
};
