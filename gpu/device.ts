import * as v from "valibot";
import { parseAs } from "../src/numerics/parse.ts";

/** What trains: an engine, and the device that it runs on. */
export type Device = {
  readonly engine: string;
  readonly name: string;
  /** Whether it is a program that does as a card: never called a GPU. */
  readonly isSoftware: boolean;
};

const schema: v.GenericSchema<unknown, Device> = v.object({
  engine: v.string(),
  name: v.string(),
  isSoftware: v.boolean(),
});

/** A device, read. @throws TypeError that names the field that is wrong. */
export const asDevice = (value: unknown): Device => parseAs("device", schema, value);

/** Where something was run, in words. */
export const placeOf = ({ name, isSoftware }: Device): string =>
  isSoftware ? `on a software adapter (${name})` : `on a GPU (${name})`;
