import { setImmediate } from "node:timers/promises";
import { type Claim, countedCells } from "../claims/claim.ts";
import { evidenceIfRight } from "../claims/ifRight.ts";
import { measureClaim } from "../claims/judge.ts";
import { registrationFor } from "../claims/registration.ts";
import {
  type RegisteredClaim,
  readRegistrations,
  writeRegistrations,
} from "../claims/registrationFile.ts";
import { type SimulationSettings, simulate } from "../claims/simulate.ts";
import { isDone, powerWords, type Simulated, shareWords } from "../claims/simulated.ts";
import { withStandIns } from "../claims/standIns.ts";
import { firstSeedOf, readBy } from "../claims/standing.ts";
import { claims } from "../papers/mcmahan2021/index.ts";
import { textTable } from "../report/textTable.ts";
import { openStudy, type Study } from "../study/study.ts";
import { claimsNamed } from "./claimNamed.ts";
import type { Host } from "./host.ts";
import { duration } from "./progress.ts";

/** What `attest power --registration` is asked for. */
export type PowerOfRegistrationOptions = {
  readonly registration: string;
  /** One of its claims, or the file of one; all of ours where it is left out. */
  readonly claim: string | undefined;
  readonly populations: string;
  /** Files of rules beside ours. */
  readonly rules: readonly string[];
  /** Studies that are simulated of each claim. */
  readonly draws: number;
  readonly json: boolean;
};

/** Studies that are simulated before they are written. */
const CHUNK = 5;

/**
 * Computes size and power of every confirmatory test of a registration's claims, from the networks
 * at hand or their neighbours', and writes them into its file as they come: it may be ended at any
 * time, and goes on when it is run again.
 * @throws RangeError for a claim that is not in the file, or in another form; Error where there is
 * no file.
 */
export async function powerOfRegistration(
  options: PowerOfRegistrationOptions,
  host: Host,
): Promise<void> {
  const { registration, populations, draws } = options;
  const file = readRegistrations(registration);
  const ours = claims.filter(({ id }) => file.claims.some((each) => each.id === id));
  const asked = options.claim === undefined ? ours : await claimsNamed([options.claim], claims);
  for (const claim of asked) requireForm(claim, file.claims, registration);
  const from = { kind: "shipped", folder: populations } as const;
  const study = await openStudy({ networks: [from], rules: options.rules });
  for (const [at, claim] of asked.entries()) {
    const known = file.claims.find(({ id }) => id === claim.id)?.simulated;
    if (known !== undefined && isDone(known) && known.draws >= draws) continue;
    host.note(`${claim.id}, ${at + 1} of ${asked.length}: reading the evidence …\n`);
    await simulateInto(registration, claim, { study, draws, before: known }, host);
  }
  const ids = asked.map(({ id }) => id);
  const done = readRegistrations(registration).claims.filter(({ id }) => ids.includes(id));
  host.out(
    options.json
      ? `${JSON.stringify(done, null, 2)}\n`
      : done.map((each) => claimText(each, host.width)).join("\n"),
  );
}

/** @throws RangeError unless the claim is in the file, in its form of today. */
function requireForm(claim: Claim, registered: readonly RegisteredClaim[], file: string): void {
  const { hash } = registrationFor(claim);
  const own = registered.find(({ id }) => id === claim.id);
  if (own === undefined) throw new RangeError(`claim: ${claim.id} is not in ${file}`);
  if (own.hash !== hash)
    throw new RangeError(`claim: ${claim.id} is ${hash} today, and in ${file} ${own.hash}`);
}

async function simulateInto(
  file: string,
  claim: Claim,
  {
    study: pilot,
    draws,
    before,
  }: { readonly study: Study; readonly draws: number; readonly before: Simulated | undefined },
  host: Host,
): Promise<void> {
  const given = await evidenceFor(claim, pilot);
  const started = host.nowMs();
  const done = before?.draws ?? 0;
  for (const now of simulate(claim, { ...given, draws, before, chunk: CHUNK })) {
    // The file is read again: another process may have written of another claim.
    const { draft, claims: all } = readRegistrations(file);
    const written = all.map((each) => (each.id === claim.id ? { ...each, simulated: now } : each));
    writeRegistrations(file, { draft, claims: written });
    const seconds = (host.nowMs() - started) / 1000;
    const left = (seconds / Math.max(1, now.draws - done)) * (draws - now.draws);
    host.note(`${claim.id}: ${now.draws} of ${draws} studies, about ${duration(left)} left\n`);
    // Simulating holds the thread: a signal is heard here, and what was simulated stays.
    await setImmediate();
    host.signal.throwIfAborted();
  }
}

/** What studies of a claim are drawn from: as it is if the paper is right, or the pilot's. */
async function evidenceFor(
  claim: Claim,
  pilot: Study,
): Promise<Pick<SimulationSettings, "tests" | "evidence" | "from">> {
  const tests = claim.tests().filter(({ role }) => role === "confirmatory");
  const { ifRight } = claim.registered;
  if (ifRight !== undefined) return { tests, ...evidenceIfRight(tests, ifRight) };
  const cells = countedCells(claim);
  const isOfTraining = readBy(claim) === "training";
  const { study, from } = await withStandIns(pilot, cells, {
    counted: (cell) => (isOfTraining ? pilot.networks(cell) : pilot.included(cell)).length,
    firstSeed: firstSeedOf(claim) ?? 0,
  });
  return { ...(await measureClaim({ ...claim, tests: () => tests }, study, { cells })), from };
}

const TITLES = ["test", "n", "size", "power", "contradicted", "nothing to find"] as const;

/** The tests of a claim with their size and power, and what was assumed. */
function claimText({ id, hash, simulated }: RegisteredClaim, width: number): string {
  if (simulated === undefined) return `${id} ${hash}: size and power are not computed yet.\n`;
  const { draws, tests, whole, from } = simulated;
  const rows = tests.map(({ name, networks, falsely, supported, contradicted, nothing }) => [
    ...[name, String(networks), falsely === null ? "–" : shareWords(falsely, draws)],
    ...[shareWords(supported, draws), shareWords(contradicted, draws), nothing],
  ]);
  const table = textTable(
    TITLES.map((title) => ({ title, align: "left", wraps: title === "test" }) as const),
    rows.map((row) => row.map((text) => ({ text }))),
    width,
  );
  const assumed = from.flatMap(({ condition, as, networks }) =>
    as === null ? (networks === 0 ? [`${condition}: none`] : []) : [`${condition}: as ${as}`],
  );
  const words = powerWords(simulated);
  return (
    `${id} ${hash}, ${draws} studies\n${table}` +
    `As a whole: supported ${shareWords(whole.supported, draws)}, ` +
    `contradicted ${shareWords(whole.contradicted, draws)}.\n` +
    `${words === "" ? "" : `${id} is ${words}.\n`}` +
    `${assumed.length === 0 ? "" : `Assumed, for want of networks: ${assumed.join("; ")}.\n`}`
  );
}
