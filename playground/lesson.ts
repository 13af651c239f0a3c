import { createHash } from "node:crypto";
import { type Network, WEIGHT_NAMES } from "../src/model/model.ts";
import type { Job } from "../src/training/job.ts";

/** A network that the page trains, and what it must come to. */
export type Lesson = {
  readonly title: string;
  readonly job: Job;
  /** How many updates it takes. */
  readonly updates: number;
  /** Whether it is cut there: else it ends by its own criterion. */
  readonly isCut: boolean;
  /** The `weightsHash` that it ends with. */
  readonly sha256: string;
  /** Whose hash that is. */
  readonly against: string;
};

/** SHA-256 of W_rec, W_in and W_out, one after the other in float64, in hexadecimal digits. */
export function weightsHash({ weights }: Network): string {
  const hash = createHash("sha256");
  for (const name of WEIGHT_NAMES) {
    const { buffer, byteOffset, byteLength } = weights[name];
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}
