import { join } from "node:path";
import { wasmEngine } from "../src/engine/wasm/engine.ts";
import { jobOf } from "../src/study/job.ts";
import { ourRules } from "../src/study/rules.ts";
import { shippedPopulation } from "../src/study/shipped.ts";
import { PILOT_FOLDER } from "../src/study/shippedFolder.ts";
import type { Job } from "../src/training/job.ts";
import { type Lesson, weightsHash } from "./lesson.ts";
import { trainLesson } from "./train.ts";

/** Networks of the pilot that are done soon: the noise level's file, and seeds. */
const SHIPPED = [
  { noise: "0.1", seeds: [5, 3, 7] },
  { noise: "1", seeds: [7, 9] },
];

/** The first is what the page begins with; the last is small, for programs that do as a card. */
export async function makeLessons(): Promise<readonly Lesson[]> {
  const shipped = SHIPPED.flatMap(({ noise, seeds }) => seeds.map((seed) => lessonOf(noise, seed)));
  return [...shipped, await smallLesson(shipped[0].job)];
}

function lessonOf(noise: string, seed: number): Lesson {
  const file = join(PILOT_FOLDER, `bptt_rdm_${noise}_working.safetensors`);
  const [{ cell, settings, networks }] = shippedPopulation(file, ourRules).populations;
  const trained = networks.find((each) => each.seed === seed);
  if (trained === undefined) throw new Error(`${file}: there is no seed ${seed}`);
  const job = jobOf({ cell, settings, seed }, trained.tier);
  if (job.key !== trained.key) throw new Error(`${job.name}: its key is ${job.key} today`);
  return {
    title: `BPTT on RDM, noise ${noise}, seed ${seed} (${trained.updates} updates)`,
    ...{ job, updates: trained.updates, isCut: false },
    sha256: weightsHash(trained.network),
    against: `the shipped network ${trained.key}`,
  };
}

/** Ten updates on 32 trials of 60 steps, and what wasm makes of them here. */
async function smallLesson({ settings, ...job }: Job): Promise<Lesson> {
  const trainTask = { ...settings.trainTask, steps: 60 };
  const lesson: Lesson = {
    title: "A small one: ten updates on 32 trials of 60 steps",
    job: {
      ...job,
      settings: { ...settings, trainTask, validationTask: trainTask, trialsPerUpdate: 32 },
    },
    ...{ updates: 10, isCut: true, sha256: "", against: "wasm in Node" },
  };
  let sha256 = "";
  await trainLesson(lesson, wasmEngine, (told) => {
    if (told.kind === "network") sha256 = told.sha256;
  });
  return { ...lesson, sha256 };
}
