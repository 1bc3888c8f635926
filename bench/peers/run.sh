#!/bin/sh
# The same network on the same patches of the same machine in PyTorch, ONNX Runtime and msmv, one
# after the other, again and again, so that what else the machine does meets them all.
#
# usage: bench/peers/run.sh [ROUNDS] [THREADS] [PICTURE...]
#
# Needs python3-torch and python3-torchvision (Debian), node and npm, and a build in build/release
# (MSMV names another program). ONNX Runtime is installed into build/peers; its own download of GPU
# libraries is left out.
set -e
rounds=${1:-3}
threads=${2:-1}
[ $# -gt 2 ] && shift 2 || set --
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
msmv=${MSMV:-$root/build/release/apps/msmv/msmv}
peers=$root/build/peers
mkdir -p "$peers"
cd "$peers"
[ -d node_modules/onnxruntime-node ] || npm install --ignore-scripts --no-fund --no-audit onnxruntime-node
"$msmv" bench --export export.safetensors "$@"
/usr/bin/python3 "$here/pytorch.py" export.safetensors --onnx resnet50.onnx
export OMP_NUM_THREADS="$threads"
on="taskset -c 0-$((threads - 1))"
for round in $(seq "$rounds"); do
  echo "round $round of $rounds, threads: $threads"
  $on /usr/bin/python3 "$here/pytorch.py" export.safetensors --threads "$threads" --repeats 2
  $on node "$here/onnxruntime.mjs" resnet50.onnx export.safetensors "$threads" 2
  $on "$msmv" bench --threads "$threads" --repeats 2 --network-only "$@"
done
