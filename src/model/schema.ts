import * as v from "valibot";
import { ACTIVATIONS } from "./activation.ts";
import { type Network, WEIGHT_NAMES } from "./model.ts";
import { READOUTS } from "./readout.ts";

const numbers = v.instance(Float64Array);

const activation = v.picklist(ACTIVATIONS);
const readout = v.picklist(READOUTS);
const weightName = v.picklist(WEIGHT_NAMES);

const shape = v.object({
  model: v.object({
    activation,
    readout,
    clamped: v.array(v.object({ unit: v.number(), value: v.number() })),
    trains: v.array(weightName),
    alpha: v.number(),
  }),
  units: v.number(),
  channels: v.number(),
  outputs: v.number(),
  weights: v.object({ recurrent: numbers, input: numbers, output: numbers }),
});

/** A network read from a file, weights not yet checked: a diverged one may hold NaN. */
export const anyNetworkSchema: v.GenericSchema<unknown, Network> = shape;
