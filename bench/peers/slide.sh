#!/bin/sh
# A whole slide by msmv (`msmv bench --slide`, `msmv slides`) and by the plain loop of openslide-python and PyTorch
# (slide.py), on the same tiles, round after round; and by WSInfer's own command, where WSINFER names it.
#
# usage: bench/peers/slide.sh [--rounds N] [--threads N] [--model FILE] [--output FOLDER] SLIDE
#
#   --rounds N      [3]
#   --threads N     of the network, and as many processes that read [as many as there are processors]
#   --model FILE    a model file with ResNet-50 [the one that ships]
#   --output FOLDER for bench.N.json and slide.jsonl [build/peers/slide]
#
# The environment is that of run.sh, which makes it; requirements-slide.txt is installed into it beside. WSINFER is the
# program `wsinfer` 0.6.1 of an environment of your own (it needs zarr below 3); its model is breast-tumor-resnet34.tcga-brca,
# which it downloads, or WSINFER_MODEL, a folder that `msmv model export --format torchscript` wrote (docs/export.md).
# MSMV and VENV as in run.sh.
set -eu
rounds=3 threads=$(nproc) model='' output='' slide=''
while [ $# -gt 0 ]; do
  case $1 in
    --rounds | --threads | --model | --output)
      [ $# -ge 2 ] || { echo "$1 needs a value" >&2; exit 2; }
      eval "${1#--}=\$2"
      shift 2 ;;
    -*) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    *) slide=$1; shift ;;
  esac
done
[ -n "$slide" ] || { echo "which slide? (usage: bench/peers/slide.sh SLIDE)" >&2; exit 2; }

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
venv=${VENV:-$root/build/peers/venv}
output=${output:-$root/build/peers/slide}
msmv=${MSMV:-$root/build/release/apps/msmv/msmv}
[ -x "$msmv" ] || { echo "no msmv at $msmv; MSMV=PROGRAM names one" >&2; exit 1; }
[ -x "$venv/bin/python" ] || { echo "no environment in $venv: bench/peers/run.sh makes it" >&2; exit 1; }
if ! cmp -s "$here/requirements-slide.txt" "$venv/installed-slide.txt"; then
  "$venv/bin/pip" install --quiet --requirement "$here/requirements-slide.txt"
  cp "$here/requirements-slide.txt" "$venv/installed-slide.txt"
fi

mkdir -p "$output"
name=$(basename "${slide%.*}")
"$msmv" slides "$slide" ${model:+--model "$model"} --output "$output/tiles"
tiles=$output/tiles/model-outputs-csv/$name.csv
lines=$output/slide.jsonl
: >"$lines"
for round in $(seq "$rounds"); do
  echo "round $round of $rounds" >&2
  "$msmv" bench --slide "$slide" ${model:+--model "$model"} --threads "$threads" --repeats 1 \
    --json "$output/bench.$round.json" >/dev/null
  # A model with a context encodes two patches a tile; the plain loop is measured with one, its best case, and with two.
  for patches in 1 2; do
    "$venv/bin/python" "$here/slide.py" "$slide" "$tiles" --threads "$threads" --workers "$threads" --repeats 1 \
      --patches $patches --bench "$output/bench.$round.json" | tee -a "$lines"
  done
  if [ -n "${WSINFER:-}" ]; then
    rm -rf "$output/wsinfer" "$output/slides"
    mkdir -p "$output/slides"
    ln -s "$(realpath "$slide")" "$output/slides/"
    set -- --model breast-tumor-resnet34.tcga-brca
    [ -z "${WSINFER_MODEL:-}" ] ||
      set -- --config "$WSINFER_MODEL/config.json" --model-path "$WSINFER_MODEL"/*.pt
    start=$(date +%s.%N)
    "$WSINFER" run --wsi-dir "$output/slides" --results-dir "$output/wsinfer" "$@" \
      --num-workers "$threads" >"$output/wsinfer.log" 2>&1 ||
      { tail -n 3 "$output/wsinfer.log" >&2; exit 1; }
    found=$(($(cat "$output"/wsinfer/model-outputs-csv/*.csv | wc -l) - 1))
    echo "WSInfer: $found tiles, $(awk -v a="$start" -v b="$(date +%s.%N)" 'BEGIN { print b - a }') s" | tee -a "$output/wsinfer.txt"
  fi
done
