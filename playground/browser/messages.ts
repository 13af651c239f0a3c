import type { Network } from "../../src/model/model.ts";
import type { TaskSettings } from "../../src/task/settings.ts";
import type { Lesson } from "../lesson.ts";
import type { Told } from "../train.ts";
import type { Picture } from "../watch.ts";
import type { Wish } from "./engine.ts";

/** What a worker is asked. */
export type Asked =
  | { readonly kind: "train"; readonly lesson: Lesson; readonly wish: Wish }
  | {
      readonly kind: "watch";
      readonly update: number;
      readonly network: Network;
      readonly task: TaskSettings;
    };

/** What it answers. */
export type Answer =
  | Told
  | { readonly kind: "engine"; readonly says: string }
  | { readonly kind: "picture"; readonly update: number; readonly picture: Picture }
  | { readonly kind: "failed"; readonly why: string };
