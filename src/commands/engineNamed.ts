import { defaultEngineName, ENGINE_NAMES } from "../engine/choose.ts";

/**
 * The engine that the environment asks for by ATTEST_ENGINE, else the quickest there is.
 * @throws RangeError where there is no engine of that name.
 */
export async function engineNamed(): Promise<string> {
  const name = process.env.ATTEST_ENGINE ?? (await defaultEngineName());
  if (!ENGINE_NAMES.some((each) => each === name))
    throw new RangeError(
      `ATTEST_ENGINE: there is no engine "${name}"; there are ${ENGINE_NAMES.join(", ")}`,
    );
  return name;
}
