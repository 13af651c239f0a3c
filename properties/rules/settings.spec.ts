import { describe, expect, it } from "vitest";
import { bptt } from "../../src/rules/bptt.ts";
import { fullForce } from "../../src/rules/fullForce.ts";
import { genetic } from "../../src/rules/genetic.ts";
import { hebbian, hebbianByTrial, sizeAt } from "../../src/rules/hebbian.ts";
import { hebbianRepeats } from "../../src/rules/hebbianRepeats.ts";
import { code, pilotReadings, text, working } from "../../src/setting/readings.ts";
import { withMeanSize } from "../../src/task/trials.ts";
import { drawSmall, ruleKey, smallCdi, smallRdm, world } from "./made.ts";

describe("the constants of §2.3", () => {
  it("are BPTT's", () => {
    const { hyper, trialsPerUpdate, model } = bptt.settings(smallRdm, text);
    expect(hyper).toMatchObject({ learningRate: 0.0005, beta1: 0.9, beta2: 0.999, loss: "mean" });
    expect(trialsPerUpdate).toBe(500);
    expect(model.trains).toEqual(["recurrent", "input", "output"]);
    expect(bptt.settings(smallRdm, code).model.trains).toEqual(["recurrent"]);
  });

  it("are GA's: 0.005 is a variance as printed, a deviation in the release", () => {
    const as = (reading: typeof text, task = smallRdm) => genetic.settings(task, reading).hyper;
    expect(as(text).mutationDeviation).toBe(Math.sqrt(0.005));
    expect(as(code).mutationDeviation).toBe(0.005);
    expect(as(text)).toMatchObject({ first: 50, children: 50, elites: 5, parents: 5 });
    expect(as(code).children).toBe(49);
    expect(as(code, smallCdi).children).toBe(19);
  });

  it("are FF's: P₀ by the number of contexts", () => {
    const as = (task = smallRdm) => fullForce.settings(task, code).hyper.regularisation;
    expect([as(), as(smallCdi)]).toEqual([50_000, 10_000]);
  });

  it("are H's in each of its forms, and with contexts", () => {
    const as = (reading: typeof text, task = smallRdm) => hebbian.settings(task, reading);
    expect(as(text).hyper).toMatchObject({ meanKeeps: "trial", clip: null });
    expect(as(text, smallCdi).hyper).toEqual(as(text).hyper);
    expect(as(code).hyper).toMatchObject({ perturbation: { probability: 0.003 }, clip: 2e-4 });
    expect(as(code, smallCdi).hyper).toEqual(as(code).hyper);
    expect(as(working).hyper).toMatchObject({ curriculum: null, baselineBy: "relevant" });
    const pilot = pilotReadings.working;
    expect(as(pilot).hyper).toEqual(as(working).hyper);
    expect(as(pilot, smallCdi).hyper).toMatchObject({
      learningRate: 0.003,
      baselineBy: "all",
      curriculum: { first: 0.9285, last: 0.09285, trials: 20_000 },
    });
    expect(as(working, smallCdi)).toMatchObject({
      hyper: { repeats: 4, learningRate: 4e-4, perturbation: { probability: 0.001 } },
      trialsPerUpdate: 8,
      runsPerTrial: 4,
      // 3,008 and 500,000 runs.
      validateEvery: 94,
      budget: { updates: 15_625, restarts: 0 },
    });
    const clamps = [text, code, working].map((reading) => as(reading).model.clamped.length);
    expect(clamps).toEqual([0, 3, 0]);
  });
});

describe("the Hebbian rule, by hand", () => {
  it("has a curriculum whose |μ| falls by equal factors, and then stays", () => {
    const curriculum = { first: 0.8, last: 0.2, trials: 100 };
    const sizes = [0, 50, 100, 1000].map((trial) => sizeAt(curriculum, trial));
    for (const [k, size] of [0.8, 0.4, 0.2, 0.2].entries()) expect(sizes[k]).toBeCloseTo(size, 6);
  });

  /** A memory after one trial, and the trial. */
  async function afterOne(
    task: typeof smallRdm,
    change: Partial<ReturnType<typeof hebbianByTrial.settings>["hyper"]>,
    seed = 1,
  ) {
    const { hyper: own, model } = hebbianByTrial.settings(task, working);
    const hyper = { ...own, ...change };
    const begun = hebbianByTrial.begin(drawSmall(task, model, seed), hyper, ruleKey(seed));
    const on = task.draw(ruleKey(seed), 1);
    const memory = await hebbianByTrial.learn(
      { ...begun, ...{ trial: 7 } },
      on,
      world,
      hyper,
      ruleKey(2),
    );
    return { begun, memory, on, hyper };
  }

  it("shows a trial of the curriculum's size where there is a curriculum", async () => {
    const curriculum = { first: 0.9, last: 0.1, trials: 50 };
    const easy = await afterOne(smallCdi, { curriculum });
    const shown = withMeanSize(easy.on, sizeAt(curriculum, 7));
    const plain = await hebbianByTrial.learn(
      { ...easy.begun, trial: 7 },
      shown,
      world,
      { ...easy.hyper, curriculum: null },
      ruleKey(2),
    );
    expect(easy.memory).toEqual(plain);
    const hard = await afterOne(smallCdi, { curriculum: null });
    expect(hard.memory.loss).not.toBe(easy.memory.loss);
  });

  it("only listens in quiet trials", async () => {
    const weightsAfter = async (quietTrials: number) => {
      const { begun, memory } = await afterOne(smallRdm, { quietTrials });
      // The first trial of a type teaches nothing: its error is its own baseline.
      const hyper = { ...hebbianByTrial.settings(smallRdm, working).hyper, quietTrials };
      const on = smallRdm.draw(ruleKey(1), 1);
      const second = { ...memory, baselines: { [Object.keys(memory.baselines)[0]]: 0.1 } };
      const after = await hebbianByTrial.learn(second, on, world, hyper, ruleKey(3));
      expect(after.trial).toBe(9);
      return after.network.weights.recurrent.join() === begun.network.weights.recurrent.join();
    };
    expect(await weightsAfter(9)).toBe(true);
    expect(await weightsAfter(8)).toBe(false);
    expect(await weightsAfter(0)).toBe(false);
  });

  it("keeps a baseline for each context and sign of the relevant input, or of all", async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const relevant = await afterOne(smallCdi, { baselineBy: "relevant" }, seed);
      const { contexts, choices, inputs } = relevant.on;
      const sign = (value: number): string => (value < 0 ? "-" : "+");
      expect(Object.keys(relevant.memory.baselines)).toEqual([
        `${contexts[0]} ${sign(choices[0])}`,
      ]);
      const all = await afterOne(smallCdi, { baselineBy: "all" }, seed);
      if (inputs.kind !== "gaussian") throw new Error("expected drawn inputs");
      // The two noisy channels come first; the contexts' have no noise.
      const signs = [...inputs.mean.subarray(0, 2)].map(sign).join("");
      expect(Object.keys(all.memory.baselines)).toEqual([`${contexts[0]} ${signs}`]);
    }
  });
});

describe("the Hebbian rule, by its form", () => {
  const begun = (reading: typeof text) => {
    const { hyper, model } = hebbian.settings(smallCdi, reading);
    return { hyper, memory: hebbian.begin(drawSmall(smallCdi, model, 1), hyper, ruleKey(1)) };
  };
  const on = smallCdi.draw(ruleKey(1), 1);

  it("learns as that form does, and asks the trainer for what it asks", async () => {
    const { hyper, memory } = begun(working);
    if (!("repeats" in hyper && "runs" in memory)) throw new Error("expected repeats");
    const next = await hebbian.learn(memory, on, world, hyper, ruleKey(2));
    expect(next).toEqual(await hebbianRepeats.learn(memory, on, world, hyper, ruleKey(2)));
    expect(next).toMatchObject({ updates: 1, runs: 4 });
    const asks = [0, 0.5, 1].map((difficulty) => {
      const at = { ...memory, difficulty };
      return [hebbian.difficulty?.(at, hyper), hebbian.ready?.(at, hyper)];
    });
    expect(asks).toEqual([
      [0, false],
      [0.5, false],
      [1, true],
    ]);
    const trial = begun(text);
    expect(hebbian.difficulty?.(trial.memory, trial.hyper)).toBe(1);
    expect(hebbian.ready?.(trial.memory, trial.hyper)).toBe(true);
  });

  it("refuses the memory of another form", () => {
    const [ours, others] = [begun(working), begun(text)];
    for (const [{ hyper }, { memory }] of [
      [ours, others],
      [others, ours],
    ])
      expect(() => hebbian.learn(memory, on, world, hyper, ruleKey(2))).toThrow(
        "memory: expected that of the form that hyper is of",
      );
  });
});

describe("the genetic rule's memory", () => {
  it("counts generations, and has no losses before the first", async () => {
    const { hyper, model } = genetic.settings(smallRdm, working);
    const begun = genetic.begin(drawSmall(smallRdm, model, 1), { ...hyper, first: 6 }, ruleKey(1));
    expect(begun).toMatchObject({ generation: 0, losses: [] });
    const on = smallRdm.draw(ruleKey(1), 4);
    const after = await genetic.learn(begun, on, world, hyper, ruleKey(1));
    expect(after.generation).toBe(1);
    expect((await genetic.learn(after, on, world, hyper, ruleKey(2))).generation).toBe(2);
  });
});

describe("full-FORCE's teacher", () => {
  it("leaves what was drawn as it was", () => {
    const { hyper, model } = fullForce.settings(smallCdi, working);
    const draw = drawSmall(smallCdi, model, 1);
    const teacher = draw({ index: 1, extraChannels: 2 });
    const before = teacher.weights.input.join();
    const memory = fullForce.begin(
      (how) => (how?.index === 1 ? teacher : draw(how)),
      hyper,
      ruleKey(1),
    );
    expect(teacher.weights.input.join()).toBe(before);
    const { student, teacher: own } = memory;
    for (let i = 0; i < student.units; i++)
      for (let c = 0; c < own.channels; c++)
        expect(own.weights.input[i * own.channels + c]).toBe(
          c < student.channels
            ? student.weights.input[i * student.channels + c]
            : teacher.weights.input[i * own.channels + c],
        );
  });
});
