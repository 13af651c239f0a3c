/** Milliseconds that this process has worked, however long it waited. */
export function processMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Runs all in turns and keeps the least time of each: what else the machine does only adds. */
export async function leastOf(
  runs: number,
  all: ReadonlyMap<string, () => Promise<number>>,
): Promise<ReadonlyMap<string, number>> {
  const least = new Map<string, number>();
  for (let run = 0; run < runs; run++)
    for (const [name, time] of all)
      least.set(name, Math.min(least.get(name) ?? Number.POSITIVE_INFINITY, await time()));
  return least;
}

/** Times `work` by what this process works. */
export const timing = (work: () => Promise<unknown> | unknown) => async (): Promise<number> => {
  const begin = processMs();
  await work();
  return processMs() - begin;
};
