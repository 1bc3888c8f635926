#!/bin/sh
# The same network on the same machine in PyTorch, ONNX Runtime and msmv, one after the other, again
# and again, so that what else the machine does meets them all.
#
# usage: bench/peers/run.sh [ROUNDS] [THREADS]
#
# Needs python3-torch and python3-torchvision (Debian), node and npm, and a build with
# -DMSMV_BUILD_BENCH=ON in build/release. ONNX Runtime is installed into build/peers; its own
# download of GPU libraries is left out.
set -e
rounds=${1:-3}
threads=${2:-1}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
peers=$root/build/peers
mkdir -p "$peers"
cd "$peers"
[ -d node_modules/onnxruntime-node ] || npm install --ignore-scripts --no-fund --no-audit onnxruntime-node
[ -f resnet50.onnx ] || /usr/bin/python3 "$here/pytorch.py" --onnx resnet50.onnx
cores=0-$((threads - 1))
for round in $(seq "$rounds"); do
  echo "round $round of $rounds, threads: $threads"
  OMP_NUM_THREADS=$threads taskset -c "$cores" /usr/bin/python3 "$here/pytorch.py" --threads "$threads" --repeats 2
  taskset -c "$cores" node "$here/onnxruntime.mjs" resnet50.onnx "$threads" 18 2
  OMP_NUM_THREADS=$threads taskset -c "$cores" "$root/build/release/bench/engine_bench" \
    --benchmark_filter="encode/.*/threads:$threads" --benchmark_min_time=2 2>/dev/null | grep '^encode'
done
