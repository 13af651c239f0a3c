import type { Engine } from "../engine.ts";
import { kickedBySteps } from "../kicked.ts";
import { trialLosses } from "../loss.ts";
import { type LossOf, raceToLowest } from "../lowest.ts";
import { sessionOn } from "../sessionOn.ts";
import { type Core, createCore } from "./core.ts";
import type { BlockKernel } from "./kernel.ts";
import { kickedOn } from "./kicked.ts";
import { canRace, raceIn } from "./race.ts";
import { wasmSteppers } from "./stepper.ts";

/**
 * A float32 engine on a kernel that is made at its first use. Sessions, which run one trial a step
 * at a time, are WebAssembly's in any case: their bytes are the same.
 */
export function engineOn(name: string, makeKernel: () => BlockKernel): Engine {
  let kernel: BlockKernel | undefined;
  let made: Core | undefined;
  const theKernel = (): BlockKernel => {
    kernel ??= makeKernel();
    return kernel;
  };
  const core = (): Core => {
    made ??= createCore(theKernel());
    return made;
  };
  const makeStepper = wasmSteppers();
  const open: Engine["open"] = (network, on, from) => sessionOn(makeStepper, { network, on, from });
  return {
    name,
    tier: "float32",
    async evaluate(networks, trials) {
      return networks.map((network) => core().evaluate(network, trials));
    },
    async gradient(networks, trials) {
      return networks.map((network) => core().gradient(network, trials));
    },
    async trace(network, trials) {
      return core().trace(network, trials);
    },
    async lowest(networks, trials, count) {
      if (canRace(networks, trials)) return raceIn(theKernel(), { networks, trials }, count);
      const lossOf: LossOf = async (of, on) =>
        of.map((network) => trialLosses(core().evaluate(network, on), on));
      return raceToLowest(networks, trials, { count, lossOf });
    },
    open,
    kicked: kickedOn(theKernel, kickedBySteps(open)),
  };
}
