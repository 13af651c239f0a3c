import type { Cell } from "../study/cell.ts";
import type { Claim } from "./claim.ts";
import type { Finding, Part } from "./finding.ts";
import { bare } from "./parts.ts";
import { registrationFor } from "./registration.ts";
import type { Needed, Standing } from "./standing.ts";

/** The part of an awaiting claim that says what it comes to on the pilot. */
export const PILOT_PART = "on the pilot";

/** What a claim has while it waits: counts, and what it comes to on the pilot if that is known. */
export function awaitingFinding(
  claim: Claim,
  { why, waits }: Standing & { readonly kind: "awaiting" },
  pilot: Finding | undefined,
): Finding {
  const { id, says, cite } = claim;
  const counts = waits.map(countedPart);
  const lead = counts.slice(0, MOST_NAMED).map((part) => `${part.name}: ${part.why}`);
  const more = counts.length > MOST_NAMED ? `; ${counts.length - MOST_NAMED} more` : "";
  const so = counts.length === 0 ? "" : ` ${lead.join("; ")}${more}.`;
  return {
    ...{ ...bare("", "awaiting", `${why}${so}`), verdict: "awaiting" },
    ...{ id, says, cite, population: "study", registration: registrationFor(claim).hash },
    parts: [...counts, ...(pilot === undefined ? [] : [pilotPart(pilot)])],
  };
}

/** More conditions than this are counted where they would be named. */
const MOST_NAMED = 3;

function countedPart({ cell, condition }: Needed): Part {
  const name = conditionWords(cell);
  if (condition === null) return bare(name, "awaiting", "not in the plan");
  const { met, unit } = condition;
  return bare(name, "awaiting", `${met} of ${unit.wanted}`, met);
}

/** The pilot decides nothing: its verdict is exploratory. */
function pilotPart({ verdict, effect, interval, p, n, why }: Finding): Part {
  return {
    ...{ name: PILOT_PART, role: "exploratory", verdict, effect, interval, p, n },
    why: `Exploratory: ${why}`,
  };
}

/** A condition as the study's pages call it: `bptt × rdm × 0.1`. */
function conditionWords({ rule, task, noise, variant, reading, criterion }: Cell): string {
  const more = [
    ...(variant === "as-is" ? [] : [variant.replaceAll("-", " ")]),
    ...(reading === "working" ? [] : [reading]),
    ...(criterion === undefined ? [] : [criterion.replaceAll("-", " ")]),
  ];
  return [`${rule} × ${task} × ${noise}`, ...more].join(", ");
}
