import { trainLesson } from "../train.ts";
import { watch } from "../watch.ts";
import { openEngine } from "./engine.ts";
import type { Answer, Asked } from "./messages.ts";

/* The worker of the page: one trains, another draws pictures of what it trains. */

const tell = (answer: Answer): void => postMessage(answer);

async function answer(asked: Asked): Promise<void> {
  if (asked.kind === "watch") {
    const { network, task, update } = asked;
    tell({ kind: "picture", update, picture: await watch(network, task) });
    return;
  }
  const { engine, says } = await openEngine(asked.wish);
  tell({ kind: "engine", says });
  await trainLesson(asked.lesson, engine, tell);
}

addEventListener("message", ({ data }: MessageEvent<Asked>) => {
  answer(data).catch((error: unknown) =>
    tell({ kind: "failed", why: error instanceof Error ? error.message : String(error) }),
  );
});
