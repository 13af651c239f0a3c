import type { Lesson } from "../lesson.ts";
import { drawCurve, drawPicture } from "./draw.ts";
import type { Wish } from "./engine.ts";
import type { Answer, Asked } from "./messages.ts";

/* The page: it asks two workers, and shows what they answer. */

const WISHES: Readonly<Record<Wish, string>> = {
  card: "WebGPU, where it is a card",
  webgpu: "WebGPU, on whatever there is",
  wasm: "wasm",
};

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`page: there is no #${id}`);
  return found;
}

function choice(id: string): HTMLSelectElement {
  const found = element(id);
  if (!(found instanceof HTMLSelectElement)) throw new Error(`page: #${id} is no choice`);
  return found;
}

const write = (id: string, text: string): void => {
  element(id).textContent = text;
};

const state = (name: "ready" | "training" | "done" | "failed"): void => {
  document.body.dataset.state = name;
};

const lessons: readonly Lesson[] = JSON.parse(element("lessons").textContent ?? "[]");
const source = new Blob([element("worker").textContent ?? ""], { type: "text/javascript" });
const address = URL.createObjectURL(source);

/** A worker whose answers are heard. */
function hire(hear: (answer: Answer) => void): (asked: Asked) => void {
  const worker = new Worker(address);
  worker.onmessage = ({ data }: MessageEvent<Answer>) => hear(data);
  worker.onerror = ({ message }) => hear({ kind: "failed", why: message });
  return (asked) => worker.postMessage(asked);
}

function fail(why: string): void {
  write("verdict", `It failed: ${why}`);
  state("failed");
}

/** Shows the last network that is not shown yet, one at a time. */
function openWatcher(): (asked: Asked) => void {
  let isBusy = false;
  let next: Asked | undefined;
  const ask = hire((answer) => {
    isBusy = false;
    if (answer.kind === "failed") fail(answer.why);
    if (answer.kind === "picture") {
      const { update, picture } = answer;
      const [first, second] = picture.shares.map((share) => `${(100 * share).toFixed(0)} %`);
      const stable = picture.points.filter((point) => point.stable).length;
      element("plane").innerHTML = drawPicture(picture);
      write("points", `${picture.points.length} fixed points, ${stable} stable`);
      write("shares", `after ${update} updates; ${first} and ${second} of the variance`);
    }
    if (next !== undefined) give(next);
  });
  function give(asked: Asked): void {
    if (isBusy) next = asked;
    else {
      [isBusy, next] = [true, undefined];
      ask(asked);
    }
  }
  return give;
}

function train(lesson: Lesson, wish: Wish): void {
  state("training");
  const losses: number[] = [];
  const accuracies: number[] = [];
  const watch = openWatcher();
  const ask = hire((answer) => {
    if (answer.kind === "failed") fail(answer.why);
    if (answer.kind === "engine") write("engine", answer.says);
    if (answer.kind === "update") {
      losses.push(answer.loss);
      accuracies.push(answer.accuracy);
      write("update", String(answer.update));
      write("loss", answer.loss.toPrecision(4));
      write("accuracy", `${(100 * answer.accuracy).toFixed(1)} %`);
      element("losses").innerHTML = drawCurve(losses, 0, Math.max(...losses));
      element("accuracies").innerHTML = drawCurve(accuracies, 0.4, 1);
    }
    if (answer.kind === "network") {
      const { update, network, sha256, isSame } = answer;
      watch({ kind: "watch", update, network, task: lesson.job.settings.trainTask });
      write("hash", `${sha256} (after ${update} updates)`);
      if (isSame === null) return;
      const { against } = lesson;
      write("verdict", isSame ? `Done: the same bytes as ${against}.` : `Not those of ${against}!`);
      state("done");
    }
  });
  ask({ kind: "train", lesson, wish });
}

function begin(): void {
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const [k, { title }] of lessons.entries())
    choice("lesson").add(new Option(title, String(k)));
  for (const [wish, title] of Object.entries(WISHES)) choice("wish").add(new Option(title, wish));
  choice("lesson").value = asked.get("lesson") ?? "0";
  choice("wish").value = asked.get("engine") ?? "card";
  const show = (): void => {
    const { job, isCut, sha256, against } = lessons[Number(choice("lesson").value)];
    write("key", isCut ? "none: it is not shipped" : job.key);
    write("expected", `${sha256} (${against})`);
  };
  choice("lesson").onchange = show;
  show();
  element("train").onclick = () => {
    element("train").setAttribute("disabled", "");
    const wish = choice("wish").value;
    train(
      lessons[Number(choice("lesson").value)],
      wish === "wasm" || wish === "webgpu" ? wish : "card",
    );
  };
  state("ready");
}

begin();
