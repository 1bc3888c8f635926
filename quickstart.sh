#!/bin/sh
# Installs what is needed, builds msmv and classifies the images (with none: its own phantoms).
# usage: ./quickstart.sh [--with-training] [IMAGE...]
# The LibTorch part, a third of the build, is what `msmv train` needs; without OpenVINO it classifies, too.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
training=OFF
if [ "${1:-}" = --with-training ]; then
  training=ON
  shift
fi

"$here/tools/install_dependencies.sh"
[ -e "$here/build/openvino/version" ] || training=ON
echo "Building msmv (build/release)"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
(cd "$here" && cmake --preset release -DMSMV_BUILD_TESTS=OFF -DMSMV_BUILD_TRAINING=$training &&
  cmake --build --preset release --target msmv) >"$log" 2>&1 || { tail -n 40 "$log" >&2; exit 1; }
msmv=$here/build/release/apps/msmv/msmv
output=$PWD/msmv-quickstart
mkdir -p "$output"

if [ $# -eq 0 ]; then
  echo "No images given: drawing phantoms, H&E-like fields of msmv's own (no real tissue)"
  "$msmv" phantom --seed 1 --count 4 --output "$output/phantoms"
  set -- "$output/phantoms"
fi

rm -f "$output/classes.csv"  # of an earlier quick start
resume=
[ -f "$output/classes.csv.partial" ] && resume=--resume
echo "Classifying"
status=0
"$msmv" classify "$@" --output "$output/classes.csv" $resume --overlay "$output/overlays" || status=$?
if [ -f "$output/classes.csv" ]; then
  cut -d, -f1-8 "$output/classes.csv"
  echo
  echo "Table:    $output/classes.csv"
  echo "Overlays: $output/overlays"
  echo "Look at them in the browser: $msmv view $output $*"
fi
echo "Research use only: not a medical device."
exit $status
