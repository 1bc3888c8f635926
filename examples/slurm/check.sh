#!/bin/sh
# Runs slides.sbatch on a Slurm of one node that it starts for itself (Debian's munge, slurmctld, slurmd,
# slurm-client; as root): an array of four tasks over phantom slides, one of them killed and requeued,
# then merged and compared with one machine's result. Says why it is skipped (exit code 77) where Slurm can't start.
#   examples/slurm/check.sh PATH/TO/msmv
set -eu

skip() { echo "slurm check: skipped: $1"; exit 77; }
program=$(realpath "${1:?the msmv program}")
here=$(dirname "$(realpath "$0")")
for tool in munged slurmctld slurmd sbatch scontrol; do
  command -v "$tool" >/dev/null || skip "no $tool"
done
[ "$(id -u)" -eq 0 ] || skip "Slurm's daemons are started as root here"

work=$(mktemp -d)
chmod 755 "$work"
pids=""
job=""
stop() {
  [ -z "$job" ] || scancel "$job" 2>/dev/null || true
  for pid in $pids; do kill "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$work" || true
}
trap stop EXIT INT TERM
mkdir -p "$work/state" "$work/spool" "$work/bin" "$work/munge"
ln -s "$program" "$work/bin/msmv"

# munged wants its key and socket in folders of its own user.
dd if=/dev/urandom of="$work/munge/key" bs=1024 count=1 2>/dev/null
chmod 400 "$work/munge/key"
chmod 755 "$work/munge"
munged --foreground --force --key-file="$work/munge/key" --socket="$work/munge/socket" \
  --pid-file="$work/munge/pid" --log-file="$work/munge/log" --seed-file="$work/munge/seed" 2>/dev/null &
pids="$!"
host=$(hostname -s)
cat >"$work/slurm.conf" <<CONF
ClusterName=check
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket,cred_expire=5
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
SelectType=select/cons_tres
ReturnToService=2
MpiDefault=none
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
SlurmctldPort=16817
SlurmdPort=16818
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=YES
CONF
export SLURM_CONF="$work/slurm.conf"
slurmctld -D -f "$SLURM_CONF" >/dev/null 2>&1 &
pids="$pids $!"
slurmd -D -f "$SLURM_CONF" >/dev/null 2>&1 &
pids="$pids $!"
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  sinfo -h -o %T 2>/dev/null | grep -q idle && break
  [ "$attempt" -lt 10 ] || skip "Slurm did not start: $(tail -n 1 "$work/slurmctld.log" 2>/dev/null)"
  sleep 1
done

cd "$work"
PATH="$work/bin:$PATH"
export PATH
msmv phantom --slide --count 6 --islands 2 --width 3000 --height 2400 --mpp 0.5 --output slides
msmv slides slides --output whole --threads 1
job=$(sbatch --parsable --array=1-4 --cpus-per-task=1 --mem=0 "$here/slides.sbatch" slides out)
for attempt in $(seq 600); do  # the second task is killed while it works, and begins again
  [ "$(squeue -h -j "${job}_2" -o %T 2>/dev/null)" = RUNNING ] && break
  sleep 0.2
done
sleep 0.5
scontrol requeue "${job}_2"
for second in $(seq 240); do
  [ -n "$(squeue -h -j "$job" 2>/dev/null)" ] || break
  sleep 1
done
scontrol show job "${job}_2" | grep -q 'Restarts=1' || { echo "slurm check: no task was requeued"; exit 1; }
msmv slides merge out
cmp whole/slides.csv out/slides.csv
diff -r whole/model-outputs-csv out/model-outputs-csv
echo "slurm check: four tasks, one requeued, gave one machine's result"
