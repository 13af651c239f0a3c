import type { Plan } from "../study/plan.ts";
import { shellWord } from "./shellWord.ts";

/** Where a plan's array job works: absolute paths, on a file system that all nodes see. */
export type SbatchPlaces = {
  /** The words that start `attest`. */
  readonly attest: readonly string[];
  /** The plan's file, which every task reads. */
  readonly plan: string;
  readonly store: string;
  readonly into: string;
};

/** Slurm's MaxArraySize, where a cluster's administrator has not changed it. */
const MOST_TASKS = 1001;

/** Tasks that run at once, as the script says it: to be changed to what a cluster allows. */
const AT_ONCE = 64;

/**
 * A script that submits a plan as one array job, and a job that judges after it; it is also what
 * each task runs. A task that Slurm is about to end stops and is requeued; so is one that was
 * killed, three times at most. A task with another status than 0 fails, and nothing is judged.
 */
export function sbatchScript(plan: Plan, { attest, ...places }: SbatchPlaces): string {
  const units = plan.cells.length;
  const perTask = Math.ceil(units / MOST_TASKS);
  const tasks = Math.ceil(units / perTask);
  return `#!/usr/bin/env bash
# ${units} units of work, ${perTask} a task. Submit with: bash THIS-FILE [options of sbatch]
#SBATCH --job-name=attest
#SBATCH --array=0-${tasks - 1}%${AT_ONCE}
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=2G
#SBATCH --time=04:00:00
#SBATCH --signal=B:USR1@120
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=attest-%A_%a.log
set -u
attest=(${attest.map(shellWord).join(" ")})
plan=${shellWord(places.plan)}
store=${shellWord(places.store)}
into=${shellWord(places.into)}

if [[ -z "\${SLURM_ARRAY_TASK_ID:-}" ]]; then
  job=$(sbatch --parsable "$@" "$0") || exit
  job=\${job%%;*}
  judge=("\${attest[@]}" reproduce --populations "$into" --expect none --report "$store/report")
  sbatch --parsable --dependency="afterok:$job" --job-name=attest-judge "$@" \\
    --wrap "$(printf '%q ' "\${judge[@]}")" || exit
  echo "$job"
  exit
fi

child=
asked=0
trap 'asked=1; [[ -z "$child" ]] || kill -TERM "$child"' USR1
trap '[[ -z "$child" ]] || kill -TERM "$child"' TERM

again() {
  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_\${SLURM_ARRAY_TASK_ID}"
  exit 75
}

first=$((SLURM_ARRAY_TASK_ID * ${perTask}))
for ((unit = first; unit < first + ${perTask} && unit < ${units}; unit++)); do
  "\${attest[@]}" train --plan "$plan" --index "$unit" --store "$store" --into "$into" \\
    --workers "\${SLURM_CPUS_PER_TASK:-1}" &
  child=$!
  # A trap ends the wait before the child has ended.
  while wait "$child"; status=$?; kill -0 "$child" 2>/dev/null; do :; done
  child=
  if ((asked)); then again; fi
  if ((status >= 128 && \${SLURM_RESTART_COUNT:-0} < 3)); then again; fi
  if ((status != 0)); then exit "$status"; fi
done
`;
}
