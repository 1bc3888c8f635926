#!/bin/sh
# Runs slides.nf over phantom slides and compares its table with that of one run (Nextflow on Java).
# Says why it is skipped (exit code 77) where there is none.
#   examples/nextflow/check.sh PATH/TO/msmv
set -eu

skip() { echo "nextflow check: skipped: $1"; exit 77; }
program=$(realpath "${1:?the msmv program}")
here=$(dirname "$(realpath "$0")")
command -v nextflow >/dev/null || skip "no nextflow"
export NXF_OFFLINE=true NXF_ANSI_LOG=false
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
nextflow -version >version.log 2>&1 || skip "nextflow does not start: $(tail -n 1 version.log)"
mkdir bin
ln -s "$program" bin/msmv
PATH="$work/bin:$PATH"
export PATH
msmv phantom --slide --count 3 --islands 2 --width 3000 --height 2400 --mpp 0.5 --output slides
msmv slides "$work/slides" --output whole
# By names from here, though each process has a folder of its own.
nextflow run "$here/slides.nf" --slides slides --output out --shards 2
cmp whole/slides.csv out/slides.csv
diff -r whole/model-outputs-csv out/model-outputs-csv
nextflow run "$here/slides.nf" --slides slides --output out --shards 2 -resume >again.log
[ "$(grep -c 'Cached process' again.log)" -eq 3 ] || { cat again.log; exit 1; }
echo "nextflow check: two shards gave one run's result"
