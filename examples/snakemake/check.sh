#!/bin/sh
# Runs the Snakefile over phantom slides and compares its table with that of one run (Debian's
# snakemake). Exit code 77 where there is none.
#   examples/snakemake/check.sh PATH/TO/msmv
set -eu

program=$(realpath "${1:?the msmv program}")
here=$(dirname "$(realpath "$0")")
command -v snakemake >/dev/null || { echo "snakemake check: skipped: no snakemake"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$program" "$work/bin/msmv"
PATH="$work/bin:$PATH"
export PATH
cd "$work"
msmv phantom --slide --count 3 --islands 2 --width 3000 --height 2400 --mpp 0.5 --output slides
msmv slides slides --output whole
snakemake --snakefile "$here/Snakefile" --cores 2 --quiet \
  --config slides=slides output=out shards=2
cmp whole/slides.csv out/slides.csv
diff -r whole/model-outputs-csv out/model-outputs-csv
echo "snakemake check: two shards gave one run's result"
