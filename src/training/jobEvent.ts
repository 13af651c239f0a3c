import type { Unfinished } from "./limits.ts";
import type { Trained } from "./result.ts";
import type { Progress } from "./train.ts";

/** What becomes of a job. */
export type JobEvent =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "retried"; readonly retry: number; readonly why: string }
  | ({ readonly kind: "unfinished" } & Omit<Unfinished, "name">)
  | { readonly kind: "finished"; readonly trained: Trained };
