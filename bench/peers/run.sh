#!/bin/sh
# The same network, ResNet-50 or a vision transformer, on the same patches in PyTorch (eager), ONNX Runtime,
# OpenVINO's own loop and msmv, on one thread and on all, one after the other, round after round, so that what
# else the machine does meets them all. A vision transformer is timm's, exported from PyTorch. Prints ms a patch, the best of the rounds, with their spread, and msmv's ratios to the peers.
#
# usage: bench/peers/run.sh [--quick] [--rounds N] [--threads N] [--repeats N] [--model FILE] [--output FOLDER]
#
#   --quick         two rounds of two repeats, under 3 minutes (the first run installs, which takes longer)
#   --rounds N      [5]
#   --repeats N     of each measurement within a round; the best counts [5]
#   --threads N     what "all" is [as many as there are processors]
#   --model FILE    a model file with ResNet-50 or a vision transformer (vit_model.sh) [the one that ships]
#   --output FOLDER for table.txt and rounds.jsonl, every figure of every round [build/peers/results]
#
# Makes itself a virtual environment in build/peers/venv of requirements.txt (PyTorch from PyPI brings CUDA's
# libraries, 7 GB on the disk; TORCH_INDEX=URL names an index of PyTorch's wheels for processors alone).
# PYTHON names another python3, VENV another environment, MSMV another program than build/*/apps/msmv/msmv.
set -eu
quick=0 rounds=5 repeats=5 threads=$(nproc) model='' output=''
while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=1 rounds=2 repeats=2; shift; continue ;;
    --rounds | --threads | --repeats | --model | --output) ;;
    *) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
  [ $# -ge 2 ] || { echo "$1 needs a value" >&2; exit 2; }
  case $1 in
    --rounds) rounds=$2 ;;
    --threads) threads=$2 ;;
    --repeats) repeats=$2 ;;
    --model) model=$2 ;;
    --output) output=$2 ;;
  esac
  shift 2
done

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
folder=$root/build/peers
venv=${VENV:-$folder/venv}
output=${output:-$folder/results}
mkdir -p "$folder" "$output"
msmv=${MSMV:-}
for build in release quick dev; do
  [ -n "$msmv" ] || [ ! -x "$root/build/$build/apps/msmv/msmv" ] || msmv=$root/build/$build/apps/msmv/msmv
done
[ -n "$msmv" ] || { echo "no msmv in build/; MSMV=PROGRAM names one" >&2; exit 1; }

# Only a whole environment is marked.
if ! cmp -s "$here/requirements.txt" "$venv/installed.txt"; then
  echo "installs the peers in $venv" >&2
  "${PYTHON:-python3}" -m venv "$venv"
  if [ -n "${TORCH_INDEX:-}" ]; then
    "$venv/bin/pip" install --quiet --index-url "$TORCH_INDEX" "$(grep '^torch==' "$here/requirements.txt")"
  fi
  "$venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
  cp "$here/requirements.txt" "$venv/installed.txt"
fi

peers='pytorch onnxruntime openvino'
if "$msmv" model show --json "${model:-$root/models/msmv.safetensors}" | grep -q '"backbone": "vision_transformer"'; then
  peers=vit
  if ! cmp -s "$here/requirements-vit.txt" "$venv/installed-vit.txt"; then
    "$venv/bin/pip" install --quiet --requirement "$here/requirements-vit.txt"
    cp "$here/requirements-vit.txt" "$venv/installed-vit.txt"
  fi
fi

exported=$folder/export.safetensors
rm -f "$exported" "$exported".*
# LibTorch is left out of msmv's turns: PyTorch has its own.
export MSMV_TORCH=/nonexistent
"$msmv" phantom --seed 0 --count 4 --output "$folder/fields" >/dev/null
# As many fields as threads, as msmv times itself: each thread has as many patches as the others.
last=$((threads < 4 ? threads - 1 : 3))
set -- "$folder"/fields/phantom_[0-"$last"].tif
"$msmv" bench ${model:+--model "$model"} --export "$exported" --mpp 0.42 "$@"
set -- "$folder"/fields/phantom_[0-3].tif

lines=$output/rounds.jsonl
: >"$lines"

# Runs the rest as a command whose complaints count only when it fails.
quietly() {
  "$@" 2>"$folder/log" || { cat "$folder/log" >&2; exit 1; }
}

# turn ROUND THREADS FIELD...: one turn of everybody on so many threads.
turn() {
  round=$1 on=$2
  shift 2
  for peer in $peers; do
    OMP_NUM_THREADS=$on quietly "$venv/bin/python" "$here/run_$peer.py" "$exported" --threads "$on" \
      --repeats "$repeats" >"$folder/lines"
    sed "s/^{/{\"round\": $round, /" "$folder/lines" >>"$lines"
  done
  only=--network-only
  [ "$on" -ne "$threads" ] || [ $quick -eq 1 ] || only=
  quietly "$msmv" bench ${model:+--model "$model"} --json - --threads "$on" --repeats "$repeats" $only \
    --mpp 0.42 "$@" >"$folder/bench.json"
  "$venv/bin/python" "$here/table.py" "$folder/bench.json" --round "$round" >>"$lines"
}

for round in $(seq "$rounds"); do
  echo "round $round of $rounds" >&2
  [ "$threads" -eq 1 ] || turn "$round" 1 "$@"
  turn "$round" "$threads" "$@"
done

{
  "$msmv" --version | head -n 1
  echo "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), at most $threads at once;" \
    "$(tr '\n' ' ' <"$here/requirements.txt")on $("$venv/bin/python" --version)"
  "$venv/bin/python" "$here/table.py" "$lines"
} >"$output/table.txt"
cat "$output/table.txt"
