#!/usr/bin/env bash
# Starts munged, slurmctld and slurmd for one machine, all of whose files are in a folder.
# Usage: cluster.sh start|stop FOLDER. Needs neither systemd nor a database. Where it started, it
# prints the path of slurm.conf: export SLURM_CONF to it, and sbatch, squeue, … speak to it.
set -euo pipefail
PATH=$PATH:/usr/sbin
mode=$1
folder=$(cd "$2" && pwd)

if [[ $mode == stop ]]; then
  for name in slurmctld slurmd munged; do
    pid=$(cat "$folder/$name.pid" 2>/dev/null) && kill "$pid" 2>/dev/null || true
  done
  exit 0
fi

port() { node -e 'const s = require("net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })'; }

host=$(hostname -s)
user=$(id -un)
chmod 755 "$folder"
mkdir -p "$folder/state" "$folder/spool"
(umask 077 && head -c 128 /dev/urandom >"$folder/munge.key")
munged --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" \
  --pid-file="$folder/munged.pid" --log-file="$folder/munged.log" --seed-file="$folder/munge.seed"

# cred_expire is also how long a requeued job waits until it may start again.
cat >"$folder/slurm.conf" <<CONF
ClusterName=small
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(port)
SlurmdPort=$(port)
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$folder/munge.socket,cred_expire=5
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
SlurmctldParameters=idle_on_node_suspend
ReturnToService=2
KillWait=5
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=2100 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF

export SLURM_CONF=$folder/slurm.conf
slurmctld
slurmd
# As long as the two are there, or begin and have not said their number yet.
lives() { [[ ! -e $folder/$1.pid ]] || kill -0 "$(cat "$folder/$1.pid")"; }
while lives slurmctld && lives slurmd; do
  if [[ $(sinfo --noheader --format=%t 2>/dev/null) == idle ]]; then
    echo "$SLURM_CONF"
    exit 0
  fi
  sleep 0.5
done
tail -n 20 "$folder"/*.log >&2
exit 1
